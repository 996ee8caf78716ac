"""SAM loses the CORS settings of an HTTP API, because its origins come from a function."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Intrinsic, Mapping, Template
from guidance.template.apis import apis

RULE = Rule(
    title="CORS origins come from a function that SAM does not resolve",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/serverless-application-model/blob/develop/samtranslator/open_api/open_api.py",
            "2026-11-20",
        ),
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapicorsconfiguration.html",
            "2026-11-20",
        ),
    ),
    aliases=("API019",),
)


_RESOLVED = frozenset(("Ref", "Fn::FindInMap"))


def check(template: Template) -> Iterator[Found]:
    """Yield each list of origins that SAM takes for the whole configuration."""
    for api in apis(template):
        if api.is_sam and api.type == "AWS::ApiGatewayV2::Api":
            for cors in api.each("CorsConfiguration"):
                node = cors.data.get("AllowOrigins") if isinstance(cors.data, Mapping) else None
                if isinstance(node, Intrinsic) and node.function not in _RESOLVED:
                    message = (
                        f"SAM takes {node.function} here for the whole CORS configuration: it becomes a list, and methods,"
                        " headers and max age are lost. Give a list, or !Ref a parameter of type CommaDelimitedList."
                    )
                    yield Found(template.at(node), message)
