import aws_durable_execution_sdk_python as sdk

from tracks import master


@sdk.durable_execution
def album(event, context):
    jobs = []
    for number, track in enumerate(event["tracks"]):

        def job(ctx):  # finds DF013
            return ctx.step(lambda _: master(track, number), name="master")

        jobs.append(job)
    done = context.parallel(jobs, name="mastering")
    done.throw_if_error()
    return done.get_results()
