import aws_durable_execution_sdk_python as sdk

import storage


@sdk.durable_execution
def handler(event, context):
    found = context.step(lambda _: storage.find(event["id"]), name="find-profile")
    if found is None:
        return {"status": "unknown"}
    context.step(lambda _: storage.archive(found), name="archive-profile")
    return {"status": "archived"}
