import functools

from aws_durable_execution_sdk_python import ParallelBranch, durable_execution

import tests


def run_suite(suite, ctx):
    return ctx.step(lambda _: tests.run(suite), name="run")


def linter(path):
    def branch(ctx):
        return ctx.step(lambda _: tests.lint(path), name="lint")

    return branch


@durable_execution
def ci(event, context):
    branches = []
    for suite in event["suites"]:
        branches.append(
            ParallelBranch(func=functools.partial(run_suite, suite), name=f"suite-{suite}")
        )
    for path in event["paths"]:
        branches.append(linter(path))
    outcome = context.parallel(branches, name="checks")
    return {"red": outcome.failure_count}
