"""The access of a broker or database event is of a type that its source does not take."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Template,
    Value,
)
from guidance.wording import names

RULE = Rule(
    title="Source access does not fit the event source",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html", "2026-11-20"),),
    aliases=("TPL027",),
)
TYPES = {"MQ": ("BASIC_AUTH", "VIRTUAL_HOST"), "DocumentDB": ("BASIC_AUTH",)}


def check(template: Template) -> Iterator[Found]:
    """Yield each access configuration of an MQ or DocumentDB event that SAM rejects."""
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            kind = event.get("Type").text() or ""
            configs = event.get("Properties", "SourceAccessConfigurations")
            if kind in TYPES and configs.kind == "list":
                yield from _configs(kind, configs)


def _configs(kind: str, configs: Value) -> Iterator[Found]:
    given = [each.get("Type").text() for each in configs.items()]
    for each in configs.items():
        chosen = each.get("Type")
        if chosen.text() is not None and chosen.text() not in TYPES[kind]:
            yield Found(chosen, f"A {kind} event takes {names(TYPES[kind])} only; the SAM transform rejects this type.")
        elif chosen.text() == "BASIC_AUTH" and each.get("URI").absent:
            yield Found(each, "BASIC_AUTH needs a URI: the ARN of the secret with user name and password.")
    if given and "BASIC_AUTH" not in given and all(name in TYPES[kind] for name in given):
        yield Found(configs, f"A {kind} event needs one configuration of type BASIC_AUTH with the secret's ARN.")
    elif given.count("BASIC_AUTH") > 1:
        yield Found(configs, "SourceAccessConfigurations has BASIC_AUTH twice; SAM takes one secret.")
