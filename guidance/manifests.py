"""The manifests of npm and pip beside a template: which durable SDK the code of a function brings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import PurePosixPath

from guidance.bounds import refuse_deep
from guidance.errors import TemplateError
from guidance.files import FileRoot, find_file, is_local, open_file, read_text
from guidance.template import Function, Mapping, Node, Scalar, Span, Template, Value

JAVASCRIPT = "@aws/durable-execution-sdk-js"
PYTHON = "aws-durable-execution-sdk-python"
_NAME = re.compile(r"(?i)(?<![\w.@/-])" + PYTHON.replace("-", "[-_.]+") + r"(?![\w.-]*[a-z])")
_FIELDS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_PACKAGED = {
    "python": ("aws_durable_execution_sdk_python/__init__.py",),
    "nodejs": (f"node_modules/{JAVASCRIPT}/package.json",),
}


@dataclass(frozen=True, slots=True)
class Sdk:
    """Where a manifest names the durable SDK, and which versions it asks for."""

    at: Value
    language: str
    """python or javascript."""
    versions: str


@dataclass(frozen=True, slots=True)
class Manifests:
    """The manifests that a function's code may come with, nearest first."""

    files: tuple[str, ...]
    sdk: Sdk | None = None
    complete: bool = True
    """Nothing was unreadable, and nothing refers to further files."""


def manifests(function: Function) -> Manifests | None:
    """The manifests of a function on Node.js or Python whose code lies beside the template; None where there are none."""
    template, folder = function.template, function.sam("CodeUri").text()
    if template.path is None or template.root_folder is None or folder is None or not is_local(folder):
        return None
    family = next((name for name in _PACKAGED if (function.get("Runtime").text() or "").startswith(name)), None)
    if family is None:
        return None
    found: list[str] = []
    complete = not any(_state(template, PurePosixPath(folder) / name) == "read" for name in _PACKAGED[family])
    for place in _upwards(template, PurePosixPath(folder)):
        for name in ("package.json",) if family == "nodejs" else ("requirements.txt", "pyproject.toml"):
            path = place / name
            if (state := _state(template, path)) == "missing":
                continue
            found.append(path.as_posix())
            whole, sdk = (False, None) if state == "outside" else _read(template, path)
            if sdk is not None:
                return Manifests(tuple(found), sdk, complete)
            complete = complete and whole
    return Manifests(tuple(found), complete=complete) if found else None


def _upwards(template: Template, folder: PurePosixPath) -> list[PurePosixPath]:
    """The folder and those above it, up to the workspace's."""
    if template.path is None or template.root_folder is None or ".." in folder.parts or folder.is_absolute():
        return [folder]
    beside = template.path.parent.resolve()
    above = len(beside.relative_to(template.root_folder).parts) if beside.is_relative_to(template.root_folder) else 0
    return [folder, *folder.parents, *(PurePosixPath(*[".."] * up) for up in range(1, above + 1))]


def _state(template: Template, path: PurePosixPath) -> str:
    if template.path is None or template.root_folder is None:
        return "missing"
    return find_file(template.path.parent, template.root_folder, path.as_posix())[0]


def _read(template: Template, path: PurePosixPath) -> tuple[bool, Sdk | None]:
    """Whether the file says all, and where it names the SDK."""
    return _package_json(template, path) if path.name == "package.json" else _python(template, path)


def _package_json(template: Template, path: PurePosixPath) -> tuple[bool, Sdk | None]:
    opened = open_file(template, path.as_posix())
    if opened is None or opened.state != "read":
        return False, None
    for field in _FIELDS:
        group = opened.root.get(field)
        named = group.get(JAVASCRIPT) if isinstance(group, Mapping) else None
        if isinstance(named, Scalar):
            return True, Sdk(template.at(named), "javascript", named.text)
    return "workspaces" not in opened.root.entries, None


def _python(template: Template, path: PurePosixPath) -> tuple[bool, Sdk | None]:
    """A requirements file or a pyproject.toml, line by line: each names a package on a line of its own."""
    if template.path is None:
        return False, None
    try:
        data = read_text(template.path.parent / path)
        refuse_deep(data)
        text = data.decode("utf-8")
        project = tomllib.loads(text).get("project") if path.suffix == ".toml" else None
    except (TemplateError, ValueError):
        return False, None
    for number, line in enumerate(text.splitlines(), 1):
        written = re.split(r"(?:^|\s)#", line, maxsplit=1)[0]
        if match := _NAME.search(written):
            root = FileRoot(Span(1, 1, 1, 1), {}, path.as_posix())
            at = Node(Span(number, match.start() + 1, number, len(written.rstrip()) + 1), root)
            return True, Sdk(template.at(at), "python", _versions(written[match.end() :]))
    refers = re.search(r"^\s*(-r|-c|--requirement|--constraint|-e|--editable|\.|/|git\+)", text, re.MULTILINE)
    dynamic = isinstance(project, dict) and "dependencies" in project.get("dynamic", ())
    depends = path.suffix != ".toml" or "dependencies" in text
    return depends and not dynamic and not (path.suffix == ".txt" and refers), None


def _versions(rest: str) -> str:
    """What follows a name, up to a marker or the end of the quotes."""
    extras = re.sub(r"^\s*\[[^\]]*\]", "", rest)
    poetry = re.match(r"""\s*["']?\s*=\s*["']([^"']*)""", extras)
    return (poetry[1] if poetry else re.split(r"""[;"'#]|--hash|\\""", extras, maxsplit=1)[0]).strip()
