"""Durable functions in figures: what the checker finds and how fast, how fast workflows are written, what a tool call takes.

`python -m benchmarks.durable` runs it alone. Every ratio has its other side from the same run: the parsers alone on the same
text, ruff on the same files, the library behind the tool, and the other scaffold. Times are the processor's, so that what else
runs on the machine counts little.
"""

from __future__ import annotations

import ast
import os
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from guidance import CodeError, check_code
from guidance.code import SUFFIXES
from scaffolds import render_project
from tests.guidance.test_code_rules import CASES, Places, found_in, marked
from tests.samples import MATRIX, answers
from tests.workflows import WORKFLOWS

ROOT = Path(__file__).parent.parent
LANGUAGES = {"Python": (".py",), "TypeScript and JavaScript": tuple(name for name in SUFFIXES if name != ".py")}
MANY = 60_000
"""Lines of a language at least, made of the corpus: each case again and again, its handler renamed, ordinary code after it."""
ORDINARY = 70
"""Lines of ordinary code after each case."""
LINES = {"Python": 20_000, "TypeScript and JavaScript": 10_000}
"""Lines a second that are asked for."""
GENERATION_MS, FILE_SECONDS = 60, 1.0
_HANDLER = re.compile(r"\b(?:lambda_)?handler\b")


def main() -> None:
    """Print the figures of durable functions."""
    print("Durable functions: figures of this machine, this run\n")
    accuracy()
    speed()
    generation()
    tool_calls()


def accuracy() -> None:
    """Marked lines found and unmarked lines reported, by language."""
    print("corpus tests/guidance/code_cases (asked: every marked line, nothing else)")
    for language, suffixes in LANGUAGES.items():
        cases = [path for path in sorted(CASES.glob("*/*")) if _is_of(path, suffixes)]
        wanted: Places = set()
        found: Places = set()
        broken: list[str] = []
        for case in cases:
            root = case if case.is_dir() else case.parent
            name = case.relative_to(CASES).as_posix()
            wanted |= {(f"{name}: {file}", line, rule) for file, line, rule in marked(case, root)}
            try:
                found |= {(f"{name}: {file}", line, rule) for file, line, rule in found_in(case, root)}
            except CodeError as error:
                broken.append(f"{name}: {error}")
        hit, extra, missed = wanted & found, found - wanted, wanted - found
        good = [case for case in cases if case.name.startswith("good-")]
        print(
            f"  {language:26} {len(cases)} cases, {len(good)} of them clean: recall {len(hit)}/{len(wanted)} "
            f"({100 * len(hit) / max(len(wanted), 1):.1f}%), false positives {len(extra)}"
        )
        for file, line, rule in sorted(missed):
            print(f"    missed {rule} at {file} line {line}")
        for file, line, rule in sorted(extra):
            print(f"    wrongly {rule} at {file} line {line}")
        for each in broken:
            print(f"    not read: {each}")
    print()


def speed() -> None:
    """Lines a second over many files of durable and ordinary code, beside the parsers alone and ruff on the same files."""
    parsers: dict[str, tuple[str, Callable[[str, str], object]]] = {
        "Python": ("ast.parse alone", lambda _, text: ast.parse(text)),
        "TypeScript and JavaScript": ("tree-sitter alone", _tree_sitter),
    }
    for language, suffixes in LANGUAGES.items():
        files = realistic(language, suffixes)
        lines = sum(text.count("\n") for _, text in files)
        began = time.perf_counter()
        times = _each(files, lambda name, text: check_code(text, Path(name), root=ROOT / "nowhere"))
        clock = time.perf_counter() - began
        name, parse = parsers[language]
        parsed = sum(_each(files, parse))
        seen = sum(times)
        slowest = max(range(len(files)), key=times.__getitem__)
        print(f"checking {language}: {len(files):,} files, {lines:,} lines, each read and judged by every rule")
        asked = f"asked: {LINES[language]:,}; by the clock {lines / clock:,.0f}, load {os.getloadavg()[0]:.1f}"
        print(f"  {'check_code':18} {lines / seen:,.0f} lines/s ({asked})")
        print(f"  {name:18} {lines / parsed:,.0f} lines/s; checking takes {seen / parsed:.1f}x of it")
        if language == "Python" and (ruff := _ruff(files)):
            took, what = ruff
            print(f"  {what:18} {lines / took:,.0f} lines/s; checking takes {seen / took:.1f}x of it")
        print(
            f"  slowest file       {files[slowest][0]}, {files[slowest][1].count(chr(10))} lines: "
            f"{times[slowest] * 1000:.1f} ms (asked: under {FILE_SECONDS:.0f} s)"
        )
        print()


def realistic(language: str, suffixes: Sequence[str]) -> list[tuple[str, str]]:
    """Files by name: each case of the corpus several times, its handler renamed, with ordinary code after it."""
    ordinary = _ordinary_python() if language == "Python" else _ordinary_typescript()
    files: list[tuple[str, str]] = []
    cases = [path for path in sorted(CASES.glob("*/*")) if path.is_file() and path.suffix in suffixes]
    lines = copy = 0
    while lines < MANY:
        for number, case in enumerate(cases):
            parts = [_HANDLER.sub(f"handler_{copy}_{number}", case.read_text("utf-8"))]
            start, size = (number + copy * 7) % len(ordinary), 0
            while size < ORDINARY:
                parts.append(ordinary[start % len(ordinary)])
                size += parts[-1].count("\n") + 1
                start += 1
            files.append((f"{case.parent.name}_{copy}_{case.name}", "\n\n".join(parts) + "\n"))
            lines += files[-1][1].count("\n")
        copy += 1
    return files


def generation() -> None:
    """Rendering each workflow of the tests, warm, in both languages; beside the other scaffold in the same run."""
    durable = [(name, language) for name in WORKFLOWS for language in ("python", "typescript")]
    cells = [answers(**cell) for cell in MATRIX]

    def workflow(name: str, language: str) -> float:
        given = {"project_name": "bench", "workflow": WORKFLOWS[name], "language": language}
        return _timed(partial(render_project, "durable_function", given))

    for each in durable:
        workflow(*each)
    for cell in cells:
        render_project("crud_api", cell)
    times: dict[tuple[str, str], list[float]] = {each: [] for each in durable}
    others = []
    for number in range(10):
        for each in durable:
            times[each].append(workflow(*each))
        others += [_timed(partial(render_project, "crud_api", cell)) for cell in cells[number % 3 :: 3]]
    print(
        f"generating {len(WORKFLOWS)} workflows in 2 languages, 10 times each, warm (asked: p95 under {GENERATION_MS} ms)"
    )
    for language in ("python", "typescript"):
        values = [took for each, found in times.items() if each[1] == language for took in found]
        print(f"  durable_function {language:12} {_quantiles(values)}")
    print(f"  crud_api, same run            {_quantiles(others)}")
    worst = max(times, key=lambda each: statistics.median(times[each]))
    print(f"  slowest: {worst[0]} in {worst[1]}, median {statistics.median(times[worst]) * 1000:.1f} ms")
    print()


def tool_calls() -> None:
    """Both tools through the in-memory client, beside the library behind them."""
    import anyio

    print("tool calls through the in-memory client, warm, medians of 30; beside the library in the same run")
    anyio.run(_tool_calls)
    print()


async def _tool_calls() -> None:
    from mcp import Client

    from mcp_server.server import build_server
    from mcp_server.settings import settings

    case = CASES / "plain_logging" / "bad-print.py"
    text = case.read_text("utf-8")
    workflow = WORKFLOWS["barista"]

    def generate() -> object:
        return render_project("durable_function", {"project_name": "bench", "workflow": workflow})

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "app.py")
        shutil.copy(case, path)
        async with Client(build_server(settings({"workspace": [folder]}))) as client:

            async def call(tool: str, arguments: dict[str, Any]) -> float:
                began = time.process_time()
                result = await client.call_tool(tool, arguments)
                took = time.process_time() - began
                assert not result.is_error, result.content
                return took

            for tool, arguments, library in (
                ("check_durable_code", {"path": "app.py"}, lambda: check_code(text, path)),
                ("generate_durable_function", {"project_name": "bench", "workflow": workflow}, generate),
            ):
                await call(tool, arguments)
                library()
                calls, direct = [], []
                for _ in range(30):
                    calls.append(await call(tool, arguments))
                    direct.append(_timed(library))
                mine, theirs = statistics.median(calls) * 1000, statistics.median(direct) * 1000
                print(f"  {tool:26} {mine:6.1f} ms, library {theirs:6.1f} ms: {mine / theirs:.1f}x")


def _is_of(case: Path, suffixes: Sequence[str]) -> bool:
    files = [case] if case.is_file() else [path for path in case.rglob("*") if path.suffix in SUFFIXES]
    return bool(files) and files[0].suffix in suffixes


def _ordinary_python() -> list[str]:
    """Functions and classes of this project, as ordinary code that is not durable."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "mcp_server").glob("*.py"))]
    return [
        piece
        for text in texts
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and (piece := ast.get_source_segment(text, node))
    ]


def _ordinary_typescript() -> list[str]:
    """What the CRUD scaffold writes in TypeScript, a file a piece, without its imports."""
    cell = next(cell for cell in MATRIX if cell["language"] == "typescript")
    pieces = []
    for file in render_project("crud_api", answers(**cell)).files:
        if file.path.endswith(".ts"):
            parts = re.split(r"\n(?=export |const |function |async function |class |interface |type )", file.content)
            pieces += [part.rstrip("\n") for part in parts if not part.startswith(("import ", "/**"))]
    return [piece for piece in pieces if piece.count("\n") < ORDINARY]


def _tree_sitter(name: str, text: str) -> object:
    import tree_sitter
    import tree_sitter_typescript

    grammar = tree_sitter_typescript.language_typescript if name.endswith("ts") else tree_sitter_typescript.language_tsx
    return tree_sitter.Parser(tree_sitter.Language(grammar())).parse(text.encode())


def _ruff(files: Sequence[tuple[str, str]]) -> tuple[float, str] | None:
    """Seconds that ruff takes for the files on one thread, without its cache, and how it was called; the best of 3."""
    command = shutil.which("ruff", path=f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    if command is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files:
            Path(folder, name).write_text(text, "utf-8")
        call = [command, "check", "--no-cache", "--isolated", "--quiet", "--exit-zero", "--select", "ALL", folder]

        def run() -> None:
            environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
            subprocess.run(call, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        return min(_children(run) for _ in range(3)), "ruff, all rules"


def _each(files: Sequence[tuple[str, str]], run: Callable[[str, str], object]) -> list[float]:
    """The processor's seconds for each file, after a few to warm up."""
    for name, text in files[:20]:
        run(name, text)
    return [_timed(partial(run, name, text)) for name, text in files]


def _children(run: Callable[[], object]) -> float:
    """The processor's seconds for the processes that something starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _timed(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _quantiles(values: Sequence[float]) -> str:
    cuts = statistics.quantiles(values, n=20)
    return f"p50 {cuts[9] * 1000:6.1f} ms   p95 {cuts[18] * 1000:6.1f} ms   of {len(values)}"


if __name__ == "__main__":
    main()
