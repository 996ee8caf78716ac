from typing import Sequence
from aws_durable_execution_sdk_python import BatchResult, DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import MapConfig
import thumbs

def thumbnail(context: DurableContext, image: dict, index: int, images: Sequence[dict]) -> dict:
    meta = context.step(lambda _: thumbs.meta(image["key"]), name="meta")
    sizes = {}
    for size in (64, 128, 256):
        sizes[str(size)] = context.step(lambda _: thumbs.resize(image["key"], size), name=f"resize-{size}")
    image_copy = dict(image)
    image_copy["sizes"] = sizes
    meta["position"] = f"{index + 1}/{len(images)}"
    return {**image_copy, "meta": meta}

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    batch: BatchResult[dict] = context.map(inputs=event["images"], func=thumbnail, name="thumbnails", config=MapConfig(max_concurrency=event.get("concurrency", 5), item_namer=lambda item, index: f"image-{index}-{item['key']}"))
    if batch.has_failure:
        for error in batch.get_errors():
            context.logger.error("%s", error.message)
    return {"ok": [image["key"] for image in batch.get_results()]}
