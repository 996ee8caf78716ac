from aws_durable_execution_sdk_python import DurableContext, durable_execution

import scans


class Reader:
    def __init__(self, ctx: DurableContext) -> None:
        self.ctx = ctx

    def read(self, region: str) -> str:
        image = self.ctx.step(lambda _: scans.take(region), name="take")
        return self.ctx.step(lambda _: scans.read(image), name="read")


@durable_execution
def radiology(event: dict, context: DurableContext) -> list:
    result = context.parallel(
        [
            lambda ctx: Reader(ctx).read("chest"),
            lambda ctx: Reader(ctx).read("hip"),
        ],
        name="regions",
    )
    result.throw_if_error()
    return result.get_results()
