"""No text, however mangled, makes the reader, the view or a rule raise anything but TemplateError."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance import engine, fixes, registry
from guidance.errors import TemplateError
from guidance.model import Profile
from guidance.template import parse

_FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEEDS = [text for rule in registry.template_rules() for text in _FENCE.findall(registry.explain(rule))]
PIECES = [
    "null", "[]", "{}", "!Ref X", "!If [A, 1, 2]", "!GetAtt A.B", "!Sub '${A}'", "- a", ": ", "\t", "'", '"', "&a ", "*a", "<<: *a",
    "!If", "Fn::If: []", "Fn::GetAtt: []", "Ref: []", "!Join [1]", "!Select [9, [1]]", "Fn::Sub: [[], {}]", "AWS::NoValue", "99999999999999999999",
    "1e400", "\u2028", "%", "@", "|", ">", "? ", "---", "Events: [1]", "Properties: 1", "Type: 1", "Fn::ForEach::X: []", "!Unknown [a]",
]  # fmt: skip


def examine(source: str | bytes) -> None:
    """Everything that is done with a template."""
    try:
        template = parse(source)
    except TemplateError:
        return
    for finding in engine.check(template, profile=Profile.STRICT).findings:
        assert finding.rule_id != engine.INTERNAL, finding.message
        assert 1 <= finding.line <= finding.end_line
        if finding.fix:
            fixes.apply(template.text, finding.fix.edits)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A template with some lines changed."""
    lines = draw(st.sampled_from(SEEDS)).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        piece = draw(st.sampled_from(PIECES))
        kind = draw(st.integers(0, 4))
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        if kind == 0:
            lines[at] = f"{lines[at].partition(':')[0]}: {piece}"
        elif kind == 1:
            lines.insert(at, indent + piece)
        elif kind == 2:
            lines[at] = lines[at][draw(st.integers(0, 6)) :]
        elif kind == 3 and len(lines) > 1:
            del lines[at]
        else:
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
    return "\n".join(lines) + "\n"


@settings(max_examples=300)
@given(mangled())
def test_a_mangled_template_is_read_or_refused(text: str) -> None:
    examine(text)


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_any_text_or_bytes_is_read_or_refused(source: str | bytes) -> None:
    examine(source)


@pytest.mark.parametrize("count", [500])
def test_a_big_template_is_checked_in_bounded_time(count: int) -> None:
    body = "".join(
        f"  F{i}:\n    Type: AWS::Serverless::Function\n    Properties: {{Timeout: {i + 1}, Runtime: nodejs14.x}}\n"
        for i in range(count)
    )

    report = engine.check(parse(f"Transform: AWS::Serverless-2016-10-31\nResources:\n{body}"))

    assert len([each for each in report.findings if each.rule_id == "lambda-deprecated-runtime"]) == engine.PER_RULE
