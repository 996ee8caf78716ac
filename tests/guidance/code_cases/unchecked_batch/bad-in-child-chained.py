from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_with_child_context

from choir import tune


def tune_voice(ctx: DurableContext, voice: str, index: int, voices: list) -> int:
    return ctx.step(lambda _: tune(voice), name="tune")


@durable_with_child_context
def rehearsal(child: DurableContext, voices: list) -> list:
    return child.map(voices, tune_voice, name="voices").get_results()  # finds DF012


@durable_execution
def choir_handler(event: dict, context: DurableContext) -> dict:
    pitches = context.run_in_child_context(rehearsal(event["voices"]), name="rehearsal")
    return {"pitches": pitches}
