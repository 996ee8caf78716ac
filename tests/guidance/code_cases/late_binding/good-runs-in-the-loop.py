from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

from tracks import master, preview


@durable_execution
def album(event, context):
    finished = []
    for number, track in enumerate(event["tracks"]):

        def job(step):
            step.logger.info("mastering %s", track)
            return master(track, number)

        finished.append(context.step(job, name=f"master-{number}"))
        context.wait(Duration.from_seconds(5), name=f"cool-{number}")
    previews = [
        context.step(lambda _: preview(track), name=f"preview-{i}")
        for i, track in enumerate(finished)
    ]
    return {"tracks": finished, "previews": previews}
