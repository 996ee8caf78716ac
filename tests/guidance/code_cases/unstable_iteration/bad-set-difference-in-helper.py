from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable

from choir import invite


def invite_missing(ctx: DurableContext, wanted: list[str], present: list[str]) -> list:
    invited = []
    for singer in set(wanted) - set(present):  # finds DF024
        invited.append(ctx.step(lambda _: invite(singer), name=f"invite-{singer}"))
    return invited


@durable
def rehearsal(event: dict, context: DurableContext) -> dict:
    return {"invited": invite_missing(context, event["wanted"], event["present"])}
