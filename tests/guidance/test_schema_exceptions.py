"""Each entry of `schema_exceptions.toml`: cfn-lint still reports it, the table silences it, and no more than it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from guidance import schema_exceptions
from guidance.schema import check_schema
from guidance.schema_exceptions import SchemaException, exceptions

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
CONDITIONS = "Conditions: {Here: !Equals [!Ref AWS::Region, us-east-1]}\n"
FUNCTION = """\
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src
"""
RESOURCES = f"{HEAD}Resources:\n{FUNCTION}"
CAPACITY = """\
  R:
    Type: AWS::Serverless::CapacityProvider
    Properties:
      VpcConfig: {SubnetIds: [subnet-12345678], SecurityGroupIds: [sg-12345678]}
"""
GRAPH = """\
  R:
    Type: AWS::Serverless::GraphQLApi
    Properties:
      SchemaInline: "type Query { a: String }"
      Auth: {Type: AWS_IAM}
"""
EVENT = "/Resources/F/Properties/Events/E/Properties"
AUTHORIZER = "/Resources/A/Properties/Auth/Authorizers/P"
POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
STATEMENT = "{Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*}"

Found = set[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """What the entry is for, and the change after which a finding is right."""

    template: str
    found: Found
    """What the entry silences, by rule and path."""
    swap: tuple[str, str]
    wrong: Found
    """What is reported after the swap."""
    says: str = ""
    """What one of these messages contains."""


def references(resource: str, name: str, attributes: tuple[str, ...], wrong: str) -> Case:
    """Every attribute by GetAtt, by Sub, in a Join and in an output, which are four rules of cfn-lint's."""
    parameters = "".join(
        f"  T{each}:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n"
        f"      Value: !GetAtt {name}.{each}\n"
        f"      Description: !Sub '${{{name}.{each}}}'\n"
        f"      AllowedPattern: !Join ['', [!GetAtt {name}.{each}]]\n"
        for each in attributes
    )
    outputs = "".join(f"  O{each}: {{Value: !GetAtt {name}.{each}}}\n" for each in attributes)
    return Case(
        f"{RESOURCES}{resource}{parameters}Outputs:\n{outputs}",
        {at for each in attributes for at in referred(each)},
        (f"{name}.{attributes[0]}", f"{name}.{wrong}"),
        referred(attributes[0]),
    )


def referred(attribute: str) -> Found:
    properties = f"/Resources/T{attribute}/Properties"
    return {
        ("E1010", f"{properties}/Value/Fn::GetAtt/1"),
        ("E1019", f"{properties}/Description/Fn::Sub"),
        ("E1022", f"{properties}/AllowedPattern/Fn::Join/1/0/Fn::GetAtt/1"),
        ("E6101", f"/Outputs/O{attribute}/Value/Fn::GetAtt/1"),
    }


def event(kind: str, *properties: str) -> str:
    lines = "".join(f"            {each}\n" for each in properties)
    return f"{RESOURCES}      Events:\n        E:\n          Type: {kind}\n          Properties:\n{lines}"


def api(*auth: str) -> str:
    lines = "".join(f"        {each}\n" for each in auth)
    properties = f"    Properties:\n      StageName: live\n      Auth:\n{lines}"
    return f"{HEAD}{CONDITIONS}Resources:\n  A:\n    Type: AWS::Serverless::Api\n    Condition: Here\n{properties}"


POOLS = api("Authorizers:", f"  P: {{UserPoolArn: ['{POOL}']}}")
CASES = {
    "E1010 E1019 E1022 E6101 AWS::Serverless::CapacityProvider": references(CAPACITY, "R", ("Arn",), "Arm"),
    "E1010 E1019 E1022 E6101 AWS::Serverless::GraphQLApi": references(
        GRAPH,
        "R",
        ("ApiId", "Arn", "GraphQLUrl", "GraphQLEndpointArn", "GraphQLDns", "RealtimeUrl"),
        "Id",
    ),
    "E1010 E1019 E1022 E6101 AWS::Serverless::Function": references(
        "", "F", ("Alias", "Version", "DestinationQueue", "DestinationTopic"), "Aliases"
    ),
    "E3724 ^Globals/Function/FunctionUrlConfig$": Case(
        f"{HEAD}Globals:\n  Function:\n    FunctionUrlConfig: {{AuthType: AWS_IAM}}\nResources:\n{FUNCTION}",
        {("E3724", "/Globals/Function/FunctionUrlConfig")},
        ("FunctionUrlConfig", "FunctionUrlsConfig"),
        {("E3724", "/Globals/Function/FunctionUrlsConfig")},
    ),
    "E3724 ^Globals/Api/EndpointAccessMode$": Case(
        f"{HEAD}Globals:\n  Api:\n    EndpointAccessMode: STRICT\nResources:\n{FUNCTION}",
        {("E3724", "/Globals/Api/EndpointAccessMode")},
        ("  Api:", "  HttpApi:"),
        {("E3724", "/Globals/HttpApi/EndpointAccessMode")},
    ),
    "E3002 /Events/[^/]+/Properties/DestinationConfig/OnFailure/Type$": Case(
        event(
            "DynamoDB",
            "Stream: arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026",
            "StartingPosition: LATEST",
            f"DestinationConfig: {{OnFailure: {{Type: SQS, Destination: '{QUEUE}'}}}}",
        ),
        {("E3002", f"{EVENT}/DestinationConfig/OnFailure/Type")},
        ("Type: SQS", "Kind: SQS"),
        {("E3002", f"{EVENT}/DestinationConfig/OnFailure/Kind")},
    ),
    "E3002 /Events/[^/]+/Properties/State$": Case(
        event("EventBridgeRule", "Pattern: {source: [a]}", "State: ENABLED"),
        {("E3002", f"{EVENT}/State")},
        ("State: ENABLED", "State: ON"),
        {("E3030", f"{EVENT}/State")},
    ),
    "E3002 /Properties/(StartDate|EndDate)$": Case(
        event(
            "ScheduleV2",
            "ScheduleExpression: rate(1 day)",
            "StartDate: '2026-01-01T00:00:00'",
            "EndDate: '2026-02-01T00:00:00'",
        ),
        {("E3002", f"{EVENT}/StartDate"), ("E3002", f"{EVENT}/EndDate")},
        ("2026-02-01T00:00:00", "tomorrow"),
        {("E3002", f"{EVENT}/EndDate")},
    ),
    "E3012 /Auth/ResourcePolicy/CustomStatements(/Fn::If/[12])*$": Case(
        api("ResourcePolicy:", f"  CustomStatements: {STATEMENT}"),
        {("E3012", "/Resources/A/Properties/Auth/ResourcePolicy/CustomStatements")},
        (STATEMENT, "Allow"),
        {("E3012", "/Resources/A/Properties/Auth/ResourcePolicy/CustomStatements")},
    ),
    "E3017 /Auth/Authorizers/[^/]+$": Case(
        POOLS, {("E3017", AUTHORIZER)}, ("UserPoolArn:", "UserPoolArns:"), {("E3017", AUTHORIZER)}
    ),
    "E3012 E3017 /Auth/Authorizers/[^/]+/UserPoolArn$": Case(
        POOLS,
        {("E3012", f"{AUTHORIZER}/UserPoolArn"), ("E3017", f"{AUTHORIZER}/UserPoolArn")},
        (f"['{POOL}']", f"!If [Here, ['{POOL}'], '{POOL}']"),  # which SAM puts into a list of its own
        {("E3012", f"{AUTHORIZER}/UserPoolArn/Fn::If/1"), ("E3017", AUTHORIZER)},
    ),
    "E3002 /Auth/Authorizers/[^/]+/UserPoolArn$": Case(
        POOLS,
        {("E3002", f"{AUTHORIZER}/UserPoolArn")},
        ("{UserPoolArn", "{Pools: 1, UserPoolArn"),
        {("E3017", AUTHORIZER)},
    ),
    "E3003 /Auth/Authorizers/[^/]+$": Case(
        POOLS,
        {("E3003", AUTHORIZER)},
        (f"UserPoolArn: ['{POOL}']", "Identity: {Header: Auth}"),
        {("E3003", AUTHORIZER), ("E3017", AUTHORIZER)},
        "'UserPoolArn' is a required",
    ),
    "E3003 ^Resources/[^/]+/Properties$": Case(
        f"{HEAD}{CONDITIONS}Resources:\n{FUNCTION}"
        "      Role: !If [Here, 'arn:aws:iam::123456789012:role/r', !Ref AWS::NoValue]\n",
        {("E3003", "/Resources/F/Properties")},
        ("AWS::Serverless::Function", "AWS::Lambda::Function"),
        {("E3003", "/Resources/F/Properties")},
        "'Role' is a required",
    ),
    "E3002 /Events/[^/]+/Properties/ProvisionedPollerConfig$": Case(
        event("SQS", f"Queue: {QUEUE}", "ProvisionedPollerConfig: {MinimumPollers: 2, MaximumPollers: 20}"),
        {("E3002", f"{EVENT}/ProvisionedPollerConfig")},
        ("ProvisionedPollerConfig", "ProvisionedPollersConfig"),
        {("E3002", f"{EVENT}/ProvisionedPollersConfig")},
    ),
    "E3002 /Events/[^/]+/Properties/DestinationConfig$": Case(
        event(
            "SelfManagedKafka",
            "KafkaBootstrapServers: ['broker:9092']",
            "Topics: [orders]",
            "SourceAccessConfigurations: [{Type: VPC_SUBNET, URI: 'subnet:subnet-12345678'}]",
            f"DestinationConfig: {{OnFailure: {{Destination: '{QUEUE}'}}}}",
        ),
        {("E3002", f"{EVENT}/DestinationConfig")},
        ("DestinationConfig", "DestinationsConfig"),
        {("E3002", f"{EVENT}/DestinationsConfig")},
    ),
    "E3002 /CidrBlock$": Case(
        f"{HEAD}Resources:\n  V:\n    Type: AWS::EC2::VPC\n    Properties: {{CidrBlock: 10.0.1.0/23}}\n",
        {("E3002", "/Resources/V/Properties/CidrBlock")},
        ("10.0.1.0/23", "10.0.1/23"),
        {("E3002", "/Resources/V/Properties/CidrBlock")},
    ),
    r"E3510 /Resource(/\d+)?$": Case(
        f"{HEAD}Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Version: '2012-10-17'\n"
        "        Statement: [{Effect: Allow, Action: 'sns:Publish', Resource: ['arn:aws:sns:*:*']}]\n",
        {("E3510", "/Resources/P/Properties/PolicyDocument/Statement/0/Resource/0")},
        ("arn:aws:sns:*:*", "sns:topic"),
        {("E3510", "/Resources/P/Properties/PolicyDocument/Statement/0/Resource/0")},
    ),
    "E3001 ^Resources/[^/]+(/Description)?$": Case(
        f"{HEAD}Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Description: jobs\n",
        {("E3001", "/Resources/Q/Description")},
        ("Description: jobs", "Descriptions: jobs"),
        {("E3001", "/Resources/Q/Descriptions")},
    ),
    "E3002 /DefinitionSubstitutions$": Case(
        f"{HEAD}Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: a.asl.json\n"
        "      DefinitionSubstitutions: {}\n",
        {("E3002", "/Resources/M/Properties/DefinitionSubstitutions")},
        ("DefinitionSubstitutions", "DefinitionSubstitution"),
        {("E3002", "/Resources/M/Properties/DefinitionSubstitution")},
    ),
}


def key(entry: SchemaException) -> str:
    return " ".join((*entry.rules, entry.attribute_of or entry.path))


def found(text: str) -> Found:
    return {(each.rule_id, each.path or "") for each in check_schema(text)}


def test_every_entry_has_its_case() -> None:
    assert sorted(map(key, exceptions())) == sorted(CASES)


@pytest.mark.parametrize("name", CASES)
def test_an_entry_is_needed_and_silences_only_what_it_is_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    table = exceptions()
    (entry,) = (each for each in table if key(each) == name)

    assert {rule for rule, _ in case.found} == set(entry.rules)
    assert check_schema(case.template) == []
    assert case.swap[0] in case.template
    findings = check_schema(case.template.replace(*case.swap))
    assert case.wrong <= {(each.rule_id, each.path) for each in findings}
    assert any(case.says in each.message for each in findings if (each.rule_id, each.path) in case.wrong)

    monkeypatch.setattr(schema_exceptions, "exceptions", lambda: tuple(each for each in table if each != entry))
    assert found(case.template) == case.found
    monkeypatch.setattr(schema_exceptions, "exceptions", tuple)
    assert found(case.template) >= case.found
