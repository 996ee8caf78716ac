import aws_durable_execution_sdk_python as durable

import vineyard


@durable.durable_execution
def harvest(event, context):
    quota = context.step(lambda _: vineyard.quota(event["farm"]), name="quota")
    arn = context.execution_context.durable_execution_arn

    def pick(row_ctx, row, index, rows):
        kilos = row_ctx.step(lambda _: vineyard.pick(row, quota), name="pick")
        row_ctx.logger.info("picked %d kilos", kilos)
        return {"row": row, "kilos": kilos, "execution": arn}

    rows = context.map(event["rows"], pick, name="rows")
    rows.throw_if_error()
    return rows.get_results()
