"""Files beside a template: read once, inside the workspace only, with their own lines for findings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from guidance.bounds import refuse_deep
from guidance.errors import TemplateError
from guidance.template import Intrinsic, Mapping, Node, Place, Resource, Scalar, Span, Template, Value
from guidance.template.nodes import below
from guidance.template.reader import MAX_BYTES, read
from guidance.template.values import header_of, place_of

State = Literal["read", "missing", "outside", "unreadable"]
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|\$|arn:|\{\{")


class FileRoot(Mapping):
    """The top of a file beside the template: what hangs below it is found in that file."""

    __slots__ = ("file",)

    def __init__(self, span: Span, entries: dict[str, Node], file: str) -> None:
        super().__init__(span, entries)
        self.file = file


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of opening a file."""

    name: str
    """Relative to the template, with forward slashes."""
    state: State
    root: FileRoot
    """Its contents; empty unless it was read."""
    text: str = ""
    error: TemplateError | None = None


def is_local(name: str) -> bool:
    """Whether a name in a template means a file beside it, not a URL, ARN or placeholder."""
    return bool(name.strip()) and _REMOTE.match(name) is None


def open_file(template: Template, name: str) -> Opened | None:
    """Open a YAML or JSON file that a template names; None when it is not known where the template lies."""
    if template.path is None or template.root_folder is None:
        return None
    known = template.memo(_opened)
    if name not in known:
        known[name] = _open(template.path.parent, template.root_folder, name)
    return known[name]


def find_file(folder: Path, root: Path, name: str) -> tuple[State, Path]:
    """Where a name leads, symbolic links resolved, and whether it may be read."""
    try:
        target = folder.joinpath(name).resolve()
        if not target.is_relative_to(root.resolve()):
            return "outside", target
        return ("read" if target.is_file() else "missing"), target
    except (OSError, ValueError, RuntimeError):
        return "missing", folder / "unusable"


def read_text(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        TemplateError: when it is too big or may not be read.

    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TemplateError(f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.")
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"The file cannot be read: {error.strerror or type(error).__name__}.") from None


def place(at: Value | Resource) -> tuple[Place, str | None]:
    """Where a finding points, and in which file when that is not the template."""
    if isinstance(at, Resource):
        return at.place, None
    top, names = _top(at.node)
    if isinstance(top, FileRoot):
        return at.place, top.file
    holder = top.parent
    if not isinstance(holder, Scalar) or holder.name != "DefinitionUri":
        return at.place, None
    opened = open_file(at.template, holder.text)
    if opened is None or opened.state != "read":
        return at.place, None
    node: Node = opened.root
    for name in names:
        found = below(node, name)
        if found is None:
            break
        node = found
    if at.missing or at.absent:
        return Place(header_of(node), (*names, *at.missing)), opened.name
    return place_of(node), opened.name


def is_quoted(at: Value | Resource) -> bool:
    """Whether it stands inside a string of the template whose lines are not the template's: no edit can be placed there."""
    if isinstance(at, Resource):
        return False
    top, _ = _top(at.node)
    return isinstance(top, FileRoot) or (isinstance(top.parent, Scalar) and top.parent.style not in {"|", ">"})


def _top(node: Node) -> tuple[Node, tuple[str | int, ...]]:
    """The top of the document that a node is in, and the names that lead from there to it."""
    names: list[str | int] = []
    while node.parent is not None and not isinstance(node.parent, Scalar):
        if node.name is not None:
            names.append(node.name)
        node = node.parent
    return node, tuple(reversed(names))


def _opened(template: Template) -> dict[str, Opened]:
    del template
    return {}


def _open(folder: Path, root: Path, name: str) -> Opened:
    state, target = find_file(folder, root, name)
    shown = Path(name).as_posix().removeprefix("./")
    empty = FileRoot(Span(1, 1, 1, 1), {}, shown)
    if state != "read":
        return Opened(shown, state, empty)
    try:
        data = read_text(target)
        refuse_deep(data)
        document = read(data)
    except TemplateError as error:
        return Opened(shown, "unreadable", empty, error=error)
    top = FileRoot(document.root.span, document.root.entries, shown)
    for child in document.root.entries.values():
        child.parent = top
    return Opened(shown, "read", top, document.text)


Kind = Literal["definition", "openapi", "template", "include", "schema"]
_NAMED: tuple[tuple[str, str, Kind], ...] = (
    ("AWS::Serverless::StateMachine", "DefinitionUri", "definition"),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location", "definition"),
    ("AWS::Serverless::Api", "DefinitionUri", "openapi"),
    ("AWS::Serverless::HttpApi", "DefinitionUri", "openapi"),
    ("AWS::ApiGateway::RestApi", "BodyS3Location", "openapi"),
    ("AWS::Serverless::Application", "Location", "template"),
    ("AWS::CloudFormation::Stack", "TemplateURL", "template"),
    ("AWS::Serverless::GraphQLApi", "SchemaUri", "schema"),
    ("AWS::AppSync::GraphQLSchema", "DefinitionS3Location", "schema"),
)
"""Properties that `sam build`, `sam package` and `aws cloudformation package` replace by the uploaded file."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A place in the template that names a file beside it."""

    at: Value
    name: str
    kind: Kind
    owner: Resource | None = None

    @property
    def state(self) -> State | None:
        """What becomes of opening it; None when it is not known where the template lies."""
        template = self.at.template
        if template.path is None or template.root_folder is None:
            return None
        if self.kind == "schema":
            return find_file(template.path.parent, template.root_folder, self.name)[0]
        opened = open_file(template, self.name)
        return opened.state if opened is not None else None


def named_files(template: Template) -> list[NamedFile]:
    """Every place that names a file beside the template."""
    return template.memo(_named_files) if template.path is not None else []


def _named_files(template: Template) -> list[NamedFile]:
    found = []
    for resource in template.declared.values():
        for kind, name, what in _NAMED:
            if resource.type == kind:
                for value in resource.each(name):
                    text = value.text()
                    if text is not None and is_local(text) and isinstance(value.node, Scalar):
                        found.append(NamedFile(value, text, what, resource))
    if "AWS::Include" in template.text:
        found += _included(template)
    return found


def _included(template: Template) -> list[NamedFile]:
    found = []
    for resource in template.declared.values():
        for node in resource.body.walk():
            transform = node.argument if isinstance(node, Intrinsic) and node.function == "Fn::Transform" else None
            if not isinstance(transform, Mapping):
                continue
            name, parameters = transform.get("Name"), transform.get("Parameters")
            where = parameters.get("Location") if isinstance(parameters, Mapping) else None
            if (
                isinstance(name, Scalar)
                and name.text == "AWS::Include"
                and isinstance(where, Scalar)
                and is_local(where.text)
            ):
                kind: Kind = "openapi" if isinstance(node.parent, Mapping) and node.name in _BODIES else "include"
                found.append(NamedFile(template.at(where), where.text, kind, resource))
    return found


_BODIES = frozenset(("DefinitionBody", "Body"))
