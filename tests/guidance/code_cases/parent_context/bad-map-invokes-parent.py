from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import MapConfig

import vineyard


@durable
def harvest(event, ctx):
    def pick(row_ctx, row, index, rows):
        kilos = row_ctx.step(lambda _: vineyard.pick(row), name="pick")
        pressed = ctx.invoke("press:prod", {"kilos": kilos}, name="press")  # finds DF006
        return {"row": row, "litres": pressed["litres"]}

    rows = ctx.map(event["rows"], pick, name="rows", config=MapConfig(max_concurrency=6))
    for item in rows.all:
        if item.error is not None:
            ctx.logger.warning("row failed: %s", item.index)
    return {"rows": rows.success_count}
