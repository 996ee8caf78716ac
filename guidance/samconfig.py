"""samconfig.toml beside a template, with positions: what `sam` commands are called with."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidance.errors import TemplateError
from guidance.files import FileRoot, find_file, read_text
from guidance.template import Mapping, Node, Scalar, Sequence, Span, Template
from guidance.template.nodes import adopt
from guidance.template.reader import decode, read

NAMES = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")
"""In the order in which the SAM CLI looks for them."""
DATA = Path(__file__).parent / "data" / "samconfig.toml"
_TEMPLATES = frozenset(("template.yaml", "template.yml", "template.json"))
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_ENTRY = re.compile(r"""(\s*)("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")


@dataclass(frozen=True, slots=True)
class Samconfig:
    """The file's contents; empty when it has an error."""

    root: FileRoot
    error: TemplateError | None = None

    def parameters(self) -> Iterator[tuple[str, str, Mapping]]:
        """Each environment and command with its parameters."""
        for environment, command, section in self.commands():
            found = section.get("parameters")
            if isinstance(found, Mapping):
                yield environment, command, found

    def commands(self) -> Iterator[tuple[str, str, Mapping]]:
        """Each environment and command with its section."""
        for environment, commands in self.root.entries.items():
            for command, section in commands.entries.items() if isinstance(commands, Mapping) else ():
                if isinstance(section, Mapping):
                    yield environment, command, section


@dataclass(frozen=True, slots=True)
class Options:
    """The parameters that the SAM CLI knows, by command."""

    by_command: dict[str, frozenset[str]]
    others: frozenset[str]
    """Commands whose parameters are not known here."""


@functools.cache
def options() -> Options:
    """What the SAM CLI takes, from the table."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    shared = {*data["shared"], "template"}
    by_command = {name: frozenset((*names, *shared)) for name, names in data["commands"].items()}
    return Options(by_command, frozenset(data["others"]))


def samconfig(template: Template) -> Samconfig | None:
    """The configuration that applies to a template; None when there is none."""
    return template.memo(_samconfig)


def _samconfig(template: Template) -> Samconfig | None:
    if template.path is None or template.root_folder is None:
        return None
    for name in NAMES:
        state, path = find_file(template.path.parent, template.root_folder, name)
        if state == "read":
            config = _read(path, name)
            return config if _is_for(template.path.name, config) else None
    return None


def _is_for(template: str, config: Samconfig) -> bool:
    """Whether the configuration is that of a template of this name."""
    named = [
        Path(value.text).name
        for _, _, parameters in config.parameters()
        for key in ("template_file", "template")
        if isinstance(value := parameters.get(key), Scalar)
    ]
    return template in named or template in _TEMPLATES


def _read(path: Path, name: str) -> Samconfig:
    nothing = FileRoot(Span(1, 1, 1, 1), {}, name)
    try:
        text = decode(read_text(path))
        toml = name.endswith(".toml")
        entries = (_Positions(text).tree(tomllib.loads(text)) if toml else read(text).root).entries
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        return Samconfig(nothing, TemplateError(f"Not TOML: {_AT.sub('', str(error)).strip()}.", line, column))
    except (TemplateError, RecursionError) as error:
        return Samconfig(nothing, error if isinstance(error, TemplateError) else TemplateError("Nested too deep."))
    root = FileRoot(Span(1, 1, 1, 1), entries, name)
    for key, value in entries.items():
        adopt(root, value, key, value.key)
    return Samconfig(root)


class _Positions:
    """Where the tables and keys of a TOML text stand, as far as a line tells."""

    def __init__(self, text: str) -> None:
        self.places: dict[tuple[str, ...], Span] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = _parts(header[1])
                start = len(line) - len(line.lstrip()) + 1
                for depth in range(1, len(table) + 1):
                    self.places.setdefault(table[:depth], Span(number, start, number, len(line) + 1))
            elif entry := _ENTRY.match(line):
                self.places.setdefault(
                    (*table, *_parts(entry[2])), Span(number, len(entry[1]) + 1, number, len(line) + 1)
                )

    def tree(self, data: dict[str, Any]) -> Mapping:
        """The data as nodes."""
        node = self._node(data, (), Span(1, 1, 1, 1))
        return node if isinstance(node, Mapping) else Mapping(Span(1, 1, 1, 1))

    def _node(self, data: object, path: tuple[str, ...], above: Span) -> Node:
        span = self.places.get(path, above)
        if isinstance(data, dict):
            mapping = Mapping(span)
            for name, value in data.items():
                child = self._node(value, (*path, name), span)
                adopt(mapping, child, name, Scalar(self.places.get((*path, name), span), name, name))
                mapping.entries[name] = child
            return mapping
        if isinstance(data, list):
            items = [self._node(item, path, span) for item in data]
            sequence = Sequence(span, items, flow=True)
            for index, item in enumerate(items):
                adopt(sequence, item, index)
            return sequence
        value = data if isinstance(data, str | int | float | bool) else str(data)
        return Scalar(span, value, str(data))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
