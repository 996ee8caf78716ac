"""Fixes change as little as possible, keep what they do not own, and are refused when they do not cure."""

from __future__ import annotations

import pytest

from guidance import fix_template, fixes
from guidance.model import Edit
from guidance.template import edits, parse

QUEUE = """\
# a comment
Resources:
  Jobs:
    Type: AWS::SQS::Queue   # keep me
    Properties:
      QueueName: jobs
"""


def apply(text: str, *made: Edit | None) -> str:
    """The text after some edits."""
    assert None not in made
    return fixes.apply(text, [each for each in made if each])


def test_inserting_keeps_indentation_comments_and_line_endings() -> None:
    text = QUEUE.replace("\n", "\r\n")
    template = parse(text)
    fix = edits.insert(
        template.declared["Jobs"], {"RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Dlq", "Arn"]}}}, "x"
    )
    assert fix

    after = apply(text, *fix.edits, edits.add_resources(template, {"Dlq": {"Type": "AWS::SQS::Queue"}}))

    expected = QUEUE.replace(
        "      QueueName", "      RedrivePolicy:\n        deadLetterTargetArn: !GetAtt Dlq.Arn\n      QueueName"
    )
    assert after == (expected.rstrip("\n") + "\n  Dlq:\n    Type: AWS::SQS::Queue\n").replace("\n", "\r\n")
    assert not parse(after).problems


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: a}}}", "{DelaySeconds: 1, QueueName: a}"),
        (
            '{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "a"}}}}',
            '{"DelaySeconds": 1, "QueueName": "a"}',
        ),
        ("Resources:\n  Q:\n    Type: AWS::SQS::Queue\n", "Queue\n    Properties:\n      DelaySeconds: 1\n"),
    ],
)
def test_inserting_follows_the_style_that_is_there(written: str, after: str) -> None:
    fix = edits.insert(parse(written).declared["Q"], {"DelaySeconds": 1}, "x")

    assert fix
    text = apply(written, *fix.edits)
    assert after in text
    assert parse(text).declared["Q"].get("DelaySeconds").integer() == 1


def test_a_parameter_is_not_overwritten() -> None:
    template = parse(
        "Parameters: {P: {Type: Number, Default: 1}}\nResources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref P}}}"
    )

    assert edits.replace(template.declared["Q"].get("DelaySeconds"), 2, "x") is None


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        fixes.apply("abcdef", [Edit(1, 1, 1, 4, "x"), Edit(1, 2, 1, 5, "y")])


def test_only_safe_fixes_are_made_unless_asked() -> None:
    text = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs14.x\n"

    safe, all_of_them = fix_template(text), fix_template(text, unsafe=True)

    assert "Timeout: 30" in safe.text
    assert "nodejs14.x" in safe.text
    assert "nodejs24.x" in all_of_them.text
    assert "+      Timeout: 30" in safe.diff(text)


def test_a_fix_that_does_not_cure_is_rejected() -> None:
    text = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs14.x\n"
    broken = Edit(1, 1, 1, 1, "{")
    from dataclasses import replace

    from guidance import engine

    def check(template: object) -> list[object]:
        found = engine.check(template).findings  # type: ignore[arg-type]
        return [replace(each, fix=replace(each.fix, edits=(broken,))) if each.fix else each for each in found]

    fixed = fixes.fix(parse(text), check, unsafe=True)  # type: ignore[arg-type]

    assert fixed.text == text
    assert fixed.rejected


def test_a_reference_in_short_form_is_renamed_and_nothing_around_it() -> None:
    text = (
        "Resources:\n  Orders: {Type: AWS::SNS::Topic}\n  Alarm:\n    Type: AWS::SNS::Subscription\n    Properties:\n"
        "      Protocol: sqs\n      Endpoint: arn:aws:sqs:us-east-1:123456789012:q\n      TopicArn: !Ref Order\n"
    )
    fixed = fix_template(text, rules=["template-dangling-reference"], unsafe=True)

    assert fixed.text == text.replace("!Ref Order\n", "!Ref Orders\n")
