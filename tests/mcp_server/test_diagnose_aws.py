"""`diagnose` of what moto does not serve, against AWS's own service model: a wrong parameter fails. Stacks, executions, Kafka."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from guidance.advice.metrics import Window
from mcp_server.aws import deployed, sessions
from mcp_server.aws.functions import function_of
from mcp_server.diagnose import UNKNOWN, Case, check
from mcp_server.diagnose_result import DiagnosisResult
from mcp_server.settings import settings
from mcp_server.tools import Caller
from mcp_server.tools.diagnose import diagnose
from tests.mcp_server.aws_account import KEYS
from tests.mcp_server.observed_account import ACCOUNT_ID, Observed, observed
from tests.mcp_server.observed_incidents import NOW, WINDOW, function, metrics

ARN = f"arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:orders:3/durable-execution/order-7/5b866fb1-0000-4000-8000-000000000000"
STACK = f"arn:aws:cloudformation:eu-west-1:{ACCOUNT_ID}:stack/shop/5b866fb1-0000-4000-8000-000000000000"
UUID = "5b866fb1-0000-4000-8000-000000000007"


@pytest.fixture(scope="module")
def seeded() -> Iterator[Observed]:
    with observed() as account:
        function(account, "orders")
        metrics(account, "orders")
        yield account


@pytest.fixture
def account(seeded: Observed, monkeypatch: pytest.MonkeyPatch) -> Observed:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": seeded.url}.items():
        monkeypatch.setenv(name, value)
    return seeded


def client(service: str) -> Any:
    """The client that the tool will use."""
    return sessions.aws(settings({}))._client(service)


def asked(target: str, *, sensitive: bool = True) -> DiagnosisResult:
    return diagnose(Caller(settings({"allow_sensitive_data_access": sensitive})), target, **WINDOW)


def at(minutes: float) -> dt.datetime:
    return NOW - dt.timedelta(minutes=minutes)


def happened(number: int, kind: str, name: str = "", minutes: float = 30, **details: Any) -> dict[str, Any]:
    event = {"EventType": kind, "EventId": number + 1, "EventTimestamp": at(minutes), f"{kind}Details": details}
    return {**event, "Id": f"id-{name}", "Name": name} if name else event


def failed(type_: str, message: str = "") -> dict[str, Any]:
    return {"Payload": {"ErrorType": type_, **({"ErrorMessage": message} if message else {})}}


def history(
    account: Observed, status: str, events: list[dict[str, Any]], *, sensitive: bool = True, **more: Any
) -> DiagnosisResult:
    """The diagnosis of an execution with such a history; newest first, in two pages."""
    described = {
        "DurableExecutionArn": ARN, "DurableExecutionName": "order-7", "FunctionArn": ARN.split("/", maxsplit=1)[0], "Status": status,
        "StartTimestamp": at(90), "DurableConfig": {"ExecutionTimeout": 3600}, **more,
    }  # fmt: skip
    newest = [happened(0, "ExecutionStarted", minutes=90, ExecutionTimeout=3600, Input={}), *events][::-1]
    asks = {"DurableExecutionArn": ARN, "IncludeExecutionData": sensitive}
    with Stubber(client("lambda")) as stub:
        stub.add_response("get_durable_execution", described, asks)
        stub.add_response(
            "get_durable_execution_history", {"Events": newest[:2], "NextMarker": "m"}, {**asks, "ReverseOrder": True}
        )
        stub.add_response(
            "get_durable_execution_history", {"Events": newest[2:]}, {**asks, "ReverseOrder": True, "Marker": "m"}
        )
        found = asked(ARN, sensitive=sensitive)
        stub.assert_no_pending_responses()
    return found


def test_a_failed_execution_names_the_step_and_its_attempts(account: Observed) -> None:
    events = [
        happened(1, "StepStarted", "reserve"), happened(2, "StepSucceeded", "reserve", RetryDetails={"CurrentAttempt": 1}, Result={}),
        happened(3, "StepStarted", "charge"),
        happened(4, "StepFailed", "charge", 29, Error=failed("Timeout", "slow"), RetryDetails={"CurrentAttempt": 1, "NextAttemptDelaySeconds": 2}),
        happened(5, "StepFailed", "charge", 28, Error=failed("CardDeclined", "password=hunter22"), RetryDetails={"CurrentAttempt": 2}),
        happened(6, "ExecutionFailed", minutes=27, Error=failed("CardDeclined", "no")),
    ]  # fmt: skip
    found = history(
        account, "FAILED", events, EndTimestamp=at(27), Error={"ErrorType": "CardDeclined", "ErrorMessage": "no"}
    )

    assert (
        found.text()
        .splitlines()[0]
        .startswith("**order-7 is FAILED after 63 min: step charge failed for good after 2 attempts")
    )
    (cause,) = found.causes
    assert any("CardDeclined: password=[masked secret]" in said for said in cause.evidence)
    assert "hunter22" not in found.text()


def test_without_the_flag_only_types_of_errors_are_read(account: Observed) -> None:
    events = [
        happened(1, "StepStarted", "charge"),
        happened(2, "StepFailed", "charge", Error=failed("CardDeclined"), RetryDetails={"CurrentAttempt": 1}),
    ]
    found = history(account, "FAILED", events, sensitive=False, EndTimestamp=at(27))

    assert "CardDeclined" in found.text()
    assert "--allow-sensitive-data-access" in found.text()


@pytest.mark.parametrize(
    ("status", "events", "more", "first"),
    [
        ("TIMED_OUT", [happened(1, "CallbackStarted", "barista", CallbackId="c")], {"EndTimestamp": at(30)}, "callback barista was still open when 60 min was over"),
        ("FAILED", [happened(1, "CallbackStarted", "barista", CallbackId="c", Timeout=60), happened(2, "CallbackTimedOut", "barista", Error=failed("Timeout"))], {"EndTimestamp": at(1)}, "callback barista timed out"),
        ("FAILED", [happened(1, "ChainedInvokeStarted", "print", FunctionName="printer"), happened(2, "ChainedInvokeFailed", "print", Error=failed("X"))], {"EndTimestamp": at(1)}, "invocation print failed for good"),
        ("FAILED", [happened(1, "StepStarted", "a"), happened(2, "StepSucceeded", "a", Result={}, RetryDetails={"CurrentAttempt": 1})], {"EndTimestamp": at(1), "Error": {"ErrorType": "KeyError"}}, "the handler itself failed: KeyError"),
        ("STOPPED", [happened(1, "WaitStarted", "cool-off", Duration=9, ScheduledEndTimestamp=at(1))], {"EndTimestamp": at(1), "Error": {"ErrorType": "Ops"}}, "somebody stopped it"),
        ("RUNNING", [happened(1, "StepStarted", "ship"), happened(2, "StepFailed", "ship", Error=failed("Busy"), RetryDetails={"CurrentAttempt": 4, "NextAttemptDelaySeconds": 60})], {}, "step ship keeps failing: attempt 4"),
        ("RUNNING", [happened(1, "WaitStarted", "cool-off", Duration=99_999, ScheduledEndTimestamp=NOW + dt.timedelta(days=2))], {}, "wait cool-off may last until"),
    ],
)  # fmt: skip
def test_what_decides_an_execution_is_the_first_line(
    account: Observed, status: str, events: list[dict[str, Any]], more: dict[str, Any], first: str
) -> None:
    found = history(account, status, events, **more)

    assert found.text().splitlines()[0].startswith(f"**order-7 is {status} after ")
    assert f": {first}" in found.text().splitlines()[0]
    assert len(found.text()) / 4 < 500


def test_an_execution_that_waits_as_it_should_has_no_cause(account: Observed) -> None:
    events = [happened(1, "WaitStarted", "cool-off", Duration=60, ScheduledEndTimestamp=at(40))]
    found = history(account, "RUNNING", events)

    assert found.causes == []
    assert "wait cool-off is open for" in found.text().splitlines()[0]


def test_an_execution_that_is_gone_says_why(account: Observed) -> None:
    with Stubber(client("lambda")) as stub:
        stub.add_client_error("get_durable_execution", "ResourceNotFoundException", "none", 404)
        with pytest.raises(Exception, match="ended ones are kept for RetentionPeriodInDays"):
            asked(ARN)


KAFKA = {
    "PROBLEM: Connection error. Your VPC must be able to connect to Lambda and STS, as well as Secrets Manager if authentication is required.": "mapping-no-way-to-lambda",
    "PROBLEM: Connection error. Please check your event source connection configuration.": "mapping-broker-unreachable",
    "PROBLEM: SASL authentication failed": "mapping-sasl",
    "PROBLEM: Cluster failed to authorize Lambda": "mapping-not-authorised",
    "PROBLEM: Server failed to authenticate Lambda or Lambda failed to authenticate server": "mapping-not-authenticated",
    "PROBLEM: Certificate and/or private key must be in PEM format": "mapping-not-authenticated",
    "PROBLEM: Lambda could not deliver the record to the on-failure destination": "mapping-destination-unreachable",
    "PROBLEM: Lambda internal error. Please contact Lambda customer support.": "mapping-problem",
}
"""What Lambda says, and the cause that it is."""


def kafka(account: Observed, last: str, state: str = "Enabled", function_name: str = "orders") -> DiagnosisResult:
    mapping = {
        "UUID": UUID, "FunctionArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:{function_name}", "State": state,
        "StateTransitionReason": "USER_INITIATED", "LastProcessingResult": last, "Topics": ["clicks"], "BatchSize": 100,
        "EventSourceArn": f"arn:aws:kafka:eu-west-1:{ACCOUNT_ID}:cluster/events/{UUID}-1", "StartingPosition": "LATEST",
    }  # fmt: skip
    stubbed = client("lambda")
    with Stubber(stubbed) as stub:
        stub.add_response("get_event_source_mapping", mapping, {"UUID": UUID})
        if function_name == "orders":
            configured = {
                "FunctionName": "orders", "FunctionArn": mapping["FunctionArn"], "MemorySize": 512, "Timeout": 30,
                "LastModified": "2026-01-01T00:00:00.000+0000", "Runtime": "python3.13", "Handler": "app.handler",
            }  # fmt: skip
            stub.add_response("get_function_configuration", configured, {"FunctionName": "orders"})
            stub.add_response("get_function_configuration", configured, {"FunctionName": "orders"})
            stub.add_response("list_provisioned_concurrency_configs", {"ProvisionedConcurrencyConfigs": []}, {"FunctionName": "orders"})  # fmt: skip
        else:
            stub.add_client_error("get_function_configuration", "ResourceNotFoundException", "none", 404)
            stub.add_response("list_functions", {"Functions": []})
        found = asked(f"mapping:{UUID}", sensitive=False)
        stub.assert_no_pending_responses()
    return found


@pytest.mark.parametrize("said", KAFKA)
def test_a_kafka_mapping_that_cannot_read_says_where_it_stops(account: Observed, said: str) -> None:
    found = kafka(account, said)

    assert found.causes[0].id == KAFKA[said]
    assert found.text().splitlines()[0].startswith(f"**mapping {UUID} (kafka clicks to orders): ")
    assert f"Lambda says: {said}" in found.text()


DEPLOYED: dict[str, dict[str, Any]] = {
    "plain": {},
    "image": {"PackageType": "Image", "ImageConfigResponse": {}},
    "vpc": {"VpcConfig": {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"], "VpcId": "vpc-1"}},
    "durable": {"DurableConfig": {"ExecutionTimeout": 600, "RetentionPeriodInDays": 14}},
    "snapstart": {"SnapStart": {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}},
    "layer": {
        "Layers": [
            {
                "Arn": "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:7",
                "CodeSize": 1,
            }
        ]
    },
}
"""Configurations as Lambda returns them, none of which breaks a rule."""


@pytest.mark.parametrize("variant", DEPLOYED)
def test_a_configuration_that_is_well_breaks_no_rule(
    account: Observed, monkeypatch: pytest.MonkeyPatch, variant: str
) -> None:
    configured = {
        "FunctionName": "orders", "FunctionArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:orders", "MemorySize": 1024, "Timeout": 30,
        "Role": f"arn:aws:iam::{ACCOUNT_ID}:role/r", "Architectures": ["arm64"], "TracingConfig": {"Mode": "Active"}, "PackageType": "Zip",
        "SnapStart": {"ApplyOn": "None"}, "EphemeralStorage": {"Size": 512}, "Environment": {"Variables": {"DB_PASSWORD": "hunter22"}},
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/aws/lambda/orders"}, **DEPLOYED[variant],
        **({} if variant == "image" else {"Runtime": "python3.13", "Handler": "app.handler"}),
    }  # fmt: skip
    monkeypatch.setattr(deployed, "retention", lambda *_: (True, 30))
    text, names = deployed.template(sessions.aws(settings({})), function_of(configured), [], [])
    case = Case(sessions.aws(settings({})), Window(at(180), NOW, 180), "lambda:orders")
    check(case, text, names, UNKNOWN)

    assert case.deployed == []
    assert "hunter22" not in text


def test_a_mapping_that_is_off_or_has_lost_its_function_is_told(account: Observed) -> None:
    assert kafka(account, "OK", state="Disabled").causes[0].id == "mapping-off"
    assert kafka(account, "OK", function_name="gone").causes[0].id == "mapping-without-function"
    assert kafka(account, "OK").causes == []
    assert kafka(account, "No records processed").causes == []


def event(minutes: float, name: str, kind: str, status: str, reason: str = "", physical: str = "") -> dict[str, Any]:
    return {
        "StackId": STACK, "EventId": f"{name}-{status}", "StackName": "shop", "LogicalResourceId": name, "ResourceType": kind,
        "PhysicalResourceId": physical or STACK, "Timestamp": at(minutes), "ResourceStatus": status, "ResourceStatusReason": reason,
    }  # fmt: skip


OLD = {
    "Runtime": "python3.9",
    "Handler": "app.handler",
    "Role": "arn:aws:iam::1:role/r",
    "Code": {"S3Bucket": "b", "S3Key": "k"},
}
STACK_KIND = "AWS::CloudFormation::Stack"
FAILURES = {
    'Resource handler returned message: "orders already exists (Service: Sqs)" (HandlerErrorCode: AlreadyExists)': "leave the name out",
    "User: arn:aws:sts::1:assumed-role/ci is not authorized to perform: lambda:CreateFunction on resource: x": "allow it",
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].": "must keep 100",
    "Invalid request provided: Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds": "six times",
    "Something nobody has seen": "Change what the reason names",
}  # fmt: skip


def stack(status: str, events: list[dict[str, Any]], inner: list[dict[str, Any]] | None = None) -> DiagnosisResult:
    described = {"StackName": "shop", "StackId": STACK, "StackStatus": status, "CreationTime": at(300)}
    with Stubber(client("cloudformation")) as stub:
        stub.add_response("describe_stacks", {"Stacks": [described]}, {"StackName": "shop"})
        stub.add_response("describe_stack_events", {"StackEvents": events}, {"StackName": STACK})
        if inner is not None:
            stub.add_response("describe_stack_events", {"StackEvents": inner}, {"StackName": f"{STACK}-inner"})
            stub.add_response("describe_stack_events", {"StackEvents": inner}, {"StackName": f"{STACK}-inner"})
        template = {"Resources": {"Orders": {"Type": "AWS::Lambda::Function", "Properties": OLD}}}
        stub.add_response("get_template", {"TemplateBody": json.dumps(template)}, {"StackName": STACK, "TemplateStage": "Original"})  # fmt: skip
        found = asked("stack:shop")
        stub.assert_no_pending_responses()
    return found


@pytest.mark.parametrize("reason", FAILURES)
def test_a_failed_stack_names_the_first_failure_and_what_to_change(account: Observed, reason: str) -> None:
    found = stack(
        "ROLLBACK_COMPLETE",
        [
            event(
                1,
                "shop",
                STACK_KIND,
                "ROLLBACK_IN_PROGRESS",
                "The following resource(s) failed to create: [Jobs, Orders].",
            ),
            event(2, "Orders", "AWS::Lambda::Function", "CREATE_FAILED", "Resource creation cancelled", "orders"),
            event(3, "Jobs", "AWS::SQS::Queue", "CREATE_FAILED", reason, "jobs"),
            event(4, "Jobs", "AWS::SQS::Queue", "CREATE_IN_PROGRESS", "", "jobs"),
            event(5, "shop", STACK_KIND, "CREATE_IN_PROGRESS", "User Initiated"),
            event(600, "Older", "AWS::SQS::Queue", "CREATE_FAILED", "of the operation before", "older"),
        ],
    )

    assert found.text().splitlines()[0].startswith("**shop (ROLLBACK_COMPLETE): Jobs (AWS::SQS::Queue) failed first")
    (cause,) = found.causes
    assert reason in cause.evidence[0]
    assert "1 other resources failed" in cause.evidence[1]
    assert FAILURES[reason] in cause.next_step
    assert "has to be deleted" in cause.next_step
    assert "lambda-deprecated-runtime" in {each.rule_id for each in found.deployed}


def test_a_failure_in_a_nested_stack_is_followed_to_its_resource(account: Observed) -> None:
    inner = [
        {
            **event(3, "Table", "AWS::DynamoDB::Table", "CREATE_FAILED", "table already exists", "t"),
            "StackId": f"{STACK}-inner",
        },
        {**event(4, "inner", STACK_KIND, "CREATE_IN_PROGRESS", "", f"{STACK}-inner"), "StackId": f"{STACK}-inner"},
    ]
    outer = [
        event(
            2, "Database", STACK_KIND, "CREATE_FAILED", "Embedded stack was not successfully created", f"{STACK}-inner"
        ),
        event(5, "shop", STACK_KIND, "CREATE_IN_PROGRESS", "User Initiated"),
    ]
    found = stack("ROLLBACK_COMPLETE", outer, inner)

    assert "Database.Table (AWS::DynamoDB::Table) failed first" in found.text().splitlines()[0]
