import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

import surveys


@durable.durable_execution
def census(event, context):
    visits = []
    for street in event["streets"]:
        for house in street["houses"]:

            def visit(ctx):  # finds DF013
                ctx.wait(Duration.from_minutes(1), name="knock")
                return ctx.step(lambda _: surveys.ask(street["name"], house), name="ask")

            visits.append(visit)
    answers = context.parallel(visits, name="visits")
    return {"answers": answers.get_results(), "refused": len(answers.failed())}
