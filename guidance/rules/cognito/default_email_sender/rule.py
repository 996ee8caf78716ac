"""A user pool of a stack with a production stage sends mail by Cognito's own sender."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Scalar, Sequence, Template

RULE = Rule(
    title="Production user pool sends mail with Cognito's own sender",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html", "2026-11-20"),
        Source(
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailConfigurationType.html",
            "2026-11-20",
        ),
    ),
    aliases=("COG004",),
)


_NAMES = frozenset(("prod", "prd", "production", "live"))


def check(template: Template) -> Iterator[Found]:
    """Yield each pool with the built-in sender in a stack that goes to production."""
    if not _has_production(template):
        return
    for pool in template.resources("AWS::Cognito::UserPool"):
        mails = any(each.text() == "email" for each in pool.get("AutoVerifiedAttributes").items() if each.present)
        configuration = pool.get("EmailConfiguration")
        sender = configuration.get("EmailSendingAccount", default="COGNITO_DEFAULT")
        own = pool.get("LambdaConfig", "CustomEmailSender").absent and configuration.get("SourceArn").absent
        if mails and own and sender.text() == "COGNITO_DEFAULT":
            message = (
                "Cognito's own sender allows only a limited number of mails a day, below what production needs:"
                " users beyond that get no code. Set EmailConfiguration with EmailSendingAccount: DEVELOPER and an SES identity."
            )
            yield Found(sender if configuration.present else configuration, message)


def _has_production(template: Template) -> bool:
    for parameter in template.parameters.values():
        allowed, default = parameter.get("AllowedValues"), parameter.get("Default")
        words = [*(allowed.items if isinstance(allowed, Sequence) else []), default]
        if any(isinstance(word, Scalar) and word.text.lower() in _NAMES for word in words):
            return True
    section = template.section("Conditions")
    nodes = section.walk() if section is not None else iter(())
    return any(isinstance(node, Scalar) and node.text.lower() in _NAMES for node in nodes)
