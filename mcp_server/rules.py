"""The command `rules`: the catalogue from its index, and one rule's page. Quick: imports no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from guidance import registry
from guidance.errors import UnknownRuleError
from guidance.model import Profile, Rule


def rules_list() -> str:
    """Every rule: id, severity, profile, fix, title."""
    known = registry.rules()
    width = max(map(len, known))
    lines = []
    for name, rule in known.items():
        marks = (
            ("strict" if rule.profile is Profile.STRICT else "").ljust(6),
            ("" if rule.fix == "none" else "fix").ljust(3),
        )
        lines.append(f"{name:{width}}  {rule.severity:7}  {marks[0]}  {marks[1]}  {rule.title}")
    return "\n".join(lines) + "\n"


def rule_page(name: str) -> str:
    """A rule's page, by id or alias, with what the index knows of it below the title.

    Raises:
        UnknownRuleError: when there is none; the message offers the nearest.

    """
    rule = registry.find(name)
    title, _, rest = registry.explain(rule.id).partition("\n")
    return f"{title}\n\n{_facts(rule)}\n{rest.rstrip()}\n"


def _facts(rule: Rule) -> str:
    fix = {"none": "no fix", "sometimes": "fix sometimes", "always": "fix"}[str(rule.fix)]
    safe = ", safe" if rule.fix_safe and rule.fix != "none" else ""
    told = [
        f"`{rule.id}`",
        f"severity {rule.severity}",
        f"confidence {rule.confidence}",
        f"{rule.profile} profile",
        fix + safe,
    ]
    lines = [" · ".join(told)]
    if rule.aliases:
        lines.append(f"Also {', '.join(rule.aliases)}.")
    if rule.equivalents:
        lines.append(f"In other tools {', '.join(rule.equivalents)}.")
    if rule.practices:
        lines.append(f"Enforces {', '.join(rule.practices)}.")
    return "\n".join(lines)


def refuse_others(names: Sequence[str], kind: Literal["template", "code"]) -> None:
    """Refuse to check only rules of the other kind: nothing found would then look like clean.

    Raises:
        UnknownRuleError: when a rule is over the other kind, or there is none of a name.

    """
    for rule in map(registry.find, names):
        if kind == "template" and rule.id in registry.code_rules():
            raise UnknownRuleError(
                f"{rule.id} is a rule over durable code, not over templates: check_durable_code has it."
            )
        if kind == "code" and rule.id not in registry.code_rules():
            raise UnknownRuleError(f"{rule.id} is a rule over templates, not over code: validate_template has it.")


def rules_table() -> str:
    """The rules by service as a Markdown table, for the README."""
    services: dict[str, list[str]] = {}
    for rule in registry.rules().values():
        kind = f"{rule.service} code" if rule.id in registry.code_rules() else rule.service
        services.setdefault(kind, []).append(rule.id.removeprefix(f"{rule.service}-"))
    rows = ["| service | rules | find |", "| --- | ---: | --- |"]
    rows += [f"| {service} | {len(names)} | {', '.join(names)} |" for service, names in sorted(services.items())]
    return "\n".join(rows)
