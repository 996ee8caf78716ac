from aws_durable_execution_sdk_python import durable_execution

from hashing import checksum_all


@durable_execution
def checksums(event, context):
    sums = context.step(lambda step: checksum_all(event["paths"]), name="checksums")
    return {"sums": sums}
