"""The catalogue of practices is whole, every entry is well formed, and what it claims to rest on exists."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import aws_lambda_powertools
import pytest

from guidance import UnknownPracticeError, explain, facts, figures, practice, practices, rules
from guidance.advice.options import decisions
from guidance.events import event_sources
from guidance.practices import CATALOG, compiling
from guidance.registry import code_rules
from mcp_server.tools import TOOLS
from scaffolds import get_scaffold
from tests.conftest import ROOT
from tests.guidance import generated
from tests.guidance.known_names import names, unknown

KINDS = {"template_rule", "code_rule", "calculation", "scaffold", "guidance"}
VOCABULARY = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))["words"]
EXAMPLES = {"PCN-07": "55 200 0.25 50"}
"""Numbers of worked examples; every other number in how and limits comes from the facts."""


def test_what_is_made_of_the_catalogue_is_current(update: bool) -> None:
    for path, text in generated.files():
        if update:
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text, f"{path.name} is not current: run pytest --update"


def test_all_280_practices_are_there_with_unique_ids() -> None:
    assert len(practices()) == 280
    assert all(re.fullmatch(r"[A-Z]{2,4}-\d{2}", name) for name in practices())


def test_ids_are_unique_across_files() -> None:
    ids = re.findall(
        r'^id = "(.+)"$', "".join(path.read_text("utf-8") for path in CATALOG.glob("*.toml")), re.MULTILINE
    )

    assert [name for name, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("name", practices())
def test_a_practice_says_what_why_how_when_not_and_where_from(name: str) -> None:
    found = practice(name)

    assert found.check_kind in KINDS
    assert found.source
    assert all(re.match(r"(CNS211|CNS380|CNS403|NOTES)\b", source) for source in found.source)
    for sentence in filter(None, (found.statement, found.why, found.correction)):
        assert sentence.endswith("."), sentence
        assert len(sentence.split()) <= 32, sentence
    for text in (found.apply, found.limits):
        assert text.endswith("."), text
        assert 3 <= len(text.split()) <= 70, text
        assert not re.search(r"[{}](?![^`]*`)", re.sub(r"`[^`]*`", "", text)), text


@pytest.mark.parametrize("name", practices())
def test_what_a_practice_is_said_to_be_enforced_by_exists(name: str) -> None:
    found = practice(name)

    assert len(set(found.enforced_by)) == len(found.enforced_by)
    for link in found.enforced_by:
        if link.kind in {"rule", "code rule"}:
            assert name in rules()[link.name].practices
            assert (link.name in code_rules()) is (link.kind == "code rule")
        elif link.kind == "scaffold":
            scaffold = get_scaffold(link.name)
            assert (name, link.where) in {(each.id, each.where) for each in scaffold.practices}
            paths = [source.path for source in scaffold.sources]
            assert any(path == link.where or path.startswith(f"{link.where}/") for path in paths)
        elif link.kind == "advice":
            assert link.name in {spec.name for spec in TOOLS}
            assert link.where in {"", *decisions()}
            assert bool(link.where) is (link.name == "compare_options")
        else:
            assert figures.shown(facts.fact(link.name))


def test_every_rule_and_scaffold_that_names_a_practice_is_told_of_by_it() -> None:
    told = {(link.name, name) for name, found in practices().items() for link in found.enforced_by}

    assert {(rule.id, name) for rule in rules().values() for name in rule.practices} <= told
    assert {(place[0], name) for name, places in generated.followed().items() for place in places} <= told


def test_a_practice_that_nothing_enforces_says_why() -> None:
    reasons = compiling.reasons()
    kinds = {name: {link.kind for link in found.enforced_by} for name, found in practices().items()}
    by_no_rule = {name for name, found in kinds.items() if not found & {"rule", "code rule"}}
    by_nothing = {name for name in by_no_rule if not kinds[name] & {"scaffold", "advice"}}
    shown_by_templates = {found.id for found in practices().values() if found.check_kind == "template_rule"}

    assert by_nothing | (shown_by_templates & by_no_rule) <= set(reasons)
    assert set(reasons) <= by_no_rule
    assert all(len(reason.split()) > 7 for reason in reasons.values())
    assert all(practice(name).unenforced == reasons[name] for name in by_nothing)


def test_an_unknown_id_offers_the_nearest() -> None:
    with pytest.raises(UnknownPracticeError, match="SQS-02"):
        practice("SQX-02")


@pytest.mark.parametrize("spelling", ["SQS-02", " sqs-02 ", "sqs-2", "SQS2"])
def test_an_id_is_found_however_it_is_spelt(spelling: str) -> None:
    assert practice(spelling).id == "SQS-02"


@pytest.mark.parametrize("name", practices())
def test_no_practice_names_what_does_not_exist(name: str) -> None:
    found = practice(name)
    texts = " ".join(filter(None, (found.statement, found.why, found.apply, found.limits, found.correction)))

    assert [part for token in re.findall(r"`([^`]+)`", texts) for part in unknown(token)] == []
    plain = re.findall(r"[A-Za-z][A-Za-z0-9]*", re.sub(r"`[^`]+`|https?://\S+", "", texts))
    assert [word for word in plain if re.search(r"[a-z][A-Z]", word) and word.casefold() not in names()] == []


def test_no_page_of_a_rule_names_what_does_not_exist() -> None:
    fences = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
    strange = {}
    for name in rules():
        page = explain(name)
        own = set(re.findall(r"\w+", " ".join(fences.findall(page))))  # what its examples call their own things
        prose = re.sub(r"\[`[^`]+`\]\([^)]*\)", "", fences.sub("", page))
        found = [part for token in re.findall(r"`([^`\n]+)`", prose) for part in unknown(token) if part not in own]
        if found:
            strange[name] = found

    assert strange == {}


def test_every_sample_of_a_rules_page_stands_where_it_is_run() -> None:
    for name in rules():
        for part in re.split(r"^## ", explain(name), flags=re.MULTILINE):
            assert "```" not in part or part.startswith(("Avoid\n", "Prefer\n")), name


@pytest.mark.node
def test_no_trigger_names_what_does_not_exist() -> None:
    """Beside all other names: what its sample and handlers have, and the published types of events and answers."""
    types = (ROOT / ".cache" / "node" / "node_modules" / "@types" / "aws-lambda").rglob("*.d.ts")
    powertools = Path(aws_lambda_powertools.__file__).parent
    classes = [*powertools.glob("utilities/data_classes/*.py"), *powertools.glob("event_handler/bedrock_agent*.py")]
    published = {word for path in [*types, *classes] for word in re.findall(r"\w+", path.read_text("utf-8"))}
    strange = {}
    for name, source in event_sources().items():
        files = [json.dumps(source.event), source.handler("python"), source.handler("typescript")]
        own = published.union(*(re.findall(r"\w+", text) for text in files))
        texts = " ".join([source.returns, *(trap.says for trap in source.traps)])
        if found := [part for token in re.findall(r"`([^`]+)`", texts) for part in unknown(token) if part not in own]:
            strange[name] = found

    assert strange == {}


@pytest.mark.parametrize(
    "invented", ["MaximumConcurency", "recommend_timeouts", "FunctionTimeOutSeconds", "AWS::Lambda::Queue"]
)
def test_a_name_that_does_not_exist_is_noticed(invented: str) -> None:
    assert unknown(invented)


def test_every_number_of_how_and_limits_is_a_fact() -> None:
    versions = r"\b(Node\.js|Python|Java|RFC|version) \d[\d.]*|\.NET \d+|\b(S3|EC2|p\d[\d.]*|[245](\d\d|xx)|v3|boto3)\b|\b(arm|aarch)64\b|\bx86\w*"
    strays = {}
    for name, entry in compiling.entries().items():
        text = re.sub(r"`[^`]*`|\{[^}]*\}", "", f"{entry['apply']} {entry['limits']}")
        numbers = set(re.findall(r"\d[\d,.]*\d|\d", re.sub(versions, "", text)))
        if stray := numbers - set(EXAMPLES.get(name, "").split()):
            strays[name] = stray

    assert strays == {}


def test_every_other_number_is_a_fact_or_what_a_talk_reported() -> None:
    known = {text for each in (*facts.facts().values(), *facts.prices().values()) for text in _spoken(each)}
    reported = tomllib.loads(CATALOG.with_name("talk_figures.toml").read_text("utf-8"))["figures"]
    aside = (
        r"\d{4}-\d\d-\d\d|\b(Java|Python|Node\.js|JavaScript|JavaScript v|v)\s?\d[\d.]*((,| and) \d+)*|\.NET \d+( and \d+)?"
        r"|CNS\d+|\b(S3|EC2)\b|\b(x86_64|arm64)\b|(June|October|November) \d{4}|`[^`]*`"
    )
    strays: dict[str, set[str]] = {}
    for name, found in practices().items():
        text = re.sub(aside, "", " ".join((found.statement, found.why, found.correction or "")))
        told = {figure.split(":")[0] for figure in reported.get(name, ())}
        if stray := set(re.findall(r"\d[\d,.]*\d|\d", text)) - known - told:
            strays[name] = stray

    assert strays == {}
    assert reported.keys() <= practices().keys()


def _spoken(found: facts.Fact) -> Iterator[str]:
    """How a fact's number may be written in a sentence."""
    by = {"seconds": (1, 60, 3600, 86_400), "milliseconds": (1, 1000), "bytes": (1, 1024, 1024**2)}
    for value in found.value if isinstance(found.value, tuple) else (found.value,):
        if isinstance(value, str):
            continue
        yield from (f"{value * 1e6:g}", f"{value:.2f}", f"{value * 100:g}", f"{value:g}", f"{value:,}")
        yield from (f"{value // size:,}" for size in by.get(found.unit, ()) if value % size == 0)


def test_a_practice_that_names_a_price_says_where_and_of_when_it_is() -> None:
    priced = {name for name, found in practices().items() if "$" in re.sub(r"`[^`]*`", "", found.apply + found.limits)}
    dated = {
        name for name, found in practices().items() if re.search(r"us-east-1, read 2026-\d\d-\d\d\.$", found.apply)
    }

    assert priced
    assert priced <= dated


def test_every_sample_in_a_practice_parses() -> None:
    read = []
    for found in practices().values():
        for sample in re.findall(r"`([^`]+)`", f"{found.apply} {found.limits}"):
            if reader := _reader(sample):
                assert reader(sample), (found.id, sample)
                read.append(sample)

    assert len(read) > 12


def _reader(sample: str) -> Callable[[str], object] | None:
    import ast

    import yaml

    if re.match(r"[\[{]\"", sample):
        return lambda text: json.loads(re.sub(r": (\w+)(?=[}\],])", r': "\1"', text))
    if re.match(r"[A-Z]\w+: \S", sample):
        return yaml.safe_load
    if re.fullmatch(r"[\w.]+\(.*\)|import \w+", sample) and "..." not in sample[:-6]:
        return ast.parse
    if re.fullmatch(r"\w+ = \w+", sample):
        return tomllib.loads
    return None


def prose(text: str) -> str:
    """A text without its code, its links' titles (which are AWS's) and addresses."""
    return re.sub(r"```.*?```|`[^`]*`|\[[^\]]*\]\([^)]*\)|https?://\S+", "", text, flags=re.DOTALL)


def test_names_are_spelt_as_their_owners_spell_them() -> None:
    from mcp_server.skills import SHIPPED

    texts = {name: explain(name) for name in rules()} | {"SKILL.md": SHIPPED.read_text("utf-8")}
    for name, found in practices().items():
        parts = (found.statement, found.why, found.apply, found.limits, found.correction, found.unenforced)
        texts[name] = " ".join(filter(None, parts))
    for source in event_sources().values():
        texts[source.name] = " ".join([source.title, source.returns, *(trap.says for trap in source.traps)])
    for path in ("prompts.py", "skills.py", "guidance_answers.py"):
        texts[path] = SHIPPED.parent.parent.joinpath(path).read_text("utf-8")
    wrong = [
        f"{name}: '{found.group()}' is written {right}"
        for name, text in texts.items()
        for pattern, right in VOCABULARY.items()
        for found in re.finditer(pattern, prose(text))
    ]

    assert wrong == []
