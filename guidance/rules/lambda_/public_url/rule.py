"""A function URL takes requests from anybody."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits

RULE = Rule(
    title="Function URL has no authorization",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM033",),
    equivalents=("CKV_AWS_258",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each function URL whose AuthType is NONE."""
    for url in template.resources("AWS::Lambda::Url"):
        for auth in url.each("AuthType"):
            if auth.text() == "NONE":
                message = "Anybody who knows this function URL may call it, as often as they like, at your cost. Set AuthType to"
                message += " AWS_IAM, or let the function itself verify each request, such as a webhook's signature."
                yield Found(auth, message, fix=edits.replace(auth, "AWS_IAM", "Set AuthType to AWS_IAM"))
