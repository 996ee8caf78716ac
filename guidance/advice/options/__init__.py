"""Which of several ways to build something, by arithmetic: what rules a way out, what it costs, and where the order flips.

The door: `compare(decision, figures, region) -> Comparison`. `model.py` is the contract: read it first.
"""

from __future__ import annotations

from collections.abc import Mapping

from guidance.advice.options.model import Assumed, BreakEven, Comparison, Option, OptionsError, Value
from guidance.advice.options.registry import names as decisions

__all__ = ["Assumed", "BreakEven", "Comparison", "Option", "OptionsError", "Value", "compare", "decisions"]


def compare(decision: str, figures: Mapping[str, object] | None = None, region: str = "us-east-1") -> Comparison:
    """Rank the options of a decision, with the arithmetic of each and the points at which the order flips.

    Args:
        decision: One of `decisions()`.
        figures: What the decision asks, by name; what is missing is assumed, and the answer says as what.
        region: Whose prices count.

    Raises:
        OptionsError: when there is no such decision or figure, or figures are impossible or contradict each other.

    """
    from guidance.advice.options import ranking

    return ranking.compare(decision, figures or {}, region)
