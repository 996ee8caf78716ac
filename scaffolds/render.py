"""Answers in, files out. Jinja's delimiters are `[[ ]]`, `[% %]` and `[# #]`.

The usual ones belong to what is rendered: GitHub Actions and Step Functions write `{{ }}` and `{% %}` themselves.
What a user typed reaches a file only as a checked identifier or through a filter of this module.
"""

from __future__ import annotations

import functools
import importlib
import json
import re
import threading
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import ValidationError

from scaffolds.errors import AnswerError, UnknownScaffoldError, explain
from scaffolds.model import Answers, FollowedPractice, Project, RenderedFile, Scaffold, Source

CATALOG = Path(__file__).parent / "catalog"
SHARED = Path(__file__).parent / "shared"
_LOCK = threading.Lock()
"""Many first calls at once would each compile every source; rendering is bound to one core anyway."""


def names() -> list[str]:
    """The names of all scaffolds, sorted."""
    return sorted(path.parent.name for path in CATALOG.glob("*/scaffold.toml"))


@functools.cache
def get(name: str) -> Scaffold:
    """One scaffold of the catalogue.

    Raises:
        UnknownScaffoldError: when there is none of that name; the message lists them.

    """
    if name not in names():
        raise UnknownScaffoldError(f"There is no scaffold '{name}'. There are: {', '.join(names())}.")
    data = tomllib.loads((CATALOG / name / "scaffold.toml").read_text("utf-8"))
    answers: type[Answers] = importlib.import_module(f"scaffolds.catalog.{name}.answers").Answers
    return Scaffold(
        name=name,
        title=data["title"],
        summary=data["summary"],
        since=data["since"],
        sources=tuple(Source(f["path"], f["from"], f["purpose"], f.get("when", "True")) for f in data["files"]),
        practices=tuple(FollowedPractice(p["id"], p["where"], p.get("when", "True")) for p in data["practices"]),
        answers=answers,
    )


def render(name: str, answers: Mapping[str, Any] | Answers) -> Project:
    """Render a scaffold into the files of a project. Nothing is written.

    Args:
        name: The scaffold, for example `crud_api`.
        answers: Its answers, as plain data or already validated.

    Raises:
        UnknownScaffoldError: when there is no such scaffold.
        AnswerError: when an answer does not fit; the message names it and says what is allowed.

    """
    scaffold = get(name)
    validated = answers if isinstance(answers, Answers) else _validated(scaffold, answers)
    context = validated.context()
    with _LOCK:
        environment = _environment(name)
        holds = {when: bool(holds_for(**context)) for when, holds_for in conditions(name).items()}
        files = [
            RenderedFile(
                path=source.path,
                purpose=source.purpose,
                content=environment.get_template(source.source).render(context),
            )
            for source in scaffold.sources
            if holds[source.when]
        ]
    return Project(
        name=validated.project_name,
        files=tuple(sorted(files, key=lambda file: file.path)),
        practices=tuple(p for p in scaffold.practices if holds[p.when]),
        warnings=tuple(validated.warnings()),
        next_steps=tuple(validated.next_steps()),
    )


@functools.cache
def conditions(name: str) -> dict[str, Callable[..., object]]:
    """The conditions of a scaffold's files and practices, by their text, each compiled once."""
    scaffold = get(name)
    texts = {source.when for source in scaffold.sources} | {practice.when for practice in scaffold.practices}
    return {text: _environment(name).compile_expression(text) for text in texts}


def _validated(scaffold: Scaffold, answers: Mapping[str, Any]) -> Answers:
    try:
        return scaffold.answers.model_validate(dict(answers))
    except ValidationError as error:
        raise AnswerError("; ".join(explain(error))) from None


@functools.cache
def _environment(name: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([CATALOG / name / "files", SHARED]),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        autoescape=False,
    )
    environment.filters.update(
        json=to_json, yaml=to_yaml, py=to_python, md=to_markdown, comment=to_comment, doc=to_docstring
    )
    return environment


def to_json(value: Any, indent: int | None = None) -> str:  # noqa: ANN401 - any JSON value
    """A JSON literal. JavaScript reads it as the same value, and nothing in it ends a line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _escape_invisible(text)


def to_yaml(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A flow scalar or collection that YAML 1.1 and 1.2 read alike: JSON, but for exponents and characters beyond the BMP."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{to_yaml(key)}: {to_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_yaml, value)) + "]"
    if isinstance(value, float):  # YAML 1.1 reads 1e-06 as text: it wants a point
        text = to_json(value)
        return text if "." in text or "e" not in text else text.replace("e", ".0e")
    if not isinstance(value, str):
        return to_json(value)
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if _visible(c) else _wide_escape(c) for c in quoted)


def to_python(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A Python literal with double quotes, or single ones where that saves escapes, as the formatter would write it."""
    if isinstance(value, str):
        quoted = json.dumps(value, ensure_ascii=False)
        if value.count('"') > value.count("'"):
            inner = quoted[1:-1].replace('\\"', '"').replace("'", "\\'")
            quoted = f"'{inner}'"
        return "".join(c if _visible(c) else _wide_escape(c) for c in quoted)
    if isinstance(value, list):
        return "[" + ", ".join(to_python(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{to_python(k)}: {to_python(v)}" for k, v in value.items()) + "}"
    return repr(value)


def _wide_escape(char: str) -> str:
    """An escape that Python and YAML share, one for any character."""
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def _escape_invisible(text: str) -> str:
    """Escape what a reader cannot see: controls, line and paragraph separators, bidirectional overrides."""
    return "".join(c if c == "\n" or _visible(c) else _json_escape(c) for c in text)


def _visible(char: str) -> bool:
    return char == " " or char.isprintable()


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[i : i + 2], 'big'):04x}" for i in range(0, len(units), 2))


def to_comment(value: str) -> str:
    """One line of visible text, for a comment that starts with `#` or `//`."""
    return " ".join("".join(c if _visible(c) else " " for c in unicodedata.normalize("NFC", value)).split())


def to_docstring(value: str) -> str:
    """One line of visible text within a docstring's quotes: what could end it becomes an apostrophe."""
    return to_comment(value).replace("\\", "\\\\").replace('"', "'")


def to_markdown(value: str) -> str:
    """One line of Markdown that shows the text as it is: nothing in it is mark-up, a link or HTML."""
    return (
        re.sub(r"([\\`*_{}\[\]()#+!|~$]|^[-=.])", r"\\\1", to_comment(value))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
