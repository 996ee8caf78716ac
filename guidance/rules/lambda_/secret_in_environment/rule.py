"""A secret stands in clear in a function's environment."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value

RULE = Rule(
    title="Secret stands in clear in the environment",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html", "2026-11-20"),),
    aliases=("LAM027",),
    equivalents=("CKV_AWS_45",),
)
ADVICE = (
    " Everybody who can read the template or the function's configuration has it."
    " Keep it in Secrets Manager or SSM, read it there at run time, and change it."
)
KNOWN = re.compile(
    r"(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}"
    r"|xox[abprs]-[0-9A-Za-z-]{20}|[sr]k_live_[0-9A-Za-z]{20}|AIza[0-9A-Za-z_-]{35}|sk-(?:proj-|ant-)?[0-9A-Za-z_-]{32}"
    r"|[a-z]+://[^/\s:@]+:(?!your|change|pass|example|x{4}|\*)[^/\s:@${}<>]{6,}@(?!localhost|127\.)"
)
"""What is a secret whatever its name: keys of AWS, GitHub, Slack, Stripe, Google, AI providers; passwords in URLs."""
NAME = re.compile(
    r"(?:^|_)(?:SECRET|PASSWORD|PASSWD|PASS|PWD|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|SECRET_?KEY|SIGNING_?KEY|CREDENTIALS?)(?:_VALUE)?$"
)
PLACEHOLDER = re.compile(
    r"your|change|replace|example|dummy|placeholder|sample|todo|fixme|insert|enter|fill|redacted|secret.?name|test|fake|mock|none|null"
    r"|x{4}|\*{3}|\.{3}|[<>{}\[\]\s]", re.IGNORECASE
)  # fmt: skip
WEAK = re.compile(r"[a-z]+(?:[-_.][a-z]+\d{0,2})*|[\d.]+|true|false", re.IGNORECASE)
"""Words, a number or a switch: the name of a secret rather than a secret."""


def check(template: Template) -> Iterator[Found]:
    """Yield each variable whose written value is a secret by its form, or by its name and its randomness."""
    for function in template.of(Function):
        for variables in function.each("Environment", "Variables"):
            for name, value in variables.entries():
                yield from _judge(name, value)


def _judge(name: str, value: Value) -> Iterator[Found]:
    text = value.text()
    if not text or value.assumed or "{{resolve:" in text:
        return
    if KNOWN.search(text):
        yield Found(value, f"The variable {name} holds a credential in clear." + ADVICE)
    elif NAME.search(_snake(name)) and not _is_reference(text):
        if PLACEHOLDER.search(text):
            message = f"The variable {name} looks like a placeholder for a secret. Read the secret at run time instead."
            yield Found(value, message, severity=Severity.INFO, confidence=Confidence.LOW)
        elif len(text) >= 8 and not WEAK.fullmatch(text) and _entropy(text) >= 2.5:
            yield Found(value, f"The variable {name} holds a secret in clear." + ADVICE, confidence=Confidence.MEDIUM)
        elif _snake(name).endswith(("PASSWORD", "PASSWD", "PWD")) and text.isalnum() and len(text) >= 6:
            message = f"The variable {name} seems to hold a password in clear." + ADVICE
            yield Found(value, message, severity=Severity.WARNING, confidence=Confidence.LOW)


def _is_reference(text: str) -> bool:
    """An ARN, a path or a URL: where the secret is, not the secret."""
    where = text.startswith(("arn:", "/", "./", "http://", "https://", "s3://", "ssm:"))
    return where or (text.count("/") > 1 and not re.fullmatch(r"[A-Za-z0-9/+]{40}", text))


def _snake(name: str) -> str:
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).replace("-", "_").upper()


def _entropy(text: str) -> float:
    """Bits a character."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())
