"""esbuild puts the source code into the source maps that are deployed."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Source maps carry the sources into the package",
    severity=Severity.INFO,
    pillars=(Pillar.PERFORMANCE, Pillar.COST),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html",
            "2026-11-20",
        ),
        Source("https://esbuild.github.io/api/#sources-content", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("LAM062",),
    practices=("CLD-05", "SIZ-06"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which functions deploy their sources inside their source maps."""
    found = []
    for function in template.of(Function):
        built = function.declared.attribute("Metadata")
        properties = built.get("BuildProperties")
        maps, whole = properties.get("Sourcemap"), properties.get("SourcesContent", default=True)
        if built.get("BuildMethod").text() == "esbuild" and maps.boolean() is True and whole.boolean() is True:
            found.append((function, maps))
    if found:
        function, maps = found[0]
        others = [each for _, each in found[1:]]
        message = f"{function.id}{f' and {len(others)} more' if others else ''}: the source map that is deployed holds the whole"
        message += " source code, which makes the package larger and the cold start slower. Stack traces need only the"
        message += " positions: set SourcesContent to false."
        yield Found(maps, message, others[:10], _fix(function))


def _fix(function: Function) -> Fix | None:
    properties = function.declared.attribute("Metadata", "BuildProperties")
    written, change = properties.get("SourcesContent"), "Set SourcesContent to false"
    if written.absent:
        return edits.insert(properties, {"SourcesContent": False}, change, safe=True)
    return edits.replace(written, data=False, description=change, safe=True)
