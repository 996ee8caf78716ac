"""Names: what a user may call things, and the forms one name takes in code, paths and prose."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping

_PROJECT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

# ECMA-262, section 12.7.2 (reserved words and words reserved in strict mode), and TypeScript's own.
JAVASCRIPT = frozenset(
    [
        "arguments",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ]
)


class NamingError(ValueError):
    """A name cannot be used; the message says why and offers another."""


def check_project(name: str) -> str:
    """Return the name, or say why it cannot name a project: it becomes a folder, a stack and a service name."""
    if len(name) > 64 or not _PROJECT.fullmatch(name):
        offer = _offer("-".join(words(name))[:64].strip("-"), _PROJECT, check_project)
        raise NamingError(
            f"must be kebab-case (a-z, 0-9 and single hyphens, a letter first), at most 64 characters{offer}"
        )
    return name


def check_resource(name: str, taken: frozenset[str]) -> str:
    """Return the name, or say why it cannot name a resource: its forms become classes, functions and paths."""
    if len(name) > 40 or not _SNAKE.fullmatch(name):
        offer = _offer("_".join(words(name))[:40].strip("_"), _SNAKE, lambda offer: check_resource(offer, taken))
        raise NamingError(
            f"must be snake_case (a-z, 0-9 and single underscores, a letter first), at most 40 characters{offer}"
        )
    for form in (name, pascal(name), camel(name), pascal(plural(name))):
        if form in JAVASCRIPT or keyword.iskeyword(form) or form in taken:
            raise NamingError(
                f"'{name}' would be '{form}' in the generated code, where that is taken; try '{name}_item'"
            )
    return name


def check_field(name: str, taken: Mapping[str, str]) -> str:
    """Return the name, or say why it cannot name a field: it is used as it is in JSON, in DynamoDB and in code."""
    if len(name) > 64 or not _FIELD.fullmatch(name):
        offer = _offer("_".join(words(name))[:64].strip("_"), _FIELD, lambda offer: check_field(offer, taken))
        raise NamingError(f"must be letters, digits and underscores with a letter first, at most 64 characters{offer}")
    if keyword.iskeyword(name):
        raise NamingError(f"'{name}' is a reserved word of Python; try '{name.lower()}_value'")
    if reason := taken.get(name.lower()):
        raise NamingError(f"'{name}' {reason}; try '{name}_value'")
    return name


def words(text: str) -> list[str]:
    """The words of a name written in any case, lower case, ASCII letters and digits only, the first not a number."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    found = re.findall(r"[a-z0-9]+", spaced.lower())
    while found and found[0][0].isdigit():
        found.pop(0)
    return found


def _offer(name: str, shape: re.Pattern[str], check: Callable[[str], str]) -> str:
    """Another name to try, if it would be taken."""
    if not shape.fullmatch(name):
        return ""
    try:
        return f"; try '{check(name)}'"
    except NamingError:
        return ""


def pascal(name: str) -> str:
    """`order_line` or `note-taking` as `OrderLine`, `NoteTaking`."""
    return "".join(word.capitalize() for word in words(name))


def camel(name: str) -> str:
    """`order_line` as `orderLine`."""
    form = pascal(name)
    return form[:1].lower() + form[1:]


def kebab(name: str) -> str:
    """`order_lines` as `order-lines`."""
    return "-".join(words(name))


def title(name: str) -> str:
    """`order_line` as `order line`."""
    return " ".join(words(name))


def plural(name: str) -> str:
    """The English plural of a snake_case noun. A name that already looks plural stays as it is."""
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh)$", name):
        return name if is_plural(name) else name + "es"
    return name + "s"


def is_plural(name: str) -> bool:
    """Whether a noun looks plural already: `notes`, but not `address`, `status`, `analysis`."""
    return bool(re.search(r"[^siu]s$", name))
