"""A WebSocket API's stage or route has a name that SAM rejects."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.wording import names

RULE = Rule(
    title="WebSocket API has a name or authorizer that SAM rejects",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL029",),
)
SPECIAL = frozenset(("$connect", "$disconnect", "$default"))


def check(template: Template) -> Iterator[Found]:
    """Yield a stage `$default`, and each route key that is neither special nor alphanumeric."""
    for api in template.declared.values():
        if api.type == "AWS::Serverless::WebSocketApi":
            stage = api.get("StageName")
            if stage.text() == "$default":
                yield Found(
                    stage,
                    "The stage of a WebSocket API cannot be $default; that is for HTTP APIs. Name it, such as live.",
                )
            for key, route in api.get("Routes").entries():
                if key not in SPECIAL and not key.isalnum() and not key.startswith("Fn::"):
                    message = (
                        f"The route key {key[:40]} has to be letters and digits, or one of {names(sorted(SPECIAL))}."
                    )
                    yield Found(route, message)
            auth, routes = api.get("Auth"), api.get("Routes")
            if auth.kind == "mapping" and auth.keys() and routes.kind == "mapping" and "$connect" not in routes.keys():  # noqa: SIM118
                yield Found(auth, "A WebSocket API is authorized when it connects: Auth needs a route $connect.")
