from __future__ import annotations
from enum import Enum
from typing import Annotated
from pydantic import BaseModel, Field, ValidationError
from aws_durable_execution_sdk_python import DurableContext, StepError, durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

import repositories

class Status(str, Enum):
    OPEN = "open"
    DONE = "done"

class Applicant(BaseModel):
    id: str
    income: Annotated[int, Field(ge=0)]
    tags: list[str] = []

class Application(BaseModel):
    applicant: Applicant
    amount: int
    status: Status = Status.OPEN

class Decision(BaseModel):
    approved: bool
    reason: str = ""

class Service:
    def __init__(self, context: DurableContext, repository: repositories.Applications) -> None:
        self.context = context
        self.repository = repository

    def score(self, application: Application) -> int:
        return self.context.step(lambda _: self.repository.score(application.applicant.id), name="score")

    def decide(self, application: Application) -> Decision:
        score = self.score(application)
        if score > 700:
            return Decision(approved=True)
        raw = self.context.wait_for_callback(
            lambda callback_id, _: self.repository.ask(callback_id, application.model_dump(mode="json")),
            name="review",
            config=WaitForCallbackConfig(timeout=Duration.from_days(3)),
        )
        return Decision.model_validate_json(raw)

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    try:
        application = Application.model_validate(event)
    except ValidationError as error:
        return {"status": "invalid", "errors": error.errors(include_url=False)}
    service = Service(context, repositories.Applications())
    try:
        decision = service.decide(application)
    except StepError as error:
        context.logger.error("scoring failed: %s", error.message)
        return {"status": "error", "type": error.error_type}
    application.status = Status.DONE
    context.step(lambda _: service.repository.save(application.model_dump(mode="json"), decision.model_dump()), name="save")
    return decision.model_dump()
