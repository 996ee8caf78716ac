"""The arguments of an operation: its config, its bodies and their names."""

from __future__ import annotations

import ast

from guidance.code.model import (
    Config,
    Function,
    Op,
    Place,
    Value,
)
from guidance.code.python import trees
from guidance.code.python.abstract import (
    NO_CONFIG,
    Abstract,
    Fn,
    value_of,
)
from guidance.code.python.machine import At, Machine

Given = dict[str, tuple[ast.expr, Abstract]]


def config_of(at: At, given: tuple[ast.expr, Abstract] | None) -> Config:
    """The config argument of an operation."""
    if given is None or given[1].null:
        return NO_CONFIG
    node, found = given
    place = at.module.place(node)
    if found.entries is None:
        return Config(given=True, known=False, place=place)
    options = {
        ("semantics" if name == "step_semantics" else name): value_of(each, place)
        for name, each in found.entries.items()
    }
    return Config(given=True, known=found.known, place=place, options=options)


def bodies_of(m: Machine, at: At, arguments: Given, kind: Op, names: list[Value]) -> list[tuple[Fn, ast.expr]]:
    """The functions that an operation runs; names of branches are added to `names`."""
    del m
    found: list[tuple[Fn, ast.expr]] = []
    for key in ("func", "submitter", "check"):
        if key in arguments:
            node, value = arguments[key]
            found.extend((each, node) for each in value.functions)
    if kind is Op.PARALLEL and "functions" in arguments:
        node, value = arguments["functions"]
        items = value.items if value.items is not None else list((value.entries or {}).values())
        for number, each in enumerate(items):
            where = node.elts[number] if isinstance(node, ast.List | ast.Tuple) and number < len(node.elts) else node
            found.extend((function, where) for function in each.functions)
            branch = (each.entries or {}).get("name")
            if branch is not None:
                names.append(value_of(branch, _name_of_branch(at, where)))
    return found


def _name_of_branch(at: At, node: ast.expr) -> Place:
    """Where the name of a ParallelBranch stands."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name | ast.Attribute):
            last = each.func.attr if isinstance(each.func, ast.Attribute) else each.func.id
            if last == "ParallelBranch":
                word = next((word.value for word in each.keywords if word.arg == "name"), None)
                chosen = word or (each.args[1] if len(each.args) > 1 else each)
                return at.module.place(chosen)
    return at.module.place(node)


def described(at: At, function: Fn, where: ast.expr, kind: Op) -> Function:
    """What the rules may want to know of a body."""
    node = function.node
    if kind is not Op.STEP:  # nobody asks what the others hand over
        return Function(place=at.module.place(where), name=function.name)
    name = function.name
    if not name and isinstance(node, ast.Lambda):
        body = node.body
        while isinstance(body, ast.Await | ast.Subscript):
            body = body.value
        if isinstance(body, ast.Call):
            name = trees.last(body.func)
    called, handed = trees.handed(node)
    if function.handed:
        handed |= function.handed
    if function.keywords or function.arguments:
        handed |= trees.handed(where)[1]
    return Function(place=at.module.place(where), name=name, calls=called, arguments=handed)
