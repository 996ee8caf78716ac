import contextlib
import tempfile
import zipfile
from pathlib import Path
import boto3
from aws_durable_execution_sdk_python import durable_execution, durable_step, StepContext

@contextlib.contextmanager
def workspace():
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)

@durable_step
def pack(step: StepContext, bucket: str, keys: list[str]) -> str:
    s3 = boto3.client("s3")
    with workspace() as folder:
        target = folder / "all.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for key in keys:
                path = folder / Path(key).name
                s3.download_file(bucket, key, str(path))
                archive.write(path)
        s3.upload_file(str(target), bucket, "all.zip")
    step.logger.info("packed %d", len(keys))
    return "all.zip"

@durable_execution
def handler(event, context):
    with contextlib.suppress(KeyError):
        event["keys"].extend(event["more"])
    name = Path(event["name"]).stem
    return {"key": context.step(pack(event["bucket"], event["keys"]), name=f"pack-{name}")}
