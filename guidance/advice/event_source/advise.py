"""The door of the advice: settings for an event source mapping that are simulated, not recited.

`recommend(Request) -> Advice`. `request.py` says what goes in and out.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guidance.advice.event_source import access, cost, findings, given_figures, options, unmet, words
from guidance.advice.event_source.capacity import queue_for
from guidance.advice.event_source.choose import ROBUST_TRIES, Chosen, check, robust, search
from guidance.advice.event_source.lab import Lab, Tried
from guidance.advice.event_source.legal import default_queue, defaults
from guidance.advice.event_source.model import Objective, Outcome, Queue, Scenario, Source, Step, Traffic, silent
from guidance.advice.event_source.options import Option
from guidance.advice.event_source.patch import patch
from guidance.advice.event_source.properties import snippet
from guidance.advice.event_source.request import Advice, Alternative, Candidate, Check, EventSourceFinding, Request
from guidance.advice.event_source.sizes import Sizes, sizes
from guidance.advice.event_source.slices import rate_before

DEFAULT_P95_SECONDS = 10.0
"""Latency that is held where none is asked for."""
OTHERS_TRIES = 4
"""Options that are checked for each of the other objectives until one is robust."""
MOST_VERIFIED = 3
"""Options that are simulated on the whole trace until one holds."""
MOST_WHOLE = 4_000_000
"""Messages of a trace that are simulated in one run."""
_NAMES = {Objective.COST: "cheapest", Objective.LATENCY: "fastest", Objective.BALANCED: "balanced"}
_RUNS = 70


def recommend(request: Request, *, step: Step = silent) -> Advice:
    """The best settings within the constraints, what they come to, and what the current ones come to.

    Args:
        request: What is known and wanted.
        step: Told how much is done; may raise to stop.

    Raises:
        EventSourceError: when a figure cannot be one, current settings are illegal, or no settings hold the constraints.
        TemplateError: when the template is none.

    """
    given_figures.check(request)
    work = _Work(request, step)
    best = work.best()
    return work.advice(best)


@dataclass(slots=True)
class _Found:
    """What the search came to."""

    by_objective: dict[Objective, Chosen]
    provisioned: Chosen | None


class _Work:
    """One recommendation on its way."""

    def __init__(self, request: Request, step: Step) -> None:
        self.request = request
        self.notes: list[str] = list(request.assumptions)
        wanted = request.constraints.p95_latency_seconds
        self.limit = wanted if wanted is not None else DEFAULT_P95_SECONDS
        if wanted is None:
            self.notes.append(words.default_limit(self.limit))
        found: Sizes = sizes(request.function, request.durations_by_memory, request.region)
        self.notes += found.notes
        space = options.space(request, found.functions, self.limit)
        unmet.refuse_caps(space)
        self.lab = Lab(space, self.limit, step, _RUNS)
        self.current = request.current or defaults(request.source)
        self.current_queue = request.current_queue or default_queue(request.source)
        self.whole = _bounded(request.traffic, self.notes)
        if request.source is Source.SQS:
            self.notes.append("Pollers are taken to have scaled to the rate of the first minute when the trace begins.")
        self.unheld = False
        """Whether even the best breaks a constraint on the whole trace."""
        self.begins = rate_before(self.whole, 0.0)
        self.runs: dict[Option, tuple[Scenario, Outcome]] = {}

    def best(self) -> _Found:
        """The best for each objective, on demand; provisioned where only that holds the constraints, and priced in any case."""
        objectives = (Objective.COST, Objective.LATENCY, Objective.BALANCED)
        first = (self.request.objective, *(each for each in objectives if each is not self.request.objective))
        tried = search(self.lab, first)
        can_provision = not self.request.source.stream
        priced = search(self.lab, (Objective.COST,), provisioned=True).get(Objective.COST) if can_provision else None
        if not tried or not tried[self.request.objective].holds:
            if priced is None or not priced.holds:
                self._relax_or_refuse([*tried.values(), *([priced] if priced else [])])
            else:
                tried = search(self.lab, first, provisioned=True)
        mode = tried[self.request.objective].option.settings.provisioned
        others = {
            each: next(robust(self.lab, tried[each], each, tries=OTHERS_TRIES, provisioned=mode)) for each in first[1:]
        }
        mine = self._verified(robust(self.lab, tried[first[0]], first[0], tries=ROBUST_TRIES, provisioned=mode), others)
        beside = None if priced is None or mode else check(self.lab, priced)
        return _Found({first[0]: mine, **others}, beside)

    def _verified(self, ranked: Iterator[Chosen], others: Mapping[Objective, Chosen]) -> Chosen:
        """The first that holds on the whole trace as well: of its objective, or of another where none of its own is robust."""
        spare = [each for each in others.values() if each.robust and each.tried.holds]
        first: Chosen | None = None
        for number, each in enumerate(ranked):
            found = spare.pop(0) if not each.robust and spare else each
            first = first or found
            outcome = self._ran(found.tried.option)
            faults, _ = self.lab.faults(outcome.p95_latency_seconds, outcome.left, outcome.peak_concurrency)
            if not faults:
                return found
            if number + 1 >= MOST_VERIFIED:
                break
        assert first is not None  # noqa: S101 - there is always one
        self.notes.append(
            "On the whole trace the constraints do not hold throughout, though they do in its busiest minutes."
        )
        return first

    def _ran(self, option: Option) -> Outcome:
        """An option on the whole trace, once."""
        if option not in self.runs:
            self.runs[option] = self.lab.run(option, self.whole, before=self.begins)
        return self.runs[option][1]

    def _relax_or_refuse(self, tried: Sequence[Tried]) -> None:
        """Where no latency was asked for, the fastest that there is will do; else say what can be had."""
        nearest = min(tried, key=lambda each: (each.excess, each.latency_seconds))
        only_latency = set(nearest.broken) == {"p95_latency_seconds"}
        if self.request.constraints.p95_latency_seconds is None and only_latency:
            self.notes.append(
                f"No settings hold {self.limit:g} s at the 95th percentile in the busiest minutes; the fastest come to "
                f"{nearest.latency_seconds:.3g} s."
            )
            return
        raise unmet.refusal(self.lab, nearest)

    def advice(self, found: _Found) -> Advice:
        """The answer, with the whole trace simulated for the recommended and the current settings."""
        request, picked = self.request, found.by_objective[self.request.objective]
        self._ran(picked.tried.option)
        recommended = self._candidate(picked.tried.option, self.runs[picked.tried.option])
        now = Option(self.current, request.function.memory_mb)
        current = self._candidate(
            now, self.lab.run(now, self.whole, queue=self.current_queue, before=self.begins), self.current_queue
        )
        checks = tuple(
            Check(
                name=name, holds=holds, p95_latency_seconds=outcome.p95_latency_seconds,
                peak_concurrency=outcome.peak_concurrency, left=outcome.left,
            )
            for name, outcome, holds in picked.checks
        )  # fmt: skip
        settings = recommended.settings
        text, patch_notes, known = self._patch(recommended)
        prices, price_notes = cost.basis(
            request.source, request.region, provisioned=settings.provisioned or bool(found.provisioned)
        )
        explored, found_faults = len(self.lab.all), self._findings(current, recommended)
        beside = "" if request.current is None else words.same(current, recommended, faults=bool(found_faults))
        return Advice(
            source=request.source,
            objective=request.objective,
            recommended=recommended,
            current=current,
            seconds=self.whole.seconds,
            alternatives=tuple(self._alternatives(found)),
            checks=checks,
            findings=found_faults,
            template_patch=text,
            patch_notes=patch_notes,
            policy=access.policy(request.source, settings, replace(request.names, **known)),
            network=access.network(request.source, settings),
            assumptions=(*self.notes, *price_notes, words.proven(request.source)),
            reason=words.reason(request, recommended, checks, explored, unheld=self.unheld) + beside,
            prices=prices,
            seed=request.seed,
            explored=explored,
        )

    def _candidate(self, option: Option, ran: tuple[Scenario, Outcome], queue: Queue | None = None) -> Candidate:
        return Candidate(
            settings=option.settings, queue=queue or queue_for(self.request, option.settings), memory_mb=option.memory_mb,
            outcome=ran[1], cost=self.lab.priced(*ran),
        )  # fmt: skip

    def _alternatives(self, found: _Found) -> list[Alternative]:
        """Each objective's choice and the other mode, all by the busiest minutes, so that they compare."""
        choices = [(_NAMES[each], best) for each, best in found.by_objective.items()]
        if found.provisioned is not None:
            choices.append(("provisioned", found.provisioned))
        made: dict[Option, Alternative] = {}
        for name, each in choices:
            tried, option = each.tried, each.tried.option
            holds = tried.holds and each.robust
            if option in made:
                made[option] = replace(made[option], name=f"{made[option].name}, {name}")
                continue
            candidate = Candidate(
                settings=option.settings, queue=queue_for(self.request, option.settings), memory_mb=option.memory_mb,
                outcome=tried.busiest, cost=tried.cost,
            )  # fmt: skip
            fails = (*tried.broken, *(check for check, _, passed in each.checks if not passed))
            made[option] = Alternative(name=name, candidate=candidate, holds=holds, fails=fails)
        return list(made.values())

    def _findings(self, current: Candidate, recommended: Candidate) -> tuple[EventSourceFinding, ...]:
        if self.request.current is None:
            return ()
        found = list(findings.findings(self.lab, self.current, self.current_queue))
        outcome, wanted = current.outcome, self.request.constraints.p95_latency_seconds
        if outcome.left:
            hours = outcome.drain_seconds / 3600
            found.insert(0, findings.stated("falling-behind", left=outcome.left, hours=hours))
        elif wanted is not None and outcome.p95_latency_seconds > wanted:
            found.append(findings.stated("slow", now=outcome.p95_latency_seconds, wanted=wanted))
        if self.current.provisioned and not recommended.settings.provisioned:
            found.append(findings.stated("unneeded-provisioned-mode", pollers=current.cost.pollers))
        return tuple(found)

    def _patch(self, recommended: Candidate) -> tuple[str, tuple[str, ...], dict[str, str | None]]:
        """The snippet, or the diff of the template; what is left to do; and what the template calls source and failures."""
        request = self.request
        memory = recommended.memory_mb if recommended.memory_mb != request.function.memory_mb else None
        fresh = snippet(request.source, recommended.settings, recommended.queue, memory)
        if request.template is None:
            return fresh, (), {}
        made = patch(
            request.template, request.template_name, request.source, recommended.settings, recommended.queue,
            function=request.names.function, memory_mb=memory,
        )  # fmt: skip
        if not made.found:
            return fresh, made.notes, {}
        notes = made.notes if made.diff or made.notes else ("The template has these settings already.",)
        return made.diff, notes, {"source_id": made.source_id, "failures_id": made.failures_id}


def _bounded(traffic: Traffic, notes: list[str]) -> Traffic:
    """The trace, or so much of it around its middle as one run takes."""
    if len(traffic.times) <= MOST_WHOLE:
        return traffic
    first = (len(traffic.times) - MOST_WHOLE) // 2
    start, end = traffic.times[first], traffic.times[first + MOST_WHOLE - 1]
    notes.append(
        f"The trace has {len(traffic.times):,} messages: settings were chosen on its busiest and usual minutes, and verified on "
        f"the {MOST_WHOLE:,} in its middle."
    )
    part = array("d", (time - start for time in traffic.times[first : first + MOST_WHOLE]))
    return replace(traffic, times=part, seconds=math.nextafter(end - start, math.inf))
