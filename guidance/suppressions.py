"""What people have silenced, and why: our metadata and comments, and cfn-lint's, checkov's and cfn_nag's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guidance.model import Finding, Rule
from guidance.template import Resource, Template, Value

OWN = "serverless-practices"
_COMMENT = re.compile(r"#\s*serverless-practices:\s*ignore\s+(?P<rules>[\w, *-]+?)\s*(?:--\s*(?P<reason>.*))?$")
_CHECKOV = re.compile(r"#\s*checkov:skip=(?P<id>[A-Z0-9_]+)(?::(?P<reason>.*))?$")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One silenced rule: at lines `first` to `last`, or everywhere in a resource, or in the whole template."""

    names: frozenset[str]
    """Lower case; "*" is every rule."""
    by: str
    reason: str | None = None
    resource: str | None = None
    lines: tuple[int, int] | None = None

    def covers(self, finding: Finding, names: frozenset[str], *, resource_line: int | None) -> bool:
        """Whether it silences a finding of a rule that goes by these names."""
        if "*" not in self.names and not self.names & names:
            return False
        if self.resource is not None:
            return finding.resource == self.resource
        if self.lines is None:
            return True
        return any(self.lines[0] <= line <= self.lines[1] for line in (finding.line, resource_line) if line is not None)


def names_of(finding: Finding, rule: Rule | None) -> frozenset[str]:
    """Every name by which a finding's rule can be silenced, in lower case."""
    names = (finding.rule_id, *((*rule.aliases, *rule.equivalents) if rule is not None else ()))
    return frozenset(name.lower() for name in names)


def suppressions(template: Template) -> list[Suppression]:
    """Every suppression in a template."""
    found = list(_from_metadata(template.value("Metadata"), None))
    for resource in template.declared.values():
        found.extend(_from_metadata(resource.attribute("Metadata"), resource))
    if "serverless-practices:" in template.text or "checkov:skip" in template.text:
        found.extend(_from_comments(template))
    return found


def _from_metadata(metadata: Value, resource: Resource | None) -> Iterator[Suppression]:
    if not metadata.known:
        return
    where = resource.id if resource is not None else None
    for entry in _list(metadata, OWN, "ignore"):
        yield Suppression(_names(entry, "rule"), "metadata", entry.get("reason").text(), where)
    for entry in _list(metadata, "cfn-lint", "config", "ignore_checks"):
        yield Suppression(frozenset(((entry.text() or "").lower(),)), "cfn-lint", None, where)
    for entry in _list(metadata, "checkov", "skip"):
        yield Suppression(_names(entry, "id"), "checkov", entry.get("comment").text(), where)
    for entry in _list(metadata, "cfn_nag", "rules_to_suppress"):
        yield Suppression(_names(entry, "id"), "cfn_nag", entry.get("reason").text(), where)


def _list(metadata: Value, *path: str) -> list[Value]:
    value = metadata.get(*path)
    return value.items() if value.known else []


def _names(entry: Value, key: str) -> frozenset[str]:
    """The rules that an entry names: `{rule: id, reason: ...}`, or the id alone."""
    text = entry.text() or entry.get(key).text() or ""
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())


def _from_comments(template: Template) -> Iterator[Suppression]:
    """Read comments: one silences its own line and the next; on a resource's first line, the resource."""
    for number, line in enumerate(template.text.splitlines(), 1):
        if "#" not in line:
            continue
        if match := _COMMENT.search(line):
            names = frozenset(name.strip().lower() for name in match["rules"].split(",") if name.strip())
            alone = line.lstrip().startswith("#")
            yield Suppression(names, "comment", match["reason"], lines=(number, number + 1 if alone else number))
        elif (match := _CHECKOV.search(line)) and (resource := _around(template, number)) is not None:
            yield Suppression(frozenset((match["id"].lower(),)), "checkov", match["reason"], resource.id)


def _around(template: Template, line: int) -> Resource | None:
    for resource in template.declared.values():
        if resource.body.header.line <= line <= resource.body.span.end_line:
            return resource
    return None
