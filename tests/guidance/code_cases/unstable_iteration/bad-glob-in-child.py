import glob

from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context

from films import develop


@durable_with_child_context
def develop_all(child, folder):
    prints = []
    for number, path in enumerate(glob.glob(f"{folder}/*.raw")):  # finds DF024
        prints.append(child.step(lambda _: develop(path), name=f"develop-{number}"))
    return prints


@durable_execution
def darkroom(event, context):
    prints = context.run_in_child_context(develop_all(event["folder"]), name="develop")
    return {"prints": prints}
