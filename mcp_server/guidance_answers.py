"""Answers for `get_guidance`: a question by ranking, an id by looking it up, whatever kind of thing it names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import partial

from guidance import practice, practices, registry
from guidance.errors import UnknownPracticeError, UnknownRuleError
from guidance.facts import Fact, fact, facts, prices
from guidance.figures import stated
from guidance.practices import areas
from guidance.ranking import Hit, answering, rank, rules_answering
from guidance.ranking.index import indexes
from guidance.ranking.words import terms
from mcp_server.errors import CallError
from mcp_server.guidance_results import Brief, FactAnswer, GuidanceResult, fitted, practice_answer
from mcp_server.rules import rule_page

_FACT_COVERAGE = 0.55
_NUMBER = re.compile(
    r"\b(how (many|much|big|large|long|often)|max(imum)?|min(imum)?|default|limits?|quota|prices?|costs?)\b",
    re.IGNORECASE,
)
"""A question that asks for a number gets the facts that speak of most of it; practices have their values in them anyway."""
_PAGE_COVERAGE = 0.75
_BESIDE = 0.65
"""The share of the best practice's score that a rule needs to stand beside the practices."""
_TITLED = 0.66
"""The share of what is asked that a rule's title says when the question is about that rule."""
_ALIAS = re.compile(r"[A-Z]{2,4}\d{3}")
_NAMED = re.compile(r"\b[A-Za-z]{2,4}-\d{1,2}\b|\b[A-Z]{2,4}\d{3}\b|\b[a-z0-9]+(?:[-._][a-z0-9]+)+\b")


def by_question(query: str) -> GuidanceResult:
    """What answers a question in words; an id in it is looked up."""
    if found := _named_in(query):
        return found
    hits, checks = answering(query), rules_answering(query)
    if not hits and not checks:
        return GuidanceResult(kind="nothing", note=_nothing(query))
    page = checks[0].id if checks and _clearer(checks[0], hits[0] if hits else None) else None
    carried = {each.name for hit in hits for each in practice(hit.id).enforced_by} | {page}
    rules = [
        Brief(id=hit.id, statement=hit.title)
        for hit in checks
        if (not hits or hit.score >= _BESIDE * hits[0].score) and hit.id not in carried
    ]
    numbers = rank(query, "facts", 3) if _NUMBER.search(query[:400]) else []
    facts_asked = [hit for hit in numbers if hit.coverage >= _FACT_COVERAGE and hit.score >= 0.9 * numbers[0].score]
    return fitted(
        GuidanceResult(
            kind="question",
            facts=[fact_answer(fact(hit.id)) for hit in facts_asked],
            page=rule_page(page) if page else None,
            practices=[practice_answer(practice(hit.id)) for hit in hits],
            rules=rules,
            note=_pointer(query, checks, hits) if not page and not facts_asked else None,
        )
    )


def _pointer(query: str, checks: list[Hit], hits: list[Hit]) -> str | None:
    """What a reader should see first where rules speak of the question and practices do less, or not at all."""
    if not hits:
        return "No practice is about that, but rules are; `id` explains one."
    if not checks:
        return None
    rule, first = checks[0], hits[0]
    asked, titled = set(terms(query)), set(terms(f"{rule.title} {rule.id}"))
    named = rule.score >= 0.9 * first.score and len(asked & titled) >= _TITLED * len(asked)
    if named or (rule.score > first.score and rule.coverage >= first.coverage):
        return f"The rule `{rule.id}` is about that: {rule.title}."
    return None


def _clearer(rule: Hit, found: Hit | None) -> bool:
    """Whether a rule speaks of most of what is asked, and of clearly more than any practice: then its page is the answer."""
    if rule.coverage < _PAGE_COVERAGE:
        return False
    return found is None or rule.coverage >= found.coverage + 0.25 or rule.score >= 1.4 * found.score


def by_id(name: str) -> GuidanceResult:
    """A practice, rule, fact or topic by its id or alias.

    Raises:
        CallError: when nothing has that id; the message offers the nearest.

    """
    wanted = name.strip().removeprefix("practice://").removeprefix("rule://").removeprefix("fact://")
    for look in (_practice, _rule, _fact, _topic):
        if found := look(wanted):
            return fitted(found)
    known = [*practices(), *registry.rules(), *facts(), *prices(), *_topics()]
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5) or difflib.get_close_matches(
        wanted.upper(), known, n=3, cutoff=0.5
    )
    offer = f"did you mean {' or '.join(near)}?" if near else f"topics are {', '.join(areas())}."
    raise CallError(f"There is no practice, rule, fact or topic '{wanted[:60]}'; {offer}")


def fact_answer(found: Fact) -> FactAnswer:
    """A fact as data."""
    return FactAnswer(
        name=found.name, value=stated(found), source=found.source, read=str(found.read), note=found.note or None
    )


def _named_in(query: str) -> GuidanceResult | None:
    """What the first id in a question names; pasted text is not searched for ids."""
    ids = indexes()["rules"].ids
    for name in _NAMED.findall(query[:400]):
        looks = (_rule,) if name in ids or _ALIAS.fullmatch(name) else (_practice, _fact)
        for look in looks:
            if found := look(name):
                return fitted(found)
    whole = query.strip().casefold().replace(" ", "-").replace("_", "-")
    return fitted(_topics()[whole]()) if whole in areas() else None


def _practice(name: str) -> GuidanceResult | None:
    try:
        found = practice(name)
    except UnknownPracticeError:
        return None
    rules = [each.name for each in found.enforced_by if each.kind.endswith("rule")]
    used = [fact_answer(fact(each.name)) for each in found.enforced_by if each.kind == "fact"]
    return GuidanceResult(
        kind="practice",
        practices=[practice_answer(found)],
        rules=[Brief(id=each, statement=registry.find(each).title) for each in rules],
        facts=used,
    )


def _rule(name: str) -> GuidanceResult | None:
    try:
        rule = registry.find(name)
    except UnknownRuleError:
        return None
    kept = [Brief(id=each, statement=practice(each).statement) for each in rule.practices]
    return GuidanceResult(kind="rule", page=rule_page(rule.id), more=kept)


def _fact(name: str) -> GuidanceResult | None:
    found = facts().get(name) or prices().get(name)
    if found is None:
        return None
    using = [each for each in practices().values() if any(link.name == name for link in each.enforced_by)]
    return GuidanceResult(
        kind="fact",
        facts=[fact_answer(found)],
        more=[Brief(id=each.id, statement=each.statement) for each in using],
        note=f"Published data confirms it: {found.confirmed_by}." if found.confirmed_by else None,
    )


def _topic(name: str) -> GuidanceResult | None:
    look = _topics().get(re.sub(r"[\s_]+", "-", name.casefold()))
    return look() if look else None


def _topics() -> dict[str, Callable[[], GuidanceResult]]:
    """By id: the areas of the practices, and the services of the rules."""
    services = {rule.service for rule in registry.rules().values()}
    return {
        **{name: partial(_service, name) for name in sorted(services)},
        **{name: partial(_area, name) for name in areas()},
    }


def _area(name: str) -> GuidanceResult:
    found = [Brief(id=each.id, statement=each.statement) for each in areas()[name]]
    return GuidanceResult(kind="topic", more=found, note=f"{len(found)} practices: {name.replace('-', ' ')}.")


def _service(name: str) -> GuidanceResult:
    found = [Brief(id=each.id, statement=each.title) for each in registry.rules().values() if each.service == name]
    return GuidanceResult(kind="topic", rules=found, note=f"{len(found)} rules: {name.replace('-', ' ')}.")


def _nothing(query: str) -> str:
    foreign = sum(letter.isalpha() and not letter.isascii() for letter in query) * 2 > sum(map(str.isalpha, query))
    how = (
        "Ask in English: the practices are written in it."
        if foreign
        else "Ask about serverless on AWS, in other words or with the service's name."
    )
    return f"Nothing here answers that. {how} Topics (as `id`): {', '.join(areas())}."
