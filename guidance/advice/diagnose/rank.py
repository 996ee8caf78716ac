"""From evidence to causes: every file in `causes/` weighs it, the strongest comes first, what follows from it is left out."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator

from guidance.advice.diagnose import causes
from guidance.advice.diagnose.model import Cause, Diagnosis, Evidence
from guidance.advice.metrics import MetricFinding
from guidance.model import Severity

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_SURE = 0.5
"""From this weight on a cause explains what follows from it."""


@functools.cache
def weighers() -> tuple[Callable[[Evidence], Iterator[Cause]], ...]:
    """What weighs evidence, one for each file."""
    names = sorted(each.name for each in pkgutil.iter_modules(causes.__path__))
    return tuple(importlib.import_module(f"{causes.__name__}.{name}").weigh for name in names)


def diagnose(evidence: Evidence) -> Diagnosis:
    """The causes of what is seen at one function, the likeliest first."""
    found = [cause for weigh in weighers() for cause in weigh(evidence)]
    kept, explained = _unexplained(found)
    seen = [(evidence.name, each) for each in evidence.function.findings]
    seen += [(each.name, finding) for each in evidence.sources if each.summary for finding in each.summary.findings]
    return with_findings(kept, _left(seen, explained))


def with_findings(kept: list[Cause], left: list[tuple[str, MetricFinding]]) -> Diagnosis:
    """Causes, and what the metrics say besides: faults that nothing explains are causes too, weaker ones."""
    more = [_of_finding(name, each) for name, each in left if each.severity is not Severity.INFO]
    return Diagnosis((*kept, *more), tuple((name, each) for name, each in left if each.severity is Severity.INFO))


def _of_finding(name: str, each: MetricFinding) -> Cause:
    weight = 0.4 if each.severity is Severity.ERROR else 0.3
    return Cause(
        each.id, each.message.rstrip("."), weight, each.severity, (), each.next_step, each.practices, resource=name
    )


def _unexplained(found: Iterable[Cause]) -> tuple[list[Cause], set[str]]:
    kept: list[Cause] = []
    explained: set[str] = set()
    for cause in sorted(found, key=lambda each: (-each.weight, each.id)):
        if cause.id in explained:
            continue
        kept.append(cause)
        if cause.weight >= _SURE:
            explained |= cause.explains
        explained |= cause.explains & _own(cause)
    return kept, explained


def _own(cause: Cause) -> set[str]:
    """What a weak cause tells in other words."""
    return {each for each in cause.explains if each.startswith("lambda-")}


def _left(seen: Iterable[tuple[str, MetricFinding]], explained: set[str]) -> list[tuple[str, MetricFinding]]:
    left = [(name, finding) for name, finding in seen if finding.id not in explained]
    return sorted(left, key=lambda pair: _ORDER.index(pair[1].severity))
