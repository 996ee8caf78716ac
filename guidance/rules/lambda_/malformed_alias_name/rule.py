"""The alias that SAM publishes has a name that Lambda does not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Template,
)

RULE = Rule(
    title="Alias name is not allowed",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html", "2026-11-20"),),
    aliases=("TPL024",),
)
ALLOWED = re.compile(r"(?!\d+\Z)[A-Za-z0-9_-]+")


def check(template: Template) -> Iterator[Found]:
    """Yield each alias name that is empty, all digits, or has other characters."""
    for function in template.of(Function):
        name = function.sam("AutoPublishAlias")
        if name.kind in {"mapping", "list", "reference"}:
            yield Found(name, "AutoPublishAlias has to be a plain name: SAM builds a logical id from it.")
        elif (text := name.text()) is not None and not ALLOWED.fullmatch(text):
            message = "An alias name has letters, digits, hyphens and underscores, and is not all digits."
            yield Found(name, f"{message} Rename it, for example to live.")
