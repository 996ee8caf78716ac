"""How near to the best size the memory advice comes, on functions whose families it has not seen, beside what others do."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.memory_calibration import calibration
from benchmarks.memory_peers import METHODS, Method
from benchmarks.memory_prior import Fit, Function, functions
from benchmarks.memory_speed import show
from guidance.advice.memory import Architecture, Measurement, Objective, Recommendation, Request
from guidance.advice.memory.advise import recommend
from guidance.advice.memory.decide import Goal, scores
from guidance.advice.memory.pricing import prices
from guidance.advice.memory.prior import Prior

START_MB, MOST_SIZES = 512, 3
QUARTERS = 4


@dataclass(frozen=True)
class Outcome:
    """One function, one objective."""

    function: Function
    objective: Objective
    measured: tuple[int, ...]
    chosen: int
    regret: float
    """How much worse the choice is than the best size, as measured by the data's author."""
    share: float
    """Cost of measuring, of that of measuring every size."""
    stated: float
    probability: float
    inside: tuple[bool, ...]
    """Whether each unmeasured size's duration lies in its 80 % interval."""
    errors: tuple[float, ...]
    seconds: tuple[tuple[float, float], ...]
    """Of each recommendation: on the clock, and of the processor."""


def regret(each: Function, objective: Objective, chosen: int) -> float:
    """How much worse this size is than the best."""
    goal = Goal(objective, 0.5, prices("us-east-1", Architecture.X86_64).power_tuning_cost)
    values = scores(goal, each.sizes, [each.durations[size] for size in each.sizes])
    return values[each.sizes.index(chosen)] / min(values) - 1


def share(each: Function, measured: Iterable[int]) -> float:
    """Cost of measuring these sizes, of that of all."""
    return sum(size * each.durations[size] for size in measured) / sum(
        size * duration for size, duration in each.durations.items()
    )


def measurement(each: Function, size: int) -> Measurement:
    """What the advice is told of one size."""
    cv = each.cv.get(size)
    return Measurement(
        memory_mb=size,
        duration_ms=each.durations[size],
        n=each.n,
        stdev_ms=None if cv is None or cv > 0.5 else cv * each.durations[size],
    )


def start_of(each: Function, start_mb: int = START_MB) -> int:
    """The size to begin with, or the nearest."""
    return min(each.sizes, key=lambda size: max(size, start_mb) / min(size, start_mb))


def run(
    each: Function, objective: Objective, prior: Prior, most: int = MOST_SIZES, start_mb: int = START_MB
) -> Outcome:
    """Let the advice measure what it asks for, then take its word."""
    measured, seconds = [start_of(each, start_mb)], list[tuple[float, float]]()
    while True:
        request = Request(
            measurements=tuple(measurement(each, size) for size in measured),
            objective=objective,
            candidate_sizes_mb=each.sizes,
            max_sizes=most,
        )
        began, worked = time.perf_counter(), time.process_time()
        answer = recommend(request, prior)
        seconds.append((time.perf_counter() - began, time.process_time() - worked))
        if answer.next_measurement_mb is None:
            return _outcome(each, objective, measured, answer, seconds)
        measured.append(answer.next_measurement_mb)


def _outcome(
    each: Function,
    objective: Objective,
    measured: list[int],
    answer: Recommendation,
    seconds: list[tuple[float, float]],
) -> Outcome:
    chosen = answer.chosen
    assert chosen is not None
    unknown = [candidate for candidate in answer.candidates if candidate.basis == "predicted"]
    truth = {candidate.memory_mb: each.durations[candidate.memory_mb] for candidate in unknown}
    return Outcome(
        each,
        objective,
        tuple(measured),
        chosen.memory_mb,
        regret(each, objective, chosen.memory_mb),
        share(each, measured),
        answer.confidence,
        chosen.probability_best,
        tuple(c.duration_low_ms <= truth[c.memory_mb] <= c.duration_high_ms for c in unknown),
        tuple(abs(c.duration_ms / truth[c.memory_mb] - 1) for c in unknown),
        tuple(seconds),
    )


def held_out(
    data: Sequence[Function], fit: Fit, by: str = "family", most: int = MOST_SIZES, start_mb: int = START_MB
) -> list[Outcome]:
    """Every function and objective, with a prior and a calibration that have not seen its family or source."""
    groups = sorted({getattr(each, by) for each in data})
    raw: dict[str, list[Outcome]] = {}
    for group in groups:
        inside = [number for number, each in enumerate(data) if getattr(each, by) == group]
        prior = fit.without(inside)
        raw[group] = [
            run(data[number], objective, prior, most, start_mb) for number in inside for objective in Objective
        ]
    found = []
    for group, outcomes in raw.items():
        others = [each for name, rest in raw.items() if name != group for each in rest]
        told = replace(fit.start, calibration=calibrated(others))
        found += [replace(each, stated=told.calibrated(each.probability)) for each in outcomes]
    return found


def calibrated(outcomes: Sequence[Outcome]) -> tuple[tuple[float, float], ...]:
    """The line from what these stated to how often they were within 5 % of the best."""
    return calibration([(each.probability, each.regret <= 0.05) for each in outcomes])


def _parts(ordered: Sequence[Outcome], count: int) -> list[Sequence[Outcome]]:
    """So many parts of equal size."""
    cuts = [len(ordered) * number // count for number in range(count + 1)]
    return [ordered[low:high] for low, high in pairwise(cuts) if high > low]


def _rates(outcomes: Sequence[Outcome]) -> str:
    count = len(outcomes)
    five, ten = (100 * sum(each.regret <= limit for each in outcomes) / count for limit in (0.05, 0.10))
    sizes = Counter(each.function.family for each in outcomes)
    equal = 100 * sum((each.regret <= 0.05) / sizes[each.function.family] for each in outcomes) / len(sizes)
    mean = 100 * sum(each.regret for each in outcomes) / count
    cost = 100 * sum(each.share for each in outcomes) / count
    measured = sum(len(each.measured) for each in outcomes) / count
    return f"{five:5.1f} {ten:6.1f} {equal:9.1f} {mean:7.1f} % {measured:6.2f} {cost:6.0f} %"


def _print_rows(name: str, outcomes: Sequence[Outcome]) -> None:
    for objective in Objective:
        rows = [each for each in outcomes if each.objective is objective]
        if rows:
            print(f"  {name:34} {objective.value:9} {_rates(rows)}")


def _print_honesty(outcomes: Sequence[Outcome]) -> None:
    inside = [each for outcome in outcomes for each in outcome.inside]
    errors = sorted(each for outcome in outcomes for each in outcome.errors)
    print(
        f"  80 % intervals hold {100 * sum(inside) / len(inside):.0f} % of {len(inside)} unmeasured durations;", end=" "
    )
    print(f"median error {100 * errors[len(errors) // 2]:.1f} %, mean {100 * sum(errors) / len(errors):.1f} %")
    for objective in Objective:
        own = [each for outcome in outcomes if outcome.objective is objective for each in outcome.inside]
        print(f"    {objective.value}: {100 * sum(own) / len(own):.0f} %", end="")
    print()
    print("  quarters of all answers, by the confidence that they state:")
    for rows in _parts(sorted(outcomes, key=lambda each: each.stated), QUARTERS):
        stated = 100 * sum(each.stated for each in rows) / len(rows)
        true = 100 * sum(each.regret <= 0.05 for each in rows) / len(rows)
        span = f"{100 * rows[0].stated:3.0f} to {100 * rows[-1].stated:3.0f} %"
        print(f"    stated {span}: {stated:5.1f} % said, {true:5.1f} % came true ({len(rows)})")


def main(folder: Path) -> None:
    data = functions(folder)
    fit = Fit(data)
    families = {each.family for each in data}
    print(f"Memory advice: {len(data)} functions of {len(families)} families, at most 3 sizes from 512 MB")
    print("  method                             objective  <=5 %  <=10 %  <=5 % by   mean    sizes  cost of")
    print("                                                             family   regret           full run")
    outcomes = held_out(data, fit)
    _print_rows("ours, families held out", outcomes)
    _print_honesty(outcomes)
    show(each for outcome in outcomes for each in outcome.seconds)
    _print_rows("ours, sources held out", held_out(data, fit, by="source"))
    _print_rows("ours, up to 4 sizes", held_out(data, fit, most=4))
    _print_rows("ours, from 1,024 MB", held_out(data, fit, start_mb=1024))
    for name, method in METHODS.items():
        _print_rows(name, _peers(data, name, method))


def _peers(data: Sequence[Function], name: str, method: Method) -> list[Outcome]:
    found = []
    for each in data:
        for objective in Objective:
            if "cost" in name and objective is not Objective.COST:
                continue
            pick = method(each, objective)
            spent = share(each, pick.measured)
            lost = regret(each, objective, pick.chosen)
            found.append(Outcome(each, objective, pick.measured, pick.chosen, lost, spent, 0.0, 0.0, (), (), ()))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
