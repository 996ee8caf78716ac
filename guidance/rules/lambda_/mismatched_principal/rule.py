"""A permission names one service and the resource of another."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value

RULE = Rule(
    title="Permission's principal does not fit its source",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY, Pillar.SECURITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html", "2026-11-20"),),
    aliases=("LAM036",),
    equivalents=("W3664",),
)
BY_TYPE = {
    "AWS::ApiGateway::RestApi": "apigateway",
    "AWS::ApiGatewayV2::Api": "apigateway",
    "AWS::Cognito::UserPool": "cognito-idp",
    "AWS::Config::ConfigRule": "config",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "elasticloadbalancing",
    "AWS::Events::Rule": "events",
    "AWS::IoT::TopicRule": "iot",
    "AWS::Logs::LogGroup": "logs",
    "AWS::S3::Bucket": "s3",
    "AWS::SNS::Topic": "sns",
    "AWS::Scheduler::Schedule": "scheduler",
    "AWS::SecretsManager::Secret": "secretsmanager",
}
BY_ARN = {
    "execute-api": "apigateway", "cognito-idp": "cognito-idp", "events": "events", "iot": "iot", "logs": "logs", "s3": "s3",
    "sns": "sns", "scheduler": "scheduler", "secretsmanager": "secretsmanager", "elasticloadbalancing": "elasticloadbalancing",
}  # fmt: skip


def check(template: Template) -> Iterator[Found]:
    """Yield each service principal that cannot be the one behind SourceArn."""
    for permission in template.resources("AWS::Lambda::Permission"):
        principal, source = permission.get("Principal"), permission.get("SourceArn")
        named, _, domain = (principal.text() or "").partition(".")
        owner = _owner(source)
        if not domain.endswith(("amazonaws.com", "amazonaws.com.cn")) or owner is None or named == owner:
            continue
        message = f"The principal is {named}, but SourceArn is of {owner}: neither may invoke the function, as both have to fit."
        yield Found(principal, message + f" Set Principal to {owner}.amazonaws.com.", (source,))


def _owner(source: Value) -> str | None:
    """The service that a resource or an ARN belongs to."""
    if source.resource is not None and source.resource.type in BY_TYPE and source.kind == "reference":
        return BY_TYPE[source.resource.type]
    start = source.parts[0] if isinstance(source.parts[0], str) else ""
    rest = start if start.count(":") > 1 else "".join(each if isinstance(each, str) else "x" for each in source.parts)
    service = rest.split(":")[2] if rest.startswith("arn:") and rest.count(":") > 2 else ""
    return BY_ARN.get(service)
