"""An event or API names an authorizer that its API does not define."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Resource,
    Template,
    Value,
)

RULE = Rule(
    title="Authorizer is not defined by the API",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-controlling-access-to-apis.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL015",),
)
TYPES = {"AWS::Serverless::Api": "Api", "AWS::Serverless::HttpApi": "HttpApi"}


def check(template: Template) -> Iterator[Found]:
    """Yield each event's and each API's authorizer that does not exist."""
    for api in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        if api.type in TYPES:
            yield from _default(api)
    for declared in template.declared.values():
        for _, event in declared.get("Events").entries() if declared.is_sam else ():
            kind, own = event.get("Type").text() or "", event.get("Properties")
            named = own.get("RestApiId" if kind == "Api" else "ApiId")
            implicit = template.deployed.get("ServerlessRestApi" if kind == "Api" else "ServerlessHttpApi")
            found = named.resource if named.present or not own.known else implicit
            api = found.declared if found is not None else declared
            if TYPES.get(api.type) == kind and not api.get("DefinitionUri").present:
                yield from _event(own.get("Auth"), api, kind)


def _default(api: Resource) -> Iterator[Found]:
    chosen = api.get("Auth", "DefaultAuthorizer")
    if (name := chosen.text()) and _defines(api, name) is False:
        yield Found(
            chosen, f"DefaultAuthorizer {name[:60]} is not among Auth.Authorizers of this API. Define it there."
        )


def _event(auth: Value, api: Resource, kind: str) -> Iterator[Found]:
    chosen, shared, key = auth.get("Authorizer"), api.get("Auth"), auth.get("ApiKeyRequired")
    name, bare = chosen.text(), shared.get("DefaultAuthorizer").absent
    if auth.kind != "mapping" or shared.unknown:
        return
    if name == "NONE" and bare:
        yield Found(
            chosen, "Authorizer: NONE needs an API with a DefaultAuthorizer to switch off. Remove it, or set one."
        )
    elif name and name != "NONE" and _defines(api, name) is False:
        yield Found(chosen, f"{api.id} defines no authorizer {name[:60]}; add it to its Auth.Authorizers.", [api])
    elif chosen.absent and (auth.get("AuthorizationScopes").present if kind == "Api" else bare and auth.keys()):
        yield Found(auth, "This Auth names no Authorizer, and the transform needs one here. Add it.", [api])
    if kind == "Api" and key.boolean() is False and shared.get("ApiKeyRequired").absent:
        yield Found(key, "ApiKeyRequired: false only works on an API whose Auth requires keys. Remove it.", [api])


def _defines(api: Resource, name: str) -> bool | None:
    """Whether an API has an authorizer of this name; None when that cannot be known."""
    if name == "AWS_IAM" and (TYPES[api.type] == "Api" or api.get("Auth", "EnableIamAuthorizer").present):
        return True
    defined = api.get("Auth", "Authorizers")
    if defined.absent:
        return False
    return name in defined.keys() if defined.kind == "mapping" else None  # noqa: SIM118
