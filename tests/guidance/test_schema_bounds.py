"""cfn-lint within bounds: very large templates are checked in part, and what speeds it up changes nothing that it finds."""

from __future__ import annotations

import pytest
from cfnlint.jsonschema import validators

from guidance import schema
from guidance.bounds import MAX_OPEN, refuse_deep
from guidance.errors import TemplateError
from guidance.schema_speed import keep_validators
from guidance.template import parse

QUEUE = "  Q{n}: {{Type: 'AWS::SQS::Queue', Properties: {{VisibilityTimeout: {seconds}, Tags: [{{Key: a, Value: !GetAtt Q{other}.Arn}}]}}}}\n"


def queues(count: int, seconds: int = 60) -> str:
    body = "".join(QUEUE.format(n=n, seconds=seconds, other=count - 1 - n) for n in range(count))
    return f"Resources:\n{body}"


def test_beyond_the_bound_resources_are_left_out_and_that_is_said() -> None:
    count = 2 * schema.MOST_NODES // 8
    found = schema.check(parse(queues(count, seconds=99999)))

    (partial,) = (each for each in found if each.rule_id == schema.PARTIAL)
    wrong = {each.resource for each in found if each.rule_id == "E3034"}
    assert "Q0" in wrong
    assert f"Q{count - 1}" not in wrong
    assert partial.message.startswith(f"{count - len(wrong)} of {count} resources")
    assert {each.rule_id for each in found} == {schema.PARTIAL, "E3034"}  # references to what is left out still hold


def test_beyond_any_stack_nothing_is_linted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MOST_RESOURCES", 3)

    assert [each.rule_id for each in schema.check(parse(queues(4)))] == [schema.PARTIAL]


def test_keeping_classes_changes_nothing() -> None:
    text = queues(3, seconds=99999) + "  F: {Type: 'AWS::Lambda::Function', Properties: {MemorySize: 1, Nope: 2}}\n"
    quick = schema.check(parse(text))
    kept = validators.create
    assert hasattr(kept, "kept")
    try:
        validators.create = kept.__closure__[0].cell_contents  # the original
        slow = schema.check(parse(text))
    finally:
        validators.create = kept

    assert quick == slow
    assert {"E3034", "E3002"} <= {each.rule_id for each in quick}


def test_another_cfn_lint_is_left_alone() -> None:
    class Changed:
        @staticmethod
        def create(other: object) -> object:
            return other

    before = Changed.create
    assert keep_validators(Changed) is False
    assert Changed.create is before


@pytest.mark.parametrize("opening", ["[", "{", "{a: [", "{a: "])
def test_what_would_overflow_the_stack_is_refused_at_its_line(opening: str) -> None:
    with pytest.raises(TemplateError) as error:
        refuse_deep("a: b\nc: " + opening * 5000)

    assert error.value.line == 2


def test_many_brackets_side_by_side_are_no_depth() -> None:
    refuse_deep("[]{}" * MAX_OPEN + "]" * MAX_OPEN)
