"""Mangled templates: nothing that a template may hold crashes the reader, the view or a rule.

`python -m benchmarks.fuzz [FOLDER] [RUNS]`: seeded, so that each run can be had again; BENCH_VERBOSE shows each crash once.
"""

from __future__ import annotations

import copy
import logging
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from benchmarks.templates import DEFAULT
from guidance import check_template, translator
from guidance.engine import INTERNAL
from guidance.errors import GuidanceError
from guidance.model import Profile
from guidance.schema import FAILED, PARTIAL

RUNS = 5000
SCHEMAS_EVERY = 50
SEED = 20_261_120
SUFFIXES = frozenset((".yaml", ".yml", ".json", ".template"))

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER: Any = getattr(yaml, "CBaseDumper", yaml.BaseDumper)
TEXT, LIST, MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"

SCALARS = (
    *("", "null", "~", "true", "false", "yes", "0", "-1", "1", "3.5", "1e400", ".inf", ".nan", "0x1F", "0o17", "1_000"),
    *("9" * 25, "-" + "9" * 400, "9223372036854775808", "2026-11-20", "12:30:45", "x" * 5000, "\u2028", "é🎉", "\x85"),
    *("*", "arn:aws:sqs:us-east-1:123456789012:q", "arn:", ":::::", "${", "${}", "${A.B.C}", "${!x}", "a/b/../..", "."),
    *("{{resolve:ssm:x}}", "rate(0 minutes)", "cron(* * * *)", "AWS::Lambda::Function", "AWS::Serverless::Function"),
    *("Fn::If", "AWS::NoValue", "AWS::Serverless-2016-10-31", "python3.12", "(", "[a-", "{", '{"Version": 1}', "[]"),
)
# fmt: off
TAGS = (
    "!Unknown", "!Ref", "!GetAtt", "!Sub", "!If", "!Join", "!Select", "!FindInMap", "!Split", "!Condition", "!Equals",
    "!ImportValue", "!Cidr", "!Base64", "!Transform", "!GetAZs", "!And", "!Not", "!ToJsonString", "!Length",
)
LONG = (
    "Ref", "Condition", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::Join", "Fn::Select", "Fn::FindInMap", "Fn::Split",
    "Fn::Transform", "Fn::Not", "Fn::Length", "Fn::ForEach::Loop", "Fn::ImportValue", "Fn::Unknown",
)
PIECES = (
    "null", "[]", "{}", ": ", "- a", "\t", "'", '"', "&a ", "*a", "<<: *a", "%", "@", "|", ">", "? ", "---", "\x00", "#",
)
# fmt: on

Node = yaml.Node
Mutation = Callable[[random.Random, Node, list[Node]], None]


@dataclass
class Outcome:
    """What came of all runs."""

    runs: int = 0
    refused: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_run: str = ""
    slowest_rules: float = 0.0
    told: dict[str, str] = field(default_factory=dict)


def fuzz(folder: Path = DEFAULT, runs: int = RUNS) -> Outcome:
    """Check mutations of a folder's templates, or of those that this repository renders; count what crashes."""
    seeds = _templates(folder) or _rendered()
    outcome = Outcome()
    with _captured() as logged:
        for run in range(runs):
            chance = random.Random(f"{SEED}-{run}")
            path, text = chance.choice(seeds)
            _examine(mutated(chance, text), path, run, outcome, logged)
    return outcome


def mutated(chance: random.Random, text: str) -> str:
    """A template's text after one to four mutations; one in six is of its raw text."""
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        root = None
    if root is None or chance.random() < 1 / 6:
        return _raw(chance, text)
    for _ in range(chance.randint(1, 4)):
        nodes = list(_walk(root))
        chance.choice(MUTATIONS)(chance, chance.choice(nodes), nodes)
    try:
        written: str = yaml.serialize(root, Dumper=DUMPER, allow_unicode=True)
    except (yaml.YAMLError, RecursionError):
        return _raw(chance, text)
    return written


def _swap(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Put a value of another type, from anywhere in the template or out of thin air."""
    others = [each for each in nodes if type(each) is not type(node)]
    _become(node, chance.choice(others) if others and chance.random() < 0.5 else _scalar(chance))


def _drop(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    if isinstance(node := _collection(chance, nodes), yaml.CollectionNode) and node.value:
        node.value.pop(chance.randrange(len(node.value)))


def _duplicate(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    if isinstance(node := _collection(chance, nodes), yaml.CollectionNode) and node.value:
        node.value.insert(chance.randrange(len(node.value)), copy.deepcopy(chance.choice(node.value)))


def _null(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Null a section; the higher ones more often than their number would have it."""
    _become(chance.choice(nodes[:40]) if chance.random() < 0.3 else node, yaml.ScalarNode(TEXT, "null"))


def _turn(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """A list for a mapping, a mapping for a list."""
    node = _collection(chance, nodes)
    if isinstance(node, yaml.MappingNode):
        one_key = chance.random() < 0.5
        items = [yaml.MappingNode(MAP, [pair]) if one_key else pair[1] for pair in node.value]
        _become(node, yaml.SequenceNode(LIST, items))
    elif isinstance(node, yaml.SequenceNode):
        pairs = [(yaml.ScalarNode(TEXT, f"K{at}"), each) for at, each in enumerate(node.value)]
        _become(node, yaml.MappingNode(MAP, pairs))


def _wrap(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Wrap in a list, in Fn::If or in another intrinsic; with too few or odd arguments, too."""
    inner = copy.deepcopy(node)
    kind = chance.randrange(4)
    if kind == 0:
        _become(node, yaml.SequenceNode(LIST, [inner]))
    elif kind == 1:
        arguments = [_scalar(chance) if chance.random() < 0.2 else yaml.ScalarNode(TEXT, "IsProd"), inner]
        arguments += [_clone(chance.choice((inner, _novalue(), _scalar(chance))))] * chance.choice((1, 1, 1, 0, 2))
        choice = yaml.SequenceNode(LIST, arguments)
        _become(node, yaml.MappingNode(MAP, [(yaml.ScalarNode(TEXT, "Fn::If"), choice)]))
    elif kind == 2:
        _become(node, yaml.MappingNode(MAP, [(yaml.ScalarNode(TEXT, chance.choice(LONG)), inner)]))
    else:
        odd = yaml.SequenceNode(LIST, [inner, _scalar(chance), _clone(chance.choice(nodes))][: chance.randint(0, 3)])
        _become(node, yaml.MappingNode(MAP, [(yaml.ScalarNode(TEXT, chance.choice(LONG)), odd)]))


def _tag(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Tag a value as an intrinsic, known or not; now and then a high one."""
    node = chance.choice(nodes[:10]) if chance.random() < 0.1 else node
    node.tag = chance.choice(TAGS)


def _rename(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Give a reference, a key or a name another one's text, or none that exists."""
    scalars = [each for each in nodes if isinstance(each, yaml.ScalarNode)]
    references = [each for each in scalars if each.tag.startswith("!")]
    keys = [key for each in nodes if isinstance(each, yaml.MappingNode) for key, _ in each.value]
    pool = chance.choice([each for each in (references, scalars, keys) if each] or [[node]])
    named = (
        chance.choice(keys).value if keys and chance.random() < 0.6 else chance.choice(("Gone", "A.B", "", "Fn::If"))
    )
    target = chance.choice(pool)
    if isinstance(target, yaml.ScalarNode):
        target.value = str(named)


def _number(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Make a number huge, negative or broken."""
    numbers = [each for each in nodes if isinstance(each, yaml.ScalarNode) and str(each.value).isdigit()]
    huge = chance.choice(("9" * 25, "9" * 5000, "-1", "0", "1e400", "-0", "1.5", ".nan", "0x10", "9223372036854775808"))
    _become(chance.choice(numbers) if numbers else node, yaml.ScalarNode(TEXT, huge))


def _graft(chance: random.Random, node: Node, nodes: list[Node]) -> None:
    """Any part of the template in any other's place."""
    _become(node, chance.choice(nodes))


MUTATIONS: Sequence[Mutation] = (_swap, _drop, _duplicate, _null, _turn, _wrap, _tag, _rename, _number, _graft)


def _raw(chance: random.Random, text: str) -> str:
    """Change lines of the text itself."""
    lines = text.splitlines() or [""]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        piece = chance.choice((*PIECES, *SCALARS))
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        kind = chance.randrange(6)
        if kind == 0:
            lines[at] = f"{lines[at].partition(':')[0]}: {piece}"
        elif kind == 1:
            lines.insert(at, indent + piece)
        elif kind == 2:
            lines[at] = lines[at][chance.randint(0, 6) :]
        elif kind == 3:
            lines[at] = f"{lines[at].partition(':')[0]}: {chance.choice(TAGS)} {piece}"
        elif kind == 4 and len(lines) > 1:
            del lines[at]
        else:
            lines.insert(at, chance.choice(lines))
    return "\n".join(lines) + "\n"


def _become(node: Node, other: Node) -> None:
    """Turn a node into a copy of another, in place: a node's parents keep it."""
    other = _clone(other)
    node.__class__ = other.__class__
    node.__dict__ = other.__dict__


def _clone(node: Node) -> Node:
    return copy.deepcopy(node)


def _scalar(chance: random.Random) -> Node:
    return yaml.ScalarNode(TEXT, chance.choice(SCALARS))


def _novalue() -> Node:
    return yaml.ScalarNode("!Ref", "AWS::NoValue")


def _collection(chance: random.Random, nodes: list[Node]) -> Node:
    return chance.choice([each for each in nodes if isinstance(each, yaml.CollectionNode)] or nodes)


def _walk(root: Node) -> Iterator[Node]:
    """Every node once, the upper ones first; keys are changed by name only."""
    level, seen = [root], {id(root)}
    while level:
        yield from level
        below = [child for node in level for child in _children(node)]
        level = []
        for child in below:
            if id(child) not in seen:
                seen.add(id(child))
                level.append(child)


def _children(node: Node) -> list[Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _examine(text: str, path: Path | None, run: int, outcome: Outcome, logged: list[str]) -> None:
    everything = run % SCHEMAS_EVERY == 0
    started = time.perf_counter()
    logged.clear()
    crashes: set[str] = set()
    told = ""
    try:
        report = check_template(text, path, profile=Profile.STRICT, schema=everything, sam=everything)
    except GuidanceError:
        outcome.refused += 1
    except Exception:  # noqa: BLE001 - what is counted
        crashes.add("exception")
        told = traceback.format_exc()
    else:
        crashes = {each.rule_id for each in report.findings if each.rule_id.startswith("internal-")} - {PARTIAL}
        told = "\n".join(logged)
    seconds = time.perf_counter() - started
    outcome.runs += 1
    if not everything:
        outcome.slowest_rules = max(outcome.slowest_rules, seconds)
    if seconds > outcome.slowest:
        outcome.slowest, outcome.slowest_run = seconds, f"run {run}{', with schemas' if everything else ''}"
    outcome.crashes.update(crashes)
    if crashes:
        told = "\n".join(line[:200] for line in told.strip().splitlines())
        outcome.told.setdefault(told, f"{', '.join(sorted(crashes))} in run {run} of {path}\n{told}")


@contextmanager
def _captured() -> Iterator[list[str]]:
    """What the engine logs of a crash, instead of a page on the terminal for each."""
    logged: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(logging.Formatter().format(record))

    logger, handler = logging.getLogger("guidance"), Keep(logging.ERROR)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield logged
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _templates(folder: Path) -> list[tuple[Path | None, str]]:
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.name != "manifest.json")
    return [(path, path.read_bytes().decode("utf-8", "replace")) for path in paths if path.is_file()]


def _rendered() -> list[tuple[Path | None, str]]:
    """The templates of every cell of the matrix that the tests render."""
    from scaffolds import render_project
    from tests.samples import MATRIX, answers

    projects = [render_project("crud_api", answers(**cell)) for cell in MATRIX]
    templates = (file.content for project in projects for file in project.files if file.path == "template.yaml")
    return [(None, text) for text in dict.fromkeys(templates)]


def main() -> None:
    """Print one line; a folder and a number of runs may be given."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    outcome = fuzz(folder, int(sys.argv[2]) if len(sys.argv) > 2 else RUNS)
    source = "real templates" if folder.is_dir() else "the templates this repository renders"
    print(
        f"Fuzz: {outcome.runs} mutations of {source} (seed {SEED}, all rules; every {SCHEMAS_EVERY}th with schemas): "
        f"{outcome.crashes['exception']} exceptions, {outcome.crashes[INTERNAL]} crashed rules; contained failures inside "
        f"cfn-lint {outcome.crashes[FAILED]}, inside SAM's translator {outcome.crashes[translator.FAILED]}; "
        f"{outcome.refused} refused as unreadable; slowest {outcome.slowest:.2f} s "
        f"({outcome.slowest_run}), of rules alone {outcome.slowest_rules:.2f} s."
    )
    if os.environ.get("BENCH_VERBOSE"):
        for told in outcome.told.values():
            print(told, end="\n\n")


__all__ = ["RUNS", "Outcome", "fuzz", "main", "mutated"]

if __name__ == "__main__":
    main()
