"""The one adapter around cfn-lint: AWS's schemas, quickly, without noise, and without running anybody's code.

A template is linted twice: as written, and lowered from SAM to the CloudFormation it becomes, on the same nodes; of the
second only what lies on lowered resources is kept. cfn-lint is imported at the first call. What it gets wrong stands in
`data/schema_exceptions.toml`.
"""

from __future__ import annotations

import functools
import logging
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guidance.lowering import Converter, Lowered, NodeClasses, lower
from guidance.model import Confidence, Finding, Severity
from guidance.schema_exceptions import is_exception
from guidance.schema_speed import keep_validators
from guidance.template import Template, parse, to_pointer

FAILED = "internal-schema-failed"
PARTIAL = "internal-schema-partial"
MOST_NODES = 2000
"""Values of a template that are linted: about a second's work. What is beyond is said not to have been."""
MOST_RESOURCES = 1000
"""CloudFormation takes 500; beyond, cfn-lint would spend its time on everything but schemas."""
_EVERYWHERE = ("us-east-1",)
_FEW = 3
"""Alternatives of which each error is worth saying; beyond, only that none fits."""
_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
_DOCS = "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md#{}"
_REFERENCES = frozenset(("E1010", "E1019", "E1020"))
_WANTED = re.compile(r"is not of type ('[a-z]+'(?:, '[a-z]+')*)$")
_log = logging.getLogger(__name__)
_lock = threading.Lock()
"""cfn-lint's rules keep state while they run."""


@dataclass(frozen=True, slots=True)
class _Linter:
    """cfn-lint with its rules built and no configuration but ours."""

    rules: Any
    config: Any
    decode: Any
    run: Any
    classes: NodeClasses


def available() -> bool:
    """Tell whether cfn-lint can be imported."""
    try:
        _linter(_EVERYWHERE)
    except ImportError:
        return False
    return True


def check_schema(text: str, *, region: str = "us-east-1") -> list[Finding]:
    """Check a template's text against AWS's schemas; findings in order of line.

    Raises:
        TemplateError: when the text is no template; the message says the line.

    """
    return sorted(check(parse(text), (region,)), key=lambda finding: (finding.line, finding.column, finding.rule_id))


def check(template: Template, regions: Sequence[str] = _EVERYWHERE) -> list[Finding]:
    """Check a template against AWS's schemas.

    A failure inside cfn-lint becomes one finding of severity info; it never hides what our own rules find.
    """
    with _lock:
        try:
            return list(_check(template, tuple(regions)))
        except Exception as error:  # noqa: BLE001 - cfn-lint raises all kinds of things on odd templates
            _log.exception("cfn-lint failed")
            return [_failure(error)]


def _check(template: Template, regions: tuple[str, ...]) -> Iterator[Finding]:
    linter = _linter(regions)
    if len(template.declared) > MOST_RESOURCES:
        yield _partial(len(template.declared), len(template.declared))
        return
    decoded, errors = linter.decode(_without_null_sections(template))
    if errors:  # duplicate keys, which our own rule reports: go on with what we have read
        decoded = Converter(linter.classes).node(template.root)
    left_out = _trim(decoded, template)
    found = _run(linter, decoded)
    first = [finding for match in _collapsed(found) if (finding := _finding(match, template)) is not None]
    first = [finding for finding in first if finding.resource not in left_out]
    yield from first
    if left_out:
        yield _partial(len(left_out), len(template.declared))
    elif template.is_sam:
        lowered = lower(template, linter.classes)
        if not lowered.resources:
            return
        seen = {(finding.rule_id, finding.line) for finding in first} | {
            (None, finding.line) for finding in first if finding.severity == "error"
        }
        for match in _collapsed(_run(linter, lowered.template)):
            finding = _lowered_finding(match, lowered)
            if finding is not None and (finding.rule_id, finding.line) not in seen and (None, finding.line) not in seen:
                seen.add((finding.rule_id, finding.line))
                yield finding


def _trim(decoded: Any, template: Template) -> frozenset[str]:  # noqa: ANN401 - cfn-lint's own types
    """Empty the resources beyond the bound, so that references to them still hold; give their logical ids."""
    left_out = []
    count = 0
    resources = decoded.get("Resources") if isinstance(decoded, dict) else None
    for resource in template.declared.values():
        count += sum(1 for _ in resource.body.walk())
        body = resources.get(resource.id) if count > MOST_NODES and isinstance(resources, dict) else None
        if isinstance(body, dict):
            left_out.append(resource.id)
            for key in [key for key in body if key != "Type"]:
                del body[key]
    return frozenset(left_out)


def _partial(left_out: int, count: int) -> Finding:
    message = (
        f"{left_out} of {count} resources were not checked against AWS's schemas, as the template is very large; "
        "the other rules have run. Split it into nested stacks, or run cfn-lint on it."
    )
    return Finding(rule_id=PARTIAL, severity=Severity.INFO, message=message, line=1, end_line=1, engine="schema")


@functools.cache
def _linter(regions: tuple[str, ...]) -> _Linter:
    """Build the rules once; an empty configuration file keeps a `.cfnlintrc` of the user's folder from running code."""
    from cfnlint.config import ConfigMixIn
    from cfnlint.decode.decode import decode_str
    from cfnlint.decode.mark import Mark
    from cfnlint.decode.node import dict_node, list_node, str_node
    from cfnlint.runner import run_template_by_data

    logging.getLogger("cfnlint").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.yaml")
        empty.write_text("", "utf-8")
        config = ConfigMixIn(["--config-file", str(empty)], regions=list(regions))
    _discriminate_events(regions)
    return _Linter(_rules(), config, decode_str, run_template_by_data, (Mark, dict_node, list_node, str_node))


@functools.cache
def _rules() -> object:
    import cfnlint.jsonschema.validators
    import cfnlint.rules

    keep_validators(cfnlint.jsonschema.validators)
    return cfnlint.rules.Rules.create_from_directory(str(Path(cfnlint.rules.__file__).parent))


def _discriminate_events(regions: tuple[str, ...]) -> None:
    """Judge a SAM event by the schema of its declared Type only: one misspelt key is one finding, not nineteen."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    for region in regions:
        for kind in ("AWS::Serverless::Function", "AWS::Serverless::StateMachine"):
            schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, kind).schema
            events = schema.get("properties", {}).get("Events", {})
            alternatives = events.get("additionalProperties", {}).get("anyOf", [])
            types = {_type_of(each, schema): each for each in alternatives}
            if types and None not in types:
                events["additionalProperties"] = {
                    "type": "object",
                    "required": ["Type"],
                    "properties": {"Type": {"enum": sorted(map(str, types))}},
                    "allOf": [{"if": _is_type(name), "then": each} for name, each in types.items()],
                }


def _type_of(alternative: dict[str, Any], schema: dict[str, Any]) -> str | None:
    name = str(alternative.get("$ref", "")).removeprefix("#/definitions/")
    allowed = schema["definitions"].get(name, {}).get("properties", {}).get("Type", {}).get("enum", [])
    return allowed[0] if len(allowed) == 1 else None


def _is_type(name: str | None) -> dict[str, Any]:
    return {"properties": {"Type": {"const": name}}, "required": ["Type"], "type": "object"}


def _run(linter: _Linter, decoded: Any) -> list[Any]:  # noqa: ANN401 - cfn-lint's own types
    return list(linter.run(decoded, linter.config, linter.rules))


def _without_null_sections(template: Template) -> str:
    """The text without empty sections, at which cfn-lint 1.58 raises; our own rule reports them."""
    lines = template.text.splitlines(keepends=True)
    for problem in template.problems:
        key = problem.node.key
        if problem.kind == "null_section" and key is not None and key.span.column == 1 and not template.is_json:
            lines[key.span.line - 1] = "\n"
    return "".join(lines)


def _collapsed(matches: Iterable[Any]) -> list[Any]:
    """Drop the errors of each alternative where there are many: that none fits is said once."""
    matches = list(matches)
    dangling = {_path(each) for each in matches if str(each.rule.id) in _REFERENCES}
    matches = [each for each in matches if str(each.rule.id).startswith("E1") or _path(each) not in dangling]
    below = Counter(each.parent_id for each in matches if getattr(each, "parent_id", None))
    crowded = {parent for parent, count in below.items() if count > _FEW}
    return [each for each in matches if getattr(each, "parent_id", None) not in crowded]


def _finding(match: Any, template: Template) -> Finding | None:  # noqa: ANN401
    path = _path(match)
    rule_id = str(match.rule.id)
    if is_exception(rule_id, str(match.message), path, template):
        return None
    resource = str(path[1]) if path[:1] == ("Resources",) and len(path) > 1 else None
    return Finding(
        rule_id=rule_id,
        severity=_SEVERITIES.get(rule_id[:1], Severity.WARNING),
        confidence=Confidence.HIGH if rule_id.startswith("E") else Confidence.MEDIUM,
        message=_worded(rule_id, str(match.message)),
        resource=resource,
        path=to_pointer(path),
        line=max(1, match.linenumber),
        column=max(1, match.columnnumber),
        end_line=max(1, match.linenumber, match.linenumberend),
        engine="schema",
        source_url=_DOCS.format(rule_id),
    )


def _lowered_finding(match: Any, lowered: Lowered) -> Finding | None:  # noqa: ANN401
    path = _path(match)
    rule_id = str(match.rule.id)
    if not rule_id.startswith("E3") or len(path) < 3 or path[1] not in lowered.resources:
        return None
    if is_exception(rule_id, str(match.message), path, lowered.source, lowered=True):
        return None
    finding = _finding(match, lowered.source)
    node = lowered.node(path)
    if finding is None or node is None:
        return None
    resource = lowered.resources[str(path[1])].declared.id
    line = node.key.span.line if node.key is not None and "required" in finding.message else finding.line
    return replace(finding, resource=resource, path=node.pointer, line=line, end_line=max(line, finding.end_line))


def _path(match: Any) -> tuple[str | int, ...]:  # noqa: ANN401
    return tuple(getattr(match, "path", None) or ())


def _worded(rule_id: str, message: str) -> str:
    """A message without the user's own data, which cfn-lint quotes at length."""
    if rule_id in _REFERENCES:
        if wanted := _WANTED.search(message):
            return f"What this refers to is not of type {wanted[1]}."
        return "This refers to nothing in the template."
    cut = " is not valid under any of the given schemas"
    if cut in message:
        return "This is none of the forms that are allowed here."
    return message if len(message) <= 300 else message[:297] + "..."


def _failure(error: Exception) -> Finding:
    message = (
        f"The schema checks (cfn-lint) failed on this template ({type(error).__name__}); the other rules have run."
    )
    return Finding(rule_id=FAILED, severity=Severity.INFO, message=message, line=1, end_line=1, engine="schema")
