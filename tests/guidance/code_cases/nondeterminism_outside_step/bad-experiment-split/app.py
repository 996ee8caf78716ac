from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable

from variants import pick_variant
from store import save_assignment


@durable
def lambda_handler(event: dict, context: DurableContext):
    variant = pick_variant(event["user_id"])
    saved = context.step(
        lambda _: save_assignment(event["user_id"], variant),
        name="save-assignment",
    )
    return {"variant": variant, "saved": saved}
