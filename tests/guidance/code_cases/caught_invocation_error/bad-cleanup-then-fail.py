from aws_durable_execution_sdk_python import DurableContext, durable_execution

import storage


@durable_execution
def convert(event: dict, context: DurableContext) -> dict:
    upload = context.step(lambda _: storage.begin(event["key"]), name="begin-upload")
    try:
        context.step(lambda _: storage.transcode(event["key"]), name="transcode")
        context.step(lambda _: storage.finish(upload), name="finish-upload")
    except Exception:  # finds DF026
        context.step(lambda _: storage.abort(upload), name="abort-upload")
        raise
    return {"upload": upload}
