import aws_durable_execution_sdk_python as durable

import scoring


@durable.durable_execution
def handler(event, ctx):
    try:
        score = ctx.step(lambda _: scoring.score(event["applicant"]), name="score")
    except Exception as error:  # finds DF026
        ctx.logger.warning("no score: %s", error)
        score = {"value": 0}
    return score
