"""The least policy that the server needs, read off its code: every call through `Aws.call` and `Aws.pages` names its operation."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mcp_server.aws.failures import action_of, iam_actions
from tests.conftest import ROOT

_DOORS = {"call", "pages"}
_READS = ("Get", "List", "Describe", "Filter", "Search")
_WIDTH = 118


@dataclass(frozen=True, order=True)
class Call:
    """One operation of AWS that the code asks for."""

    service: str
    """boto3's name of it."""
    operation: str
    where: str


def calls() -> set[Call]:
    """Every operation that the code asks for.

    Raises:
        ValueError: when a call does not name its operation, so that the policy cannot be read off it.

    """
    folder = ROOT / "mcp_server"
    return {call for path in sorted(folder.rglob("*.py")) for call in _of_file(path)}


def _of_file(path: Path) -> Iterator[Call]:
    tree = ast.parse(path.read_text("utf-8"))
    where = path.relative_to(ROOT).as_posix()
    wrapped = dict(_wrappers(tree))
    inside = {id(node) for function in _functions(tree) if function.name in wrapped for node in ast.walk(function)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        first = _text(node.args[0])
        if node.func.attr in wrapped and first is not None:
            yield Call(wrapped[node.func.attr], first, where)
        elif node.func.attr in _DOORS and len(node.args) >= 2 and id(node) not in inside and _is_door(node.func.value):
            second = _text(node.args[1])
            if first is None or second is None:
                raise ValueError(f"{where}:{node.lineno}: the service and the operation have to be literals")
            yield Call(first, second, where)


def _wrappers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Methods such as `_call(operation)` that hand one service to the door."""
    for function in _functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _DOORS:
                service = _text(node.args[0]) if len(node.args) >= 2 else None
                handed = isinstance(node.args[1], ast.Name) if len(node.args) >= 2 else False
                if service and handed and _is_door(node.func.value):
                    yield function.name, service


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _is_door(node: ast.expr) -> bool:
    """Whether this is an `Aws`: `aws`, `where`, `self.aws`, `seen.where`."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in {"aws", "where"}


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def policy() -> dict[str, object]:
    """The policy document: reading; reading logs; measuring a function, which needs --allow-write."""
    found = calls()
    logs = {each for each in found if each.service == "logs"}
    tune = {each for each in found - logs if each.service == "iam" or not each.operation.startswith(_READS)}
    tune = {each for each in tune if each.service != "sts"}
    query = {each for each in logs if each.operation in {"StartQuery", "FilterLogEvents"}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            _statement("Read", found - logs - tune, ["*"]),
            _statement("ReadLogs", query, ["arn:aws:logs:*:*:log-group:*"]),
            _statement("ReadQueries", logs - query, ["*"]),
            _statement("ReadRolesToTune", {each for each in tune if each.service == "iam"}, ["arn:aws:iam::*:role/*", "arn:aws:iam::*:policy/*"]),
            _statement("TuneMemory", {each for each in tune if each.service == "lambda"}, ["arn:aws:lambda:*:*:function:*"]),
        ],
    }  # fmt: skip


def _statement(sid: str, found: set[Call], resources: list[str]) -> dict[str, object]:
    actions = sorted(
        {action_of(each.service, each.operation) for each in found} - set(iam_actions()["free"]["actions"])
    )
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}


def policy_block() -> str:
    """The policy as the README shows it: JSON, several actions a line."""
    document = policy()
    statements = []
    for statement in document["Statement"]:  # type: ignore[attr-defined]
        actions = textwrap.wrap(", ".join(json.dumps(each) for each in statement["Action"]), _WIDTH - 8)
        head = f'{{"Sid": {json.dumps(statement["Sid"])}, "Effect": "Allow", "Resource": {json.dumps(statement["Resource"])},'
        statements.append(
            "\n".join([f"    {head}", '     "Action": [', *(f"       {line}" for line in actions), "     ]}"])
        )
    body = ",\n".join(statements)
    return f'```json\n{{\n  "Version": "{document["Version"]}",\n  "Statement": [\n{body}\n  ]\n}}\n```'
