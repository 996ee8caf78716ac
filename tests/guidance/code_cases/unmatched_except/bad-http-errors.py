import requests

import aws_durable_execution_sdk_python as durable
from botocore.exceptions import ClientError


@durable.durable_execution
def mirror(event, context):
    url = event["url"]

    def download(step):
        reply = requests.get(url, timeout=10)
        reply.raise_for_status()
        return reply.text[:1000]

    try:
        text = context.step(download, name="download")
    except (requests.HTTPError, requests.ConnectionError):  # finds DF020
        text = ""
    try:
        stored = context.invoke("store:live", {"text": text}, name="store")
    except ClientError:  # finds DF020
        stored = None
    return {"stored": stored}
