"""`get_logs`: one question to the logs of a function, and what the answer comes to, with secrets masked and the cost said."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guidance.advice.logs import Preset, Reading, Report, checked, insights, mask, presets, query_of, read
from guidance.advice.metrics import Window
from guidance.advice.metrics.sparkline import sparkline
from mcp_server.errors import CallError
from mcp_server.findings import clean

if TYPE_CHECKING:
    from mcp_server.aws.log_queries import Found
    from mcp_server.aws.sessions import Aws
    from mcp_server.tools import Caller

MOST_ROWS = 100
"""Of a query of the caller's own, where it sets no limit."""
_GROUP = re.compile(r"[\w./#-]{1,512}")
_CELL = 300
_MOST_CHARACTERS = 9_000
"""Of rows in one answer: it stays below 2,500 tokens."""


@dataclass
class Answer:
    """What the logs said to one question."""

    where: Aws
    window: Window
    target: str
    group: str
    query: str
    found: Found
    preset: Preset | None = None
    reading: Reading = field(default_factory=Reading)
    reports: list[Report] = field(default_factory=list)
    """Those that are shown: the slowest, or the longest cold starts."""
    figures: dict[str, float] = field(default_factory=dict)
    sparkline: str = ""
    rows: list[dict[str, str]] = field(default_factory=list)
    masked: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def ask(caller: Caller, target: str, query: str, window: Window, region: str | None, profile: str | None) -> Answer:
    """Ask the logs of a function, or a log group, one question.

    Args:
        caller: Of the tool.
        target: "lambda:NAME", a bare name, an ARN, or a log group ("/aws/..." or "loggroup:NAME").
        query: The name of a preset, or text in the language of Logs Insights.
        window: When.
        region: Where.
        profile: As whom.

    Raises:
        CallError: when the target is none or does not exist, or AWS cannot be asked or refuses the query.
        QueryError: when the query cannot be asked.

    """
    from mcp_server.aws.log_queries import run_query

    preset = presets().get(query.strip())
    text = "" if preset else checked(query)
    caller.step(0.05, "finding the log group")
    where, name, group, shared = caller.progress.unless_cancelled(lambda: _place(caller, target, region, profile))
    text = query_of(preset, shared) if preset else text
    caller.step(0.1, f"asking {group}")
    found = run_query(
        where, group, text, window.start, window.until or window.end, most=None if preset else MOST_ROWS,
        wait=caller.progress.wait, tell=lambda share: caller.step(0.1 + 0.85 * share, "waiting for Logs Insights"),
    )  # fmt: skip
    if not found.exists and name.startswith("loggroup:"):
        raise CallError(caller.progress.unless_cancelled(lambda: _absent(where, group)))
    answer = Answer(where, window, name, group, query.strip(), found, preset)
    _evaluate(answer)
    _note(answer)
    return answer


def _place(caller: Caller, target: str, region: str | None, profile: str | None) -> tuple[Aws, str, str, str | None]:
    """Where to ask: account and region, the target in words, the log group, and the function if it shares that group."""
    from mcp_server.aws.functions import read_function
    from mcp_server.aws.functions import target as function_target
    from mcp_server.aws.owners import check_owners
    from mcp_server.aws.sessions import aws
    from mcp_server.aws.targets import read_target
    from mcp_server.diagnose import shared_name

    words = target.strip()
    group = words.removeprefix("loggroup:").strip()
    if words.startswith(("/", "loggroup:")):
        if not _GROUP.fullmatch(group):
            raise CallError(
                f"target: '{clean(group)[:80]}' is no log group; letters, digits and . _ - / # make one, at most 512."
            )
        return aws(caller.settings, region, profile), f"loggroup:{group}", group, None
    wanted = read_target(words)
    if wanted.kind != "lambda":
        raise CallError(
            f"target: logs are read of a function (lambda:NAME) or a log group (/aws/...), not of {wanted.text[:80]}."
        )
    where = aws(caller.settings, region or wanted.region, profile)
    if wanted.arn is not None:
        check_owners(where, [wanted])
    name = f"{wanted.name}:{wanted.qualifier}" if wanted.qualifier else wanted.name
    function = read_function(where, function_target(name))
    return where, f"lambda:{name}", function.log_group, shared_name(function.name, function.log_group)


def _absent(where: Aws, group: str) -> str:
    """That there is no such log group, and which ones are nearest."""
    from mcp_server.aws.resources import nearest

    pages = where.pages("logs", "DescribeLogGroups")
    names = (each["logGroupName"] for page in pages for each in page["logGroups"])
    return f"There is no log group '{group[:120]}' in {where.told}.{nearest(group, names)}"


def _evaluate(answer: Answer) -> None:
    preset = answer.preset
    if preset is None:
        _rows(answer)
        return
    lines = [each for each in answer.found.lines() if re.search(preset.only, each.message[:20_000])]
    answer.reading = read(lines, preset.kinds)
    answer.masked.update(answer.reading.masked)
    if preset.report == "cold":
        _cold(answer)
    elif preset.report == "slowest":
        answer.reports = sorted(answer.reading.reports, key=lambda each: -each.duration_ms)[:20]
    else:
        answer.figures = {"lines": sum(each.count for each in answer.reading.groups)}


def _rows(answer: Answer) -> None:
    """Rows until the answer is full."""
    size = 0
    for row in answer.found.rows[:MOST_ROWS]:
        masked = _masked(row, answer.masked)
        size += sum(len(name) + len(value) for name, value in masked.items())
        if size > _MOST_CHARACTERS:
            left = len(answer.found.rows) - len(answer.rows)
            answer.notes.append(f"{left} rows more were left out: name fewer fields, or add stats.")
            return
        answer.rows.append(masked)


def _cold(answer: Answer) -> None:
    cold = answer.reading.cold()
    took = sorted(each.init_ms or 0.0 for each in cold)
    answer.reports = sorted(cold, key=lambda each: -(each.init_ms or 0.0))[:10]
    if not took:
        answer.figures = {"cold_starts": 0}
        return
    answer.figures = {
        "cold_starts": len(took), "init_p50_ms": statistics.median(took), "init_p95_ms": took[int(0.95 * (len(took) - 1))],
        "init_max_ms": took[-1],
    }  # fmt: skip
    counts = [0.0] * answer.window.points
    for each in cold:
        number = int((each.time - answer.window.start).total_seconds() // answer.window.period_seconds)
        if 0 <= number < len(counts):
            counts[number] += 1
    answer.sparkline = sparkline(counts)


def _masked(row: dict[str, str], counts: Counter[str]) -> dict[str, str]:
    found = {clean(name)[:80]: " ".join(clean(mask(value, counts)).split()) for name, value in row.items()}
    return {name: value if len(value) <= _CELL else f"{value[:_CELL]}..." for name, value in found.items()}


def _note(answer: Answer) -> None:
    found, notes = answer.found, answer.notes
    if not found.exists:
        notes.append(
            f"There is no log group {answer.group} in {answer.where.told}: nothing was ever logged, or the role may not."
        )
        return
    most = answer.preset.most if answer.preset else MOST_ROWS
    if not found.complete:
        notes.append(
            "The query was stopped after a minute: what it had found by then is told. Ask for a shorter window."
        )
    if answer.preset and found.matched > most and answer.preset.report != "slowest":
        notes.append(
            f"{found.matched:,.0f} lines match; the newest {most:,} were read, so counts are too low. Shorten the window."
        )
    elif not answer.preset and len(found.rows) >= MOST_ROWS:
        notes.append(f"The first {MOST_ROWS} rows: narrow the query, or add stats, to see what the others come to.")
    if answer.masked:
        told = ", ".join(f"{number} {kind}" for kind, number in answer.masked.most_common(6))
        notes.append(
            f"Masked: {told}. What looks like no secret is not masked: names, order numbers, addresses of streets."
        )
    if int(insights()["most_rows"]) <= len(found.rows):
        notes.append(f"Logs Insights gives {int(insights()['most_rows']):,} rows at most.")
