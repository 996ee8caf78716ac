"""The comparison itself: figures read, options weighed and ranked, break-even points found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from guidance.advice.options.break_even import Leaders, break_even
from guidance.advice.options.case import Case
from guidance.advice.options.figures import assumed, contradiction, fill, read
from guidance.advice.options.model import BreakEven, Comparison, Option, OptionsError, Value, Weighed, money
from guidance.advice.options.prices import price_list
from guidance.advice.options.registry import Decision, decision
from guidance.facts import fact

_CLOSE = 0.05
"""A saving below this share is within what figures and prices are off by."""
_REGION = re.compile(r"[a-z]{2}(-[a-z]{2,12}){1,3}-\d")


def compare(name: str, given: Mapping[str, object], region: str) -> Comparison:
    """Rank a decision's options; see `guidance.advice.options.compare`."""
    if not _REGION.fullmatch(region):
        raise OptionsError("The region is a name such as us-east-1 or eu-central-1.")
    chosen = decision(name)
    figures_given = read(chosen, given)
    figures = fill(chosen, figures_given)
    if wrong := contradiction(chosen, figures):
        raise OptionsError(wrong)
    case = Case(figures, region)
    ranked = rank(chosen, chosen.weigh(case))
    first = ranked[0].option if ranked[0].ruled_out is None else None
    points, searched = _points(chosen, figures_given, figures, region)
    return Comparison(
        decision=name,
        question=chosen.question,
        region=region,
        per="the time that fleet_usd is for" if "fleet_usd" in figures else "month",
        recommended=first,
        verdict=_verdict(chosen, ranked),
        options=tuple(_option(chosen, each) for each in ranked),
        break_even=points,
        searched=searched,
        changes=chosen.changes,
        given={key: figures_given[key] for key in chosen.figures if key in figures_given},
        assumed=assumed(chosen, figures_given, figures),
        practices=chosen.practices,
        sources=_sources(chosen, case, ranked),
        warnings=_warnings(case),
    )


def rank(chosen: Decision, weighed: Sequence[Weighed]) -> list[Weighed]:
    """What is ruled out last, then what lacks least, then what costs least; else in the decision's order."""
    order = list(chosen.options)
    return sorted(
        weighed,
        key=lambda each: (
            each.ruled_out is not None,
            len(each.lacks),
            each.total if chosen.money else 0.0,
            order.index(each.option),
        ),
    )


def _points(
    chosen: Decision, given: Mapping[str, Value], figures: Mapping[str, Value], region: str
) -> tuple[tuple[BreakEven, ...], tuple[str, ...]]:
    looked = [figure for figure in chosen.asked(given).values() if figure.break_even and figure.name in figures]
    kept = {name: value for name, value in figures.items() if name in given or chosen.figures[name].default is not None}
    points: list[BreakEven] = []
    for figure in looked:

        def at(value: float, name: str = figure.name) -> Leaders | None:
            return leaders(chosen, {**kept, name: value}, region)

        points += break_even(figure, float(figures[figure.name]), at)
    return tuple(points), tuple(figure.name for figure in looked)


def leaders(chosen: Decision, kept: Mapping[str, Value], region: str) -> Leaders | None:
    """Who leads when these are the figures; None when they contradict each other.

    Args:
        chosen: The decision.
        kept: Every figure but those that are worked out from others.
        region: Whose prices count.

    """
    figures = {**chosen.derive(kept), **kept}
    if contradiction(chosen, figures):
        return None
    feasible = [each for each in chosen.weigh(Case(figures, region)) if each.ruled_out is None]
    if not feasible:
        return Leaders("", "")
    place = {name: number for number, name in enumerate(chosen.options)}
    scored = [
        (len(each.lacks), each.total if chosen.money else 0.0, place[each.option], each.option) for each in feasible
    ]
    cheapest = min((usd, lacks, order, name) for lacks, usd, order, name in scored)[3] if chosen.money else ""
    return Leaders(min(scored)[3], cheapest)


def _option(chosen: Decision, each: Weighed) -> Option:
    named = chosen.options[each.option]
    return Option(
        name=each.option,
        title=named.title,
        suits=named.suits,
        feasible=each.ruled_out is None,
        usd=each.total if chosen.money else None,
        arithmetic=tuple(line.text() for line in each.lines),
        why_not=each.ruled_out.why if each.ruled_out else None,
        limit=(each.ruled_out.limit or None) if each.ruled_out else None,
        lacks=each.lacks,
    )


def _verdict(chosen: Decision, ranked: Sequence[Weighed]) -> str:
    """Why the first comes first, in a sentence."""
    best, feasible = ranked[0], [each for each in ranked if each.ruled_out is None]
    if not feasible:
        return "Every option breaks a limit: each says which below."
    title = {name: named.title for name, named in chosen.options.items()}
    if len(feasible) == 1:
        return f"{title[best.option]} is the only one that no limit rules out."
    second = feasible[1]
    lacks_less = len(best.lacks) < len(second.lacks)
    if not chosen.money:
        return f"{title[best.option]} {'lacks least of what was asked' if lacks_less else 'is the simplest that fits'}."
    cheaper = min(feasible, key=lambda each: each.total)
    if cheaper.total < best.total:
        gap = money(best.total - cheaper.total)
        return f"{title[best.option]} lacks least; {title[cheaper.option]} would cost {gap} less and lacks {cheaper.lacks[0]}."
    if second.total == best.total and lacks_less:
        return f"{title[best.option]} lacks least, and costs what {title[second.option]} costs."
    if second.total == best.total:
        return f"{title[best.option]} and {title[second.option]} cost the same; {title[best.option]} is the simpler."
    share = 1 - best.total / second.total
    less = f"{money(second.total - best.total)} ({share:.0%}) less than {title[second.option]}"
    return f"{title[best.option]} costs {less}{'' if share >= _CLOSE else ': too little to decide by'}."


def _sources(chosen: Decision, case: Case, ranked: Sequence[Weighed]) -> tuple[str, ...]:
    """Of prices that count, limits that rule something out, and the decision itself."""
    found = []
    for service in sorted({service for service, _ in case.prices}):
        if service == "lambda":
            at = case.function(architecture="arm64")
            found.append(f"Lambda's prices in {at.region}, {at.read}: {at.source}")
        else:
            listed = price_list(service, case.region)
            found.append(f"{listed.title}, {listed.region}, {listed.read}: {listed.source}")
    broken = {each.ruled_out.limit: "" for each in ranked if each.ruled_out and each.ruled_out.limit}
    known = (fact(name) for name in broken)
    found += [f"{each.name} is {each.value:,} {each.unit}, {each.read}: {each.source}" for each in known]
    return (*found, *chosen.sources)


def _warnings(case: Case) -> tuple[str, ...]:
    lists = {service: price_list(service, case.region) for service, _ in case.prices if service != "lambda"}
    elsewhere = sorted(
        listed.title.split(",")[0].split(";")[0] for listed in lists.values() if listed.region != case.region
    )
    if ("lambda", "") in case.prices and case.function(architecture="arm64").region != case.region:
        elsewhere.insert(0, "AWS Lambda")
    found = (
        [f"Prices in {case.region} are not known here for {', '.join(elsewhere)}: those of us-east-1 stand in."]
        if elsewhere
        else []
    )
    for service, name in sorted(case.prices):
        if service in lists and (why := lists[service].unverified.get(name)):
            found.append(f"Not confirmed by a second source: {why}.")
    return tuple(dict.fromkeys(found))
