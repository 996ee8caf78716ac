"""Figures as they were given: each name and value checked, what is missing filled in, contradictions told."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping

from guidance.advice.options.model import Assumed, Figure, OptionsError, Value
from guidance.advice.options.registry import Decision

_MOST = 6
_FEW = 10


def read(decision: Decision, given: Mapping[str, object]) -> dict[str, Value]:
    """The figures that were given, checked.

    Raises:
        OptionsError: names every figure that is none, is of the wrong kind or out of its range, and says what is allowed.

    """
    asked = decision.asked(given)
    faults, values = [], {}
    for name, value in given.items():
        figure = asked.get(name)
        fault = _unknown(decision, name, given) if figure is None else _fault(figure, value)
        if fault:
            faults.append(fault)
        else:
            assert figure is not None  # noqa: S101 - it has no fault
            values[name] = _value(figure, value)
    if faults:
        more = f"; and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
        said = "; ".join(faults[:_MOST]) + more
        raise OptionsError(said if said.endswith("?") else f"{said}.")
    return values


def fill(decision: Decision, given: Mapping[str, Value]) -> dict[str, Value]:
    """The figures that count: those given, and defaults for the rest."""
    figures = {
        name: given.get(name, figure.default)
        for name, figure in decision.asked(given).items()
        if name in given or figure.default is not None
    }
    known: dict[str, Value] = {name: value for name, value in figures.items() if value is not None}
    return {**decision.derive(known), **known}


def contradiction(decision: Decision, figures: Mapping[str, Value]) -> str | None:
    """What cannot be true of these figures together, in a sentence."""
    return next(iter(decision.contradictions(figures)), None)


def assumed(decision: Decision, given: Mapping[str, Value], figures: Mapping[str, Value]) -> tuple[Assumed, ...]:
    """The figures that were not given, with what they were taken to be."""
    return tuple(
        Assumed(name, figure.what, figures[name], figure.unit, figure.default_said or _others(figure, figures[name]))
        for name, figure in decision.asked(given).items()
        if name not in given and name in figures
    )


def _others(figure: Figure, taken: Value) -> str:
    """The other words that a figure takes, where they are few."""
    others = [choice for choice in figure.choices if choice != taken]
    return "or " + ", ".join(others) if len(others) < _FEW and others else ""


def _unknown(decision: Decision, name: str, given: Mapping[str, object]) -> str:
    shown = str(name)[:40]
    if known := decision.figures.get(name):
        return f"figures.{shown} {_elsewhere(known)}"
    names = list(decision.asked(given))
    near = difflib.get_close_matches(str(name), decision.figures, n=1, cutoff=0.5)
    offer = f"did you mean '{near[0]}'?" if near else f"it takes {', '.join(names)}"
    return f"figures.{shown!r}: {decision.name} has no such figure; {offer}"


def _elsewhere(figure: Figure) -> str:
    """Why a figure that there is does not count here."""
    if figure.where:
        return f"only counts where {figure.where[0]} is {' or '.join(figure.where[1])}: leave it out"
    if figure.when:
        return f"only counts beside {figure.when}: give both, or leave it out"
    return f"does not go with {figure.unless}: give one or the other"


def _fault(figure: Figure, value: object) -> str | None:
    where = f"figures.{figure.name}"
    match figure.kind:
        case "flag":
            return None if isinstance(value, bool) else f"{where} is true or false"
        case "choice":
            if isinstance(value, str) and value in figure.choices:
                return None
            few = figure.choices if len(figure.choices) <= _FEW else (*figure.choices[:3], "...")
            return f"{where} is one of {', '.join(few)}{_nearest(figure, value)}"
        case _:
            return _number_fault(figure, value, where)


def _nearest(figure: Figure, value: object) -> str:
    near = difflib.get_close_matches(str(value)[:60].lower(), figure.choices, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _number_fault(figure: Figure, value: object, where: str) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{where} is a {'whole ' if figure.kind == 'whole' else ''}number{_unit(figure)}"
    inside = figure.minimum <= value <= figure.maximum and not (figure.above and value == figure.minimum)
    if (isinstance(value, float) and not math.isfinite(value)) or not inside:
        low = f"more than {figure.minimum:,.10g}" if figure.above else f"at least {figure.minimum:,.10g}"
        return f"{where} is {low} and at most {figure.maximum:,.10g}{_unit(figure)}"
    if figure.kind == "whole" and value != int(value):
        return f"{where} is a whole number{_unit(figure)}"
    return None


def _unit(figure: Figure) -> str:
    return f" ({figure.unit})" if figure.unit else ""


def _value(figure: Figure, value: object) -> Value:
    if figure.kind == "whole":
        assert isinstance(value, int | float)  # noqa: S101 - checked before
        return int(value)
    if figure.kind == "number":
        assert isinstance(value, int | float)  # noqa: S101 - checked before
        return float(value)
    assert isinstance(value, bool | str)  # noqa: S101 - checked before
    return value
