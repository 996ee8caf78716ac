"""A durable function runs on a runtime that does not support them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Runtime does not support durable functions",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-supported-runtimes.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DUR011", "DFI01"),
)
_FAMILY = re.compile(r"[a-z]+")


def check(template: Template) -> Iterator[Found]:
    """Yield each known runtime of a durable function that is not on the list; custom runtimes bring their own SDK."""
    for function in template.of(Function):
        for durable in function.each("DurableConfig"):
            if not durable.present or durable.unknown:
                continue
            for value in function.each("Runtime"):
                name = value.text() or ""
                if name not in facts.runtimes() or name.startswith("provided") or name in _supported():
                    continue
                if not template.together(durable, value):
                    continue
                newest = _newest(name)
                message = f"{function.id} is durable, but {name} does not support durable functions."
                message += f" Move to {newest}." if newest else f" Choose one of {', '.join(_supported())}."
                fix = edits.replace(value, newest, f"Set Runtime to {newest}") if newest else None
                yield Found(value, message, (durable,), fix)


def _supported() -> tuple[str, ...]:
    return tuple(str(each) for each in facts.values("lambda.durable.runtimes"))


def _newest(name: str) -> str | None:
    """The newest runtime of the same language that supports them."""
    family = _family(name)
    same = [each for each in _supported() if _family(each) == family]
    return max(same, key=lambda each: [int(part) for part in re.findall(r"\d+", each)], default=None)


def _family(name: str) -> str:
    found = _FAMILY.match(name)
    return found[0].removesuffix("core") if found else name
