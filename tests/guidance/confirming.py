"""Facts held to what AWS publishes for machines: botocore's service models, cfn-lint's schemas and table of runtimes.

`root` is a folder that holds `botocore/` and `cfnlint/`: the environment's own packages, or the newest ones, unpacked.
"""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore

from guidance import facts
from guidance.facts import Fact

INSTALLED = Path(botocore.__file__).parent.parent


@dataclass(frozen=True)
class Drift:
    """A shipped value that published data contradicts, or no longer states."""

    name: str
    shipped: str
    published: str
    where: str


def drift(root: Path = INSTALLED) -> list[Drift]:
    """Every fact that says by what it is confirmed, and every runtime's dates, where the packages state otherwise."""
    found = [
        Drift(fact.name, str(fact.value), str(published), fact.confirmed_by)
        for fact in facts.facts().values()
        if fact.confirmed_by and (published := stated(fact, root)) != fact.value
    ]
    return [*found, *runtime_drift(root), *new_runtimes(root)]


def stated(fact: Fact, root: Path) -> object:
    """What published data states for a fact; None when it no longer states it."""
    kind, service, name, key = fact.confirmed_by.split()
    if kind == "botocore" and name == "operations":
        return tuple(sorted(each for each in model(root, service)["operations"] if key in each))
    try:
        if kind == "botocore":
            return model(root, service)["shapes"][name][key]
        value: object = schema(root, service)["properties"][name][key]
    except KeyError:
        return None
    return tuple(value) if isinstance(value, list) else value


def runtime_drift(root: Path) -> Iterator[Drift]:
    """Runtimes whose lifecycle differs from cfn-lint's table, or that only it knows."""
    path = root / "cfnlint" / "data" / "AdditionalSpecs" / "LmbdRuntimeLifecycle.json"
    for name, entry in json.loads(path.read_text("utf-8")).items():
        theirs = [entry.get(key) for key in ("deprecated", "create-block", "update-block")]
        known = facts.runtimes().get(name)
        days = (known.deprecated, known.create_blocked, known.update_blocked) if known else None
        ours = [str(day) if day else None for day in days] if days else None
        if ours != theirs:
            yield Drift(f"runtime {name}", str(ours), str(theirs), "cfn-lint lifecycle")


def new_runtimes(root: Path) -> Iterator[Drift]:
    """Runtimes that botocore takes and the table does not have; `custom` is whatever its owner makes of it."""
    for name in model(root, "lambda")["shapes"]["Runtime"]["enum"]:
        if name not in facts.runtimes() and name != "custom":
            yield Drift(f"runtime {name}", "None", name, "botocore lambda Runtime enum")


@functools.cache
def model(root: Path, service: str) -> dict[str, Any]:
    """A service's newest model as botocore has it."""
    newest = max((root / "botocore" / "data" / service).iterdir())
    packed, plain = newest / "service-2.json.gz", newest / "service-2.json"
    data: dict[str, Any] = json.loads(gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes())
    return data


@functools.cache
def schema(root: Path, kind: str) -> dict[str, Any]:
    """A CloudFormation type's schema as cfn-lint has it for us-east-1."""
    folder = root / "cfnlint" / "data" / "schemas"
    name = json.loads((folder / "providers" / "us-east-1.json").read_text("utf-8"))[kind]
    data: dict[str, Any] = json.loads((folder / "resources" / f"{name.removesuffix('.json')}.json").read_text("utf-8"))
    return data
