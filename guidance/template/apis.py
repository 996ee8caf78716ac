"""Routes: what an API calls, and who may call it, from SAM events, OpenAPI documents and plain CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guidance.template.resources import Resource
from guidance.template.template import Template
from guidance.template.values import Value
from guidance.template.views import Function, function_of

Auth = Literal["none", "open", "iam", "authorizer", "api_key", "unknown"]
"""Who may call: "none" when nothing is said, "open" when it says so (Authorizer: NONE), "unknown" when it cannot be known."""

_METHODS = frozenset(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", "x-amazon-apigateway-any-method")
)


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path. `api` is the REST or HTTP API as deployed; None when it is not in this template."""

    api: Resource | None
    kind: Literal["rest", "http", "websocket"]
    method: str | None
    path: str | None
    function: Function | None
    at: Value
    """The event, operation, method or route."""
    auth: Auth


def routes(template: Template) -> list[Route]:
    """Every route of every API in the template."""
    return template.memo(_routes)


def _routes(template: Template) -> list[Route]:
    found = [*_from_events(template), *_from_methods(template), *_from_routes(template)]
    for api in template.deployed.values():
        if api.type in {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"}:
            found.extend(_from_openapi(api))
    return found


def apis(template: Template) -> list[Resource]:
    """The REST, HTTP and WebSocket APIs as deployed, implicit ones too."""
    return template.resources("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")


def _from_events(template: Template) -> Iterator[Route]:
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            kind = event.get("Type").text()
            if kind == "Api":
                yield _event_route(event, function, "rest", "RestApiId", "ServerlessRestApi")
            elif kind == "HttpApi":
                yield _event_route(event, function, "http", "ApiId", "ServerlessHttpApi")


def _event_route(event: Value, function: Function, kind: Literal["rest", "http"], key: str, implicit: str) -> Route:
    named = event.get("Properties", key)
    api = named.resource if named.present else function.template.deployed.get(implicit)
    method, path = event.get("Properties", "Method").text(), event.get("Properties", "Path").text()
    auth = _sam_auth(event.get("Properties", "Auth"), api, foreign=named.present and api is None)
    return Route(api, kind, method.lower() if method else None, path, function, event, auth)


def _sam_auth(own: Value, api: Resource | None, *, foreign: bool) -> Auth:
    """What SAM's `Auth` of an event comes to, with the API's own."""
    chosen = own.get("Authorizer")
    if chosen.present:
        return _authorizer(chosen.text())
    if own.unknown or chosen.unknown or foreign:
        return "unknown"
    return _shared_auth(own, api) if api is not None else "none"


def _shared_auth(own: Value, api: Resource) -> Auth:
    shared = api.declared.get("Auth") if api.is_sam else api.properties
    default = shared.get("DefaultAuthorizer")
    if default.present and api.is_sam:
        return _authorizer(default.text())
    if shared.get("ResourcePolicy").present or own.get("ResourcePolicy").present:
        return "authorizer"
    if _key_required(own, shared):
        return "api_key"
    return "unknown" if shared.unknown or (api.is_sam and _has_definition(api)) else "none"


def _key_required(own: Value, shared: Value) -> bool:
    chosen = own.get("ApiKeyRequired")
    return (chosen if chosen.present else shared.get("ApiKeyRequired")).boolean() is True


def _authorizer(name: str | None) -> Auth:
    if name is None:
        return "unknown"
    return {"NONE": "open", "AWS_IAM": "iam"}.get(name, "authorizer")  # type: ignore[return-value]


def _has_definition(api: Resource) -> bool:
    return any(api.declared.get(name).present for name in ("DefinitionBody", "DefinitionUri"))


def _from_methods(template: Template) -> Iterator[Route]:
    for method in template.resources("AWS::ApiGateway::Method"):
        function = _integrated(method.get("Integration", "Uri"))
        words: dict[str | None, Auth] = {"NONE": "none", "AWS_IAM": "iam", None: "unknown"}
        auth = words.get(method.get("AuthorizationType", default="NONE").text(), "authorizer")
        if auth == "none" and method.get("ApiKeyRequired").boolean():
            auth = "api_key"
        name = (method.get("HttpMethod").text() or "").lower() or None
        yield Route(method.get("RestApiId").resource, "rest", name, None, function, method.properties, auth)


def _from_routes(template: Template) -> Iterator[Route]:
    for route in template.resources("AWS::ApiGatewayV2::Route"):
        api = route.get("ApiId").resource
        kind: Literal["http", "websocket"] = "http"
        if api is not None and api.get("ProtocolType").text() == "WEBSOCKET":
            kind = "websocket"
        integration = route.get("Target").resource
        function = _integrated(integration.get("IntegrationUri")) if integration is not None else None
        words: dict[str | None, Auth] = {"NONE": "none", "AWS_IAM": "iam", None: "unknown"}
        auth = words.get(route.get("AuthorizationType", default="NONE").text(), "authorizer")
        method, _, path = (route.get("RouteKey").text() or "").partition(" ")
        yield Route(api, kind, method.lower() or None, path or None, function, route.properties, auth)


def _from_openapi(api: Resource) -> Iterator[Route]:
    body = api.get("Body")
    kind: Literal["rest", "http"] = "rest" if api.type == "AWS::ApiGateway::RestApi" else "http"
    shared = api.declared.get("Auth", "DefaultAuthorizer") if api.is_sam else Value("absent", api.body, api.template)
    for path, item in body.get("paths").entries():
        for method, operation in item.entries():
            if method.lower() in _METHODS and operation.kind == "mapping":
                function = _integrated(operation.get("x-amazon-apigateway-integration", "uri"))
                auth = _openapi_auth(operation, body, shared, api)
                yield Route(
                    api,
                    kind,
                    method.lower().removeprefix("x-amazon-apigateway-").removesuffix("-method"),
                    path,
                    function,
                    operation,
                    auth,
                )


def _openapi_auth(operation: Value, body: Value, shared: Value, api: Resource) -> Auth:
    own = operation.get("security")
    chosen = own if own.present else body.get("security")
    if chosen.present:
        return "authorizer" if chosen.unknown or chosen.items() else "open"
    if shared.present:
        return _authorizer(shared.text())
    if operation.get("x-amazon-apigateway-auth").present:
        return "iam"
    policy = body.get("x-amazon-apigateway-policy").present or api.get("Policy").present
    return "authorizer" if policy or (api.is_sam and api.declared.get("Auth", "ResourcePolicy").present) else "none"


def _integrated(uri: Value) -> Function | None:
    """The function in an integration's URI: an ARN, or the API Gateway invocation path around it."""
    direct = function_of(uri)
    if direct is not None:
        return direct
    for reference in uri.references():
        found = uri.template.find(reference)
        if isinstance(found, Function):
            return found
    return None
