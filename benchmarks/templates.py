"""The template linter in figures: recall, line accuracy, noise and speed, beside its peers on the same files in the same run.

`measure(folder)` prints one table; `python -m benchmarks.templates [FOLDER]` runs it alone. The folder has `one_defect/`
(manifest.json), `real/`, `sam_good/` and `sam_bad/`; by default ../shared/data/templates.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from guidance import check_template
from guidance.errors import TemplateError

ROOT = Path(__file__).parent.parent
DEFAULT = ROOT.parent / "shared" / "data" / "templates"
PEERS = ROOT / ".venv-peers" / "bin"
"""Where `make bench` puts the peers; the folders on PATH come first."""
PEERS_EVERY = 3
"""cfn-lint-serverless takes about twice cfn-lint's time: it reads every third file, which the heading says."""
NEAR = 1
"""Lines between what is found and the defect that still count as the same place."""


@dataclass(frozen=True)
class Hit:
    """What a linter says, reduced to what is compared."""

    rule: str
    severity: str
    line: int
    end_line: int


Linter = Callable[[Path], list[Hit]]


@dataclass
class Row:
    """One linter's figures."""

    name: str
    cells: dict[str, str] = field(default_factory=dict)


def measure(folder: Path = DEFAULT, every: int = 1) -> list[Row]:
    """Measure all linters that are installed on every n-th file of a folder of templates; print one table."""
    linters: dict[str, Linter] = {"our rules alone": rules_alone, "ours, with schemas": ours}
    if importlib.util.find_spec("samtranslator"):
        linters["ours, with schemas and [sam]"] = ours_and_sam
        linters["SAM translator alone"] = translator_alone
    linters["cfn-lint alone (rules built once)"] = cfn_lint
    rows = [_row(name, linter, folder, every) for name, linter in linters.items()]
    files = len(_files(folder / "real", every))
    notes = [f"{'all files' if every == 1 else f'one file in {every}'}, {files} of them real"]
    absent = []
    if python := _peers_python():
        with CfnLintServerless(python) as peer:
            name = f"cfn-lint + cfn-lint-serverless (one file in {every * PEERS_EVERY})"
            rows.append(_row(name, peer, folder, every * PEERS_EVERY))
        notes.append(f"cfn-lint-serverless reads one in {every * PEERS_EVERY} only, to keep the run short")
    else:
        absent.append("cfn-lint-serverless")
    if command := shutil.which("checkov", path=_search_path()):
        rows.append(_batch_row(Checkov(command, folder), folder, every))
        notes.append("checkov in one run over the folder, its time shared out")
    else:
        absent.append("checkov")
    if absent:
        notes.append(f"without {' and '.join(absent)}, which are not installed (`make bench` sets them up)")
    print(f"Templates in {folder.name}: {'; '.join(notes)}.")
    _print(rows)
    print()
    for line in _processes(folder):
        print(line)
    return rows


def ours(path: Path) -> list[Hit]:
    """Rules and schemas."""
    return _hits(check_template(path.read_bytes(), path, sam=False).findings)


def ours_and_sam(path: Path) -> list[Hit]:
    """Rules, schemas and the translator."""
    return _hits(check_template(path.read_bytes(), path).findings)


def rules_alone(path: Path) -> list[Hit]:
    """Only our rules."""
    return _hits(check_template(path.read_bytes(), path, schema=False, sam=False).findings)


def translator_alone(path: Path) -> list[Hit]:
    """SAM's translator, which names no lines."""
    from guidance import translator
    from guidance.template import parse

    try:
        said = list(translator.messages(parse(path.read_bytes(), path)))
    except TemplateError:
        raise
    except Exception as error:  # noqa: BLE001 - a crash is a rejection of sorts
        said = [repr(error)]
    return [Hit("sam", "error", 0, 0) for _ in said]


def cfn_lint(path: Path) -> list[Hit]:
    """cfn-lint by itself, at its quickest: rules built once."""
    from cfnlint.decode.decode import decode_str
    from cfnlint.runner import run_template_by_data

    from guidance import schema

    linter = schema._linter(("us-east-1",))  # noqa: SLF001 - the same rules, without our adapter
    try:
        template, errors = decode_str(path.read_text("utf-8"))
        found = errors or list(run_template_by_data(template, linter.config, linter.rules))
    except Exception as error:  # noqa: BLE001 - it raises on some templates
        return [Hit(type(error).__name__, "error", 0, 0)]
    names = {"E": "error", "W": "warning", "I": "info"}
    return [Hit(each.rule.id, names[each.rule.id[0]], each.linenumber, each.linenumberend) for each in found]


class CfnLintServerless:
    """cfn-lint with awslabs' rules for serverless: one process of their own environment, its rules built once."""

    def __init__(self, python: str) -> None:
        self.process = subprocess.Popen(
            [python, "-I", str(ROOT / "benchmarks" / "peer_worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def __call__(self, path: Path) -> list[Hit]:
        """What it says of one file."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path.resolve()}\n")
        self.process.stdin.flush()
        names = {"E": "error", "W": "warning", "I": "info"}
        return [Hit(rule, names[rule[0]], *lines) for rule, *lines in json.loads(self.process.stdout.readline())]


class Checkov:
    """checkov, once over each folder; it names whole resources."""

    def __init__(self, command: str, folder: Path) -> None:
        self.command = command
        self.folder = folder
        self.found: dict[Path, list[Hit]] | None = None

    def __call__(self, path: Path) -> list[Hit]:
        """What it said of one file."""
        if self.found is None:
            self.found = self._run()
        return self.found.get(path.resolve(), [])

    def _run(self) -> dict[Path, list[Hit]]:
        arguments = [
            self.command,
            "-d",
            str(self.folder),
            "--framework",
            "cloudformation",
            "-o",
            "json",
            "--quiet",
            "--compact",
            "--skip-download",
        ]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=600)
        found: dict[Path, list[Hit]] = {}
        try:
            failed = json.loads(done.stdout)["results"]["failed_checks"]
        except (ValueError, KeyError, TypeError):
            return found
        for each in failed:
            first, last = each["file_line_range"]
            path = Path(each["file_abs_path"]).resolve()
            found.setdefault(path, []).append(Hit(each["check_id"], "warning", first, last))
        return found


def _hits(findings: Sequence[object]) -> list[Hit]:
    from guidance.model import Finding

    return [
        Hit(each.rule_id, str(each.severity), each.line, each.end_line)
        for each in findings
        if isinstance(each, Finding)
    ]


def _row(name: str, linter: Linter, folder: Path, every: int) -> Row:
    row = Row(name)
    real = _files(folder / "real", every)
    if real:
        _safe(linter, real[0])
        times, counts, crashes = [], [], 0
        errors = 0
        for path in real:
            started = time.perf_counter()
            hits = _safe(linter, path)
            times.append((time.perf_counter() - started) * 1000)
            crashes += hits is None
            bad = [hit for hit in hits or [] if hit.severity != "info"]
            counts.append(len(bad))
            errors += any(hit.severity == "error" for hit in bad)
        row.cells["p50 ms"] = f"{statistics.median(times):.1f}"
        row.cells["p95 ms"] = f"{_percentile(times, 95):.1f}"
        row.cells["noise: median (p90)"] = f"{statistics.median(counts):.0f} ({_percentile(counts, 90):.0f})"
        row.cells["real with an error"] = f"{errors}/{len(real)}"
    row.cells |= _recall(linter, folder / "one_defect", every)
    for part, label in (("sam_bad", "sam_bad refused"), ("sam_good", "sam_good with an error")):
        files = _files(folder / part, every)
        if files:
            refused = sum(_refuses(linter, path) for path in files)
            row.cells[label] = f"{refused}/{len(files)}"
    return row


def _batch_row(linter: Checkov, folder: Path, every: int) -> Row:
    """The row of a linter that reads a folder at once: its time a file is a share of the whole."""
    count = sum(1 for path in folder.rglob("*") if path.suffix in {".yaml", ".yml", ".json"})
    started = time.perf_counter()
    linter(folder)
    share = (time.perf_counter() - started) * 1000 / max(count, 1)
    row = _row("checkov", linter, folder, every)
    row.cells |= {"p50 ms": f"{share:.1f} (mean)", "p95 ms": "-"}
    return row


def _recall(linter: Linter, folder: Path, every: int) -> dict[str, str]:
    """Defects found: something said of the defective file near the line that is not said there of its clean twin."""
    if not (folder / "manifest.json").is_file():
        return {}
    entries = json.loads((folder / "manifest.json").read_text("utf-8"))[::every]
    found = exact = twins = 0
    missed: dict[str, int] = {}
    for entry in entries:
        before = _safe(linter, folder / "_base" / entry["base"]) or []
        after = _safe(linter, folder / entry["file"]) or []
        new = _new(before, after)
        near = [hit for hit in new if abs(hit.line - entry["line"]) <= NEAR]
        around = [hit for hit in new if hit.line and hit.line <= entry["line"] <= max(hit.line, hit.end_line)]
        found += bool(near or around or new)
        exact += bool(near)
        twins += not new and bool(after)
        if not new:
            missed[entry["op"]] = missed.get(entry["op"], 0) + 1
    if missed and os.environ.get("BENCH_VERBOSE"):
        print(f"   missed: {missed}")
    share = f" ({100 * found / len(entries):.0f}%)" if entries else ""
    return {"recall": f"{found}/{len(entries)}{share}", "within 1 line": f"{exact}/{found}" if found else "-"}


def _new(before: Sequence[Hit], after: Sequence[Hit]) -> list[Hit]:
    """What is said of the second and not of the first, by rule and number of times."""
    counts: dict[str, int] = {}
    for hit in before:
        counts[hit.rule] = counts.get(hit.rule, 0) + 1
    known = {(hit.rule, hit.line) for hit in before}
    extra = [hit for hit in after if (hit.rule, hit.line) not in known]
    more = {hit.rule: sum(each.rule == hit.rule for each in after) - counts.get(hit.rule, 0) for hit in after}
    return [hit for hit in extra if more[hit.rule] > 0]


def _safe(linter: Linter, path: Path) -> list[Hit] | None:
    try:
        return linter(path)
    except TemplateError as error:
        return [Hit("unreadable", "error", error.line, error.line)]


def _refuses(linter: Linter, path: Path) -> bool:
    return any(hit.severity == "error" for hit in _safe(linter, path) or [])


def _files(folder: Path, every: int) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.suffix in {".yaml", ".yml", ".json"}][::every]


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)])


def _print(rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    width = max(len(row.name) for row in rows)
    print(f"| {'':{width}} | " + " | ".join(columns) + " |")
    print(f"| {'-' * width} | " + " | ".join("---:" for _ in columns) + " |")
    for row in rows:
        print(f"| {row.name:{width}} | " + " | ".join(row.cells.get(name, "-") for name in columns) + " |")


def _processes(folder: Path) -> list[str]:
    """What a fresh process takes: time of the first answer and memory after a whole folder."""
    files = _files(folder / "real", 1)
    if not files:
        return []
    first = files[len(files) // 2]
    lines = []
    for name, how in (
        ("with schemas", "sam=False"),
        ("with schemas and [sam]", ""),
        ("our rules alone", "schema=False, sam=False"),
    ):
        code = (
            "import sys; from pathlib import Path; from guidance import check_template; p = Path(sys.argv[1]); "
            f"check_template(p.read_bytes(), p{', ' if how else ''}{how})"
        )
        times = [_timed([sys.executable, "-c", code, str(first)]) for _ in range(3)]
        lines.append(
            f"First call in a fresh process, {name}: {min(times):.2f} s (best of 3, Python's own start included)"
        )
    command = [sys.executable, "-m", "mcp_server", "validate", str(first)]
    lines.append(f"serverless-mcp validate, from the shell: {min(_timed(command) for _ in range(3)):.2f} s")
    listed = min(_timed([sys.executable, "-m", "mcp_server", "rules"]) for _ in range(3))
    lines.append(f"serverless-mcp rules: {listed * 1000:.0f} ms")
    if sam := shutil.which("sam") or _local_sam():
        lines.append(_against_sam(sam, files))
    lines.append(
        f"Memory of this process after everything: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    return lines


def _against_sam(sam: str, files: Sequence[Path]) -> str:
    """`sam validate --lint` a file, against what a running server takes for it: everything, warm."""
    some = files[:: max(1, len(files) // 5)][:5]
    theirs, mine = [], []
    for path in some:
        with tempfile.TemporaryDirectory() as here:
            command = [sam, "validate", "--lint", "-t", str(path.resolve()), "--region", "us-east-1"]
            theirs.append(_timed(command, cwd=here))
        _safe(ours_and_sam, path)
        started = time.perf_counter()
        _safe(ours_and_sam, path)
        mine.append(time.perf_counter() - started)
    sam_seconds, our_seconds = statistics.median(theirs), statistics.median(mine)
    return (
        f"sam validate --lint on {len(some)} files: median {sam_seconds:.2f} s; ours, warm, with schemas and [sam], "
        f"on the same: {our_seconds * 1000:.0f} ms; ratio {sam_seconds / our_seconds:.0f}x"
    )


def _search_path() -> str:
    return os.pathsep.join((os.environ.get("PATH", os.defpath), str(PEERS)))


def _peers_python() -> str | None:
    """The Python beside a cfn-lint that has the rules of cfn-lint-serverless."""
    for folder in map(Path, _search_path().split(os.pathsep)):
        if (folder / "python").exists() and any(folder.parent.glob("lib/python*/site-packages/cfn_lint_serverless")):
            return str(folder / "python")
    return None


def _local_sam() -> str | None:
    path = ROOT / ".venv-sam" / "bin" / "sam"
    return str(path) if path.is_file() else None


def _timed(command: Sequence[str], cwd: str | None = None) -> float:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SAM_CLI_TELEMETRY": "0"}
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, env=environment, cwd=cwd)
    return time.perf_counter() - started


def main() -> None:
    """Measure a folder, by default ../shared/data/templates; a second argument n takes every n-th file."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not folder.is_dir():
        print(f"There is no folder {folder}: templates were not measured.")
        return
    measure(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 1)


__all__ = ["DEFAULT", "Row", "main", "measure"]

if __name__ == "__main__":
    main()
