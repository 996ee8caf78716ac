"""The recommended settings as minimal edits of the user's own template: a unified diff. Only text; nothing is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guidance.advice.event_source import properties
from guidance.advice.event_source.model import Queue as QueueSettings
from guidance.advice.event_source.model import Settings, Source
from guidance.errors import TemplateError
from guidance.fixes import apply
from guidance.model import Edit, Fix
from guidance.template import EventSourceMapping, Queue, Resource, Template, Value, edits, parse

_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")


@dataclass(frozen=True, slots=True)
class Patch:
    """A unified diff, empty when nothing has to change; and what it leaves to do by hand."""

    diff: str
    notes: tuple[str, ...]
    found: bool
    """Whether the template has the mapping at all."""
    source_id: str | None = None
    """Logical id of the queue or stream, where it is in the template."""
    failures_id: str | None = None
    """Logical id of the queue that failures go to, where it is in the template or added."""


@dataclass(slots=True)
class _Work:
    """Edits on the way."""

    template: Template
    source: Source
    made: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    resources: dict[str, edits.Data] = field(default_factory=dict)

    def take(self, fix: Fix | None, by_hand: str) -> None:
        """Keep a fix; what has no minimal edit is a note."""
        if fix is None:
            self.notes.append(by_hand)
        else:
            self.made.extend(fix.edits)


def patch(
    text: str, name: str, source: Source, settings: Settings, queue: QueueSettings, *, function: str | None = None,
    memory_mb: int | None = None,
) -> Patch:  # fmt: skip
    """Write settings into a template.

    Args:
        text: The template.
        name: Its path, for the diff's header.
        source: What is read from.
        settings: Of the mapping.
        queue: Of the queue that is read from.
        function: Logical id or name of the function, where the template has several mappings of this source.
        memory_mb: Of the function, where it is to change.

    Raises:
        TemplateError: when it is no template.

    """
    template = parse(text)
    mappings, named = mappings_of(template, source, function)
    if len(named) != 1:
        return Patch("", (_which(source, name, mappings, function),), found=False)
    work = _Work(template, source)
    mapping = named[0]
    _mapping(work, mapping, settings)
    if source.queue:
        _queue(work, mapping, queue)
    if memory_mb is not None and mapping.function is not None:
        _set(work, mapping.function.declared, "MemorySize", memory_mb)
    try:
        after = _added(work, apply(text, work.made))
    except (TemplateError, ValueError):  # edits that clash, or that the text does not bear
        said = f"The settings could not be written into {name} by small edits: take them from the snippet."
        return Patch("", (said,), found=False)
    known = mapping.source.declared.id if mapping.source is not None else None
    told = mapping.get("DestinationConfig", "OnFailure", "Destination").resource
    failures = told.id if isinstance(told, Queue) else next(iter(work.resources), None) if not source.queue else None
    return Patch(_diff(text, after, name), tuple(work.notes), found=True, source_id=known, failures_id=failures)


def mappings_of(
    template: Template, source: Source, function: str | None
) -> tuple[list[EventSourceMapping], list[EventSourceMapping]]:
    """The mappings of a source, and those of them that the function's logical id or name picks: all where it is None."""
    mappings = [each for each in template.of(EventSourceMapping) if _is(each, source)]
    return mappings, [each for each in mappings if function is None or _named(each, function)]


def _mapping(work: _Work, mapping: EventSourceMapping, settings: Settings) -> None:
    holder: Value | Resource = (
        mapping.declared.get("Events", mapping.event, "Properties") if mapping.event is not None else mapping.declared
    )
    new: dict[str, edits.Data] = {}
    for name, wanted in properties.mapping_properties(work.source, settings).items():
        written = holder.get(name)
        if wanted is None:
            if written.present:
                work.take(edits.remove(written, f"Remove {name}"), f"{mapping.id}: remove {name} by hand.")
        elif not written.present:
            if not properties.is_default(work.source, name, wanted):
                new[name] = wanted
        elif isinstance(wanted, Mapping):
            for key, value in wanted.items():
                _set(work, written, key, value, f"{mapping.id}: {name}.")
        elif isinstance(wanted, list | tuple):
            if [each.text() for each in written.items()] != list(wanted):
                work.notes.append(f"{mapping.id}: set {name} to {wanted[0]} by hand.")
        else:
            _set(work, holder, name, wanted, f"{mapping.id}: ")
    if settings.on_failure_destination and not holder.get("DestinationConfig").present:
        new["DestinationConfig"] = _failures(work, mapping)
    if new:
        told = ", ".join(f"{name}: {value}" for name, value in new.items())
        work.take(edits.insert(holder, new, "Set what is missing"), f"{mapping.id}: add {told} by hand.")


def _failures(work: _Work, mapping: EventSourceMapping) -> edits.Data:
    name = edits.free_id(work.template, f"{mapping.declared.id}Failures")
    work.resources |= properties.dead_letter_resources(name, fifo=False)
    if mapping.event is None:
        work.notes.append(f"The function's role needs sqs:SendMessage on {name}.")
    return properties.destination(name, sam=mapping.event is not None)


def _queue(work: _Work, mapping: EventSourceMapping, wanted: QueueSettings) -> None:
    queue = mapping.source
    if not isinstance(queue, Queue) or queue.generated:
        work.notes.append(
            f"The queue is not in this template: set VisibilityTimeout {wanted.visibility_timeout_seconds}, "
            f"MessageRetentionPeriod {wanted.message_retention_seconds} and a RedrivePolicy with maxReceiveCount "
            f"{wanted.max_receive_count} where it is."
        )
        return
    new: dict[str, edits.Data] = {}
    for name, value in properties.queue_properties(wanted).items():
        written = queue.get(name)
        if written.present:
            _set(work, queue, name, value, f"{queue.id}: ")
        elif name != "MessageRetentionPeriod" or value != 345_600:  # SQS's default
            new[name] = value
    redrive = queue.get("RedrivePolicy")
    if redrive.present:
        _set(work, redrive, "maxReceiveCount", wanted.max_receive_count, f"{queue.id}: RedrivePolicy.")
        if queue.dead_letter_queue is not None and not _watched(queue.dead_letter_queue):
            dead = queue.dead_letter_queue.id
            work.resources |= properties.alarm_resource(edits.free_id(work.template, f"{dead}Alarm"), dead)
    else:
        name = edits.free_id(work.template, f"{queue.id}DeadLetters")
        work.resources |= properties.dead_letter_resources(name, fifo=work.source is Source.SQS_FIFO)
        arn: edits.Data = {"Fn::GetAtt": [name, "Arn"]}
        new["RedrivePolicy"] = {"deadLetterTargetArn": arn, "maxReceiveCount": wanted.max_receive_count}
    if new:
        told = ", ".join(new)
        work.take(edits.insert(queue, new, "Set what is missing"), f"{queue.id}: add {told} by hand.")


def _set(work: _Work, holder: Value | Resource, name: str, value: edits.Data, where: str = "") -> None:
    """One value: replaced where it differs, inserted where there is none."""
    written = holder.get(name)
    if written.present and written.integer() == value and written.known:
        return
    if isinstance(value, bool) and written.boolean() is value:
        return
    by_hand = f"{where}{name} is not a plain value here: set it to {value} where it comes from."
    if written.present or written.unknown:
        inherited = written.inherited
        work.take(None if inherited else edits.replace(written, value, f"Set {name}"), by_hand)
    else:
        work.take(edits.insert(holder, {name: value}, f"Set {name}"), f"{where}add {name}: {value} by hand.")


def _watched(queue: Queue) -> bool:
    """Whether some alarm looks at a queue."""
    alarms = queue.template.resources("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
    return any(reference.name == queue.id for alarm in alarms for reference in alarm.properties.references())


def _is(mapping: EventSourceMapping, source: Source) -> bool:
    if mapping.source_kind != ("sqs" if source.queue else source.value):
        return False
    queue = mapping.source
    if not source.queue or not isinstance(queue, Queue):
        return True
    return queue.fifo is None or queue.fifo is (source is Source.SQS_FIFO)


def _named(mapping: EventSourceMapping, function: str) -> bool:
    found = mapping.function
    wanted = function.rsplit(":function:", 1)[-1].split(":", maxsplit=1)[0]
    return mapping.id == function or (found is not None and wanted in {found.id, found.get("FunctionName").text()})


def _which(source: Source, name: str, mappings: list[EventSourceMapping], function: str | None) -> str:
    if not mappings:
        return f"{name} has no event source mapping of {source.value}: paste the snippet where it belongs."
    known = sorted({each.function.id if each.function else each.id for each in mappings})
    said = "has several" if function is None else "has none that `function_name` names, but"
    return (
        f"{name} {said} {source.value} mappings of {', '.join(known[:8])}: pass one as `function_name` to get a diff."
    )


def _added(work: _Work, text: str) -> str:
    """The text with the new resources: read anew, as they stand behind what was changed."""
    template = parse(text)
    added = edits.add_resources(template, work.resources) if work.resources else None
    if added is not None:
        text = apply(text, [added])
        parse(text)  # a patch that breaks the template is no patch
    elif work.resources:
        work.notes.append(
            f"Add {', '.join(work.resources)} by hand, as in the snippet that comes without `template_path`."
        )
    return text


def _diff(text: str, after: str, name: str) -> str:
    if after == text:
        return ""
    lines = difflib.unified_diff(_LINES.findall(text), _LINES.findall(after), f"a/{name}", f"b/{name}")
    return "".join(_ended(lines))


def _ended(lines: Iterator[str]) -> Iterator[str]:
    """Lines of a diff; one without its end is marked as patch and git mark it."""
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
