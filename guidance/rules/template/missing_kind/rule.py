"""A SAM property that has to say of which type it is does not, or says one that SAM does not know."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    Value,
)
from guidance.wording import names

RULE = Rule(
    title="Type of a SAM property is missing or unknown",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL031",),
)
Kind = tuple[str, tuple[str, ...], str, tuple[str, ...]]
FUNCTION = "AWS::Serverless::Function"
DESTINATIONS = ("SQS", "SNS", "EventBridge", "Lambda", "S3Bucket")
KINDS: tuple[Kind, ...] = (
    (FUNCTION, ("DeadLetterQueue",), "Type", ("SQS", "SNS")),
    (FUNCTION, ("DeploymentPreference",), "Type", ()),
    (FUNCTION, ("EventInvokeConfig", "DestinationConfig", "OnFailure"), "Type", DESTINATIONS),
    (FUNCTION, ("EventInvokeConfig", "DestinationConfig", "OnSuccess"), "Type", DESTINATIONS),
    ("AWS::Serverless::SimpleTable", ("PrimaryKey",), "Type", ("String", "Number", "Binary")),
)
LAYER = "AWS::Serverless::LayerVersion"
RETENTIONS = frozenset(("retain", "delete"))


def check(template: Template) -> Iterator[Found]:
    """Yield each such property without a type that SAM knows."""
    for declared in template.declared.values():
        for _, path, key, known in (each for each in KINDS if each[0] == declared.type):
            for value in declared.each(*path):
                if value.kind == "mapping" and value.get("Enabled").boolean() is not False:
                    yield from _kind(value, ".".join(path), key, known)
        policy = declared.get("RetentionPolicy")
        if declared.type == LAYER and policy.text() is not None and (policy.text() or "").lower() not in RETENTIONS:
            yield Found(policy, "RetentionPolicy has to be Retain or Delete.")


def _kind(value: Value, path: str, key: str, known: tuple[str, ...]) -> Iterator[Found]:
    given = value.get(key)
    said = f": one of {names(known, len(known))}" if known else ""
    if given.absent and "Fn::Transform" not in value.keys():  # noqa: SIM118
        yield Found(value, f"{path} needs a {key}{said}. The SAM transform fails without.")
    elif known and given.text() is not None and given.text() not in known:
        yield Found(given, f"{path} has a {key} that SAM does not know; it is{said.removeprefix(':')}.")
