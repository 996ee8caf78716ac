from typing import NamedTuple, TypedDict
from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution
import pets

class Stage(NamedTuple):
    name: str
    run: callable

class Pet(TypedDict):
    id: str
    kind: str

def vaccinate(ctx: StepContext) -> str:
    ctx.logger.info("vaccinating")
    return pets.vaccinate()

def groom(ctx: StepContext) -> str:
    return pets.groom()

STAGES = [Stage("vaccinate", vaccinate), Stage("groom", groom)]

@durable_execution
def handler(event: dict, context: DurableContext) -> Pet:
    results = {stage.name: context.step(stage.run, name=stage.name) for stage in STAGES}
    pet: Pet = {"id": event["id"], "kind": event["kind"]}
    return Pet(**pet) | {"results": results}
