from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration
import devices

def apply(context: DurableContext, command: dict, index: int) -> dict | None:
    match command:
        case {"kind": "wait", "seconds": int(seconds)} if seconds >= 1:
            context.wait(Duration.from_seconds(seconds), name=f"wait-{index}")
        case {"kind": "set", "device": device, "value": value}:
            return context.step(lambda _: devices.set(device, value), name=f"set-{index}")
        case {"kind": "group", "commands": [*commands]}:
            return context.run_in_child_context(lambda child: run_all(child, commands), name=f"group-{index}")
        case _:
            context.logger.warning("unknown %s", command)
    return None

def run_all(context: DurableContext, commands: list[dict]) -> list:
    return [apply(context, command, index) for index, command in enumerate(commands)]

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return {"results": run_all(context, event["commands"])}
