import hashlib
import random
import uuid
from aws_durable_execution_sdk_python import durable_execution
import samples

NAMESPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")

def bucket(key: str, buckets: int = 10) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % buckets

@durable_execution
def handler(event, context):
    key = str(uuid.uuid5(NAMESPACE, event["id"]))
    rng = random.Random(event["seed"])
    chosen = rng.sample(event["items"], k=min(3, len(event["items"])))
    group = bucket(key)
    if group < 5:
        context.step(lambda _: samples.store(chosen, key=key), name="store-chosen")
    return {"key": key, "group": group, "uuid": uuid.UUID(key).hex}
