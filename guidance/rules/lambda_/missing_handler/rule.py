"""A handler names nothing that can be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Handler names no file or function",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html", "2026-11-20"),
    ),
    aliases=("LAM041",),
)
SUFFIXES = {"python": (".py",), "nodejs": (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx")}
_ELSEWHERE = re.compile(
    r"import \*|export \*|exports\s*=|Object\.assign\(\s*(module\.)?exports|__getattr__|globals\(\)"
)
"""The file may take its names from another one."""


def check(template: Template) -> Iterator[Found]:
    """Yield each Python or Node.js handler without a function, and each that is not in the code beside the template."""
    for function in template.of(Function):
        handler, runtime = function.get("Handler"), function.runtime.text() or ""
        language = next((name for name in SUFFIXES if runtime.startswith(name)), None)
        text = handler.text()
        if language is None or not text or handler.assumed or function.get("Layers").present:
            continue
        module, _, name = text.rpartition(".")
        if not module or not name:
            said = f"The handler of {function.id} has to be file.function, such as app.handler: its first invocation fails."
            yield Found(handler, said)
            continue
        path = module.replace(".", "/") if language == "python" else module
        try:
            folder = _code(function)
            problem = _problem(template, folder, path, name, SUFFIXES[language]) if folder else None
        except (OSError, ValueError):  # no path at all, or not ours to read
            continue
        if problem:
            said = f"{problem}: the first invocation of {function.id} fails."
            yield Found(handler, said, (function.declared.get("CodeUri"),))


def _code(function: Function) -> Path | None:
    """The folder of the code, where it can be looked into and `sam build` copies it as it is."""
    template, uri = function.template, function.declared.get("CodeUri")
    text = uri.text()
    if not function.is_sam or template.path is None or template.root_folder is None or text is None or uri.assumed:
        return None
    if "://" in text or function.declared.attribute("Metadata").present:
        return None
    folder = (template.path.parent / text).resolve()
    return folder if folder.is_relative_to(template.root_folder) and folder.is_dir() else None


def _problem(template: Template, folder: Path, path: str, name: str, suffixes: tuple[str, ...]) -> str | None:
    """What is not there; None when all is, or when the code is not here at all."""
    file = next((each for suffix in suffixes if (each := folder / (path + suffix)).is_file()), None)
    if file is None:
        beside = (folder / path).parent
        folders = [each for each in (folder, beside) if each.is_dir()]
        here = any(each.suffix in suffixes for some in folders for each in some.iterdir())
        package = (folder / path).is_dir()
        return f"There is no {path[:80]}{suffixes[0]} in the folder of CodeUri" if here and not package else None
    relative = file.resolve()
    if template.path is None or not relative.is_relative_to(template.path.parent.resolve()):
        return None
    text = template.beside(str(relative.relative_to(template.path.parent.resolve())))
    if text is None or re.search(rf"\b{re.escape(name)}\b", text) or _ELSEWHERE.search(text):
        return None
    return f"{file.name[:80]} has no {name[:80]}"
