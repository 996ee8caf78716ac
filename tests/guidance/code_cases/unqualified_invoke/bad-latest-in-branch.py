import aws_durable_execution_sdk_python as sdk


def satellite(ctx, name, index, names):
    return ctx.invoke("downlink:$LATEST", {"satellite": name}, name="downlink")  # finds DF018


@sdk.durable_execution
def ground_station(event, context):
    links = context.map(event["satellites"], satellite, name="links")
    links.throw_if_error()
    return {"links": links.get_results()}
