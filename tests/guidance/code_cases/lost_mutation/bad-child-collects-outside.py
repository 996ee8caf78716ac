from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import MapConfig

from archive import move


@durable_execution
def archive_handler(event: dict, context: DurableContext) -> dict:
    moved: set[str] = set()
    log = event.setdefault("log", {})

    def archive(ctx: DurableContext, path: str, index: int, paths: list[str]) -> str:
        target = ctx.step(lambda _: move(path), name="move")
        moved.add(target)  # finds DF005
        log[path] = target  # finds DF005
        return target

    batch = context.map(
        event["paths"], archive, name="archive", config=MapConfig(max_concurrency=2)
    )
    return {"moved": len(moved), "failures": batch.failure_count, "log": log}
