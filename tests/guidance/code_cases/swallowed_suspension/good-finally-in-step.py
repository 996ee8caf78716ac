import shutil
import tempfile

from aws_durable_execution_sdk_python import StepContext, durable_execution, durable_step

import media


@durable_step
def convert(step: StepContext, key: str) -> str:
    folder = tempfile.mkdtemp()
    try:
        return media.convert(key, folder)
    except BaseException:
        step.logger.error("conversion failed for %s", key)
        return ""
    finally:
        print("removing", folder)
        shutil.rmtree(folder)


def as_int(text: str) -> int:
    try:
        return int(text)
    except:
        return 0


@durable_execution
def convert_handler(event: dict, context) -> dict:
    return {"key": context.step(convert(event["key"])), "size": as_int(event["size"])}
