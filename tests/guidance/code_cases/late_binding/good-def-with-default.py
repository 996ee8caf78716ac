import aws_durable_execution_sdk_python as sdk

import surveys


@sdk.durable_execution
def census(event, context):
    visits = []
    for street in event["streets"]:

        def visit(ctx, *, street=street):
            return ctx.step(lambda _: surveys.ask(street), name="ask")

        visits.append(visit)
    answers = context.parallel(visits, name="visits")
    ranked = sorted(answers.get_results(), key=lambda answer: answer["score"])
    return {"answers": ranked, "refused": [e.message for e in answers.get_errors()]}
