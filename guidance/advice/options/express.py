"""What an Express workflow costs: requests, and memory for as long as it runs."""

from __future__ import annotations

import math

from guidance.advice.options.case import Case, per_million
from guidance.advice.options.model import Line

_TIERS = ((1_000.0, "express_gb_hour_first"), (5_000.0, "express_gb_hour_next"), (math.inf, "express_gb_hour_rest"))
"""GB-hours a month up to which a price holds: https://aws.amazon.com/step-functions/pricing/"""


def express_lines(case: Case, count: float, seconds: float, data_mb: float) -> tuple[Line, Line]:
    """Requests, and GB-hours in chunks of memory and of time.

    Args:
        case: Its prices and limits count.
        count: Executions a month.
        seconds: That one runs, waits included.
        data_mb: What its steps hand on, all together.

    """
    step, chunk = case.limit("step_functions.express.billing") / 1000, case.limit("step_functions.express.memory.chunk")
    billed = max(step, math.ceil(round(seconds / step, 9)) * step)
    memory = math.ceil((case.limit("step_functions.express.memory.base") + data_mb) / chunk) * chunk
    used = count * billed * memory / 1024 / 3600
    usd, below = 0.0, 0.0
    for upto, name in _TIERS:
        usd += max(0.0, min(used, upto) - below) * case.price("step_functions", name)
        below = upto
    return (
        per_million(count, "Express requests", case.price("step_functions", "express_request")),
        Line(
            "{:,.0f} executions x {:n} s x {:g} MB: {:n} GB-hours, ${:g} down to ${:g} each",
            (
                count,
                billed,
                memory,
                used,
                case.price("step_functions", _TIERS[0][1]),
                case.price("step_functions", _TIERS[-1][1]),
            ),
            usd,
        ),
    )
