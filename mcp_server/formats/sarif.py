"""SARIF 2.1.0, as GitHub's code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from guidance import TemplateError
from guidance.file_finding import file_of
from guidance.model import Finding, Fix, Rule, Severity
from mcp_server import NAME, __version__
from mcp_server.code_checks import UNREADABLE as CODE_UNREADABLE
from mcp_server.findings import UNREADABLE, clean

if TYPE_CHECKING:
    from mcp_server.checked import Checked

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PRECISION = {"high": "high", "medium": "medium", "low": "low"}


def render(checked: Sequence[Checked]) -> str:
    """One run with every file."""
    found = [(each, finding, None) for each in checked for finding in each.report.findings]
    silenced = [(each, one.finding, one) for each in checked for one in each.report.suppressed]
    ids = list(dict.fromkeys(finding.rule_id for _, finding, _ in [*found, *silenced]))
    first = {finding.rule_id: finding for _, finding, _ in reversed([*found, *silenced])}
    results = []
    seen: Counter[str] = Counter()
    for each, finding, one in [*found, *silenced]:
        result = _result(each, finding, ids.index(finding.rule_id), seen)
        if one is not None:
            why = {"justification": clean(one.reason)} if one.reason else {}
            result["suppressions"] = [{"kind": "inSource", **why}]
        results.append(result)
    run = {
        "tool": {
            "driver": {
                "name": NAME,
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_descriptor(first[name]) for name in ids],
            }
        },
        "invocations": [{"executionSuccessful": all(each.readable for each in checked)}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"uri": Path.cwd().as_uri() + "/"}},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _descriptor(finding: Finding) -> dict[str, Any]:
    from guidance import registry

    rule: Rule | None = registry.rules().get(finding.rule_id)
    if rule is None:
        titles = {UNREADABLE: "Not a template that can be read", CODE_UNREADABLE: "Not code that can be read"}
        title = titles.get(finding.rule_id, f"{finding.rule_id} ({finding.engine})")
        more = {"helpUri": finding.source_url} if finding.source_url else {}
        return {
            "id": finding.rule_id,
            "shortDescription": {"text": title},
            "defaultConfiguration": {"level": _LEVELS[finding.severity]},
            **more,
        }
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}."},
        "help": _help(rule),
        "helpUri": rule.sources[0].url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.service, *(str(pillar) for pillar in rule.pillars)],
            "precision": _PRECISION[str(rule.confidence)],
            **({"aliases": list(rule.aliases)} if rule.aliases else {}),
        },
    }


def _help(rule: Rule) -> dict[str, str]:
    from guidance import explain

    try:
        page = explain(rule.id)
    except (TemplateError, OSError):
        page = rule.title
    return {"text": page, "markdown": page}


def _result(checked: Checked, finding: Finding, index: int, seen: Counter[str]) -> dict[str, Any]:
    file = file_of(finding)
    name = checked.shown if file is None else (PurePosixPath(checked.shown).parent / file).as_posix()
    artifact = _artifact(name)
    identity = f"{finding.rule_id}|{name}|{_place(checked, finding)}|{finding.resource}"
    seen[identity] += 1
    identity += f"|{seen[identity]}" if seen[identity] > 1 else ""
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {
                "startLine": finding.line,
                "startColumn": finding.column,
                "endLine": max(finding.line, finding.end_line),
            },
        }
    }
    if finding.resource:
        logical = {
            "name": clean(finding.resource),
            "fullyQualifiedName": clean(finding.path or finding.resource),
            "kind": "resource",
        }
        location["logicalLocations"] = [logical]
    result: dict[str, Any] = {
        "ruleId": finding.rule_id,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": clean(finding.message)},
        "locations": [location],
        "partialFingerprints": {
            "serverlessPractices/v1": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:32]
        },
    }
    if file is None and finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": clean(each.resource or "related")},
                "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": each.line}},
            }
            for number, each in enumerate(finding.related, 1)
        ]
    if finding.fix is not None and file is None:
        result["fixes"] = [_fix(finding.fix, artifact)]
    return result


def _place(checked: Checked, finding: Finding) -> str:
    """What stays the same when lines above come and go: the path in a template, the line's text in code."""
    lines = checked.text.split("\n") if checked.kind == "code" else []
    return finding.path or (lines[finding.line - 1].strip() if finding.line <= len(lines) else str(finding.line))


def _fix(fix: Fix, artifact: dict[str, str]) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {
                "startLine": edit.line,
                "startColumn": edit.column,
                "endLine": edit.end_line,
                "endColumn": edit.end_column,
            },
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    unsafe = "" if fix.safe else " (may change behaviour)"
    return {
        "description": {"text": fix.description + unsafe},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _artifact(name: str) -> dict[str, str]:
    if Path(name).is_absolute():
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(name), "uriBaseId": "SRCROOT"}
