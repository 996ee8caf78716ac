"""A gateway response of a SAM API has properties that SAM does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Template,
    Value,
)
from guidance.wording import names

RULE = Rule(
    title="Gateway response has a form that SAM rejects",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-gatewayresponse.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL020",),
)
PROPERTIES = frozenset(("ResponseParameters", "ResponseTemplates", "StatusCode"))
PARAMETERS = frozenset(("Headers", "Paths", "QueryStrings"))


def check(template: Template) -> Iterator[Found]:
    """Yield what SAM rejects in GatewayResponses."""
    for api in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        if api.type == "AWS::Serverless::Api":
            for name, response in api.get("GatewayResponses").entries():
                if response.kind in {"scalar", "list"} or isinstance(response.node, Intrinsic):
                    yield Found(
                        response, f"The gateway response {name[:40]} has to be a mapping, not a value or a function."
                    )
                elif response.kind == "mapping":
                    yield from _response(response)


def _response(response: Value) -> Iterator[Found]:
    for key, value in response.entries():
        if key not in PROPERTIES:
            yield Found(value, f"A gateway response has {names(sorted(PROPERTIES))}; there is no {key[:40]}.")
    parameters = response.get("ResponseParameters")
    if parameters.kind in {"scalar", "list"}:
        yield Found(parameters, f"ResponseParameters has to be a mapping with {names(sorted(PARAMETERS))}.")
    for key, value in parameters.entries():
        if key not in PARAMETERS:
            yield Found(value, f"ResponseParameters has {names(sorted(PARAMETERS))}; there is no {key[:40]}.")
    code = response.get("StatusCode")
    if code.text() and not re.fullmatch(r"\d{1,3}", code.text() or ""):
        yield Found(code, "StatusCode has to be a number such as 401.")
