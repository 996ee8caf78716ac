"""What comparing options takes and gives. Read this first.

`compare(decision, figures, region) -> Comparison` is the door (`guidance.advice.options`). A decision is a folder:
`decision.toml` says what it asks and between what it chooses, `decision.py` does the arithmetic. Money is US dollars a month
of 730 hours, before tax and free tiers, unless the comparison's `per` says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from guidance.errors import GuidanceError

Value = float | int | bool | str
Kind = Literal["number", "whole", "flag", "choice"]


class OptionsError(GuidanceError):
    """The decision or a figure is not one, or figures contradict each other; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something a decision asks, as its `decision.toml` says."""

    name: str
    what: str
    kind: Kind
    unit: str = ""
    default: Value | None = None
    """None: worked out from other figures, or left out."""
    default_said: str = ""
    """How a default that is worked out comes about."""
    minimum: float = 0.0
    maximum: float = 1e12
    above: bool = False
    """Whether the minimum itself is not allowed."""
    choices: tuple[str, ...] = ()
    when: str = ""
    """Only asked when this other figure is given."""
    unless: str = ""
    """Only asked when this other figure is not given."""
    where: tuple[str, tuple[str, ...]] | None = None
    """Only asked where this other figure is one of these words."""
    optional: bool = False
    """Without a default: what depends on it is left out when it is not given."""
    break_even: bool = False
    """Whether to look for the value at which another option comes first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the arithmetic.

    It is put into words only when it is shown, as break-even points are looked for among hundreds of cases.
    """

    template: str
    values: tuple[Value, ...] = ()
    usd: float | None = None
    """What it adds to the total; None: it explains and adds nothing."""

    def text(self) -> str:
        """The step in words, with its result."""
        said = self.template.format(*map(_Shown, self.values))
        return said if self.usd is None else f"{said} = {money(self.usd)}"


@dataclass(frozen=True, slots=True)
class Broken:
    """Why an option cannot be taken."""

    why: str
    limit: str = ""
    """The fact that says so, by name; empty: it is how the service works, as the decision's sources tell."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One option, as the arithmetic of a decision leaves it."""

    option: str
    lines: tuple[Line, ...]
    ruled_out: Broken | None = None
    lacks: tuple[str, ...] = ()
    """What was asked for and it does not give, though it would work."""

    @property
    def total(self) -> float:
        """What it costs."""
        return sum(line.usd for line in self.lines if line.usd is not None)


@dataclass(frozen=True, slots=True)
class Option:
    """One option, ranked."""

    name: str
    title: str
    suits: str
    feasible: bool
    usd: float | None
    """None: money does not decide here."""
    arithmetic: tuple[str, ...]
    why_not: str | None = None
    limit: str | None = None
    """The fact that rules it out, by name, where it is one."""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The value of one figure, the others as given, at which another option comes first."""

    figure: str
    unit: str
    side: Literal["above", "below"]
    value: float
    option: str
    """The one that comes first there; empty when none is feasible."""
    by_cost: bool = False
    """Whether it is the cheapest there, and not the first: it lacks something."""
    whole: bool = False
    """Whether the figure is a whole number, and `value` the nearest at which it flips; else `value` is the border itself."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """A figure that was not given."""

    figure: str
    what: str
    value: Value
    unit: str
    how: str = ""
    """How its default comes about, or what else it may be."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Options ranked: what is ruled out last, then by what each lacks, then by what it costs."""

    decision: str
    question: str
    region: str
    per: str
    recommended: str | None
    """None: nothing is feasible."""
    verdict: str
    options: tuple[Option, ...]
    break_even: tuple[BreakEven, ...]
    searched: tuple[str, ...]
    """Figures whose break-even point was looked for."""
    changes: tuple[str, ...]
    given: Mapping[str, Value]
    assumed: tuple[Assumed, ...]
    practices: tuple[str, ...]
    sources: tuple[str, ...]
    warnings: tuple[str, ...]


class _Shown:
    """A value in a template: `{:n}` writes it as people read it, other formats are Python's."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        return amount(float(self.value)) if spec == "n" else format(self.value, spec)


def amount(value: float) -> str:
    """A number as people read it: whole from a thousand up, else four figures."""
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.4g}" if abs(value) >= 1e-4 else f"{value:.1e}"


def money(usd: float) -> str:
    """Dollars: to the cent, and below a dollar to what still tells sums apart."""
    if usd == 0 or abs(usd) >= 1:
        return f"${usd:,.2f}"
    return f"${usd:.2f}" if abs(usd) >= 0.1 else f"${float(f'{usd:.2g}'):.8f}".rstrip("0").rstrip(".")
