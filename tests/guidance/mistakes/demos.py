"""Which rule about durable code is shown by which demonstration, and why the others are not."""

from __future__ import annotations

from typing import NamedTuple


class Demos(NamedTuple):
    """Names of tests in test_python_mistakes.py, without `test_`, and in mistakes.test.ts."""

    python: tuple[str, ...] = ()
    typescript: tuple[str, ...] = ()


DEMOS = {
    "DF001": Demos(("uuid_outside_step", "branch_on_random"), ("uuid_outside_step",)),
    "DF002": Demos(("write_outside_step",), ("write_outside_step",)),
    "DF003": Demos(("name_from_clock",), ("name_from_counter",)),
    "DF004": Demos(("step_in_step", "wait_in_step"), ("step_in_step",)),
    "DF005": Demos(("closure_mutation",), ("closure_mutation",)),
    "DF006": Demos(("parent_context_in_child",), ("parent_context_in_child",)),
    "DF007": Demos((), ("step_not_awaited", "wait_not_awaited", "for_each_async")),
    "DF008": Demos(("steps_in_threads",), ("promise_race",)),
    "DF009": Demos(("sleep_in_handler",), ("sleep_in_handler",)),
    "DF010": Demos(("bare_except", "finally_runs_again")),
    "DF011": Demos(("print_outside_step",), ("console_outside_step",)),
    "DF012": Demos(("batch_failure_unseen",), ("batch_failure_unseen",)),
    "DF013": Demos(("late_binding",), ("var_in_loop",)),
    "DF014": Demos(("async_handler",)),
    "DF015": Demos(("step_not_called", "step_without_context"), ("step_given_a_promise",)),
    "DF016": Demos(("wait_number", "wait_too_short"), ("wait_number", "wait_too_short")),
    "DF017": Demos(("callback_without_timeout",)),
    "DF019": Demos(("charge_retried",), ("charge_retried",)),
    "DF020": Demos(("except_original_type",), ("instanceof_original_type",)),
    "DF021": Demos(("stale_argument",), ("stale_option",)),
    "DF022": Demos(("step_returns_dataclass", "handler_returns_decimal"), ("step_returns_map",)),
    "DF023": Demos(("raw_callback",), ("raw_callback",)),
    "DF024": Demos(("listing_on_replay",)),
    "DF026": Demos(("compensation_for_invocation",)),
}
NOT_SHOWN = {
    "DF018": "The local runners call whatever was registered under a name: Lambda alone refuses an unqualified one.",
    "DF025": "The local runners know no limit of 3,000 operations: Lambda alone ends what exceeds it.",
}
