from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context


@durable_with_child_context
def observe(child, star):
    raw = child.invoke(
        "arn:aws:lambda:us-east-1:123456789012:function:observe:$LATEST",  # finds DF018
        {"star": star},
        name="observe",
    )
    return child.invoke("photometry", raw, name="photometry")  # finds DF018


@durable_execution
def observatory(event, context):
    return context.run_in_child_context(observe(event["star"]), name="observe-star")
