"""A route in an OpenAPI file says nothing of what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.files import NamedFile, Opened, named_files, open_file
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Mapping, Node, Template

RULE = Rule(
    title="Route of an OpenAPI file has no integration",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html",
            "2026-11-20",
        ),
    ),
)
_METHODS = frozenset(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", "x-amazon-apigateway-any-method")
)
_HTTP = frozenset(("AWS::Serverless::HttpApi",))


def check(template: Template) -> Iterator[Found]:
    """Yield each OpenAPI file that is none, and each operation in one that has no integration."""
    for each in named_files(template):
        opened = open_file(template, each.name) if each.kind == "openapi" else None
        if opened is not None and opened.state == "read":
            yield from _document(template, each, opened)


def _document(template: Template, named: NamedFile, opened: Opened) -> Iterator[Found]:
    root = opened.root
    paths = root.get("paths")
    if not root.entries.keys() & {"openapi", "swagger"} or not isinstance(paths, Mapping):
        yield Found(
            template.at(root), "This is no OpenAPI document: it needs `openapi` or `swagger`, and `paths`.", [named.at]
        )
        return
    http = named.owner is not None and named.owner.type in _HTTP
    for path, method, operation in _operations(paths):
        if "x-amazon-apigateway-integration" not in operation.entries and "$ref" not in operation.entries:
            follows = "callers get an error" if http else "API Gateway refuses to deploy the API"
            message = f"{method.upper()} {path[:80]} has no x-amazon-apigateway-integration: {follows}."
            yield Found(template.at(operation), message, [named.at], severity=Severity.WARNING if http else None)


def _operations(paths: Mapping) -> Iterator[tuple[str, str, Mapping]]:
    for path, item in paths.entries.items():
        entries: dict[str, Node] = item.entries if isinstance(item, Mapping) else {}
        for method, operation in entries.items():
            if method.lower() in _METHODS and isinstance(operation, Mapping):
                yield path, method.removeprefix("x-amazon-apigateway-").removesuffix("-method"), operation
