"""A function URL lets scripts of every web site call it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Function URL allows every origin",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html", "2026-11-20"),),
    aliases=("LAM034",),
    equivalents=("CKV2_AWS_75",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each `*` among the origins of a URL that sends credentials or asks for none."""
    for url in template.resources("AWS::Lambda::Url"):
        for cors in url.each("Cors"):
            credentials = cors.get("AllowCredentials")
            for origin in cors.get("AllowOrigins").items():
                if origin.text() != "*" or not template.together(cors, origin):
                    continue
                if credentials.boolean() is True:
                    message = (
                        "`*` beside AllowCredentials: browsers refuse a literal `*`, and where the caller's origin is"
                    )
                    message += " echoed, every web site may act with the visitor's credentials."
                    yield Found(origin, message + " List the origins that are yours.", (credentials,))
                elif url.get("AuthType").text() == "NONE":
                    message = "Scripts of every web site may call this URL, which asks nobody who they are."
                    yield Found(origin, message + " List the origins that are yours.", (url.get("AuthType"),))
