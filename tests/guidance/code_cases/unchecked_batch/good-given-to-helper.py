import aws_durable_execution_sdk_python as durable

from indexes import rebuild


class PartialFailure(Exception):
    pass


def require_all(batch, what):
    if batch.failure_count:
        raise PartialFailure(f"{batch.failure_count} of {what} failed")
    return batch.get_results()


def rebuild_one(ctx, tenant, index, tenants):
    return ctx.step(lambda _: rebuild(tenant), name="rebuild")


@durable.durable_execution
def reindex(event, context):
    batch = context.map(event["tenants"], rebuild_one, name="tenants")
    return {"rebuilt": require_all(batch, "tenants")}
