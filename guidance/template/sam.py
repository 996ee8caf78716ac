"""SAM's transform, as far as findings need it: every AWS::Serverless resource as the CloudFormation resources it becomes.

The nodes stay the ones written, so that whatever is found in the expansion points at the line it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from guidance.template import synthetic
from guidance.template.nodes import Mapping, Node, Scalar
from guidance.template.resources import Resource
from guidance.template.sam_create import create, entries_of
from guidance.template.sam_events import expand_events, without_type
from guidance.template.values import Value

if TYPE_CHECKING:
    from guidance.template.template import Template

_FUNCTION_SAME = (
    "FunctionName", "Handler", "Runtime", "Description", "MemorySize", "Timeout", "VpcConfig", "Role", "Environment", "KmsKeyArn",
    "ReservedConcurrentExecutions", "Layers", "FileSystemConfigs", "ImageConfig", "PackageType", "Architectures", "SnapStart",
    "EphemeralStorage", "CodeSigningConfigArn", "RuntimeManagementConfig", "LoggingConfig", "TenancyConfig", "RecursiveLoop",
    "DurableConfig", "FunctionScalingConfig", "PublishToLatestPublished",
)  # fmt: skip
_MACHINE_SAME = ("DefinitionSubstitutions", "Definition", "Role", "Name", "Type", "Logging", "Tracing", "DefinitionUri")
_API_SAME = (
    "Name", "Description", "EndpointConfiguration", "BinaryMediaTypes", "MinimumCompressionSize", "DisableExecuteApiEndpoint",
    "ApiKeySourceType",
)  # fmt: skip
_STAGE_SAME = (
    "AccessLogSetting", "MethodSettings", "TracingEnabled", "Variables", "CacheClusterEnabled", "CacheClusterSize",
    "CanarySetting",
)  # fmt: skip
_HTTP_STAGE_SAME = ("AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables", "Tags")

Expansion = Iterator[Resource]


def expand(template: Template) -> dict[str, Resource]:
    """Every resource as deployed, by logical id."""
    found: dict[str, Resource] = {}
    for declared in template.declared.values():
        if not declared.is_sam:
            found[declared.id] = declared
            continue
        for each in _EXPANDERS.get(declared.type, _keep)(declared):
            found.setdefault(each.id, each)
    for api in _implicit_apis(template, found):
        found.setdefault(api.id, api)
    return found


def dotted_names(template: Template) -> dict[str, Resource]:
    """What SAM lets a template refer to by `Function.Alias` and the like."""
    names: dict[str, Resource] = {}
    for each in template.deployed.values():
        suffix = _SUFFIXES.get(each.type)
        if each.is_sam and suffix and each.declared.id != each.id:
            names[f"{each.declared.id}.{suffix}"] = each
        if each.type == "AWS::Lambda::Function":
            names.setdefault(f"{each.id}.Version", each)
    return names


_SUFFIXES = {
    "AWS::Lambda::Alias": "Alias",
    "AWS::Lambda::Version": "Version",
    "AWS::ApiGateway::Stage": "Stage",
    "AWS::ApiGatewayV2::Stage": "Stage",
    "AWS::ApiGateway::Deployment": "Deployment",
    "AWS::SQS::Queue": "DestinationQueue",
    "AWS::SNS::Topic": "DestinationTopic",
}


def _keep(declared: Resource) -> Expansion:
    yield declared


def _renamed(kind: str) -> Callable[[Resource], Expansion]:
    def expand_one(declared: Resource) -> Expansion:
        yield create(declared, declared.id, kind, dict(entries_of(declared)))

    return expand_one


def _function(declared: Resource) -> Expansion:
    own = entries_of(declared)
    entries: dict[str, Node | None] = {name: own.get(name) for name in _FUNCTION_SAME}
    entries["Code"] = _code(own)
    for name, below, source in (
        ("TracingConfig", "Mode", "Tracing"),
        ("DeadLetterConfig", "TargetArn", "DeadLetterQueue"),
    ):
        written = own.get(source)
        if isinstance(written, Mapping):
            written = written.get(below)
        entries[name] = synthetic.mapping(written, {below: written}) if written is not None else None
    entries["Tags"] = _tags(own.get("Tags"))
    entries["CapacityProviderConfig"] = _capacity_provider(own.get("CapacityProviderConfig"))
    if "Fn::Transform" in own:
        entries["Fn::Transform"] = own["Fn::Transform"]
    if entries["Role"] is None:
        role = create(
            declared, f"{declared.id}Role", "AWS::IAM::Role", {"Policies": own.get("Policies")}, generated=True
        )
        entries["Role"] = synthetic.get_att(declared.body, role.id)
        yield role
    yield create(declared, declared.id, "AWS::Lambda::Function", entries)
    yield from _published(declared, own)
    yield from _companions(declared, own)
    yield from expand_events(declared, own.get("Events"), alias="AutoPublishAlias" in own)


def _code(own: dict[str, Node]) -> Node | None:
    for name, below in (("InlineCode", "ZipFile"), ("ImageUri", "ImageUri")):
        if (written := own.get(name)) is not None:
            return synthetic.mapping(written, {below: written})
    return own.get("CodeUri")


def _tags(written: Node | None) -> Node | None:
    if not isinstance(written, Mapping):
        return written
    pairs = (
        (node, {"Key": node.key or synthetic.scalar(node, name), "Value": node})
        for name, node in written.entries.items()
    )
    return synthetic.sequence(written, [synthetic.mapping(node, dict(pair)) for node, pair in pairs])


def _capacity_provider(written: Node | None) -> Node | None:
    if not isinstance(written, Mapping):
        return written
    names = {"Arn": "CapacityProviderArn"}
    inner = synthetic.mapping(written, {names.get(key, key): node for key, node in written.entries.items()})
    return synthetic.mapping(written, {"LambdaManagedInstancesCapacityProviderConfig": inner})


def _published(declared: Resource, own: dict[str, Node]) -> Expansion:
    """The version and the alias that AutoPublishAlias makes."""
    alias = own.get("AutoPublishAlias")
    if alias is None:
        return
    function = synthetic.ref(alias, declared.id)
    version = create(declared, f"{declared.id}Version", "AWS::Lambda::Version", {"FunctionName": function}, alias)
    yield version
    yield create(
        declared,
        f"{declared.id}Alias{alias.text}" if isinstance(alias, Scalar) else f"{declared.id}Alias",
        "AWS::Lambda::Alias",
        {
            "Name": alias,
            "FunctionName": function,
            "FunctionVersion": synthetic.get_att(alias, version.id, "Version"),
            "ProvisionedConcurrencyConfig": own.get("ProvisionedConcurrencyConfig"),
        },
        alias,
    )


def _companions(declared: Resource, own: dict[str, Node]) -> Expansion:
    """The function URL and the asynchronous invocation settings."""
    qualifier = own.get("AutoPublishAlias")
    if isinstance(url := own.get("FunctionUrlConfig"), Mapping):
        entries = {**url.entries, "TargetFunctionArn": synthetic.ref(url, declared.id), "Qualifier": qualifier}
        yield create(declared, f"{declared.id}Url", "AWS::Lambda::Url", entries, url)
    if isinstance(invoke := own.get("EventInvokeConfig"), Mapping):
        name = synthetic.ref(invoke, declared.id)
        version = qualifier or synthetic.scalar(invoke, "$LATEST")
        entries = {**invoke.entries, "FunctionName": name, "Qualifier": version}
        if "DestinationConfig" in entries:
            entries["DestinationConfig"] = without_type(entries["DestinationConfig"]) or entries["DestinationConfig"]
        yield create(declared, f"{declared.id}EventInvokeConfig", "AWS::Lambda::EventInvokeConfig", entries, invoke)


def _state_machine(declared: Resource) -> Expansion:
    own = entries_of(declared)
    names = {
        "Name": "StateMachineName",
        "Type": "StateMachineType",
        "Logging": "LoggingConfiguration",
        "Tracing": "TracingConfiguration",
    }
    entries: dict[str, Node | None] = {names.get(name, name): own.get(name) for name in _MACHINE_SAME}
    entries["Tags"] = _tags(own.get("Tags"))
    entries["RoleArn"] = entries.pop("Role")
    uri = entries.pop("DefinitionUri")
    entries["DefinitionS3Location"] = uri if isinstance(uri, Mapping) else None
    entries["DefinitionUri"] = uri if not isinstance(uri, Mapping) else None
    if entries["RoleArn"] is None:
        role = create(
            declared, f"{declared.id}Role", "AWS::IAM::Role", {"Policies": own.get("Policies")}, generated=True
        )
        entries["RoleArn"] = synthetic.get_att(declared.body, role.id)
        yield role
    yield create(declared, declared.id, "AWS::StepFunctions::StateMachine", entries)
    yield from expand_events(declared, own.get("Events"), alias=False)


def _api(declared: Resource) -> Expansion:
    own = entries_of(declared)
    entries: dict[str, Node | None] = {name: own.get(name) for name in _API_SAME}
    entries.update(Body=own.get("DefinitionBody"), BodyS3Location=own.get("DefinitionUri"))
    yield create(declared, declared.id, "AWS::ApiGateway::RestApi", entries)
    stage: dict[str, Node | None] = {name: own.get(name) for name in _STAGE_SAME}
    name = own.get("StageName")
    stage.update(StageName=name, RestApiId=synthetic.ref(declared.body, declared.id))
    label = name.text if isinstance(name, Scalar) else ""
    yield create(declared, f"{declared.id}{label}Stage", "AWS::ApiGateway::Stage", stage)


def _http_api(declared: Resource) -> Expansion:
    own = entries_of(declared)
    entries = {
        "Name": own.get("Name"),
        "CorsConfiguration": own.get("CorsConfiguration"),
        "Body": own.get("DefinitionBody"),
    }
    entries.update(ProtocolType=synthetic.scalar(declared.body, "HTTP"), FailOnWarnings=own.get("FailOnWarnings"))
    yield create(declared, declared.id, "AWS::ApiGatewayV2::Api", entries)
    stage: dict[str, Node | None] = {name: own.get(name) for name in _HTTP_STAGE_SAME}
    stage.update(StageName=own.get("StageName"), ApiId=synthetic.ref(declared.body, declared.id))
    yield create(declared, f"{declared.id}Stage", "AWS::ApiGatewayV2::Stage", stage)


def _simple_table(declared: Resource) -> Expansion:
    own = entries_of(declared)
    entries: dict[str, Node | None] = {
        name: own.get(name) for name in ("TableName", "SSESpecification", "ProvisionedThroughput")
    }
    entries["PointInTimeRecoverySpecification"] = own.get("PointInTimeRecoverySpecification")
    if entries["ProvisionedThroughput"] is None:
        entries["BillingMode"] = synthetic.scalar(declared.body, "PAY_PER_REQUEST")
    yield create(declared, declared.id, "AWS::DynamoDB::Table", entries)


def _implicit_apis(template: Template, found: dict[str, Resource]) -> Iterator[Resource]:
    """ServerlessRestApi and ServerlessHttpApi, when an event has no API of its own."""
    kinds = {
        "Api": ("ServerlessRestApi", "AWS::Serverless::Api", _api),
        "HttpApi": ("ServerlessHttpApi", "AWS::Serverless::HttpApi", _http_api),
    }
    for event, (logical_id, kind, expander) in kinds.items():
        first = _first_implicit(template, event)
        if first is None or logical_id in found:
            continue
        body = synthetic.mapping(first, {"Type": synthetic.scalar(first, kind)})
        body.name = None
        properties = _implicit_properties(template, kind, body)
        yield from expander(Resource(template, logical_id, kind, body, properties))


def _implicit_properties(template: Template, kind: str, body: Mapping) -> Mapping:
    section = template.section("Globals")
    shared = section.get(kind.removeprefix("AWS::Serverless::")) if section is not None else None
    return synthetic.mapping(body, dict(shared.entries) if isinstance(shared, Mapping) else {})


def _first_implicit(template: Template, kind: str) -> Node | None:
    for declared in template.declared.values():
        if declared.type in {"AWS::Serverless::Function", "AWS::Serverless::StateMachine"}:
            for _, event in declared.get("Events").entries():
                if event.get("Type").text() == kind and not _names_api(event, kind):
                    return event.node
    return None


def _names_api(event: Value, kind: str) -> bool:
    properties = event.get("Properties")
    return properties.known and properties.get("RestApiId" if kind == "Api" else "ApiId").present


_EXPANDERS: dict[str, Callable[[Resource], Expansion]] = {
    "AWS::Serverless::Function": _function,
    "AWS::Serverless::StateMachine": _state_machine,
    "AWS::Serverless::Api": _api,
    "AWS::Serverless::HttpApi": _http_api,
    "AWS::Serverless::SimpleTable": _simple_table,
    "AWS::Serverless::LayerVersion": _renamed("AWS::Lambda::LayerVersion"),
    "AWS::Serverless::Application": _renamed("AWS::CloudFormation::Stack"),
    "AWS::Serverless::CapacityProvider": _renamed("AWS::Lambda::CapacityProvider"),
    "AWS::Serverless::GraphQLApi": _renamed("AWS::AppSync::GraphQLApi"),
}
