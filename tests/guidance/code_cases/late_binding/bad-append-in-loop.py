from aws_durable_execution_sdk_python import ParallelBranch, durable_execution, durable_step

import tests


@durable_step
def run_suite(step, suite):
    return tests.run(suite)


@durable_execution
def ci(event, context):
    branches = []
    for suite in event["suites"]:
        branches.append(
            ParallelBranch(
                func=lambda ctx: ctx.step(run_suite(suite)),  # finds DF013
                name=f"suite-{suite}",
            )
        )
    outcome = context.parallel(branches, name="suites")
    return {"red": outcome.failure_count, "green": outcome.success_count}
