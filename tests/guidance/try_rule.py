"""Prints what a rule (an id, an alias, a severity, "all") finds in a folder: `python tests/guidance/try_rule.py RULE FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from guidance import engine, registry
from guidance.errors import TemplateError
from guidance.template import parse

SUFFIXES = {".yaml", ".yml", ".json", ".template"}


def main(name: str, folder: str) -> None:
    """Print each finding with its line."""
    rules = [
        each for each in registry.template_rules().values() if name in {"all", each.id, each.severity, *each.aliases}
    ]
    paths = (each for each in Path(folder).rglob("*") if each.suffix in SUFFIXES and each.name != "manifest.json")
    for path in sorted(paths):
        try:
            template = parse(path.read_bytes(), path)
        except TemplateError:
            continue
        lines = template.text.splitlines()
        for finding in (each for rule in rules for each in engine.run(rule, template)):
            sys.stdout.write(f"{path}:{finding.line} {finding.severity} {finding.rule_id} {finding.message}\n")
            sys.stdout.write(f"    {lines[finding.line - 1].strip()[:120]}\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
