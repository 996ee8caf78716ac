from datetime import datetime

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import ParallelConfig
from aws_durable_execution_sdk_python import ParallelBranch

from backups import snapshot


def branch(volume: str) -> ParallelBranch:
    return ParallelBranch(
        func=lambda ctx: ctx.step(lambda _: snapshot(volume), name="snapshot"),
        name=f"volume-{volume}",
    )


@durable_execution
def backup(event: dict, context: DurableContext) -> dict:
    day = datetime.fromisoformat(event["time"]).strftime("%Y-%m-%d")
    result = context.parallel(
        [branch(v) for v in event["volumes"]],
        name=f"backup-{day}",
        config=ParallelConfig(max_concurrency=3),
    )
    return {"day": day, "failed": result.failure_count, "made": result.success_count}
