"""The rules: every folder `rules/<service>/<smell>/` is one, and its id is its path.

Those in `file_rules/` also read the files beside the template, and those in `code_rules/` look at durable code.

`sqs/short_visibility_timeout` is `sqs-short-visibility-timeout`. Metadata is read from the text of rule.py, so
that listing the rules imports none of them.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from guidance import model
from guidance.errors import UnknownRuleError
from guidance.model import Profile, Rule, Severity

if TYPE_CHECKING:
    from guidance.code.model import Flaw, Program
    from guidance.template import Template

HERE = Path(__file__).parent
RULES, FILE_RULES, CODE_RULES = HERE / "rules", HERE / "file_rules", HERE / "code_rules"
Check = Callable[["Template"], Iterator[model.Found]]
CodeCheck = Callable[["Program"], Iterator["Flaw"]]

_CALLS = {"Rule": Rule, "Source": model.Source}
_ENUMS = {
    each.__name__: each for each in (Severity, model.Confidence, model.Pillar, Profile, model.Status, model.FixKind)
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class RuleFileError(Exception):
    """A rule folder of this project is malformed: a defect, not something a caller can put right."""


@functools.cache
def rules() -> dict[str, Rule]:
    """Every rule's metadata by id; imports none of the rules."""
    return {**template_rules(), **file_rules(), **code_rules()}


@functools.cache
def template_rules() -> dict[str, Rule]:
    """The rules over the template alone, by id, in order of service and id."""
    return read_rules(RULES)


@functools.cache
def file_rules() -> dict[str, Rule]:
    """The rules that also read the files beside the template, by id, in order of service and id."""
    return read_rules(FILE_RULES)


@functools.cache
def code_rules() -> dict[str, Rule]:
    """The rules over durable code, by id, in order of id."""
    return read_rules(CODE_RULES)


def read_rules(root: Path) -> dict[str, Rule]:
    """The metadata of the rules below a folder.

    Raises:
        RuleFileError: when a rule.py has no readable RULE, or two rules share an id or alias.

    """
    found: dict[str, Rule] = {}
    names: dict[str, str] = {}
    for path in sorted(root.glob("*/*/rule.py")):
        rule = read_rule(path)
        for name in (rule.id, *rule.aliases):
            if (other := names.setdefault(name.lower(), rule.id)) != rule.id or (name == rule.id and name in found):
                raise RuleFileError(f"{path}: '{name}' is also a name of the rule '{other}'.")
        found[rule.id] = rule
    return found


def read_rule(path: Path) -> Rule:
    """One rule's metadata, from the text of its rule.py.

    Raises:
        RuleFileError: when there is no `RULE = Rule(...)` of literals.

    """
    text = path.read_text("utf-8")
    start = text.find("\nRULE = Rule(")
    end = text.find("\n)\n", start)
    if start < 0 or end < 0:
        raise RuleFileError(f"{path}: there is no `RULE = Rule(` that ends with `)` on its own line.")
    statement = ast.parse(text[start + 1 : end + 3]).body[0]
    rule = _literal(statement.value, path) if isinstance(statement, ast.Assign) else None
    if not isinstance(rule, Rule):
        raise RuleFileError(f"{path}: RULE is not a Rule.")
    return replace(rule, id=rule_id(path))


def rule_id(path: Path) -> str:
    """The id of the rule in a file."""
    service, smell = path.parent.parent.name, path.parent.name
    return f"{service.rstrip('_')}-{smell}".replace("_", "-")


def find(name: str) -> Rule:
    """A rule by its id or an alias, in any case.

    Raises:
        UnknownRuleError: when there is none; the message offers the nearest.

    """
    wanted = name.strip().lower()
    names = _names()
    if wanted in names:
        return rules()[names[wanted]]
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
    offer = f"; did you mean {' or '.join(near)}?" if near else "."
    raise UnknownRuleError(f"There is no rule '{name[:60]}'{offer} `serverless-mcp rules` lists all.")


def select(
    profile: Profile,
    only: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    among: dict[str, Rule] | None = None,
) -> list[Rule]:
    """The rules of a profile; those in `only`, whatever their profile; without those in `exclude`.

    They are chosen among those over templates, or those given: naming a rule over code runs none on a template.

    Raises:
        UnknownRuleError: when a name is not a rule.

    """
    known = among if among is not None else {**template_rules(), **file_rules()}
    left = {find(name).id for name in exclude}
    if only:
        chosen = [known[each] for each in dict.fromkeys(find(name).id for name in only) if each in known]
    else:
        chosen = [rule for rule in known.values() if profile is Profile.STRICT or rule.profile is Profile.DEFAULT]
    return [rule for rule in chosen if rule.id not in left]


@functools.cache
def check_of(rule_id: str) -> Check:
    """A rule's check function; imports the rule."""
    check: Check = importlib.import_module(f"guidance.{_modules()[rule_id]}.rule").check
    return check


@functools.cache
def code_check_of(rule_id: str) -> CodeCheck:
    """The check function of a rule over code; imports the rule."""
    check: CodeCheck = importlib.import_module(f"guidance.{_modules()[rule_id]}.rule").check
    return check


def explain(name: str) -> str:
    """A rule's page: why, Avoid, Prefer, limits, sources.

    Raises:
        UnknownRuleError: when there is none.

    """
    return folder(find(name).id).joinpath("rule.md").read_text("utf-8")


def folder(rule_id: str) -> Path:
    """The folder of a rule."""
    return HERE.joinpath(*_modules()[rule_id].split("."))


@functools.cache
def _modules() -> dict[str, str]:
    paths = [path for root in (RULES, FILE_RULES, CODE_RULES) for path in root.glob("*/*/rule.py")]
    return {rule_id(path): ".".join(path.parent.relative_to(HERE).parts) for path in paths}


@functools.cache
def _names() -> dict[str, str]:
    return {name.lower(): rule.id for rule in rules().values() for name in (rule.id, *rule.aliases)}


def _literal(node: ast.expr, path: Path) -> object:
    """What a literal, an enum member or a call of Rule or Source comes to."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Tuple):
        return tuple(_literal(item, path) for item in node.elts)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in _ENUMS:
        return _ENUMS[node.value.id][node.attr]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        positional = [_literal(argument, path) for argument in node.args]
        named = {keyword.arg: _literal(keyword.value, path) for keyword in node.keywords if keyword.arg}
        return _CALLS[node.func.id](*positional, **named)
    raise RuleFileError(f"{path}: RULE has to be of literals; line {node.lineno} of it is not.")
