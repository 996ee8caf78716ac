from enum import Enum, auto
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration
import loans

class State(Enum):
    NEW = auto()
    SCORED = auto()
    OFFERED = auto()
    CLOSED = auto()

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    state = State.NEW
    loan = {"id": event["id"]}
    history = []
    while state is not State.CLOSED:
        history.append(state.name)
        if state is State.NEW:
            loan["score"] = context.step(lambda _: loans.score(loan["id"]), name="score")
            state = State.SCORED
        elif state is State.SCORED:
            if loan["score"] < 500:
                state = State.CLOSED
                continue
            loan.update(context.step(lambda _: loans.offer(loan), name="offer"))
            state = State.OFFERED
        else:
            context.wait(Duration.from_days(7), name="decide")
            loan["accepted"] = context.step(lambda _: loans.accepted(loan["id"]), name="accepted")
            state = State.CLOSED
    return {"loan": loan, "history": history}
