import os
from aws_durable_execution_sdk_python import durable_execution
import archive

class Settings:
    bucket = os.environ.get("BUCKET", "b")
    archive = os.environ.get("ARCHIVE") == "1"
    def __init__(self):
        self.prefix = os.environ.get("PREFIX", "")
        self.level = int(os.environ.get("LEVEL", 3))

@durable_execution
def handler(event, context):
    settings = Settings()
    key = f"{settings.prefix}{event['key']}" if settings.prefix else event["key"]
    compressed = context.step(lambda _: archive.compress(settings.bucket, key, settings.level), name="compress")
    if settings.archive:
        context.step(lambda _: archive.freeze(settings.bucket, compressed), name="freeze")
    return {"key": key}
