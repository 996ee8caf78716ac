"""A path, method or response in an API's inline definition is not a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    Value,
)

RULE = Rule(
    title="Inline API definition has an entry of the wrong shape",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://spec.openapis.org/oas/v3.0.3#paths-object", "2026-11-20"),),
    aliases=("TPL016",),
)
TYPES = frozenset(("AWS::Serverless::Api", "AWS::Serverless::HttpApi"))
METHODS = frozenset(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", "x-amazon-apigateway-any-method")
)
EDITED = (
    "Auth",
    "Cors",
    "CorsConfiguration",
    "GatewayResponses",
    "Models",
    "DisableExecuteApiEndpoint",
    "Tags",
    "Name",
)


def check(template: Template) -> Iterator[Found]:
    """Yield each path item, method and set of responses that has to be a mapping and is none."""
    for api in template.declared.values():
        paths = api.get("DefinitionBody", "paths")
        if api.type not in TYPES or paths.kind != "mapping":
            continue
        severity = Severity.ERROR if any(api.get(name).present for name in EDITED) else Severity.WARNING
        guarded = api.get("Auth", "DefaultAuthorizer").present
        http = api.type == "AWS::Serverless::HttpApi"
        for path, item in paths.entries():
            if path.startswith("Fn::"):
                continue
            if item.kind in {"scalar", "list"}:
                message = f"The path {path[:60]} has to be a mapping of methods; SAM cannot edit this definition."
                yield Found(item, message, severity=severity if http else None)
            for method, operation in item.entries():
                if method.lower() == "any" and guarded and http:
                    message = "`any` is no method of a definition; SAM fails to secure it. Write"
                    yield Found(operation, f"{message} x-amazon-apigateway-any-method.")
                else:
                    yield from _operation(method, operation, severity, guarded=guarded)


def _operation(method: str, operation: Value, severity: Severity, *, guarded: bool) -> Iterator[Found]:
    """What is wrong with one method; with a DefaultAuthorizer, SAM takes every key but `parameters` for a method."""
    known = method.lower() in METHODS
    if operation.kind in {"scalar", "list"} and (known or (guarded and method != "parameters")):
        said = "The method" if known else "With a DefaultAuthorizer, SAM takes every key of a path for a method:"
        yield Found(operation, f"{said} {method[:40]} has to be a mapping here.", severity=severity)
    elif known and (responses := operation.get("responses")).kind in {"scalar", "list"}:
        yield Found(responses, f"The responses of {method} have to be a mapping of status codes.", severity=severity)
