"""The engine orders, joins and caps findings, survives a broken rule, and counts what is silenced."""

from __future__ import annotations

import pytest

from guidance import Profile, check_template, engine, registry
from guidance.errors import UnknownRuleError
from guidance.file_finding import FileFinding, file_of
from guidance.model import Finding, Severity
from guidance.template import parse

FUNCTIONS = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: nodejs14.x, Handler: a.b, CodeUri: src/, Timeout: 10}
Resources:
  One:
    Type: AWS::Serverless::Function
    # place
    Properties: {MemorySize: 512}
  Two: {Type: AWS::Serverless::Function}
  Three: {Type: AWS::Serverless::Function}
"""
RULE = "lambda-deprecated-runtime"


def test_what_is_inherited_from_one_line_is_said_once() -> None:
    (finding,) = engine.check(parse(FUNCTIONS), rules=["LAM001"]).findings

    assert finding.path == "/Globals/Function/Runtime"
    assert "Two, Three" in finding.message


def test_findings_in_different_files_are_not_joined() -> None:
    def at(file: str, resource: str) -> Finding:
        known = {"rule_id": RULE, "severity": Severity.INFO, "message": "m", "line": 3, "column": 1, "end_line": 3}
        return FileFinding(**known, resource=resource, path="/States/A", file=file)  # type: ignore[arg-type]

    joined = engine._joined([at("a.json", "A"), at("b.json", "B"), at("a.json", "C")])

    assert [(file_of(each), each.message) for each in joined] == [("a.json", "m Likewise for C."), ("b.json", "m")]


def test_a_crashing_rule_is_one_finding_and_the_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> object:
        raise ZeroDivisionError

    original = registry.check_of
    monkeypatch.setattr(registry, "check_of", lambda name: broken if name == RULE else original(name))

    found = {finding.rule_id for finding in engine.check(parse(FUNCTIONS)).findings}

    assert engine.INTERNAL in found
    assert "lambda-unbounded-logs" in found


@pytest.mark.parametrize(
    ("comment", "by"),
    [
        ("Metadata: {serverless-practices: {ignore: [{rule: lambda-default-timeout, reason: slow}]}}", "metadata"),
        ("Metadata: {serverless-practices: {ignore: [LAM003]}}", "metadata"),
        ("Metadata: {cfn-lint: {config: {ignore_checks: [ES1006]}}}", "cfn-lint"),
        ("Metadata: {checkov: {skip: [{id: ES1006, comment: x}]}}", "checkov"),
        ("Metadata: {cfn_nag: {rules_to_suppress: [{id: ES1006, reason: x}]}}", "cfn_nag"),
    ],
)
def test_a_suppression_silences_its_resource_and_is_counted(comment: str, by: str) -> None:
    text = FUNCTIONS.replace(", Timeout: 10", "").replace("# place", comment)

    report = engine.check(parse(text), rules=["lambda-default-timeout"])

    assert {finding.resource for finding in report.findings} == {"Two", "Three"}
    assert [(each.finding.resource, each.by) for each in report.suppressed] == [("One", by)]


def test_a_comment_silences_a_line_with_its_reason() -> None:
    text = FUNCTIONS.replace(", Timeout: 10", "").replace(
        "  One:", "  One: # serverless-practices: ignore LAM003 -- done in March"
    )

    (suppressed,) = engine.check(parse(text), rules=["LAM003"]).suppressed

    assert (suppressed.reason, suppressed.by) == ("done in March", "comment")


def test_the_worst_come_first_when_there_is_a_maximum() -> None:
    report = engine.check(parse(FUNCTIONS), max_findings=1)

    assert [finding.severity for finding in report.findings] == [Severity.ERROR]
    assert report.hidden == sum(report.counts.values()) - 1
    assert not report.valid


def test_our_finding_replaces_the_same_of_another_engine() -> None:
    other = Finding(
        rule_id="E2531", severity=Severity.ERROR, message="x", resource="One", line=4, end_line=4, engine="schema"
    )

    report = engine.check(parse(FUNCTIONS), rules=[RULE], others=[other])

    assert [finding.engine for finding in report.findings] == ["practices"]


def test_an_unknown_rule_offers_the_nearest() -> None:
    with pytest.raises(UnknownRuleError, match="lambda-default-timeout"):
        engine.check(parse(FUNCTIONS), rules=["lambda-default-timeot"])


def test_the_door_joins_rules_and_schemas() -> None:
    report = check_template(FUNCTIONS.replace("MemorySize: 512", "MemorySzie: 512"), profile=Profile.STRICT)

    assert {finding.engine for finding in report.findings} == {"practices", "schema"}
    assert "E3002" in {finding.rule_id for finding in report.findings}


def test_a_finding_says_on_which_defaults_and_conditions_it_rests() -> None:
    text = """
Parameters: {T: {Type: Number, Default: 1000}, S: {Type: String}}
Conditions: {Prod: !Equals [!Ref S, prod]}
Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Timeout: !If [Prod, !Ref T, 2]}}
"""
    (finding,) = engine.check(parse(text), rules=["LAM005"]).findings

    assert finding.message.endswith("(with the default of T, when Prod is true)")
