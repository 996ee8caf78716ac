"""An event names a request model that its API does not define."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Resource,
    Template,
    Value,
    edits,
)
from guidance.wording import nearest

RULE = Rule(
    title="Request model is not defined by the API",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-requestmodel.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL033",),
)
CLOSE = 2
PARAMETER = re.compile(r"method\.request\.(querystring|path|header)\..+")


def check(template: Template) -> Iterator[Found]:
    """Yield each RequestModel that is not among its API's Models, and each malformed request parameter."""
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            own = event.get("Properties")
            named = own.get("RestApiId")
            api = named.resource if named.present else template.deployed.get("ServerlessRestApi")
            if event.get("Type").text() == "Api" and api is not None and api.is_sam and own.known:
                yield from _model(own.get("RequestModel", "Model"), api.declared)
            given = own.get("RequestParameters")
            for each in given.items() if event.get("Type").text() == "Api" and given.kind == "list" else ():
                for name in each.keys() if each.kind == "mapping" else [each.text() or "method.request.path.x"]:
                    if not PARAMETER.fullmatch(name):
                        message = "A request parameter is method.request.header.Name, .querystring.Name or .path.Name."
                        yield Found(each, f"{message} SAM rejects {name[:60]}.")


def _model(model: Value, api: Resource) -> Iterator[Found]:
    name, models = model.text(), api.get("Models")
    if name is None or models.unknown or name in models.keys():  # noqa: SIM118
        return
    near = nearest(name, models.keys(), CLOSE)
    said = f"; did you mean {near}?" if near else ". Add it to Models of the API."
    fix = edits.replace(model, near, f"Use {near}") if near else None
    yield Found(model, f"{api.id} has no model {name[:60]}{said}", [api], fix)
