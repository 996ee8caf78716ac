"""Functions do not trace their requests."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits
from guidance.wording import count

RULE = Rule(
    title="Functions are not traced",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM008",),
    equivalents=("WS1000", "CKV_AWS_50"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions have no active tracing."""
    without = [each for each in template.of(Function) if _untraced(each)]
    if without:
        message = (
            f"{count(without, 'function')} no active tracing, so where a slow or failed request spent its time is not recorded."
            " Set Tracing: Active (TracingConfig.Mode in plain CloudFormation)."
        )
        change = "Set Tracing to Active"
        fix = edits.every([_fix(each, change) for each in without], change)
        yield Found(without[0], message, without[1:], fix)


def _untraced(function: Function) -> bool:
    """Whether tracing is off in every possibility."""
    return all(mode.absent or mode.text() == "PassThrough" for mode in function.each("TracingConfig", "Mode"))


def _fix(function: Function, change: str) -> Fix | None:
    """Only where SAM makes the role, for then it adds the permission to write traces."""
    written = function.declared.get("Role").present or not function.is_sam
    return None if written else edits.insert(function, {"Tracing": "Active"}, change)
