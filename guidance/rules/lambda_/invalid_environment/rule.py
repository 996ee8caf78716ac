"""A function's environment has a name that Lambda reserves or refuses, or is too big."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value

RULE = Rule(
    title="Environment variable is reserved or misnamed, or the environment is too big",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html", "2026-11-20"),),
    aliases=("LAM028",),
    equivalents=("E3663", "E3697"),
)
NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")


def check(template: Template) -> Iterator[Found]:
    """Yield each name that Lambda does not take, and environments that are too big by what is known of them."""
    reserved, most = facts.values("lambda.environment.reserved"), facts.number("lambda.environment.maximum")
    for function in template.of(Function):
        for variables in function.each("Environment", "Variables"):
            if variables.kind != "mapping":
                continue
            for name, value in variables.entries():
                if name in reserved:
                    message = f"{name} is reserved: Lambda sets it itself, and deployment fails. Choose another name."
                    yield Found(value, message)
                elif not name.startswith("Fn::") and not NAME.fullmatch(name):
                    message = "Names start with a letter and go on with letters, digits and underscores, two characters"
                    yield Found(value, message + " at least; this one does not, and deployment fails.")
            if (size := _size(variables)) > most:
                message = f"The variables of {function.id} are {size} bytes or more; Lambda takes {most}, and deployment fails."
                yield Found(variables, message + " Move large values to a parameter, a file or S3.")


def _size(variables: Value) -> int:
    """Names and known values, in bytes."""
    known = {name: value.text() or "" for name, value in variables.entries() if value.when == variables.when}
    return sum(len(name.encode()) + len(text.encode()) for name, text in known.items())
