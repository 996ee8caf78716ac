"""What `recommend_memory` and `tune_memory` return: typed data, and the same as Markdown to act on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from guidance.advice.memory import Candidate, Recommendation
from mcp_server.results import Result


@dataclass(frozen=True)
class About:
    """What the text says besides, and no data."""

    objective: str
    current_mb: int
    function: str | None = None
    png: bytes | None = None
    chart: str | None = None
    """The same in characters."""


class Size(BaseModel):
    """One memory size."""

    memory_mb: int
    duration_ms: float
    duration_low_ms: float
    duration_high_ms: float
    cost_per_million_usd: float
    monthly_usd: float | None = None
    basis: Literal["measured", "predicted"]
    feasible: bool
    why_not: str | None = None


def _undescribed(schema: dict[str, Any]) -> None:
    """Every byte of a definition is read in every conversation; the tool's own description says what this is."""
    schema.pop("description", None)


class MemoryResult(Result):
    """A memory size, how sure it is, and what to measure next."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_undescribed)

    status: Literal["recommended", "measure_more"]
    recommended_mb: int | None
    """None: measure first."""
    confidence: float = Field(description="that it is within 5% of the best")
    reason: str
    architecture: str
    candidates: list[Size]
    next_measurement_mb: int | None
    """None: more would not pay."""
    next_reason: str | None = None
    power_tuning_input: dict[str, Any] | None = None
    saving_usd: float | None = None
    """A month, against the present size."""
    saving_low_usd: float | None = None
    saving_high_usd: float | None = None
    latency_change_percent: float | None = None
    other_architecture: str | None = None
    sources: list[str]
    """What the figures rest on: measurements, then prices."""
    warnings: list[str]
    about: About = Field(default=About("", 0), exclude=True)

    def data(self) -> dict[str, Any]:
        """The answer as JSON values; what decides is always there, null where there is none."""
        decides = {"recommended_mb": self.recommended_mb, "next_measurement_mb": self.next_measurement_mb}
        return {**super().data(), **decides}

    def pictures(self) -> list[bytes]:
        """The chart, where it was asked for."""
        return [self.about.png] if self.about.png is not None else []

    def text(self) -> str:
        """The size to set, the figures of every size, what to measure next."""
        lines = [self._verdict(), self.reason, *self._saved(), "", *self._table(), *self._act(), *self._next()]
        lines += ["", "```text", self.about.chart, "```"] if self.about.chart else []
        lines += ["", f"On the other architecture: {self.other_architecture}"] if self.other_architecture else []
        lines += ["", *(f"Warning: {warning}" for warning in self.warnings)] if self.warnings else []
        lines += ["", f"From: {'; '.join(self.sources)}."]
        return "\n".join(lines) + "\n"

    def _verdict(self) -> str:
        if self.recommended_mb is None:
            return (
                f"**Measure {self.next_measurement_mb:,} MB first.**"
                if self.next_measurement_mb
                else "**Measure first.**"
            )
        sure = f"{self.confidence:.0%} sure to be within 5% of the best for {self.about.objective}"
        basis = next((each.basis for each in self.candidates if each.memory_mb == self.recommended_mb), "predicted")
        return f"**{self.recommended_mb:,} MB** on {self.architecture}, {basis}, {sure}."

    def _saved(self) -> list[str]:
        if self.saving_usd is None or self.saving_low_usd is None or self.saving_high_usd is None:
            return []
        percent = self.latency_change_percent or 0.0
        money = f"{'saves' if self.saving_usd >= 0 else 'costs'} ${abs(self.saving_usd):,.2f} a month"
        span = f"80%: {_money(self.saving_low_usd)} to {_money(self.saving_high_usd)} saved"
        pace = f"{abs(percent):.0f}% {'faster' if percent < 0 else 'slower'}" if abs(percent) >= 0.5 else "as fast"
        return [f"Against {self.about.current_mb:,} MB it {money} ({span}) and is {pace}."]

    def _table(self) -> list[str]:
        monthly = any(each.monthly_usd is not None for each in self.candidates)
        lines = [
            f"| MB | ms (80% interval) | $ per million |{' $ a month |' if monthly else ''} |",
            f"| ---: | ---: | ---: |{' ---: |' if monthly else ''} --- |",
        ]
        for each in self.candidates:
            chosen = ", **the choice**" if each.memory_mb == self.recommended_mb else ""
            money = f" {each.monthly_usd:,.2f} |" if each.monthly_usd is not None else (" |" if monthly else "")
            said = f"{each.basis}{chosen}" + ("" if each.feasible else f", not feasible: {each.why_not}")
            span = f"{_ms(each.duration_ms)} ({_ms(each.duration_low_ms)} to {_ms(each.duration_high_ms)})"
            lines.append(f"| {each.memory_mb:,} | {span} | {each.cost_per_million_usd:,.3f} |{money} {said} |")
        return lines

    def _act(self) -> list[str]:
        if self.recommended_mb is None:
            return []
        size, name = self.recommended_mb, self.about.function or "NAME"
        command = f"aws lambda update-function-configuration --function-name {name} --memory-size {size}"
        return ["", f"Set it in the template (`MemorySize: {size}`), or try it with `{command}`."]

    def _next(self) -> list[str]:
        if self.next_measurement_mb is None:
            return ["", "Measuring another size would not pay."] if self.recommended_mb is not None else []
        said = f" {self.next_reason}" if self.next_reason and self.recommended_mb is not None else ""
        lines = ["", f"Measure next: **{self.next_measurement_mb:,} MB**.{said}"]
        if self.power_tuning_input:
            how = json.dumps(self.power_tuning_input, separators=(",", ":"))
            lines += ["`tune_memory` does it; or AWS Lambda Power Tuning with this input:", "```json", how, "```"]
        return lines


class Ran(BaseModel):
    """What was measured at one size."""

    memory_mb: int
    invocations: int
    mean_ms: float


class TuneResult(MemoryResult):
    """The same, with what was measured and taken back."""

    measured: list[Ran]
    spent_usd: float
    restored: list[str]

    def text(self) -> str:
        """The answer, and what was done to the function."""
        ran = ", ".join(f"{each.memory_mb:,} MB {each.invocations} times" for each in self.measured)
        return f"{super().text()}Measured: {ran}, for about ${self.spent_usd:.4f}. {' '.join(self.restored)}\n"


Kind = TypeVar("Kind", bound=MemoryResult)


def answer(
    kind: type[Kind],
    recommendation: Recommendation,
    sources: list[str],
    notes: list[str],
    *,
    function: str | None = None,
    chart: bool = False,
    **more: Any,  # noqa: ANN401 - what a kind of result has besides
) -> Kind:
    """A recommendation as a result.

    Args:
        kind: Of result.
        recommendation: What the advice says.
        sources: What it rests on, in words.
        notes: What was left out or doubtful, besides the advice's own warnings.
        function: Whose it is, where that is known.
        chart: Whether to draw it.
        more: Fields that this kind has besides.

    """
    following, prices = recommendation.next_measurement, recommendation.prices
    return kind(
        status=recommendation.status,
        recommended_mb=recommendation.recommended_mb,
        confidence=round(recommendation.confidence, 3),
        reason=recommendation.reason,
        architecture=str(recommendation.architecture),
        candidates=[_size(each) for each in recommendation.candidates],
        next_measurement_mb=recommendation.next_measurement_mb,
        next_reason=following.reason if following else None,
        power_tuning_input=_input(following.power_tuning_input, function) if following else None,
        other_architecture=recommendation.other_architecture.note if recommendation.other_architecture else None,
        sources=[*sources, f"prices of {prices.region}, {prices.read}, {prices.source}"],
        warnings=list(dict.fromkeys([*recommendation.warnings, *notes])),
        about=_about(recommendation, function, chart=chart),
        **_saving(recommendation),
        **more,
    )


def _saving(recommendation: Recommendation) -> dict[str, float]:
    saving = recommendation.saving
    if saving is None:
        return {}
    return {
        "saving_usd": round(saving.mid_usd, 2),
        "saving_low_usd": round(saving.low_usd, 2),
        "saving_high_usd": round(saving.high_usd, 2),
        "latency_change_percent": round(saving.latency_change_percent, 1),
    }


def _about(recommendation: Recommendation, function: str | None, *, chart: bool) -> About:
    current = recommendation.saving.current_mb if recommendation.saving else 0
    about = About(str(recommendation.objective), current, function)
    if not chart:
        return about
    from guidance.advice.memory.chart import chart_png, chart_text

    return replace(about, png=chart_png(recommendation), chart=chart_text(recommendation).rstrip("\n"))


def _input(given: dict[str, object], function: str | None) -> dict[str, Any]:
    return {**given, "lambdaARN": function} if function else given


def _size(each: Candidate) -> Size:
    return Size(
        memory_mb=each.memory_mb,
        duration_ms=_figures(each.duration_ms),
        duration_low_ms=_figures(each.duration_low_ms),
        duration_high_ms=_figures(each.duration_high_ms),
        cost_per_million_usd=_figures(each.cost_per_million_usd, 6),
        monthly_usd=None if each.monthly_usd is None else round(each.monthly_usd, 2),
        basis=each.basis,
        feasible=each.feasible,
        why_not=each.why_not,
    )


def _figures(value: float, digits: int = 5) -> float:
    return float(f"{value:.{digits}g}")


def _money(value: float) -> str:
    return f"{'-' if value < 0 else ''}${abs(value):,.2f}"


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
