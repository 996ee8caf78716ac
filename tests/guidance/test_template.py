"""Templates are read with positions, in any encoding and shape, and values are known, assumed or unknown."""

from __future__ import annotations

import pytest

from guidance.errors import TemplateError
from guidance.template import EventSourceMapping, Function, Queue, Template, parse

LAMBDA = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n"


def function(text: str) -> Function:
    """The only function of a template."""
    (found,) = parse(text).of(Function)
    return found


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "empty"),
        ("- a\n- b", "not a mapping"),
        ("just text", "not a mapping"),
        ("a: [", "Not YAML"),
        ("Resources:\n\tF: 1", "tab"),
        ("a: 1\n---\nb: 2", "more than one YAML document"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"Resources: \xff\xfa", "UTF-8"),
        ("Resources: {" * 300, "YAML"),
        ("a: " + "[" * 5000, "Nested deeper"),
        ("- " * 60000, "Nested deeper"),
        (" " * 5_000_000, "bytes"),
        ("a: *b", "undefined alias"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_template_is_an_error_that_says_why(source: str | bytes, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        parse(source)


def test_a_bomb_of_aliases_is_refused_quickly() -> None:
    levels = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12))

    with pytest.raises(TemplateError, match="aliases"):
        parse(f"a0: &a0 [x]\n{levels}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_encoding_and_line_ending_gives_the_same_positions(encoding: str, newline: str) -> None:
    text = f"{LAMBDA}      Timeout: 7\n".replace("\n", newline)

    timeout = parse(text.encode(encoding)).of(Function)[0].get("Timeout")

    assert timeout.integer() == 7
    assert (timeout.place.span.line, timeout.place.span.column) == (5, 16)
    assert timeout.place.pointer == "/Resources/F/Properties/Timeout"


def test_json_is_read_the_same_way() -> None:
    text = '{"Resources": {"F": {"Type": "AWS::Lambda::Function",\n\t"Properties": {"Timeout": 7, "Handler": "\\ud83d\\ude00"}}}}'

    found = function(text)

    assert found.get("Timeout").place.span.line == 2
    assert found.get("Handler").text() == "\U0001f600"


def test_a_duplicate_key_is_reported_with_both_lines() -> None:
    (problem,) = parse(f"{LAMBDA}      Timeout: 7\n      Timeout: 8\n").problems

    assert problem.kind == "duplicate_key"
    assert problem.node.span.line == 6
    assert "line 5" in problem.message


@pytest.mark.parametrize(
    "shape", ["null", "[]", "[1]", "text", "{}", "!Ref X", "{F: null}", "{F: []}", "{F: {Type: []}}"]
)
@pytest.mark.parametrize(
    "section", ["Resources", "Parameters", "Conditions", "Mappings", "Globals", "Outputs", "Metadata"]
)
def test_odd_shapes_are_problems_never_exceptions(section: str, shape: str) -> None:
    template = parse(f"Transform: AWS::Serverless-2016-10-31\n{section}: {shape}\n")

    assert all(problem.message for problem in template.problems)
    assert not template.of(Function)


@pytest.mark.parametrize(
    "shape", ["null", "[]", "text", "!Ref X", "{Timeout: {A: b}, Events: [], Environment: 1, Policies: {}}"]
)
def test_odd_properties_are_unknown_or_absent(shape: str) -> None:
    found = function(
        f"Transform: AWS::Serverless-2016-10-31\nResources: {{F: {{Type: AWS::Serverless::Function, Properties: {shape}}}}}"
    )

    assert found.get("Timeout").integer() is None
    assert not found.event_source_mappings()


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("30", 30),
        ("'30'", 30),
        ("!Ref Default", 40),
        ("!Ref Plain", None),
        ("!Ref Ssm", None),
        ("!FindInMap [Map, a, timeout]", 50),
        ("!FindInMap [Map, !Ref AWS::Region, timeout]", None),
        ("!Select [1, [1, 60]]", 60),
        ("!Select [1, !Split [',', '1,70']]", 70),
        ("!Select [0, !Ref List]", 5),
        ("!Join ['', [8, 0]]", 80),
        ("!Sub '9${Zero}'", 90),
        ("!ImportValue x", None),
        ("Fn::If: [Unknown, 1, 1]", 1),
        ("!If [Never, 1, 2]", 2),
        ("!If [Sometimes, 1, 2]", None),
        ("{Ref: Default}", 40),
    ],
)
def test_values_are_resolved_as_far_as_can_be_known(written: str, known: int | None) -> None:
    head = """
Parameters:
  Default: {Type: Number, Default: 40}
  Zero: {Type: String, Default: 0}
  Plain: {Type: Number}
  List: {Type: CommaDelimitedList, Default: "5, 6"}
  Ssm: {Type: AWS::SSM::Parameter::Value<String>, Default: /a/b}
Mappings: {Map: {a: {timeout: 50}}}
Conditions:
  Never: !Equals [a, b]
  Sometimes: !Equals [!Ref Plain, 1]
"""
    value = function(f"{head}{LAMBDA}      Timeout:\n        {written}\n").get("Timeout")

    assert value.integer() == known
    if known in {40, 5, 90}:
        assert value.assumed


def test_both_branches_are_possibilities_under_their_conditions() -> None:
    conditions = "Parameters: {P: {Type: String}}\nConditions: {Prod: !Equals [!Ref P, a], Test: !Equals [!Ref P, b]}\n"
    text = f"{conditions}{LAMBDA}      Timeout: !If [Prod, 1, !If [Test, 2, !Ref AWS::NoValue]]\n      MemorySize: !If [Test, 128, 256]\n"
    found = function(text)

    timeouts = list(found.each("Timeout", default=3))
    memory = {value.integer(): value for value in found.each("MemorySize")}

    assert [value.integer() for value in timeouts] == [1, 2, 3]
    assert [value.defaulted for value in timeouts] == [False, False, True]
    together = [found.template.together(value, memory[128]) for value in timeouts]
    assert together == [False, True, False]


SAM = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Timeout: 20
    Layers: [one]
    Environment: {Variables: {SHARED: x}}
    Architectures: [arm64]
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Topic: {Type: AWS::SNS::Topic}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Layers: [two]
      Environment: {Variables: {OWN: y}}
      Architectures: [x86_64]
      Tracing: Active
      AutoPublishAlias: live
      Events:
        Job:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 5
        News: {Type: SNS, Properties: {Topic: !Ref Topic}}
        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        Get: {Type: HttpApi, Properties: {Path: /, Method: get}}
"""


def sam() -> Template:
    """A template with many kinds of events."""
    return parse(SAM)


def test_globals_are_merged_as_sam_does() -> None:
    found = sam().of(Function)[0]

    assert found.get("Timeout").integer() == 20
    assert found.get("Timeout").inherited
    assert [item.text() for item in found.get("Layers").items()] == ["one", "two"]
    assert found.get("Environment", "Variables").keys() == ["SHARED", "OWN"]
    assert [item.text() for item in found.get("Architectures").items()] == ["x86_64"]


def test_events_become_what_the_transform_makes_of_them_at_their_own_lines() -> None:
    template = sam()
    (mapping,) = template.of(EventSourceMapping)

    assert mapping.source_kind == "sqs"
    assert isinstance(mapping.source, Queue)
    assert mapping.function is template.of(Function)[0]
    assert mapping.get("BatchSize").place.span.line == SAM.splitlines().index("            BatchSize: 5") + 1
    assert (
        mapping.get("FunctionResponseTypes").place.pointer
        == "/Resources/Worker/Properties/Events/Job/Properties/FunctionResponseTypes"
    )
    assert mapping.get("FunctionResponseTypes").place.span.line == SAM.splitlines().index("        Job:") + 1
    assert {each.type for each in template.resources()} >= {
        "AWS::SNS::Subscription", "AWS::Events::Rule", "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::ApiGatewayV2::Api",
    }  # fmt: skip
    assert template.of(Function)[0].get("TracingConfig", "Mode").text() == "Active"


@pytest.mark.parametrize(
    "name", ["Worker.Alias", "Worker.Version", "WorkerRole", "WorkerNightly", "WorkerJob", "ServerlessHttpApi"]
)
def test_what_sam_creates_can_be_referred_to(name: str) -> None:
    assert sam().find(name) is not None
