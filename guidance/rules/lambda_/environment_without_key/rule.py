"""Environment variables are encrypted with a key that the account does not control."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template
from guidance.wording import count

RULE = Rule(
    title="Environment is not encrypted with a key of your own",
    severity=Severity.INFO,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html", "2026-11-20"),
    ),
    profile=Profile.STRICT,
    aliases=("LAM029",),
    equivalents=("CKV_AWS_173",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions have variables but no KmsKeyArn."""
    found = [
        each for each in template.of(Function) if each.get("Environment", "Variables").keys() and _without_key(each)
    ]
    if found:
        message = (
            f"{count(found, 'function')} environment variables without KmsKeyArn: AWS's own key encrypts them, so who may read"
            " them cannot be ruled by a key policy. Where that matters, set KmsKeyArn."
        )
        yield Found(found[0], message, found[1:])


def _without_key(function: Function) -> bool:
    return function.get("KmsKeyArn").absent
