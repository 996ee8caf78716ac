import datetime as dt
import os

from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context

from warehouse import move_pallet


@durable_with_child_context
def relocate(child, pallet, bay):
    stamp = dt.datetime.now(tz=dt.timezone.utc)  # finds DF001
    bay = f"{bay}-night" if stamp.hour >= 20 else bay
    return child.step(lambda _: move_pallet(pallet, bay), name="move-pallet")


@durable_execution
def main(event, context):
    worker = os.getpid()  # finds DF001
    moved = context.run_in_child_context(
        relocate(event["pallet"], event["bay"]), name="relocate"
    )
    return {"moved": moved, "worker": worker}
