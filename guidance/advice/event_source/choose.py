"""The best settings for each objective: screened by formula, the promising simulated, walked on from, checked to be robust."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from guidance.advice.event_source.lab import Lab, Tried, value
from guidance.advice.event_source.model import Objective, Outcome
from guidance.advice.event_source.options import Option
from guidance.advice.event_source.screen import Estimate, estimate

CHECKS = ("0.25x traffic", "2x traffic", "3x errors")
STARTS = 10
"""Screened options that are simulated for each objective before walking."""
WALK_MESSAGES = 250_000
"""Messages that the simulations of a walk may have together, but 12 to 40 simulations."""
ROBUST_TRIES = 8
POLISHING_ROUNDS = 3
_BARE_HEADROOM = 1.05
_SLACK = 1.5
"""How far beyond the limit an estimate may lie and still be worth a simulation."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best option for an objective, and how it bore the checks."""

    tried: Tried
    checks: tuple[tuple[str, Outcome, bool], ...]

    @property
    def robust(self) -> bool:
        """Whether it holds under every check."""
        return all(holds for _, _, holds in self.checks)


def search(lab: Lab, objectives: Sequence[Objective], *, provisioned: bool = False) -> dict[Objective, Tried]:
    """The best simulated option for each objective; one that breaks constraints only where none holds them."""
    estimates = screened(lab, provisioned=provisioned)
    if not estimates:
        return {}
    walk = max(12, min(40, WALK_MESSAGES // max(1, len(lab.slices.busiest.times))))
    starts, walk = (2, 6) if provisioned else (STARTS, walk)
    for objective in objectives:
        for option in _starts(lab, estimates, objective, starts):
            lab.tried(option)
    return {objective: _walked(lab, objective, walk, provisioned=provisioned) for objective in objectives}


def screened(lab: Lab, *, provisioned: bool = False) -> list[Estimate]:
    """Every allowed option by formula, at the mean and the peak rate."""
    space, slices = lab.space, lab.slices
    rate = space.request.traffic.per_second * (1 - space.safe.filtered_share)
    return [estimate(space, option, rate, slices.peak_per_second) for option in space.all(provisioned=provisioned)]


def robust(lab: Lab, best: Tried, objective: Objective, *, tries: int, provisioned: bool = False) -> Iterator[Chosen]:
    """The options that hold the constraints and the checks too, the best first; at last, of those that do not, the least bad.

    At most so many are checked. What would fail for the reason that another did is passed over.
    """
    rivals = [
        each for each in _ranked(lab, objective) if each.holds and each.option.settings.provisioned is provisioned
    ]
    failed: list[Chosen] = []
    for number, each in enumerate([best, *(rival for rival in rivals if rival is not best)]):
        if len(failed) >= tries:
            break
        if number and any(_as_bad(lab, each, other) for other in failed):
            continue
        found = check(lab, each)
        if not found.robust:
            failed.append(found)
            continue
        if failed:  # the walk ended among what is not robust: walk on from here
            better = _polished(lab, found, objective)
            if better is not found:
                yield better
        yield found
    if failed:
        yield max(failed, key=lambda each: sum(holds for _, _, holds in each.checks))


def _polished(lab: Lab, found: Chosen, objective: Objective) -> Chosen:
    """From a robust option to better neighbours that are robust too."""
    key = _key(lab, objective)
    for _ in range(POLISHING_ROUNDS):
        near = sorted(map(lab.tried, lab.space.neighbours(found.tried.option)), key=key)
        better = [each for each in near if each.holds and key(each) < key(found.tried)]
        after = next((each for each in (check(lab, one) for one in better[:ROBUST_TRIES]) if each.robust), None)
        if after is None:
            break
        found = after
    return found


def check(lab: Lab, tried: Tried) -> Chosen:
    """An option under more and less traffic, and more errors."""
    return Chosen(tried, tuple((name, *lab.checked(tried.option, name)) for name in CHECKS))


def _as_bad(lab: Lab, each: Tried, failed: Chosen) -> bool:
    """Whether an option will fail as another did: no more concurrency for the same batches, or no shorter a window."""
    broken = {name for name, _, holds in failed.checks if not holds}
    mine, its = each.option.settings, failed.tried.option.settings
    if "2x traffic" in broken and mine.batch_size == its.batch_size:
        return _concurrency(lab, each) <= _concurrency(lab, failed.tried)
    return "0.25x traffic" in broken and mine.maximum_batching_window_seconds >= its.maximum_batching_window_seconds


def _concurrency(lab: Lab, each: Tried) -> int:
    return lab.space.concurrency(each.option.settings, lab.space.function(each.option))


def _starts(lab: Lab, estimates: Sequence[Estimate], objective: Objective, starts: int) -> list[Option]:
    """The most promising estimates, of each window and batch size one: with room for twice the traffic, and some with less."""
    key, slices = _guess(objective), lab.slices
    doubled = _BARE_HEADROOM * 2 * slices.busiest.per_second / max(slices.peak_per_second, 1e-9)
    fitting = [each for each in estimates if each.latency_seconds <= lab.limit * _SLACK]
    found: list[Option] = []
    for floor, count in ((doubled, max(1, starts // 2 - 1)), (_BARE_HEADROOM, 1)):
        room = sorted((each for each in fitting if each.headroom >= floor), key=key)
        for axis in (_window, _batch):
            best = {axis(each): each for each in reversed(room)}
            found += [each.option for each in heapq.nsmallest(count, best.values(), key=key)]
    if found:
        return found
    quick = heapq.nsmallest(
        starts, estimates, key=lambda each: (each.latency_seconds / min(each.headroom, 1), each.cost)
    )
    return [each.option for each in quick]


def _window(each: Estimate) -> float:
    return each.option.settings.maximum_batching_window_seconds


def _batch(each: Estimate) -> int:
    return each.option.settings.batch_size


def _guess(objective: Objective) -> Callable[[Estimate], float]:
    if objective is Objective.COST:
        return lambda each: each.cost * (1 + 0.01 * each.latency_seconds)
    if objective is Objective.LATENCY:
        return lambda each: each.latency_seconds * (1 + each.cost)
    return lambda each: each.cost * each.latency_seconds**0.5


def _walked(lab: Lab, objective: Objective, budget: int, *, provisioned: bool) -> Tried:
    """From the best simulated option of each of the two best windows to better neighbours, while there are any and budget."""
    tried = [each for each in _ranked(lab, objective) if each.option.settings.provisioned is provisioned]
    first = tried[0]
    window = first.option.settings.maximum_batching_window_seconds
    other = next((each for each in tried if each.option.settings.maximum_batching_window_seconds != window), first)
    ends = [
        _downhill(lab, start, objective, budget // 2) for start in {first.option: first, other.option: other}.values()
    ]
    return min(ends, key=_key(lab, objective))


def _downhill(lab: Lab, best: Tried, objective: Objective, budget: int) -> Tried:
    """To the best neighbour, and on from there."""
    key = _key(lab, objective)
    while budget > 0:
        before = best
        for option in lab.space.neighbours(before.option):
            known = len(lab.all)
            best = min(best, lab.tried(option), key=key)
            budget -= len(lab.all) - known
            if budget <= 0:
                break
        if best is before:
            break
    return best


def _ranked(lab: Lab, objective: Objective) -> list[Tried]:
    return sorted(lab.all, key=_key(lab, objective))


def _key(lab: Lab, objective: Objective) -> Callable[[Tried], tuple[float, ...]]:
    """Constraints first, by how far the worst is missed; then the objective; of equals the shorter window and smaller batch."""

    def key(each: Tried) -> tuple[float, ...]:
        settings = each.option.settings
        worth = value(each, objective, lab.limit)
        return each.excess if each.broken else 1.0, worth, settings.maximum_batching_window_seconds, settings.batch_size

    return key
