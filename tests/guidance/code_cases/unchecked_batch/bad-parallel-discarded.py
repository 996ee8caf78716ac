from aws_durable_execution_sdk_python import durable_execution, durable_parallel_branch
from aws_durable_execution_sdk_python.config import ParallelConfig

import indexes


@durable_parallel_branch(name="search")
def rebuild_search(ctx, tenant):
    return ctx.step(lambda _: indexes.search(tenant), name="search-index")


@durable_parallel_branch(name="facets")
def rebuild_facets(ctx, tenant):
    return ctx.step(lambda _: indexes.facets(tenant), name="facet-index")


@durable_execution
def reindex(event, context):
    context.parallel(  # finds DF012
        [rebuild_search(event["tenant"]), rebuild_facets(event["tenant"])],
        name="rebuild",
        config=ParallelConfig(max_concurrency=2),
    )
    return {"status": "rebuilt"}
