"""An authorizer in a SAM API lacks what its kind needs, or has what its kind forbids."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Template,
    Value,
)
from guidance.wording import names

RULE = Rule(
    title="Authorizer lacks what its kind needs",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL017",),
)
LAMBDA_ONLY = ("FunctionArn", "Identity", "AuthorizerPayloadFormatVersion", "EnableSimpleResponses")
JWT_ONLY = ("AuthorizationScopes", "IdentitySource")
IDENTITIES = ("Headers", "QueryStrings", "StageVariables", "Context")


def check(template: Template) -> Iterator[Found]:
    """Yield each authorizer that the transform rejects."""
    for api in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        known = {"AWS::Serverless::Api": _rest, "AWS::Serverless::HttpApi": _http}.get(api.type)
        for name, authorizer in api.get("Auth", "Authorizers").entries() if known else ():
            if known and authorizer.kind == "mapping" and "Fn::Transform" not in authorizer.keys():  # noqa: SIM118
                yield from known(name[:60], authorizer)
                yield from _identity(authorizer.get("Identity"))


def _http(name: str, authorizer: Value) -> Iterator[Found]:
    if authorizer.get("OpenIdConnectUrl").present:
        yield Found(
            authorizer, f"{name}: OpenIdConnectUrl is no longer supported. Write JwtConfiguration and IdentitySource."
        )
        return
    is_jwt = authorizer.get("JwtConfiguration").present
    needed = ("IdentitySource",) if is_jwt else ("FunctionArn", "AuthorizerPayloadFormatVersion")
    missing = [each for each in needed if authorizer.get(each).absent]
    if missing:
        kind = "A JWT authorizer" if is_jwt else "A Lambda authorizer (one without JwtConfiguration)"
        yield Found(authorizer, f"{kind} needs {names(missing)}; {name} has none.")
    for other in LAMBDA_ONLY if is_jwt else JWT_ONLY:
        if not missing and authorizer.get(other).present:
            kind = "a JWT" if is_jwt else "a Lambda"
            yield Found(
                authorizer.get(other), f"{other} is not allowed on {kind} authorizer of an HTTP API. Remove it."
            )


def _rest(name: str, authorizer: Value) -> Iterator[Found]:
    kind, identity = authorizer.get("FunctionPayloadType"), authorizer.get("Identity")
    if kind.text() not in {None, "TOKEN", "REQUEST"}:
        yield Found(kind, "FunctionPayloadType is TOKEN or REQUEST.")
    readable = (identity.absent or identity.kind == "mapping") and identity.get("ReauthorizeEvery").integer() != 0
    if kind.text() == "REQUEST" and readable and all(identity.get(each).absent for each in IDENTITIES):
        yield Found(authorizer, f"{name} needs an Identity with Headers, QueryStrings, StageVariables or Context.")


def _identity(identity: Value) -> Iterator[Found]:
    if identity.kind in {"scalar", "list"}:
        yield Found(identity, "Identity has to be a mapping.")
    for kind in IDENTITIES:
        values = identity.get(kind)
        if values.kind == "scalar" and not values.assumed:
            yield Found(values, f"{kind} has to be a list of names.")
        for each in values.items() if values.kind == "list" else ():
            if isinstance(each.node, Intrinsic):
                yield Found(each, f"SAM cannot resolve a function in {kind}; write the name itself.")
