"""SAM lowered to CloudFormation: what the transform only passes on is checked, at the lines where it is written."""

from __future__ import annotations

import pytest

from guidance import schema
from guidance.template import parse

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Queue: {Type: AWS::SQS::Queue}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: src/
"""
EVENT = (
    "      Events:\n        Job:\n          Type: SQS\n          Properties:\n            Queue: !GetAtt Queue.Arn\n"
)


def found(text: str) -> list[tuple[str, int]]:
    """Rule and line of each error."""
    return [(each.rule_id, each.line) for each in schema.check(parse(text)) if each.severity == "error"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("      Timeout: 1200\n", [("E3717", 10)]),
        ("      Architectures:\n        - arm\n", [("E3030", 11)]),
        ("      EphemeralStorage:\n        Size: 256\n", [("E3034", 11)]),
        ("      MemorySzie: 512\n", [("E3002", 10)]),
        (EVENT + "            BatchSize: 20000\n", [("E3034", 15)]),
        (EVENT + "            BatchSzie: 2\n", [("E3002", 15)]),
        (EVENT.replace("SQS", "SQX"), [("E3030", 12)]),
        (EVENT, []),
    ],
)
def test_one_defect_is_one_error_at_its_line(lines: str, expected: list[tuple[str, int]]) -> None:
    assert found(HEAD + lines) == expected


def test_an_empty_section_does_not_break_the_schema_checks() -> None:
    assert found("Parameters:\n" + HEAD + "      MemorySzie: 1\n") == [("E3002", 11)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "  P: {Type: AWS::Serverless::CapacityProvider, Properties: {VpcConfig: {SubnetIds: [subnet-12345678], SecurityGroupIds: [sg-12345678]}}}\n"
            "Outputs: {A: {Value: !GetAtt P.Arn}}\n"
        ),
        "Globals: {Function: {FunctionUrlConfig: {AuthType: AWS_IAM}}}\n",
        "      AutoPublishAlias: live\nOutputs: {A: {Value: !Ref F.Alias}}\n",
        EVENT.replace("SQS", "Kinesis").replace(
            "Queue: !GetAtt Queue.Arn", "Stream: arn:aws:kinesis:us-east-1:123456789012:stream/s"
        )
        + "            StartingPosition: LATEST\n            DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}\n",
        "      Events: {E: {Type: EventBridgeRule, Properties: {State: ENABLED, Pattern: {source: [a]}}}}\n",
        "      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}\n",
    ],
)
def test_what_cfn_lint_gets_wrong_is_not_reported(text: str) -> None:
    assert found(HEAD + text) == []


def test_a_crash_inside_cfn_lint_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> object:
        raise AttributeError

    monkeypatch.setattr(schema, "_run", crash)

    (finding,) = schema.check(parse(HEAD))

    assert (finding.rule_id, finding.severity) == (schema.FAILED, "info")
