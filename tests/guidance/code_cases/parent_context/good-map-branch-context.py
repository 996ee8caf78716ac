import aws_durable_execution_sdk_python as sdk

from books import digitise, proofread


@sdk.durable_execution
def library(event, context):
    def scan(page_context, page, index, pages):
        text = page_context.step(lambda _: digitise(page), name="digitise")
        return page_context.step(lambda _: proofread(text), name="proofread")

    batch = context.map(event["pages"], scan, name="scan-pages")
    batch.throw_if_error()
    return context.step(lambda _: "\n".join(batch.get_results()), name="join")
