"""One recommendation, from measurements to words: hygiene, posterior, draws, limits, choice, next size."""

from __future__ import annotations

import math

from guidance.advice.memory import decide, limits, next_size, words
from guidance.advice.memory.case import Case, Drawn
from guidance.advice.memory.model import (
    ArchitectureComparison,
    Candidate,
    CurveSummary,
    MeasurementError,
    NextMeasurement,
    Recommendation,
    Request,
    Saving,
)
from guidance.advice.memory.other import compare
from guidance.advice.memory.posterior import Posterior, draw, posterior
from guidance.advice.memory.power_tuning import tuning_input
from guidance.advice.memory.pricing import prices
from guidance.advice.memory.prior import Prior, shipped
from guidance.advice.memory.samples import Sized, pooled
from guidance.facts import number

DRAWS = 512
"""Enough for probabilities to within 2 %."""
USUAL_MB = (128, 256, 512, 1024, 1536, 2048, 3008)
"""Power Tuning's default sizes and the step that it leaves out."""
PARALLEL_MB = (5120, 10240)
"""Also worth a thought when the function uses more than one vCPU."""
INSTANCES_MB = (2048, 4096, 8192, 16384, 32768)
"""Managed Instances begin at 2,048 MB."""


def recommend(request: Request, prior: Prior | None = None) -> Recommendation:
    """The answer; `prior` stands in for the shipped one when functions are held out."""
    most = number("lambda.memory.maximum_managed_instances" if request.managed_instances else "lambda.memory.maximum")
    sizes, warnings = pooled(request.measurements, request.architecture, request.architecture, most)
    if not sizes:
        raise MeasurementError(
            f"There is no measurement on {request.architecture.value}: give one memory size at least."
        )
    post = posterior(tuple(size.point() for size in sizes), prior or shipped())
    candidates = _candidates(request, sizes, post, most)
    limits.check(request, candidates)
    current = request.current_memory_mb or max(sizes, key=lambda size: (size.n or 0, -size.memory_mb)).memory_mb
    everything = tuple(sorted({*candidates, current}))
    columns = dict(
        zip(everything, ([math.exp(x) for x in column] for column in draw(post, everything, DRAWS)), strict=True)
    )
    drawn = Drawn(columns, {size.memory_mb: size for size in sizes})
    return _answer(
        Case(request, post, candidates, current, drawn, prices(request.region, request.architecture)), warnings
    )


def _candidates(request: Request, sizes: list[Sized], post: Posterior, most: int) -> tuple[int, ...]:
    if request.candidate_sizes_mb is not None:
        if wrong := [size for size in request.candidate_sizes_mb if not 128 <= size <= most]:
            raise MeasurementError(f"Memory sizes go from 128 to {most:,} MB; candidate_sizes_mb has {wrong[0]:,}.")
        return tuple(sorted(set(request.candidate_sizes_mb)))
    usual = INSTANCES_MB if request.managed_instances else USUAL_MB
    shapes = post.prior.shapes
    parallel = sum(
        mode.weight
        for mode in post.modes
        if shapes[mode.shape].knee > 1.5 and shapes[mode.shape].cpu_share * shapes[mode.shape].parallel > 0.4
    )
    more = PARALLEL_MB if parallel > 0.5 and not request.managed_instances else ()
    return tuple(sorted({*usual, *more, *(size.memory_mb for size in sizes)}))


def _answer(case: Case, warnings: list[str]) -> Recommendation:
    request, drawn, sizes = case.request, case.drawn, case.candidates
    points = case.points()
    faults = {size: limits.broken(case.limited(size, points[size]), request, case.used_mb) for size in sizes}
    allowed = [size for size in sizes if not faults[size]]
    if not allowed:
        raise limits.refuse(faults)
    goal = case.goal()
    durations = {size: points[size][0] for size in sizes}
    regret = decide.regrets(goal, sizes, [drawn.columns[size] for size in sizes], allowed)
    loss = decide.losses(regret)
    unmeasured = [size for size in sizes if size not in drawn.measured and limits.MEMORY not in faults[size]]
    chosen = decide.safest(loss, drawn.measured) if unmeasured else decide.best(goal, durations, [*loss])
    alone = len(drawn.measured) == 1 and not any(size.cpu_ms for size in drawn.measured.values())
    following = _next(case, loss, regret, points, unmeasured, first=alone)
    more = alone and following is not None
    values = dict(zip(sizes, decide.scores(goal, sizes, [*durations.values()]), strict=True))
    candidates = tuple(
        _candidate(case, size, points[size], values[size], faults[size], regret.get(size)) for size in sizes
    )
    return Recommendation(
        status="measure_more" if more else "recommended",
        recommended_mb=None if more else chosen,
        objective=request.objective,
        architecture=request.architecture,
        basis=None if more else ("measured" if chosen in drawn.measured else "predicted"),
        confidence=0.0 if more else case.post.prior.calibrated(decide.near_best(regret[chosen])),
        reason=words.reason(request, candidates, None if more else chosen, following),
        candidates=candidates,
        next_measurement=following,
        saving=None if more else _saving(case, chosen, points),
        other_architecture=_other(case, chosen, points),
        curve=_curve(case),
        prices=case.price.basis(),
        measured_mb=tuple(sorted(drawn.measured)),
        warnings=(
            *warnings,
            *words.warnings(request, candidates, None if more else chosen, case.price, drawn.measured),
        ),
    )


def _candidate(
    case: Case,
    size: int,
    point: tuple[float, float, float],
    score: float,
    faults: dict[str, tuple[float, float]],
    regret: list[float] | None,
) -> Candidate:
    duration, low, high = point
    month = case.request.monthly_invocations
    measured = case.drawn.measured.get(size)
    p95 = measured.p95_ms if measured else None
    return Candidate(
        memory_mb=size,
        duration_ms=duration,
        duration_low_ms=low,
        duration_high_ms=high,
        p95_ms=p95 or (duration * case.tail if case.tail else None),
        cost_per_million_usd=case.per_million(size, duration),
        cost_low_usd=case.per_million(size, low),
        cost_high_usd=case.per_million(size, high),
        monthly_usd=None
        if month is None
        else case.price.month(size, duration, month, case.request.provisioned_concurrency),
        basis="measured" if measured else "predicted",
        feasible=not faults,
        why_not=limits.why_not(faults),
        score=score,
        probability_best=decide.near_best(regret) if regret else 0.0,
    )


def _next(
    case: Case,
    loss: dict[int, list[float]],
    regret: dict[int, list[float]],
    points: dict[int, tuple[float, float, float]],
    unmeasured: list[int],
    *,
    first: bool,
) -> NextMeasurement | None:
    """The size to measure next; the second size is always worth it."""
    if not unmeasured or (len(case.drawn.measured) >= case.request.max_sizes and not first):
        return None
    typical = {size: points[size][0] for size in case.candidates}
    top = next_size.worths(loss, case.drawn.columns, typical, unmeasured, case.request.objective)[0]
    if not first and not top.pays:
        return None
    gain = next_size.lookahead(regret, case.drawn.columns[top.memory_mb])
    count = _invocations(case)
    return NextMeasurement(
        memory_mb=top.memory_mb,
        invocations=count,
        expected_gain=gain,
        reason=words.why_next(top.memory_mb, gain, points[top.memory_mb], first=first),
        power_tuning_input=tuning_input(top.memory_mb, count),
    )


def _invocations(case: Case) -> int:
    """So many that the mean is good to 3 %, judged by the noisiest size; 30 when nothing tells."""
    spreads = [size.error**2 * size.n for size in case.drawn.measured.values() if size.error and size.n]
    return min(100, max(10, math.ceil(max(spreads) / 0.03**2))) if spreads else 30


def _saving(case: Case, chosen: int, points: dict[int, tuple[float, float, float]]) -> Saving | None:
    month, kept = case.request.monthly_invocations, case.request.provisioned_concurrency
    if month is None:
        return None

    def cost(size: int, duration: float) -> float:
        return case.price.month(size, duration, month, kept)

    columns = case.drawn.columns
    saved = sorted(
        cost(case.current, now) - cost(chosen, then)
        for now, then in zip(columns[case.current], columns[chosen], strict=True)
    )
    mid = cost(case.current, points[case.current][0]) - cost(chosen, points[chosen][0])
    low, high = saved[len(saved) // 10], saved[len(saved) - 1 - len(saved) // 10]
    return Saving(
        current_mb=case.current,
        low_usd=min(low, mid),
        mid_usd=mid,
        high_usd=max(high, mid),
        latency_change_percent=100 * (points[chosen][0] / points[case.current][0] - 1),
    )


def _other(case: Case, chosen: int, points: dict[int, tuple[float, float, float]]) -> ArchitectureComparison | None:
    if not case.request.compare_architectures:
        return None
    return compare(case.request, chosen, points[chosen][0])


def _curve(case: Case) -> CurveSummary:
    """The posterior's mean curve."""
    post = case.post
    shapes, levels = post.prior.shapes, post.prior.levels
    share = knee = noise = fixed = 0.0
    point = post.points[0]
    column = post.prior.at(point.memory_mb)
    for level, shape, weight in post.modes:
        curve = shapes[shape]
        share += weight * curve.cpu_share
        knee += weight * (curve.knee if curve.knee <= 1 else 1 + curve.parallel * (curve.knee - 1))
        noise += weight * levels[level].noise
        fixed += weight * (1 - curve.cpu_share) * math.exp(point.log_ms - column[shape])
    return CurveSummary(cpu_share=share, knee_mb=min(knee * 1769, 10240.0), fixed_ms=fixed, noise_percent=100 * noise)
