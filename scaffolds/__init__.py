"""The starting points. Pure: answers in, files out. No disk is written, no network used.

The door: `scaffold_names()`, `get_scaffold(name)`, `render_project(name, answers)` and the errors they raise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scaffolds.errors import AnswerError, DestinationError, ScaffoldError, UnknownScaffoldError

if TYPE_CHECKING:
    from scaffolds.model import Answers, Project, Scaffold

__all__ = [
    "AnswerError",
    "DestinationError",
    "ScaffoldError",
    "UnknownScaffoldError",
    "get_scaffold",
    "render_project",
    "scaffold_names",
]


def scaffold_names() -> list[str]:
    """The names of all scaffolds, sorted."""
    from scaffolds.render import names  # here and below: Jinja takes 50 ms to import, so only when it is used

    return names()


def get_scaffold(name: str) -> Scaffold:
    """One scaffold of the catalogue.

    Raises:
        UnknownScaffoldError: when there is none of that name; the message lists them.

    """
    from scaffolds.render import get

    return get(name)


def render_project(name: str, answers: Mapping[str, Any] | Answers) -> Project:
    """Render a scaffold into the files of a project; nothing is written. The same answers give the same bytes.

    Args:
        name: The scaffold, for example `crud_api`.
        answers: Its answers, as plain data or already validated.

    Raises:
        UnknownScaffoldError: when there is no such scaffold.
        AnswerError: when an answer does not fit; the message names it and says what is allowed.

    """
    from scaffolds.render import render

    return render(name, answers)
