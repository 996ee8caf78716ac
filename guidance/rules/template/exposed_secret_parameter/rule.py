"""A parameter with a secret is shown, or has the secret written in the template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Confidence, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    edits,
)

RULE = Rule(
    title="Secret parameter is shown or written in the template",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("TPL011",),
    equivalents=("W2501", "W4002", "W2509"),
)
SECRET = re.compile(
    r"(password|passwd|secret|token|(api|private|access|secret)[_-]?key|credentials?)(value|string|\d*)\Z",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"(change|replace|your|dummy|example|placeholder|todo|xxx|<|\$\{|\{\{resolve:)|\A(none|null|n/?a|-|\*+)\Z",
    re.IGNORECASE,
)
SWITCHES = frozenset(("true", "false", "yes", "no", "enabled", "disabled"))


def check(template: Template) -> Iterator[Found]:
    """Yield each text parameter with the name of a secret that has a default or no NoEcho."""
    for name in template.parameters:
        parameter = template.value("Parameters", name)
        kind, default = parameter.get("Type").text() or "", parameter.get("Default").text() or ""
        choices = parameter.get("AllowedValues")
        if kind != "String" or not SECRET.search(name) or choices.present or default.lower() in SWITCHES:
            continue
        hidden = parameter.get("NoEcho").boolean() is True
        written = bool(default) and not PLACEHOLDER.search(default)
        fix = None if hidden else edits.insert(parameter, {"NoEcho": True}, "Set NoEcho", safe=True)
        if written:
            message = f"The default of {name} is written in the template, where everybody who has it can read it."
            yield Found(parameter.get("Default"), f"{message} Remove it, or keep the value in Secrets Manager.")
        if not hidden and not written:
            message = f"{name} is shown to everybody who may describe the stack. Set NoEcho: true,"
            yield Found(
                parameter, f"{message} or keep the value in Secrets Manager.", fix=fix, severity=Severity.WARNING
            )
