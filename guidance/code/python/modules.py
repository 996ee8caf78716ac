"""The files of a Python project, parsed when they are asked for, and what their top level defines."""

from __future__ import annotations

import ast
import functools
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from guidance.code.model import Loader, Place, SourceFile
from guidance.code.python.abstract import Abstract
from guidance.code.python.trees import within
from guidance.errors import CodeError

SDK = "aws_durable_execution_sdk_python"
_PREFIX = f"{SDK}."
MAX_FILES = 60
_SUBMODULES = frozenset(
    (
        "config",
        "retries",
        "waits",
        "serdes",
        "types",
        "execution",
        "lambda_service",
        "exceptions",
        "context",
        "filesystem_serdes",
        "preview",
        "concurrency",
        "models",
        "with_retry_module",
    )
)
_FOREIGN = frozenset((*sys.stdlib_module_names, SDK, f"{SDK}_testing", "boto3", "botocore", "requests", "pydantic"))


@dataclass(eq=False, slots=True)
class Imported:
    """`import dotted` or `from dotted import member`."""

    dotted: str
    level: int = 0
    member: str = ""


Definition = ast.stmt | Imported


@dataclass(eq=False, slots=True)
class Module:
    """A parsed file."""

    source: SourceFile
    tree: ast.Module
    ascii: bool
    lines: list[str]
    yields: bool = False
    """Whether the word occurs in it at all."""
    definitions: dict[str, list[Definition]] = field(default_factory=dict)
    values: dict[str, Abstract] = field(default_factory=dict)
    stars: list[Imported] = field(default_factory=list)
    followed: bool = False
    """Only those of the stars are left that lead somewhere."""
    counters: frozenset[str] = frozenset()
    """Module variables that functions add to."""
    assigned: frozenset[str] = frozenset()
    """Module variables that functions assign."""

    def place(self, node: ast.expr | ast.stmt | ast.ExceptHandler) -> Place:
        """Where a node stands."""
        line, column = node.lineno, node.col_offset
        last = node.end_lineno or line
        end = node.end_col_offset or 0
        if not self.ascii:
            column, end = self._characters(line, column), self._characters(last, end)
        return Place(self.source.path, line, column + 1, last, end + 1)

    def header(self, node: ast.stmt | ast.ExceptHandler | ast.expr) -> Place:
        """The first line of a statement."""
        place = self.place(node)
        if place.end_line == place.line:
            return place
        text = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        return Place(place.file, place.line, place.column, place.line, max(len(text.rstrip()) + 1, place.column + 1))

    def _characters(self, line: int, offset: int) -> int:
        if line > len(self.lines):
            return offset
        return len(self.lines[line - 1].encode()[:offset].decode("utf-8", "ignore"))


class Project:
    """The files that a program is made of."""

    def __init__(self, main: SourceFile, load: Loader) -> None:
        self.load = load
        self.modules: dict[str, Module | None] = {}
        self._found: dict[tuple[str, int, str], Module | None] = {}
        self.main = parse(main)
        self.modules[main.path] = self.main

    def find(self, importer: Module, dotted: str, level: int = 0) -> Module | None:
        """The project's file that an import means; None when it is not of the project."""
        key = (importer.source.path, level, dotted)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(self, importer: str, level: int, dotted: str) -> Module | None:
        if not level and dotted.split(".", 1)[0] in _FOREIGN:
            return None
        folder = PurePosixPath(importer).parent
        if level:
            for _ in range(level - 1):
                folder = folder.parent
            folders = [folder]
        else:
            folders = [folder, *folder.parents]
        path = "/".join(part for part in dotted.split(".") if part)
        for each in folders:
            stem = (each / path).as_posix() if path else each.as_posix()
            for name in ((f"{stem}.py",) if path else ()) + (f"{stem}/__init__.py",):
                if (module := self._read(name.removeprefix("./"))) is not None:
                    return module
        return None

    def _read(self, name: str) -> Module | None:
        if name not in self.modules:
            text = self.load(name) if len(self.modules) < MAX_FILES * 4 else None
            module = None
            if text is not None and sum(1 for each in self.modules.values() if each) < MAX_FILES:
                try:
                    module = parse(SourceFile(name, text))
                except CodeError:  # the file is somebody else's to mend: what it does is not known
                    module = None
            self.modules[name] = module
        return self.modules[name]


def parse(source: SourceFile) -> Module:
    """Parse a file.

    Raises:
        CodeError: when it is not Python.

    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes are the author's business
            tree = ast.parse(source.text)
    except SyntaxError as error:
        raise CodeError(f"This is not Python: {error.msg}.", error.lineno or 1, error.offset or 1) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise CodeError(f"This cannot be read as Python: {str(error)[:80] or 'it is nested too deeply'}.") from None
    text = source.text
    module = Module(source, tree, text.isascii(), lines_of(text), "yield" in text)
    _define(module, tree.body)
    if "global " in text:
        _note_globals(module)
    return module


def lines_of(text: str) -> list[str]:
    """Lines as Python's parser counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _define(module: Module, body: list[ast.stmt]) -> None:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            module.definitions.setdefault(statement.name, []).append(statement)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            for name, imported in imports(statement):
                if name == "*":
                    module.stars.append(imported)
                else:
                    module.definitions.setdefault(name, []).append(imported)
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            for name in targets(statement):
                module.definitions.setdefault(name, []).append(statement)
        else:
            for block in ("body", "orelse", "finalbody"):
                _define(module, getattr(statement, block, []))
            for handler in getattr(statement, "handlers", []):
                _define(module, handler.body)


def imports(statement: ast.Import | ast.ImportFrom) -> list[tuple[str, Imported]]:
    """The names that an import statement binds."""
    if isinstance(statement, ast.Import):
        return [
            (
                alias.asname or alias.name.split(".")[0],
                Imported(alias.name if alias.asname else alias.name.split(".")[0]),
            )
            for alias in statement.names
        ]
    return [
        (alias.asname or alias.name, Imported(statement.module or "", statement.level, alias.name))
        for alias in statement.names
    ]


def targets(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[str]:
    """The names that an assignment binds."""
    left = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [
        node.id
        for target in left
        for node in within(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def _note_globals(module: Module) -> None:
    counters: set[str] = set()
    assigned: set[str] = set()
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = {name for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names}
        for each in ast.walk(node) if names else ():
            if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name) and each.target.id in names:
                counters.add(each.target.id)
            elif isinstance(each, ast.Assign):
                assigned.update(name for name in targets(each) if name in names)
    module.counters, module.assigned = frozenset(counters), frozenset(assigned | counters)


def sdk_name(name: str) -> str:
    """A name of the SDK's without its module: `Duration.from_minutes`; "" for other names."""
    return _sdk_name(name) if name.startswith(_PREFIX) and "(" not in name else ""


@functools.lru_cache(maxsize=1_000)
def _sdk_name(name: str) -> str:
    parts = name.split(".")[1:]
    while len(parts) > 1 and (parts[0] in _SUBMODULES or parts[0].islower()) and parts[0] != "with_retry":
        parts = parts[1:]
    return ".".join(parts)
