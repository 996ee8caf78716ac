"""SAM's translator as the last pass: offline, at lines, and only what nobody else has found."""

from __future__ import annotations

import socket

import pytest

from guidance import check_template, translator
from guidance.model import Finding, Severity
from guidance.template import parse

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
BAD_EVENT = (
    HEAD
    + """\
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src/
      Events:
        Upload:
          Type: S3
          Properties:
            Bucket: not-a-reference
            Events: s3:ObjectCreated:*
"""
)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_what_sam_refuses_is_found_at_the_line_it_means() -> None:
    (finding,) = translator.check(parse(BAD_EVENT))

    assert (finding.rule_id, finding.engine, finding.severity) == ("sam-transform", "sam", "error")
    assert (finding.resource, finding.line) == ("Worker", 10)
    assert finding.path == "/Resources/Worker/Properties/Events/Upload"
    assert finding.message.startswith("SAM refuses this: ")


def test_a_property_that_it_names_is_pointed_at() -> None:
    text = (
        HEAD
        + "Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: live\n      Cors: 5\n"
    )
    (finding,) = translator.check(parse(text))

    assert (finding.line, finding.path) == (7, "/Resources/Api/Properties/Cors")


@pytest.mark.parametrize(
    "path",
    ["/Resources/Worker/Properties/Events/Upload", "/Resources/Worker/Properties/Events/Upload/Properties/Bucket"],
)
def test_what_another_engine_has_found_there_is_not_said_again(path: str) -> None:
    other = Finding(rule_id="x", severity=Severity.ERROR, message="m", resource="Worker", path=path, line=1, end_line=1)

    assert translator.check(parse(BAD_EVENT), [other]) == []


def test_an_error_elsewhere_hides_nothing() -> None:
    other = Finding(
        rule_id="x", severity=Severity.ERROR, message="m", resource="Worker", path="/Resources/Worker/Properties/Runtime", line=6, end_line=6
    )  # fmt: skip

    assert len(translator.check(parse(BAD_EVENT), [other])) == 1


@pytest.mark.parametrize(
    "resource",
    [
        "{Type: 'AWS::Serverless::Function', Properties: {CodeUri: src/, Handler: a, Runtime: python3.13, Policies: [AWSLambdaBasicExecutionRole]}}",
        "{Type: 'AWS::Serverless::Function', Properties: {Handler: a, Runtime: python3.13}}",
        "{Type: 'AWS::Serverless::Function', Properties: {PackageType: Image}}",
        "{Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: flow.asl.json, Role: 'arn:aws:iam::1:role/r'}}",
        "{Type: 'AWS::Serverless::Api', Properties: {StageName: live, DefinitionUri: api.yaml}}",
        "{Type: 'AWS::Serverless::Application', Properties: {Location: nested.yaml}}",
        "{Type: 'AWS::Serverless::Application', Properties: {Location: {ApplicationId: 'arn:aws:serverlessrepo:us-east-1:1:applications/a', SemanticVersion: 1.0.0}}}",
        "{Type: 'AWS::Serverless::Api', Properties: {StageName: live, Auth: {DefaultAuthorizer: AWS_IAM}, DefinitionBody: {'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: api.yaml}}}}}",
    ],
)
def test_what_a_deployment_takes_is_no_finding(resource: str) -> None:
    assert translator.check(parse(f"{HEAD}Resources:\n  It: {resource}\n")) == []


def test_parameters_without_a_default_do_not_matter() -> None:
    text = (
        HEAD
        + "Parameters: {Stage: {Type: String}, Size: {Type: Number}, Kind: {Type: String, AllowedValues: [a, b]}}\n"
        + BAD_EVENT[len(HEAD) :].replace("not-a-reference", "!Ref Bucket")
        + "  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${Stage}-${Size}'}}\n"
    )

    assert translator.check(parse(text)) == []


@pytest.mark.parametrize("text", ["Resources: {A: {Type: 'AWS::SNS::Topic'}}", HEAD + "Resources: {}"])
def test_without_sam_it_says_nothing(text: str) -> None:
    assert translator.check(parse(text)) == []


def test_a_crash_inside_it_is_one_info(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[str]:
        raise AttributeError

    monkeypatch.setattr(translator, "_translate", broken)

    (finding,) = translator.check(parse(BAD_EVENT))
    assert (finding.rule_id, finding.severity) == (translator.FAILED, "info")


def test_it_can_be_left_out_and_is_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> list[str]:
        return ["Resource with id [Worker] is invalid. 'Handler' is not to SAM's taste."]

    def found(**how: list[str]) -> set[str]:
        return {each.rule_id for each in check_template(BAD_EVENT, schema=False, **how).findings}  # type: ignore[arg-type]

    monkeypatch.setattr(translator, "_translate", refusing)
    assert translator.RULE in found()
    assert translator.RULE not in found(exclude=[translator.RULE])
    assert translator.RULE not in found(rules=["LAM003"])

    monkeypatch.setattr(translator, "available", lambda: False)
    assert translator.RULE not in found()
