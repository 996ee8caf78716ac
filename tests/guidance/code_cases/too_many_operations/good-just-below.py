from aws_durable_execution_sdk_python import durable_execution as durable

from mosaics import lay, lay_row

ROWS = 50
COLUMNS = 40


@durable
def mosaic(event, ctx):
    tiles = 0
    for row in range(ROWS):
        for column in range(COLUMNS):
            tiles += ctx.step(lambda _: lay(row, column), name=f"tile-{row}-{column}")
    for row in range(ROWS, 2 * ROWS):
        tiles += ctx.step(lambda _: lay_row(row), name=f"row-{row}")
    return {"tiles": tiles}
