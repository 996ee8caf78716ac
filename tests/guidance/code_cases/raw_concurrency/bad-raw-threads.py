import threading

from aws_durable_execution_sdk_python import durable_execution

from ports import unload


@durable_execution
def harbour(event, context):
    def work(ship):
        context.step(lambda _: unload(ship), name=f"unload-{ship}")

    threads = [threading.Thread(target=work, args=(ship,)) for ship in event["ships"]]  # finds DF008
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"unloaded": len(event["ships"])}
