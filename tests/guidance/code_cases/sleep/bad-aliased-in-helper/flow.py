from aws_durable_execution_sdk_python import durable_execution, durable_step

from pacing import breathe
import feeds


@durable_step
def pull(step, feed):
    return feeds.pull(feed)


@durable_execution
def aggregate(event, context):
    stories = []
    for number, feed in enumerate(event["feeds"]):
        stories.extend(context.step(pull(feed), name=f"pull-{number}"))
        breathe(event.get("seconds", 1))
    return {"stories": len(stories)}
