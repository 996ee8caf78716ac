from aws_durable_execution_sdk_python import durable_execution as durable

from choir import invite


@durable
def rehearsal(event, ctx):
    present = set(event["present"])
    longest = 0
    for singer in present:
        longest = max(longest, len(singer))
    invited = []
    for singer in event["wanted"]:
        if singer not in present:
            invited.append(ctx.step(lambda _: invite(singer), name=f"invite-{singer}"))
    return {"invited": invited, "longest": longest, "voices": sum(1 for _ in present)}
