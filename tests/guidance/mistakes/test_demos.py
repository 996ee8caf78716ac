"""The rules' pages, the table of demonstrations and the demonstrations name the same things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guidance import Profile, check_code, registry
from tests.conftest import ROOT
from tests.guidance.mistakes.demos import DEMOS, NOT_SHOWN

HERE = Path(__file__).parent
FILES = {"python": HERE / "test_python_mistakes.py", "typescript": HERE / "mistakes.test.ts"}
PAGES = {
    registry.read_rule(path).aliases[0]: path.with_name("rule.md")
    for path in ROOT.glob("guidance/code_rules/*/*/rule.py")
}
_LINK = re.compile(r"\[`(\w+)`\]\((\S+/mistakes/\S+)\)")
HANDLERS = {
    "python": ([HERE / f"{name}.py" for name in ("replay", "bodies", "values")], r"^(?:async )?def (\w+)\("),
    "typescript": ([HERE / "handlers.ts"], r"^export const (\w+) ="),
}


def links(alias: str) -> list[tuple[str, Path]]:
    """The demonstrations that a rule's page names, each with the file that it points to."""
    page = PAGES[alias]
    found = _LINK.findall(page.read_text("utf-8"))
    return [(name, page.parent.joinpath(target).resolve()) for name, target in found]


def test_each_rule_is_shown_or_says_why_not() -> None:
    assert not set(DEMOS) & set(NOT_SHOWN)
    assert set(DEMOS) | set(NOT_SHOWN) == set(PAGES)
    assert all(len(reason.split()) > 7 for reason in NOT_SHOWN.values())


def test_each_demonstration_is_a_test_and_each_test_belongs_to_a_rule() -> None:
    python = re.findall(r"^def test_(\w+)\(", FILES["python"].read_text("utf-8"), re.MULTILINE)
    written = re.findall(r'^  \["(\w+)", |^  test\("(\w+)"', FILES["typescript"].read_text("utf-8"), re.MULTILINE)

    assert sorted(python) == sorted(name for each in DEMOS.values() for name in each.python)
    assert sorted("".join(names) for names in written) == sorted(
        name for each in DEMOS.values() for name in each.typescript
    )


def test_each_demonstration_in_typescript_has_its_right_twin() -> None:
    text = FILES["typescript"].read_text("utf-8")

    assert all(f'"{name}: right"' in text for each in DEMOS.values() for name in each.typescript)


@pytest.mark.parametrize("alias", DEMOS)
def test_a_page_links_to_its_own_demonstrations(alias: str) -> None:
    known = {(name, FILES["python"]) for name in DEMOS[alias].python}
    known |= {(name, FILES["typescript"]) for name in DEMOS[alias].typescript}

    assert links(alias)
    assert set(links(alias)) <= known


@pytest.mark.parametrize("alias", NOT_SHOWN)
def test_a_page_without_demonstration_links_to_none(alias: str) -> None:
    assert not links(alias)


def found_in(language: str, profile: Profile) -> dict[str, set[str]]:
    """The aliases of the rules of a profile that the checker finds broken in each function that is run."""
    paths, pattern = HANDLERS[language]
    found: dict[str, set[str]] = {}
    for path in paths:
        text = path.read_text("utf-8")
        starts = [
            (text.count("\n", 0, match.start()) + 1, match[1]) for match in re.finditer(pattern, text, re.MULTILINE)
        ]
        found |= {name: set() for _, name in starts}
        for finding in check_code(text, language=language, profile=profile).findings:
            name = [name for line, name in starts if line <= finding.line + 1][-1]
            found[name].add(registry.rules()[finding.rule_id].aliases[0])
    return found


@pytest.mark.parametrize("language", HANDLERS)
def test_the_checker_finds_what_is_shown_and_nothing_in_the_right_twins(language: str) -> None:
    found = found_in(language, Profile.DEFAULT)
    strict = found_in(language, Profile.STRICT)
    shown = {
        alias: set(each.python if language == "python" else map(camel, each.typescript))
        for alias, each in DEMOS.items()
    }

    assert [(name, alias) for alias, names in shown.items() for name in names if alias not in strict[name]] == []
    assert {
        name: aliases for name, aliases in found.items() if aliases and name not in set().union(*shown.values())
    } == {}


def camel(name: str) -> str:
    """A name as JavaScript writes it."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
