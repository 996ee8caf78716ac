"""An event source mapping does not poll, cannot reach its source, or cannot deliver what failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence, Source, meaning
from guidance.model import Severity

_WELL = re.compile(
    r"\s*|OK|no records processed.*|user[ _](action|initiated).*|PROBLEM: function call failed.*", re.IGNORECASE
)
"""What says nothing of the mapping itself: that a function fails, its own metrics tell."""


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By state and last result of each mapping."""
    for source in evidence.sources:
        yield from _of(source)


def _of(source: Source) -> Iterator[Cause]:
    words = [each for each in (source.last_result, source.reason) if not _WELL.fullmatch(each)]
    known = meaning("mappings", words) if words else None
    said = tuple(f"Lambda says: {each[:300]}" for each in words)
    where = f"{source.name} ({source.uuid})"
    if known is not None:
        yield Cause(
            known["id"], f"{known['title']}: {where}", 0.98, Severity.ERROR, (*said, f"The mapping is {source.state}."),
            known["next_step"], tuple(known["practices"]), frozenset({"mapping-off"}), source.uuid,
        )  # fmt: skip
    elif source.state in {"Disabled", "Disabling"}:
        yield Cause(
            "mapping-off", f"the event source mapping of {where} is {source.state}: nothing is read", 0.96, Severity.ERROR,
            said or ("It was switched off by a call.",) if not source.reason else (f"Reason: {source.reason[:300]}", *said),
            f"Switch it on, if nobody meant that: aws lambda update-event-source-mapping --uuid {source.uuid} --enabled.",
            ("ESM-08",), frozenset({"sqs-backlog", "sqs-old-messages", "lambda-iterator-behind", "kinesis-behind"}), source.uuid,
        )  # fmt: skip
    elif source.last_result.startswith("PROBLEM") and words:
        yield Cause(
            "mapping-problem", f"the event source mapping of {where} has a problem", 0.8, Severity.ERROR, said,
            "Do what the message asks, then see whether LastProcessingResult becomes OK.", ("ESM-08",), frozenset(), source.uuid,
        )  # fmt: skip
