from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_step
import boto3

class Pipeline:
    def __init__(self):
        self.s3 = boto3.client("s3")
        self.seen = 0

    def extract(self, key: str) -> list:
        self.last = self.s3.get_object(Bucket="b", Key=key)
        return self.last["Body"].read().splitlines()

    def run(self, context: DurableContext, keys: list[str]) -> int:
        total = 0
        for key in keys:
            lines = context.step(lambda _, key=key: len(boto3.client("s3").get_object(Bucket="b", Key=key)["Body"].read()), name=f"extract-{key}")
            total += lines
        return total

@durable_execution
def handler(event, context):
    pipeline = Pipeline()
    return pipeline.run(context, event["keys"])
