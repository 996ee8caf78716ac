"""A permission lets anybody, or a service on anybody's behalf, invoke a function."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, edits, function_of
from guidance.template.triggers import invocations

RULE = Rule(
    title="Permission to invoke a function is not limited to a source",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM035",),
    equivalents=("CKV_AWS_364", "CKV_AWS_301", "F13"),
)
LIMITS = ("SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken")
LATER = frozenset(("elasticloadbalancing.amazonaws.com", "alexa-appkit.amazon.com"))
"""Services whose source is made after the permission, or is told apart by a token."""
SOURCES = {"events.amazonaws.com": ("AWS::Events::Rule", "Arn"), "sns.amazonaws.com": ("AWS::SNS::Topic", None)}


def check(template: Template) -> Iterator[Found]:
    """Yield each permission for `*`, and each for a service, that names no source."""
    for permission in template.resources("AWS::Lambda::Permission"):
        principal = permission.get("Principal")
        name = principal.text() or ""
        if any(not permission.get(limit).absent for limit in LIMITS) or _is_url(permission):
            continue
        if name == "*":
            message = "Every AWS account may invoke this function. Name the account, role or service that needs to."
            yield Found(principal, message)
        elif name.endswith((".amazonaws.com", ".amazon.com")) and name not in LATER:
            message = f"{name} may invoke this function for a resource in any AWS account: there is no SourceArn. Set it to the"
            message += " ARN of the resource that calls, or set SourceAccount."
            yield Found(permission.get("SourceArn"), message, (principal,), _fix(permission, name), Severity.WARNING)


def _is_url(permission: Resource) -> bool:
    """Whether it is for the function's URL, which has its own AuthType."""
    action = (permission.get("Action").text() or "").lower()
    by_url = permission.get("InvokedViaFunctionUrl").present or permission.get("FunctionUrlAuthType").present
    return by_url or action == "lambda:invokefunctionurl"


def _fix(permission: Resource, principal: str) -> Fix | None:
    """The ARN of the one resource of the template that this service invokes the function for."""
    function = function_of(permission.get("FunctionName"))
    kind, attribute = SOURCES.get(principal, ("", None))
    if function is None or not kind:
        return None
    callers = {each.resource.id: each.resource for each in invocations(function) if each.resource is not None}
    topics = [each.get("TopicArn").resource for each in callers.values() if each.type == "AWS::SNS::Subscription"]
    found = {each.id for each in (*callers.values(), *topics) if each is not None and each.type == kind}
    if len(found) != 1:
        return None
    arn: edits.Data = {"Fn::GetAtt": [*found, attribute]} if attribute else {"Ref": next(iter(found))}
    return edits.insert(permission, {"SourceArn": arn}, f"Set SourceArn to {next(iter(found))}")
