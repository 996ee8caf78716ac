from aws_durable_execution_sdk_python import DurableContext, ParallelBranch, durable_execution

import scans


@durable_execution
def radiology(event: dict, context: DurableContext) -> list:
    def branch(region: str) -> ParallelBranch:
        def body(ctx: DurableContext) -> dict:
            image = ctx.step(lambda _: scans.take(region), name="take")
            finding = context.step(lambda _: scans.read(image), name="read")  # finds DF006
            return {"region": region, "finding": finding}

        return ParallelBranch(func=body, name=region)

    result = context.parallel([branch("chest"), branch("hip")], name="regions")
    result.throw_if_error()
    return result.get_results()
