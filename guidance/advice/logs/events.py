"""What a log line is: an error, a timeout, a function out of memory, one that could not start; or none of them.

The forms are those of Lambda's runtimes, read 2026-11-20: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-logs.html,
https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html, https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html.
A line is data: whatever it says, only these forms are read from it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from guidance.advice.logs.model import Event, EventKind, Report, Row
from guidance.advice.logs.secrets import mask

_MOST = 4_000
"""Characters of a line that are looked at: what an error says stands at its beginning."""
_SAID = 300
_KILLED = re.compile(r"signal: killed|heap out of memory|\bMemoryError\b|OutOfMemory")
_TIMEOUT = re.compile(r"Task timed out after (?P<seconds>[\d.]+) seconds|Status: timeout")
_INIT = re.compile(
    r"Runtime\.(?:ImportModuleError|HandlerNotFound|UserCodeSyntaxError|InvalidEntrypoint|MalformedHandlerName)"
)
_PYTHON = re.compile(
    r"\[(?P<level>ERROR|CRITICAL|WARNING)\]\s+(?:[\dT:.Z-]+\s+)?(?P<id>[\da-f-]{36})?\s*(?P<rest>[^\r\n]*)"
)
_NODE = re.compile(r"\t(?P<level>ERROR|FATAL|WARN)\t(?P<rest>[^\r\n]*)")
_TYPED = re.compile(
    r"(?P<type>(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Fault|Timeout|Warning)):\s*(?P<rest>.*)"
)
_REQUEST = re.compile(
    r"RequestId: (?P<id>[\da-f-]{36})|\b(?P<bare>[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\b"
)
_EXITED = re.compile(r"RequestId: \S+ Error: (?P<rest>[^\r\n]+)|Status: error\s+Error Type: (?P<type>[\w.]+)")
_PLACE = re.compile(
    r'File "(?P<python>/var/task/[^"\n]{1,200})", line (?P<line>\d+)(?:, in (?P<name>[\w<>.]{1,80}))?'
    r"|at (?:(?P<function>[\w.<>$ ]{1,80}) )?\(?(?:file://)?(?P<node>/var/task/[^\s():]{1,200}):(?P<row>\d+)"
)
_REPORT = re.compile(r"^REPORT RequestId: (?P<id>[\w-]{1,64})\s+Duration: (?P<ms>[\d.]+) ms")
_FIELD = re.compile(
    r"(Billed Restore Duration|Restore Duration|Init Duration|Memory Size|Max Memory Used): ([\d.]+) (?:ms|MB)"
)
_STATUS = re.compile(r"Status: (\w+)")
_ERRORS = {"error", "fatal", "critical", "err", "severe", "50", "60"}
_WARNINGS = {"warn", "warning", "40"}


def report_of(row: Row) -> Report | None:
    """A report line's figures; None when the line is none."""
    text = row.message
    if match := _REPORT.match(text):
        found = dict(_FIELD.findall(text[:_MOST]))
        init = found.get("Init Duration") or found.get("Restore Duration")
        status = _STATUS.search(text[:_MOST])
        return Report(
            row.time, match["id"], float(match["ms"]), int(float(found.get("Memory Size", 0))),
            int(float(found.get("Max Memory Used", 0))), float(init) if init else None,
            status[1] if status else "success", row.stream,
        )  # fmt: skip
    if "platform.report" not in text[:200]:
        return None
    record = _json(text).get("record")
    metrics = record.get("metrics") if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(metrics, dict) or _number(metrics.get("durationMs")) is None:
        return None
    init_ms = _number(metrics.get("initDurationMs")) or _number(metrics.get("restoreDurationMs"))
    return Report(
        row.time, str(record.get("requestId", ""))[:64], _number(metrics["durationMs"]) or 0.0,
        int(_number(metrics.get("memorySizeMB")) or 0), int(_number(metrics.get("maxMemoryUsedMB")) or 0), init_ms,
        str(record.get("status", "success"))[:20], row.stream,
    )  # fmt: skip


def event_of(row: Row, masked: Counter[str] | None = None) -> Event | None:
    """What a line says went wrong; None when it says nothing of the kind.

    Args:
        row: The line.
        masked: Where to count the secrets that were masked, by kind.

    """
    text = row.message[:_MOST]
    parsed = _of_json(row.message) if text.lstrip().startswith("{") else _of_text(text)
    if parsed is None:
        return None
    level, type_, said, request_id = parsed
    words = f"{type_} {said} {text if not text.lstrip().startswith('{') else ''}"
    kind = _kind(level, words)
    return Event(
        row.time,
        kind,
        type_[:80],
        mask(" ".join(said.split())[:_SAID], masked),
        _frame(row.message),
        row.stream,
        request_id[:64],
    )


def _kind(level: str, words: str) -> EventKind:
    if _KILLED.search(words):
        return "out_of_memory"
    if _TIMEOUT.search(words):
        return "timeout"
    if _INIT.search(words):
        return "init"
    return "warning" if level == "warning" else "error"


def _of_text(text: str) -> tuple[str, str, str, str] | None:
    """Level, type, what it says, request; of a line in plain text."""
    request = _REQUEST.search(text)
    request_id = (request["id"] or request["bare"]) if request else ""
    if timed := re.search(r"Task timed out after [\d.]+ seconds", text):
        return "error", "Sandbox.Timedout", timed[0], request_id
    if match := _PYTHON.search(text) or _NODE.search(text):
        level = "warning" if match["level"].startswith("WARN") else "error"
        return level, *_typed(_unwrapped(match["rest"])), request_id
    if match := _EXITED.search(text):
        if match["type"]:
            return "error", match["type"], "the invocation ended in an error", request_id
        return "error", "Runtime.ExitError" if "exited" in match["rest"] else "", match["rest"], request_id
    if text.startswith("REPORT ") and "Status: timeout" in text:
        return "error", "Sandbox.Timedout", "Status: timeout", request_id
    if "Traceback (most recent call last)" in text:
        last = text.rstrip().splitlines()[-1]
        return "error", *_typed(last), request_id
    return None


def _unwrapped(rest: str) -> str:
    """Node.js writes an uncaught error as JSON behind the level."""
    start = rest.find("{")
    if start < 0 or '"errorType"' not in rest:
        return rest.strip()
    found = _json(rest[start:])
    return f"{found.get('errorType', '')}: {found.get('errorMessage', '')}" if found else rest.strip()


def _typed(said: str) -> tuple[str, str]:
    match = _TYPED.search(said[:_SAID])
    return (match["type"], match["rest"] or said) if match else ("", said)


def _of_json(text: str) -> tuple[str, str, str, str] | None:
    """Level, type, what it says, request; of a line in JSON: Lambda's own, Powertools', pino's, winston's."""
    data = _json(text)
    record = data.get("record")
    if isinstance(record, dict) and str(data.get("type", "")).startswith("platform."):
        status = str(record.get("status", "success"))
        if status in {"success", "None"}:
            return None
        type_ = "Sandbox.Timedout" if status == "timeout" else str(record.get("errorType", ""))
        said = "Status: timeout" if status == "timeout" else "the invocation ended in an error"
        return "error", type_, said, str(record.get("requestId", ""))
    level = str(data.get("level") or data.get("severity") or data.get("levelname") or "").lower()
    type_ = str(data.get("errorType") or data.get("exception_name") or "")
    message = data.get("errorMessage") or data.get("message") or data.get("msg") or data.get("exception") or ""
    if isinstance(message, dict):
        type_ = type_ or str(message.get("errorType") or message.get("name") or "")
        message = message.get("errorMessage") or message.get("message") or ""
    if level not in _ERRORS | _WARNINGS and not (type_ and not level):
        return None
    said = str(message)
    if not type_:
        type_, said = _typed(said.splitlines()[0] if said else "")
    identity = data.get("requestId") or data.get("function_request_id") or data.get("AWSRequestId") or ""
    return ("warning" if level in _WARNINGS else "error"), type_, said or type_, str(identity)


def _frame(text: str) -> str:
    """The innermost place of the function's own code that a stack trace names."""
    best = ""
    for match in _PLACE.finditer(text[:20_000].replace('\\"', '"')):
        path = match["python"] or match["node"]
        if "/node_modules/" in path or "/site-packages/" in path:
            continue
        name = match["name"] or match["function"]
        place = f"{path.removeprefix('/var/task/')}:{match['line'] or match['row']}" + (
            f" in {name.strip()}" if name else ""
        )
        if match["node"]:
            return mask(place)  # Node.js names the innermost first
        best = place
    return mask(best)


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
