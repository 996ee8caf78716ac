from secrets import token_hex

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import MapConfig

from photos import tag


def tag_photo(ctx: DurableContext, photo: dict, index: int, photos: list) -> dict:
    return ctx.step(lambda _: tag(photo["key"]), name="tag")


@durable_execution
def tagger(event: dict, context: DurableContext) -> list:
    config = MapConfig(item_namer=lambda photo, i: f"{i}-{token_hex(2)}")  # finds DF001, DF003
    batch = context.map(event["photos"], tag_photo, name="tag-photos", config=config)
    batch.throw_if_error()
    return batch.get_results()
