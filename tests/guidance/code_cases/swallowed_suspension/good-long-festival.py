"""Festival stage: build up, shows in order, tear down whatever happens."""

from __future__ import annotations

import os
import shutil
import tempfile

from aws_durable_execution_sdk_python import (
    CallbackExternalError,
    CallbackTimeoutError,
    ChildContextError,
    DurableContext,
    DurableOperationError,
    StepContext,
    durable_execution,
    durable_step,
    durable_with_child_context,
)
from aws_durable_execution_sdk_python.config import Duration, StepConfig, WaitForCallbackConfig
from aws_durable_execution_sdk_python.retries import RetryPresets

import stage

STUBBORN = StepConfig(retry_strategy=RetryPresets.critical())
SOUND_CHECK = WaitForCallbackConfig(timeout=Duration.from_hours(3))
LIGHTS = os.environ.get("LIGHTS_FUNCTION", "lights:live")


@durable_step
def build(step: StepContext, plan: dict) -> str:
    folder = tempfile.mkdtemp()
    try:
        return stage.build(plan, folder)
    finally:
        step.logger.info("removing %s", folder)
        shutil.rmtree(folder, ignore_errors=True)


@durable_step
def tear_down(step: StepContext, built: str) -> bool:
    return stage.tear_down(built)


def ask_engineer(callback_id: str, ctx) -> None:
    try:
        stage.page_engineer(callback_id)
    except BaseException:
        ctx.logger.exception("pager is down")
        raise


@durable_with_child_context
def show(child: DurableContext, band: str, minutes: int) -> str:
    try:
        ready = child.wait_for_callback(ask_engineer, name="sound-check", config=SOUND_CHECK)
    except (CallbackTimeoutError, CallbackExternalError):
        ready = "skipped"
    child.invoke(LIGHTS, {"band": band}, name="lights")
    child.wait(Duration.from_minutes(minutes), name="playing")
    return f"{band}: {ready}"


@durable_execution
def festival(event: dict, context: DurableContext) -> dict:
    built = context.step(build(event["plan"]))
    played: list[str] = []
    problem = None
    try:
        for number, band in enumerate(event["bands"]):
            played.append(
                context.run_in_child_context(
                    show(band["name"], band["minutes"]), name=f"show-{number}"
                )
            )
    except ChildContextError as error:
        problem = error.message
    except DurableOperationError as error:
        context.logger.error("festival stopped: %s", error)
        problem = "stopped"
    context.step(tear_down(built), config=STUBBORN)
    return {"played": played, "problem": problem}
