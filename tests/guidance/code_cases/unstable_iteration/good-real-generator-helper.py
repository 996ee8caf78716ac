from collections.abc import Iterator
from aws_durable_execution_sdk_python import DurableContext, durable_execution
import feeds

def pages(context: DurableContext, feed: str) -> Iterator[dict]:
    cursor = None
    number = 0
    while True:
        page = context.step(lambda _: feeds.page(feed, cursor), name=f"page-{number}")
        yield from page["items"]
        cursor = page.get("next")
        number += 1
        if not cursor:
            return

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    seen = set()
    for item in pages(context, event["feed"]):
        if item["id"] in seen:
            continue
        seen.add(item["id"])
        context.step(lambda _: feeds.index(item), name=f"index-{item['id']}")
    return {"indexed": len(seen), "ids": sorted(seen)}
