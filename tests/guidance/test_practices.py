"""The catalogue of practices is whole and every entry is well formed."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest

from guidance import UnknownPracticeError, practice, practices, rules
from guidance.practices import CATALOG

KINDS = {"template_rule", "code_rule", "calculation", "scaffold", "guidance"}


def test_all_280_practices_are_there_with_unique_ids() -> None:
    assert len(practices()) == 280
    assert all(re.fullmatch(r"[A-Z]{2,4}-\d{2}", name) for name in practices())


def test_ids_are_unique_across_files() -> None:
    ids = re.findall(
        r'^id = "(.+)"$', "".join(path.read_text("utf-8") for path in CATALOG.glob("*.toml")), re.MULTILINE
    )

    assert [name for name, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("name", practices())
def test_a_practice_says_what_why_and_where_from(name: str) -> None:
    found = practice(name)

    assert found.check_kind in KINDS
    assert found.source
    assert all(re.match(r"(CNS211|CNS380|CNS403|NOTES)\b", source) for source in found.source)
    for sentence in filter(None, (found.statement, found.why, found.correction)):
        assert sentence.endswith("."), sentence
        assert len(sentence.split()) <= 32, sentence
        assert "ESM" not in sentence


def test_an_unknown_id_offers_the_nearest() -> None:
    with pytest.raises(UnknownPracticeError, match="SQS-02"):
        practice("SQX-02")


@pytest.mark.parametrize("spelling", ["SQS-02", " sqs-02 ", "sqs-2", "SQS2"])
def test_an_id_is_found_however_it_is_spelt(spelling: str) -> None:
    assert practice(spelling).id == "SQS-02"


def test_a_practice_that_a_template_shows_is_carried_by_a_rule_or_says_why_not() -> None:
    reasons = tomllib.loads((CATALOG.parent / "unenforced.toml").read_text("utf-8"))["reasons"]
    carried = {name for rule in rules().values() for name in rule.practices}
    wanted = {found.id for found in practices().values() if found.check_kind == "template_rule"}

    assert carried <= set(practices())
    assert set(reasons) == wanted - carried
    assert all(len(reason.split()) > 7 for reason in reasons.values())
