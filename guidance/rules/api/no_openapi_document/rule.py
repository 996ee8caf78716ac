"""What stands as the definition of a SAM API is no OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)

RULE = Rule(
    title="Inline definition is no OpenAPI document",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://spec.openapis.org/oas/v3.0.3#openapi-object", "2026-11-20"),),
    aliases=("TPL035",),
)
EDITED = {
    "AWS::Serverless::Api": ("Auth", "Cors", "GatewayResponses", "Models", "DisableExecuteApiEndpoint"),
    "AWS::Serverless::HttpApi": ("Auth", "CorsConfiguration", "DisableExecuteApiEndpoint", "Tags"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each definition without version or paths that SAM has to edit, and each security that is no list."""
    for api in template.declared.values():
        body = api.get("DefinitionBody")
        edited = [name for name in EDITED.get(api.type, ()) if api.get(name).present]
        if body.kind != "mapping" or not edited or "Fn::Transform" in body.keys():  # noqa: SIM118
            continue
        version = "openapi" if api.type == "AWS::Serverless::HttpApi" else "openapi or swagger"
        if all(body.get(name).absent for name in version.split(" or ")):
            yield Found(body, f"SAM cannot write {edited[0]} into a definition without {version}.")
        if body.get("paths").kind in {"absent", "scalar", "list"}:
            yield Found(
                body.get("paths"), f"SAM cannot write {edited[0]} into a definition whose paths are no mapping."
            )
        if body.get("securityDefinitions").kind in {"scalar", "list"}:
            yield Found(body.get("securityDefinitions"), "securityDefinitions has to be a mapping of names.")
        for path, item in body.get("paths").entries():
            for method, operation in item.entries():
                security = operation.get("security")
                if security.kind == "scalar" and "Auth" in edited:
                    yield Found(security, f"The security of {method} {path[:60]} has to be a list.")
