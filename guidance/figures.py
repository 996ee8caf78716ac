"""How a fact reads in a sentence, and the facts that a sentence names: `{sqs.retention.maximum}`, or `:n` without its unit."""

from __future__ import annotations

import re

from guidance.facts import Fact, fact

_NAMED = re.compile(r"\{([a-z][\w.-]*)(:n)?\}")
_SYMBOLS = {"seconds": "s", "milliseconds": "ms", "names": "", "share": ""}
_SPOKEN = ("share", "dollars")
_MILLION = 1_000_000
_PER = {
    "gb_second": "GB-second", "gb_month": "GB-month", "gb_hour": "GB-hour", "vcpu_hour": "vCPU-hour", "shard_hour": "shard-hour",
    "unit_hour": "poller unit-hour", "stream_hour": "stream-hour", "put_unit": "PUT unit", "restore_gb": "GB restored",
    "environment_gb": "GB of a new environment", "gb_written": "GB written", "gb_in": "GB taken in", "gb_out": "GB read",
    "scanned_gb": "GB scanned", "standard_": "GB taken in", "reduced_": "GB taken in", "provisioned_use": "GB-second used",
    "provisioned": "GB-second kept ready", "first_tier": "GB-second", "request": "request", "publish": "message",
    "event": "event", "transition": "state transition", "operation": "operation",
}  # fmt: skip
"""What a price is for, by what the last part of its name holds; the first that fits."""


def named(text: str) -> list[str]:
    """The names of the facts in a text, each once, in order."""
    return list(dict.fromkeys(name for name, _ in _NAMED.findall(text)))


def filled(text: str) -> str:
    """A text with the facts that it names.

    Raises:
        UnknownFactError: when it names one that does not exist.

    """
    return _NAMED.sub(lambda match: shown(fact(match[1]), bare=bool(match[2])), text)


def shown(found: Fact, *, bare: bool = False) -> str:
    """A fact's value with its unit, such as `43,200 s (12 h)`, `15 %` or `$25 a million`; bare, without unit and conversion."""
    if isinstance(found.value, tuple):
        values = [str(each) if found.unit not in _SPOKEN else _one(each, found.unit, bare=True) for each in found.value]
        if found.unit == "share":
            return " to ".join(values)
        return ", ".join(values) + ("" if bare or found.unit in _SYMBOLS else f" {found.unit}")
    return _one(found.value, found.unit, bare=bare)


def stated(found: Fact) -> str:
    """A fact's value where it stands alone: a price says what it is for, such as `$25 a million state transitions`."""
    value = shown(found, bare=found.unit == "dollars")
    per = next((words for part, words in _PER.items() if part in found.name.rsplit(".", 1)[-1]), None)
    if found.unit != "dollars" or per is None:
        return value
    if not value.endswith("a million"):
        return f"{value} {'an' if per[0] in 'aeo' else 'a'} {per}"
    first, _, rest = per.partition(" ")
    plural = f"{per}s" if not per.startswith("GB") else f"{first}s {rest}".rstrip() if "-" in first else per
    return f"{value} {plural}"


def explained(found: Fact) -> str:
    """A fact as a page: the value, where it comes from, what confirms it."""
    lines = [f"# {found.name}", "", stated(found), ""]
    lines += [found.note, ""] if found.note else []
    lines += [f"Published data confirms it: {found.confirmed_by}."] if found.confirmed_by else []
    return "\n".join([*lines, f"Source: {found.source}, read {found.read}."]) + "\n"


def _one(value: float | str, unit: str, *, bare: bool) -> str:
    if isinstance(value, str):
        return value
    if unit == "dollars":
        return f"${value * _MILLION:g} a million" if 0 < value < 0.001 else _dollars(value)
    if unit.startswith("share"):
        return f"{value * 100:g} %"
    if unit == "milliseconds" and value % 1000 == 0 and not bare:
        return _one(value // 1000, "seconds", bare=bare)
    if unit == "bytes" and value % 1024 == 0 and not bare:
        return f"{value // 1024:,} KiB" if value < 1024 * 1024 else f"{value // 1024**2:,} MiB"
    number = f"{value:,}"
    if bare:
        return number
    return f"{number} {_SYMBOLS.get(unit, unit)}".rstrip() + (_longer(value) if unit == "seconds" else "")


def _dollars(value: float) -> str:
    return f"${value:,.2f}" if round(value, 2) == value else f"${value:g}"


def _longer(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size and seconds % size == 0:
            return f" ({seconds // size:,} {name})"
    return ""
