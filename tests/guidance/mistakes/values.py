"""Python functions that give an operation, or take from it, what it does not keep, and their right twins."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from aws_durable_execution_sdk_python import (
    BatchResult,
    CallbackTimeoutError,
    DurableContext,
    StepContext,
    StepError,
    durable_execution,
    durable_step,
)
from aws_durable_execution_sdk_python.config import (
    Duration,
    MapConfig,
    StepConfig,
    StepSemantics,
    WaitForCallbackConfig,
)
from aws_durable_execution_sdk_python.retries import RetryPresets
from aws_durable_execution_sdk_python.serdes import JsonSerDes

from tests.guidance.mistakes.world import SEEN, act

Event = dict[str, Any]
ONCE = StepConfig(retry_strategy=RetryPresets.none(), step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY)
NO_RETRY = StepConfig(retry_strategy=RetryPresets.none())
IN_TURN = MapConfig[int](max_concurrency=1)


def resize(child: DurableContext, number: int, index: int, numbers: Any) -> int:
    def work(_: StepContext) -> int:
        if number == 0:
            raise ValueError("the first fails")
        return number

    return child.step(work, name="resize", config=NO_RETRY)


@durable_execution
def batch_failure_unseen(event: Event, context: DurableContext) -> list[int]:
    return context.map([0, 1, 2, 3], resize, name="all", config=IN_TURN).get_results()


@durable_execution
def batch_failure_seen(event: Event, context: DurableContext) -> list[int]:
    batch: BatchResult[int] = context.map([0, 1, 2, 3], resize, name="all", config=IN_TURN)
    batch.throw_if_error()
    return batch.get_results()


@durable_execution
async def async_handler(event: Event, context: DurableContext) -> str:
    return context.step(lambda _: act("create"), name="create")


@durable_execution
def plain_handler(event: Event, context: DurableContext) -> str:
    return context.step(lambda _: act("create"), name="create")


@durable_step
def price_cart(step: StepContext, cart: list[int]) -> int:
    return sum(cart)


@durable_execution
def step_not_called(event: Event, context: DurableContext) -> int:
    return context.step(price_cart)  # type: ignore[arg-type, return-value]


@durable_execution
def step_called(event: Event, context: DurableContext) -> int:
    return context.step(price_cart([1, 2]))


@durable_execution
def step_without_context(event: Event, context: DurableContext) -> int:
    @durable_step  # type: ignore[arg-type]
    def total(cart: list[int]) -> int:
        return sum(cart)

    return context.step(total([1, 2]), config=NO_RETRY)  # type: ignore[call-arg]


@durable_execution
def wait_number(event: Event, context: DurableContext) -> str:
    context.wait(10, name="pause")  # type: ignore[arg-type]
    return "waited"


@durable_execution
def wait_too_short(event: Event, context: DurableContext) -> str:
    context.wait(Duration.from_seconds(0), name="pause")
    return "waited"


@durable_execution
def wait_duration(event: Event, context: DurableContext) -> str:
    context.wait(Duration.from_seconds(10), name="pause")
    return "waited"


@durable_execution
def callback_without_timeout(event: Event, context: DurableContext) -> str:
    answer = context.wait_for_callback(lambda _callback_id, _: None, name="answer")
    return context.step(lambda _: act(str(answer)), name="go_on")


@durable_execution
def callback_with_timeout(event: Event, context: DurableContext) -> str:
    try:
        limit = WaitForCallbackConfig(timeout=Duration.from_seconds(1))
        answer = context.wait_for_callback(lambda _callback_id, _: None, name="answer", config=limit)
    except CallbackTimeoutError:
        answer = "nobody answered"
    return context.step(lambda _: act(str(answer)), name="go_on")


def charge() -> str:
    """Charges the card; the first answer gets lost on the way."""
    act("charge")
    if len(SEEN) == 1:
        raise ConnectionError("the answer was lost")
    return "receipt"


@durable_execution
def charge_retried(event: Event, context: DurableContext) -> str:
    return context.step(lambda _: charge(), name="charge_card")


@durable_execution
def charge_at_most_once(event: Event, context: DurableContext) -> str:
    return context.step(lambda _: charge(), name="charge_card", config=ONCE)


def shelf_of(_: StepContext) -> str:
    raise KeyError("sku")


@durable_execution
def except_original_type(event: Event, context: DurableContext) -> str:
    try:
        return context.step(shelf_of, name="look_up", config=NO_RETRY)
    except KeyError:
        return "not on any shelf"


@durable_execution
def except_step_error(event: Event, context: DurableContext) -> str:
    try:
        return context.step(shelf_of, name="look_up", config=NO_RETRY)
    except StepError as error:
        if error.error_type != "KeyError":
            raise
        return "not on any shelf"


@durable_execution
def stale_argument(event: Event, context: DurableContext) -> str:
    once = StepConfig(semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY)  # type: ignore[call-arg]
    return context.step(lambda _: act("book"), name="book", config=once)


@durable_execution
def current_argument(event: Event, context: DurableContext) -> str:
    once = StepConfig(step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY)
    return context.step(lambda _: act("book"), name="book", config=once)


@dataclass
class Order:
    id: str


@durable_execution
def step_returns_dataclass(event: Event, context: DurableContext) -> str:
    return context.step(lambda _: Order("o-1"), name="read").id


@durable_execution
def step_returns_dict(event: Event, context: DurableContext) -> str:
    return str(context.step(lambda _: asdict(Order("o-1")), name="read")["id"])


@durable_execution
def handler_returns_decimal(event: Event, context: DurableContext) -> Decimal:
    return context.step(lambda _: Decimal("1.10"), name="total")


@durable_execution
def handler_returns_text(event: Event, context: DurableContext) -> str:
    return str(context.step(lambda _: Decimal("1.10"), name="total"))


@durable_execution
def raw_callback(event: Event, context: DurableContext) -> bool:
    limit = WaitForCallbackConfig(timeout=Duration.from_seconds(30))
    answer: Any = context.wait_for_callback(lambda _callback_id, _: None, name="answer", config=limit)
    return bool(answer["approved"])


@durable_execution
def parsed_callback(event: Event, context: DurableContext) -> bool:
    limit = WaitForCallbackConfig(timeout=Duration.from_seconds(30), serdes=JsonSerDes())
    answer: Any = context.wait_for_callback(lambda _callback_id, _: None, name="answer", config=limit)
    return bool(answer["approved"])
