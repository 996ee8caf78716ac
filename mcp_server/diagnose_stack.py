"""`diagnose` of a stack: why it failed, if it did; what is wrong with what runs in it; what its deployed template breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from guidance import GuidanceError
from guidance.advice.diagnose import Cause, Diagnosis, Evidence, Source, diagnose
from guidance.advice.diagnose.failure import failure
from guidance.advice.diagnose.rank import with_findings
from guidance.advice.metrics import MetricFinding, Window
from guidance.model import Severity
from mcp_server.diagnose import NOT_READ, Case, check, or_note, read_function_logs
from mcp_server.observe import Observation, Reading, observe

if TYPE_CHECKING:
    from mcp_server.aws.deployed_stacks import State
    from mcp_server.aws.sessions import Aws
    from mcp_server.aws.targets import Target
    from mcp_server.tools import Caller

_MOST_FUNCTIONS = 8
"""Functions of which mappings are read: those with the worst findings."""
_MOST_LOGGED = 3
_MOST_INFOS = 4
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def of_stack(caller: Caller, wanted: Target, window: Window, region: str | None, profile: str | None) -> Case:
    """Diagnose a stack by name or ARN.

    Raises:
        CallError: when there is none, or AWS cannot be asked or refuses.

    """
    from mcp_server.aws.deployed_stacks import read_failure, read_state
    from mcp_server.aws.sessions import aws

    where = aws(caller.settings, region or wanted.region, profile)
    caller.step(0.05, "reading the stack")
    state = caller.progress.unless_cancelled(lambda: read_state(where, wanted.arn or wanted.name))
    case = Case(where, window, f"stack:{state.name}", headline=f"{state.name} ({state.status})")
    causes: list[Cause] = []
    if state.failed:
        found = or_note(case, lambda: caller.progress.unless_cancelled(lambda: read_failure(where, state.id)), None)
        event, others, path = found if found is not None else (None, 0, "")
        causes.append(failure(state.status, state.reason, event, others, path))
    infos: tuple[tuple[str, MetricFinding], ...] = ()
    if state.exists:
        running, infos = _running(caller, case, wanted)
        causes += running
    causes.sort(key=lambda each: -each.weight)
    case.diagnosis = Diagnosis(tuple(causes), infos[:_MOST_INFOS])
    caller.step(0.92, "checking the deployed template")
    _template(caller, case, where, state)
    if not causes:
        case.headline += ": no fault stands out"
    return case


def _template(caller: Caller, case: Case, where: Aws, state: State) -> None:
    from mcp_server.aws.deployed_stacks import read_template

    text = or_note(case, lambda: caller.progress.unless_cancelled(lambda: read_template(where, state.id)), None)
    if text is None:
        return
    try:
        caller.progress.unless_cancelled(lambda: check(case, text))
    except GuidanceError as error:
        case.notes.append(f"The deployed template could not be checked: {str(error)[:200]}")


def _running(caller: Caller, case: Case, wanted: Target) -> tuple[list[Cause], tuple[tuple[str, MetricFinding], ...]]:
    """Causes at what runs in the stack, and what else its metrics say."""
    seen = caller.progress.unless_cancelled(
        lambda: observe(
            caller.settings, [wanted.arn or wanted.text], case.window, case.where.region, case.where.profile,
            lambda done, doing: caller.step(0.1 + 0.5 * done, doing),
        )
    )  # fmt: skip
    case.notes += seen.notes
    case.facts.append(_told(seen))
    functions = sorted(
        (each for each in seen.readings if each.target.kind == "lambda" and _worst(each) < 2), key=_worst
    )
    if functions and not caller.settings.allow_sensitive_data_access:
        case.notes.append(NOT_READ)
    causes: list[Cause] = []
    fed: set[str] = set()
    for number, each in enumerate(functions[:_MOST_FUNCTIONS]):
        caller.step(0.6 + 0.03 * number, f"looking at {each.target.name}")
        found, sources = _function(caller, case, each, seen, logged=number < _MOST_LOGGED)
        causes += [replace(cause, title=f"{each.target.name}: {cause.title}") for cause in found.causes]
        fed |= {source.summary.resource.name for source in sources if source.summary is not None}
    fed |= {each.target.name for each in functions[:_MOST_FUNCTIONS]}
    left = [
        (each.summary.resource.name, finding)
        for each in seen.readings
        if each.summary is not None and each.target.name not in fed
        for finding in each.summary.findings
    ]
    others = with_findings([], sorted(left, key=lambda pair: _ORDER.index(pair[1].severity)))
    causes += [replace(cause, title=f"{cause.resource}: {cause.title}") for cause in others.causes]
    return causes, others.also


def _function(
    caller: Caller, case: Case, reading: Reading, seen: Observation, *, logged: bool
) -> tuple[Diagnosis, list[Source]]:
    """One function of the stack, with the mappings that feed it."""
    from mcp_server.aws.deployed import mappings, source_of, target_of

    found = or_note(
        case, lambda: caller.progress.unless_cancelled(lambda: mappings(case.where, reading.target.name)), []
    )
    summaries = {each.target: each.summary for each in seen.readings}
    sources = [
        replace(source_of(each), summary=summaries.get(target) if (target := target_of(each)) is not None else None)
        for each in found
    ]
    if reading.summary is None:
        return Diagnosis(), sources
    facts = reading.summary.resource.facts
    group = str(facts.get("log_group") or f"/aws/lambda/{reading.target.name}")
    logs = read_function_logs(caller, case, group, reading.target.name, 0.6) if logged else None
    return diagnose(Evidence(case.window, reading.summary, tuple(sources), logs)), sources


def _worst(each: Reading) -> int:
    """The worst finding of a resource: 0 error, 1 warning, 2 info, 3 none."""
    findings = each.summary.findings if each.summary is not None else ()
    return min((_ORDER.index(finding.severity) for finding in findings), default=len(_ORDER))


def _told(seen: Observation) -> str:
    busy = sum(each.status == "ok" for each in seen.readings)
    idle = sum(each.status == "no_data" for each in seen.readings)
    others = sum(seen.unobserved.values())
    more = f", {others} of kinds without metrics here" if others else ""
    return f"{len(seen.readings)} resources looked at: {busy} busy, {idle} without data in this window{more}."
