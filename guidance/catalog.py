"""All rules: those over the template alone (`rules/`), and those that also read the files beside it (`file_rules/`)."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path

from guidance import registry
from guidance.model import Profile, Rule

FILE_RULES = Path(__file__).parent / "file_rules"


@functools.cache
def rules() -> dict[str, Rule]:
    """Every rule's metadata by id; imports none of the rules."""
    return {**registry.rules(), **file_rules()}


@functools.cache
def file_rules() -> dict[str, Rule]:
    """The rules that read files beside the template, by id."""
    return registry.read_rules(FILE_RULES)


def find(name: str) -> Rule:
    """A rule by its id or an alias, in any case.

    Raises:
        UnknownRuleError: when there is none; the message offers the nearest.

    """
    wanted = name.strip().lower()
    return next((rule for rule in file_rules().values() if wanted in _names(rule)), None) or registry.find(name)


def select(profile: Profile, only: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> list[Rule]:
    """The rules of a profile; those in `only`, whatever their profile; without those in `exclude`.

    Raises:
        UnknownRuleError: when a name is not a rule.

    """
    left = {find(name).id for name in exclude}
    if only:
        chosen = [rules()[each] for each in dict.fromkeys(find(name).id for name in only)]
    else:
        chosen = [rule for rule in rules().values() if profile is Profile.STRICT or rule.profile is Profile.DEFAULT]
    return [rule for rule in chosen if rule.id not in left]


def check_of(rule_id: str) -> registry.Check:
    """A rule's check function; imports the rule."""
    if rule_id in file_rules():
        check: registry.Check = importlib.import_module(f"guidance.file_rules.{'.'.join(_parts(rule_id))}.rule").check
        return check
    return registry.check_of(rule_id)


def explain(name: str) -> str:
    """A rule's page: why, Avoid, Prefer, limits, sources.

    Raises:
        UnknownRuleError: when there is none.

    """
    return folder(find(name).id).joinpath("rule.md").read_text("utf-8")


def folder(rule_id: str) -> Path:
    """The folder of a rule."""
    return FILE_RULES.joinpath(*_parts(rule_id)) if rule_id in file_rules() else registry.folder(rule_id)


def _names(rule: Rule) -> set[str]:
    return {name.lower() for name in (rule.id, *rule.aliases)}


def _parts(rule_id: str) -> tuple[str, str]:
    service, _, smell = rule_id.partition("-")
    return service, smell.replace("-", "_")
