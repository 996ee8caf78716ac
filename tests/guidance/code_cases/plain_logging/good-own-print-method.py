from dataclasses import dataclass

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import press


@dataclass
class Sheet:
    text: str

    def print(self) -> str:
        return self.text.upper()

    def info(self) -> dict:
        return {"length": len(self.text)}


@durable_step
def typeset(step: StepContext, text: str) -> str:
    step.logger.info("typesetting on attempt %d", step.attempt)
    return press.typeset(text)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    sheet = Sheet(event["text"])
    proof = context.step(typeset(sheet.print()))
    return {"proof": proof, **sheet.info()}
