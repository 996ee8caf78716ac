"""The code looks at each record's event name, and the mapping does not filter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import EventSourceMapping, Function, Template

RULE = Rule(
    title="Function drops records that its mapping could filter out",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    profile=Profile.STRICT,
    pillars=(Pillar.COST,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html", "2026-11-20"),),
    aliases=("STR008",),
)


_COMPARED = re.compile(r"""eventName["']?[\])]*\s*(?:[!=]==?|(?:not\s+)?in\b)""")


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping of a DynamoDB stream without filters whose code tells events apart by name."""
    for mapping in template.of(EventSourceMapping):
        function, criteria = mapping.function, mapping.get("FilterCriteria")
        if mapping.source_kind != "dynamodb" or function is None or not criteria.absent:
            continue
        compared = _COMPARED.findall(_code(function) or "")
        if len(compared) == 1:
            message = (
                f"{function.id} is invoked for every change, and its code compares eventName. Where it drops the rest, let"
                " FilterCriteria do so: records that are filtered out cost no invocation."
            )
            yield Found(criteria, message, (function,))


def _code(function: Function) -> str | None:
    """The function's code: inline, or its handler's file beside the template."""
    inline = function.get("Code", "ZipFile").text()
    folder, handler = function.sam("CodeUri").text(), function.get("Handler").text()
    if inline is not None or folder is None or handler is None:
        return inline
    stem = f"{folder}/{handler.rpartition('.')[0]}"
    texts = (function.template.beside(stem + suffix) for suffix in (".py", ".mjs", ".js", ".cjs", ".ts"))
    return next((text for text in texts if text is not None), None)
