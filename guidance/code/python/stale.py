"""Former names of the SDK's, in a file that imports it."""

from __future__ import annotations

import ast
import functools as ft
import re

from guidance.code import tables
from guidance.code.model import (
    SdkUse,
)
from guidance.code.python import (
    definitions,
    expressions,
)
from guidance.code.python.machine import At, Machine
from guidance.code.python.modules import SDK, Module, sdk_name
from guidance.code.python.trees import within


def former(m: Machine, module: Module) -> None:
    """Note former names of the SDK's, in a file that imports it."""
    text = module.source.text
    if SDK not in text or not (lines := _suspects(text)):
        return
    at = m.module_at(module)
    for statement in module.tree.body:
        decorators = getattr(statement, "decorator_list", ())  # a def begins on the line of its name, behind these
        first = min((statement.lineno, *(each.lineno for each in decorators)))
        if not any(first <= line <= (statement.end_lineno or 0) for line in lines):
            continue
        for node in within(statement):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SDK):
                _former_imports(m, module, node)
            elif isinstance(node, ast.Attribute):
                _former_attribute(m, at, module, node)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                name = (
                    sdk_name(definitions.global_value(m, module, node.id).name) if node.id in module.definitions else ""
                )
                _use(m, module, node, name)
            elif isinstance(node, ast.Call):
                _former_keywords(m, at, module, node)
            elif isinstance(node, ast.Constant) and node.value == "DURABLE_EXECUTION_TIME_SCALE":
                _use(m, module, node, node.value)


def _former_imports(m: Machine, module: Module, node: ast.ImportFrom) -> None:
    for alias in node.names:
        _use(m, module, alias, alias.name)


def _suspects(text: str) -> list[int]:
    """Lines on which a former name may stand."""
    if not any(word in text for word in _former_words()):
        return []
    found = [match.start() for match in _former_names().finditer(text)]
    return [text.count("\n", 0, start) + 1 for start in found[:500]]


@ft.cache
def _former_keys() -> frozenset[str]:
    """Keywords that some call no longer takes."""
    return frozenset(name.partition("(")[2].rstrip(")") for name in tables.stale("python") if "(" in name)


@ft.cache
def _former_words() -> frozenset[str]:
    """What each former name has in it."""
    names = [name for name in tables.stale("python") if not name.startswith(".")]
    return frozenset(name.rpartition("(")[2].rstrip(")").rsplit(".", 1)[-1] for name in names)


@ft.cache
def _former_names() -> re.Pattern[str]:
    parts = []
    for name in tables.stale("python"):
        call, _, word = name.partition("(")
        if name.startswith("."):
            continue
        if not word:
            parts.append(rf"\b{re.escape(name.rsplit('.', 1)[-1])}\b")
        elif call == "*":
            parts.append(rf"\b{word[:-1]}\s*=")
        else:
            parts.append(rf"\b{call}\s*\((?:[^()]|\([^()]*\)){{0,400}}?\b{word[:-1]}\s*=")
    return re.compile("|".join(parts))


def _former_attribute(m: Machine, at: At, module: Module, node: ast.Attribute) -> None:
    if node.attr in tables.stale("python") or node.attr == "CALLBACK_ERROR":
        _use(m, module, node, sdk_name(expressions.peek(m, at, node).name), of=len(node.attr))


def _former_keywords(m: Machine, at: At, module: Module, node: ast.Call) -> None:
    known = tables.stale("python")
    words = [each for each in node.keywords if each.arg in _former_keys()]
    if not words:
        return
    name = sdk_name(expressions.peek(m, at, node.func).name)
    for word in words if name else ():
        exact = f"{name}({word.arg})" if name != "durable_execution" else ""
        if name == "durable_execution" and _is_class(m, at, word):
            exact = "durable_execution(plugins)"
        general = f"*({word.arg})"
        chosen = (
            exact if exact in known else general if general in known and name.endswith(("Config", "Strategy")) else ""
        )
        if chosen and word.arg:
            place = module.place(word.value)
            start = module.place(word)  # type: ignore[arg-type]
            end = start.column + len(word.arg)
            plugin = chosen.startswith("durable_execution")
            at_word = place if plugin else type(start)(start.file, start.line, start.column, start.line, end)
            m.program.sdk_uses.append(SdkUse(place=at_word, name=chosen))


def _is_class(m: Machine, at: At, word: ast.keyword) -> bool:
    """Whether plugins are given as classes that make no plugins themselves."""
    found = expressions.peek(m, at, word.value)
    return any(each.cls is not None and "create_plugin" not in each.cls.members for each in (found.items or ()))


def _use(m: Machine, module: Module, node: ast.expr | ast.alias, name: str, of: int = 0) -> None:
    if name not in tables.stale("python"):
        return
    place = module.place(node)  # type: ignore[arg-type]
    if of:  # of an attribute, its last part
        place = type(place)(place.file, place.end_line, place.end_column - of, place.end_line, place.end_column)
    elif isinstance(node, ast.alias):
        place = type(place)(place.file, place.line, place.column, place.line, place.column + len(node.name))
    m.program.sdk_uses.append(SdkUse(place=place, name=name))
