"""`serverless-mcp call`: one tool from a shell, its result on stdout, how far it has come on a terminal's stderr."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

from mcp_server import UsageError
from mcp_server.errors import call_error
from mcp_server.progress import Progress
from mcp_server.schemas import lean_input
from mcp_server.tools import Caller, selected

if TYPE_CHECKING:
    from mcp_server.settings import Settings


def call(tool: str, given: str, settings: Settings, *, text: bool = False) -> int:
    """Call one tool.

    Args:
        tool: Its name.
        given: Its arguments as a JSON object; `-` reads them from stdin.
        settings: Of this run.
        text: Whether to print the Markdown that an assistant reads, instead of the data as JSON.

    Returns:
        The exit code: 0, or 1 when the tool says no, in one sentence on stderr.

    Raises:
        UsageError: when there is no such tool, or the arguments are no JSON object.

    """
    spec = next((spec for spec in selected(settings) if spec.name == tool), None)
    if spec is None:
        raise UsageError(f"There is no tool '{tool}'. There are: {', '.join(s.name for s in selected(settings))}.")
    arguments = _json_object(sys.stdin.read() if given == "-" else given)
    model = spec.arguments()
    line = _Line()
    try:
        validated = model.model_validate(arguments)
        caller = Caller(settings, Progress(line.show if sys.stderr.isatty() else None))
        result = spec.call(caller, {name: getattr(validated, name) for name in model.model_fields})
    except Exception as error:  # noqa: BLE001 - the boundary: a shell reads a sentence, the log has the traceback
        line.clear()
        sys.stderr.write(f"{call_error(error, lean_input(model.model_json_schema()))}\n")
        return 1
    finally:
        line.clear()
    said = result.text() if text else json.dumps(result.data(), indent=2, ensure_ascii=False)
    sys.stdout.write(said.rstrip("\n") + "\n")
    return 0


class _Line:
    """One line of a terminal, written over and over."""

    def __init__(self) -> None:
        self._width = 0

    def show(self, done: float, doing: str) -> None:
        said = f"{done:4.0%} {doing}"[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write(f"\r{said:{self._width}}")
        sys.stderr.flush()
        self._width = len(said)

    def clear(self) -> None:
        if self._width:
            sys.stderr.write(f"\r{'':{self._width}}\r")
            sys.stderr.flush()
        self._width = 0


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UsageError(
            f"The arguments are not JSON ({error}). Pass one object, or - to read it from stdin."
        ) from None
    if not isinstance(value, dict):
        raise UsageError('The arguments must be one JSON object, such as \'{"project_name": "notes"}\'.')
    return value
