"""A file that the template names cannot be read as what it should be."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.files import named_files, open_file
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.samconfig import samconfig
from guidance.template import Node, Span, Template

RULE = Rule(
    title="File that the template names cannot be read",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html",
            "2026-11-20",
        ),
    ),
)


def check(template: Template) -> Iterator[Found]:
    """Yield the syntax error of each file, at its line in that file."""
    seen = set()
    for each in named_files(template):
        opened = open_file(template, each.name) if each.kind != "schema" else None
        if opened is None or opened.error is None or opened.name in seen:
            continue
        seen.add(opened.name)
        error = opened.error
        at = template.at(Node(Span(error.line, error.column, error.line, error.column), opened.root))
        yield Found(
            at,
            f"{error.reason} {(each.owner.id if each.owner else 'The template')} cannot be deployed with it.",
            [each.at],
        )
    config = samconfig(template)
    if config is not None and config.error is not None:
        error = config.error
        at = template.at(Node(Span(error.line, error.column, error.line, error.column), config.root))
        yield Found(at, f"{error.reason} Every command of the SAM CLI stops here.")
