"""What a caller of a scaffold can put right.

ScaffoldError
 ├ UnknownScaffoldError   no scaffold of that name
 ├ AnswerError            an answer does not fit its question; names the answer and what is allowed
 └ DestinationError       the project cannot be written there; nothing was written
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

Place = tuple[int | str, ...]


class ScaffoldError(Exception):
    """Base of everything a caller of this room can put right. The message is safe to show."""


class UnknownScaffoldError(ScaffoldError):
    """There is no scaffold of that name."""


class AnswerError(ScaffoldError):
    """An answer does not fit its question. The message names the answer and what is allowed."""


class DestinationError(ScaffoldError):
    """The destination is outside the workspace, occupied, or cannot be written. Nothing was written."""


def problem(text: str, *at: int | str) -> PydanticCustomError:
    """What a validator raises: the text is for the caller as it is; `at` leads from the validated value to the fault."""
    return PydanticCustomError("answer", "{text}", {"text": text, "at": at})


def explain(error: ValidationError) -> Iterator[str]:
    """Each fault of a validation error as `where: what`, without the input itself."""
    for where, fault in faults(error):
        yield f"{where}: {fault}"


def faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Each fault of a validation error: its place as a caller would write it, and what is wrong there."""
    for fault in error.errors(include_url=False, include_input=False):
        place = (*fault["loc"], *fault.get("ctx", {}).get("at", ()))
        missing = fault["type"] == "missing"
        yield location(place), "is missing" if missing else fault["msg"].removeprefix("Value error, ")


def location(place: Place) -> str:
    """A place in nested data as a caller would write it: `resource.fields[2].name`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".") or "arguments"
