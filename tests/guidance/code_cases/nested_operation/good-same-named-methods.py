from aws_durable_execution_sdk_python import durable_execution, durable_step


class Machine:
    def __init__(self):
        self.position = 0

    def step(self, count):
        return self.position + count

    def wait(self, ticks):
        return ticks


@durable_step
def simulate(step, moves):
    machine = Machine()
    position = 0
    for move in moves:
        position += machine.step(move)
        machine.wait(1)
    return position


@durable_execution
def simulation(event, context):
    position = context.step(simulate(event["moves"]))
    return {"position": position}
