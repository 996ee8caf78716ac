"""How near to the best settings the event source advice comes, against simulating every setting; its time and memory.

Twenty frozen scenarios of SQS: Poisson arrivals and bursts, light and heavy functions, three objectives. "Every setting" is the
whole grid of the advice, simulated on the same windows; the best is the best that also holds the checks, and on the whole trace.
"""

from __future__ import annotations

import random
import resource
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from guidance.advice.event_source.advise import recommend
from guidance.advice.event_source.choose import CHECKS
from guidance.advice.event_source.lab import Lab, Tried, value
from guidance.advice.event_source.model import Function, Objective, Source, Traffic, silent
from guidance.advice.event_source.options import Option, space
from guidance.advice.event_source.request import Constraints, Request

LIGHT = Function(memory_mb=512, timeout_seconds=30, base_ms=40, per_message_ms=8)
HEAVY = Function(memory_mb=1024, timeout_seconds=120, base_ms=300, per_message_ms=60, duration_cv=0.4)
QUICK = Function(memory_mb=256, timeout_seconds=10, base_ms=8, per_message_ms=1)


@dataclass(frozen=True)
class Case:
    """One scenario."""

    name: str
    request: Request
    limit: float


def cases() -> Iterator[Case]:
    """The twenty scenarios; they do not change, or the figure means nothing."""
    cost, fast, balanced = Objective.COST, Objective.LATENCY, Objective.BALANCED
    for name, rate, function, limit, objective, cap in (
        ("light 0.5/s", 0.5, LIGHT, 5, cost, None),
        ("light 2/s", 2, LIGHT, 2, cost, None),
        ("light 10/s", 10, LIGHT, 1, cost, None),
        ("light 10/s calm", 10, LIGHT, 5, cost, None),
        ("light 10/s balanced", 10, LIGHT, 10, balanced, None),
        ("light 40/s", 40, LIGHT, 2, cost, None),
        ("light 40/s fast", 40, LIGHT, 5, fast, None),
        ("light 100/s", 100, LIGHT, 5, cost, 50),
        ("light 100/s balanced", 100, LIGHT, 5, balanced, 50),
        ("heavy 1/s", 1, HEAVY, 10, cost, None),
        ("heavy 5/s", 5, HEAVY, 5, cost, None),
        ("heavy 20/s", 20, HEAVY, 10, cost, 20),
        ("heavy 20/s fast", 20, HEAVY, 10, fast, 40),
        ("quick 10/s", 10, QUICK, 1, cost, None),
        ("quick 100/s", 100, QUICK, 2, cost, None),
        ("quick 200/s", 200, QUICK, 10, cost, 10),
        ("quick 50/s balanced", 50, QUICK, 2, balanced, None),
    ):
        yield _case(name, _poisson(rate, 900), function, float(limit), objective, cap)
    yield _case("burst light", _bursts(5, 40), LIGHT, 10.0, cost, None)
    yield _case("burst quick", _bursts(20, 200), QUICK, 5.0, cost, None)
    yield _case("burst balanced", _bursts(5, 40), LIGHT, 10.0, balanced, None)


def _case(name: str, traffic: Traffic, function: Function, limit: float, objective: Objective, cap: int | None) -> Case:
    constraints = Constraints(p95_latency_seconds=limit, max_concurrency=cap)
    return Case(
        name,
        Request(source=Source.SQS, traffic=traffic, function=function, constraints=constraints, objective=objective),
        limit,
    )


def regret(case: Case) -> tuple[float, Tried, Tried, int]:
    """How much worse the advice's choice is than the best of all, both, and how many there were to simulate."""
    given = recommend(case.request)
    own = Option(given.recommended.settings, given.recommended.memory_mb)
    lab = Lab(
        space(case.request, {case.request.function.memory_mb: case.request.function}, case.limit), case.limit, silent, 1
    )
    options = list(lab.space.all())
    found = sorted((each for each in map(lab.tried, options) if each.holds), key=lambda each: _value(case, each))
    best = next((each for each in found if _bears(lab, each)), found[0])
    ours = lab.tried(own)
    return _value(case, ours) / _value(case, best) - 1, ours, best, len(options)


def _bears(lab: Lab, tried: Tried) -> bool:
    """Whether an option holds the constraints under every check and on the whole trace."""
    if not all(lab.checked(tried.option, name)[1] for name in CHECKS):
        return False
    outcome = lab.run(tried.option, lab.space.request.traffic)[1]
    return not lab.faults(outcome.p95_latency_seconds, outcome.left, outcome.peak_concurrency)[0]


def _value(case: Case, tried: Tried) -> float:
    return value(tried, case.request.objective, case.limit)


def timed(rate: float) -> float:
    """Seconds of the processor that a recommendation for an hour at this rate takes."""
    request = Request(
        source=Source.SQS,
        traffic=_poisson(rate, 3600),
        function=LIGHT,
        constraints=Constraints(p95_latency_seconds=5.0),
    )
    start = time.process_time()
    recommend(request)
    return time.process_time() - start


def _poisson(rate: float, seconds: float, seed: int = 1) -> Traffic:
    chance, at, times = random.Random(f"{rate}:{seed}"), 0.0, array("d")
    while (at := at + chance.expovariate(rate)) < seconds:
        times.append(at)
    return Traffic(times, seconds, told="Poisson")


def _bursts(low: float, high: float) -> Traffic:
    """Half an hour: a burst of two minutes in every ten."""
    times = array("d")
    for start in range(0, 1800, 600):
        times.extend(start + at for at in _poisson(low, 480, start).times)
        times.extend(start + 480 + at for at in _poisson(high, 120, start).times)
    return Traffic(times, 1800.0, told="bursts")


def main() -> None:
    """Print regret, time and memory."""
    print("Event source advice against every setting simulated (SQS, 20 scenarios)")
    values = []
    for case in cases():
        worse, ours, best, many = regret(case)
        values.append(worse)
        print(f"  {case.name:<22} regret {100 * worse:5.2f} % of {many:4} settings; {ours.option.settings.batch_size:>4}/"
              f"{ours.option.settings.maximum_batching_window_seconds:g} s/{ours.option.settings.maximum_concurrency}, best "
              f"{best.option.settings.batch_size:>4}/{best.option.settings.maximum_batching_window_seconds:g} s/"
              f"{best.option.settings.maximum_concurrency}", flush=True)  # fmt: skip
    print(f"  mean {100 * sum(values) / len(values):.2f} %, worst {100 * max(values):.2f} % (at most 2 wanted)")
    for rate, most in ((10, 1), (1000, 15)):
        print(
            f"  recommendation for an hour at {rate:,} a second: {timed(rate):.2f} s of processor (at most {most} wanted)"
        )
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB (at most 300 wanted)")


if __name__ == "__main__":
    main()
