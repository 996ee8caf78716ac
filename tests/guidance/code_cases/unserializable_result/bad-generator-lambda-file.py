from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable

import scrolls


@durable
def reading_room(event: dict, ctx: DurableContext) -> dict:
    def lines(step):
        text = scrolls.load(event["scroll"])
        return (line.strip() for line in text.splitlines())  # finds DF022

    def translator(step):
        table = scrolls.table(event["language"])
        return lambda word: table.get(word, word)  # finds DF022

    def handle(step):
        return open(f"/mnt/scrolls/{event['scroll']}")  # finds DF022

    words = ctx.step(lines, name="lines")
    translate = ctx.step(translator, name="translator")
    page = ctx.step(handle, name="page")
    return {"text": [translate(word) for word in words], "page": page.name}
