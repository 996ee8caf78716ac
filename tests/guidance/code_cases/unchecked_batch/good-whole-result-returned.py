from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_with_child_context

from choir import tune


def tune_voice(ctx: DurableContext, voice: str, index: int, voices: list) -> int:
    return ctx.step(lambda _: tune(voice), name="tune")


@durable_with_child_context
def rehearsal(child: DurableContext, voices: list):
    return child.map(voices, tune_voice, name="voices")


def run(context: DurableContext, voices: list):
    return context.map(voices, tune_voice, name="solo")


@durable_execution
def choir_handler(event: dict, context: DurableContext) -> dict:
    batch = context.run_in_child_context(rehearsal(event["voices"]), name="rehearsal")
    solo = run(context, event["soloists"])
    errors = batch.get_errors() + solo.get_errors()
    return {"pitches": batch.get_results(), "errors": [error.message for error in errors]}
