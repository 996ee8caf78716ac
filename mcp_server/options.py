"""What `compare_options` returns: options ranked with their arithmetic, as typed data and as Markdown to decide by."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from guidance.advice.options import Assumed, BreakEven, Comparison, Option, Value
from guidance.advice.options.model import money
from mcp_server.results import Result


class Choice(BaseModel):
    """One option."""

    name: str
    title: str
    suits: str
    feasible: bool
    usd: float | None = None
    why_not: str | None = None
    limit: str | None = None
    lacks: list[str]
    arithmetic: list[str]


class Flip(BaseModel):
    """Where the order flips."""

    figure: str
    side: Literal["above", "below"]
    value: float
    option: str
    by_cost: bool
    whole: bool = Field(default=False, exclude=True)


class Assumption(BaseModel):
    """A figure that was not given."""

    figure: str
    value: Annotated[Any, Field(json_schema_extra={"type": ["number", "string", "boolean"]})]
    unit: str
    what: str


def _undescribed(schema: dict[str, Any]) -> None:
    """Every byte of a definition is read in every conversation; the tool's own description says what this is."""
    schema.pop("description", None)


class ComparisonResult(Result):
    """Options ranked: what is ruled out last, then by what each lacks, then by what it costs."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_undescribed)

    decision: str
    question: str
    recommended: str | None = Field(description="null: every option breaks a limit")
    verdict: str
    region: str
    per: str = Field(description="what usd is for")
    options: list[Choice] = Field(description="best first")
    break_even: list[Flip] = Field(description="the other figures as they are")
    searched: list[str]
    """Figures whose break-even point was looked for."""
    changes: list[str]
    given: dict[str, Any]
    assumed: list[Assumption]
    practices: list[str]
    sources: list[str]
    warnings: list[str]

    def data(self) -> dict[str, Any]:
        """The answer as JSON values; `recommended` is always there, null where there is none."""
        return {**super().data(), "recommended": self.recommended}

    def text(self) -> str:
        """The choice, the ranking, the arithmetic, and what would change it."""
        lines = [self._headline(), *self._table(), "", "Arithmetic:"]
        lines += ["\n  - ".join((f"- {each.title}", *each.arithmetic)) for each in self.options]
        lines += ["", *self._flips(), "Would change the answer:", *(f"- {each}" for each in self.changes)]
        lines += ["", *self._figures(), *(f"Warning: {each}" for each in self.warnings)]
        lines += [f"US dollars in {self.region} before tax and free tiers; a month has 730 hours."]
        lines += [f"Practices: {', '.join(self.practices)} (practice://ID). From: {' | '.join(self.sources)}."]
        return "\n".join(lines) + "\n"

    def _headline(self) -> str:
        title = next((each.title for each in self.options if each.name == self.recommended), "Nothing fits")
        return f"{self.question} **{title}.** {self.verdict}"

    def _table(self) -> list[str]:
        priced = any(each.usd is not None for each in self.options)
        period = "a month" if self.per == "month" else f"for {self.per}"
        lines = ["", f"| option |{f' $ {period} |' if priced else ''} |", f"| --- |{' ---: |' if priced else ''} --- |"]
        for each in self.options:
            said = (
                f"ruled out: {each.why_not}" if not each.feasible else "; ".join(f"lacks {lack}" for lack in each.lacks)
            )
            usd = f" {money(each.usd).removeprefix('$')} |" if each.usd is not None else ""
            lines.append(f"| {each.title} |{usd} {said or each.suits} |")
        return lines

    def _flips(self) -> list[str]:
        if not self.searched:
            return []
        titles = {each.name: each.title for each in self.options}
        lines = ["Break-even, the other figures as they are:"]
        for each in self.break_even:
            who = titles.get(each.option, each.option) or "nothing"
            what = "is cheapest" if each.by_cost else ("comes first" if each.option else "fits")
            side = f"at or {each.side}" if each.whole else each.side
            lines.append(f"- `{each.figure}` {side} {_figure(each.value)}: {who} {what}")
        if none := [name for name in self.searched if name not in {each.figure for each in self.break_even}]:
            lines.append(f"- none found for {', '.join(f'`{name}`' for name in none)}")
        return [*lines, ""]

    def _figures(self) -> list[str]:
        lines = []
        if self.given:
            lines.append(
                "Given: " + ", ".join(f"`{name}` {_figure(value)}" for name, value in self.given.items()) + "."
            )
        if self.assumed:
            said = (
                f"`{each.figure}` {_figure(each.value)} {each.unit}".rstrip() + f" ({each.what})"
                for each in self.assumed
            )
            lines.append("Assumed, pass in `figures` to change: " + ", ".join(said) + ".")
        return lines


def answer(found: Comparison) -> ComparisonResult:
    """A comparison as a result."""
    return ComparisonResult(
        decision=found.decision,
        question=found.question,
        recommended=found.recommended,
        verdict=found.verdict,
        region=found.region,
        per=found.per,
        options=[_choice(each) for each in found.options],
        break_even=[_flip(each) for each in found.break_even],
        searched=list(found.searched),
        changes=list(found.changes),
        given=dict(found.given),
        assumed=[_assumption(each) for each in found.assumed],
        practices=list(found.practices),
        sources=list(found.sources),
        warnings=list(found.warnings),
    )


def _choice(each: Option) -> Choice:
    return Choice(
        name=each.name,
        title=each.title,
        suits=each.suits,
        feasible=each.feasible,
        usd=None if each.usd is None else _digits(each.usd, 8),
        why_not=each.why_not,
        limit=each.limit,
        lacks=list(each.lacks),
        arithmetic=list(each.arithmetic),
    )


def _flip(each: BreakEven) -> Flip:
    value = each.value if each.whole else _digits(each.value, 4)
    return Flip(
        figure=each.figure, side=each.side, value=value, option=each.option, by_cost=each.by_cost, whole=each.whole
    )


def _assumption(each: Assumed) -> Assumption:
    what = f"{each.what}; {each.how}" if each.how else each.what
    value = _digits(each.value, 6) if isinstance(each.value, float) else each.value
    return Assumption(figure=each.figure, value=value, unit=each.unit, what=what)


def _digits(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _figure(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:,.10g}"
