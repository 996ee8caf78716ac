"""What is indexed: which texts of a practice, a rule, a fact say what it is about, and how much each counts."""

from __future__ import annotations

from collections.abc import Mapping

from guidance import registry
from guidance.facts import facts, prices
from guidance.figures import shown
from guidance.model import Practice
from guidance.ranking.index import Fields, Index, build


def compiled(known: Mapping[str, Practice]) -> dict[str, Index]:
    """The indexes of what the room knows, by kind."""
    return {
        "practices": build({name: _practice(each) for name, each in known.items()}),
        "rules": build(
            {name: _rule(name) for name in registry.rules()}, [each.title for each in registry.rules().values()]
        ),
        "facts": build({each.name: _fact(each.name) for each in (*facts().values(), *prices().values())}),
    }


def _practice(found: Practice) -> Fields:
    titles = " ".join(registry.rules()[each.name].title for each in found.enforced_by if each.kind.endswith("rule"))
    return (
        (found.statement, 3),
        (found.why, 2),
        (found.apply, 0.75),
        (found.limits, 0.25),
        (found.correction or "", 0.5),
        (found.area, 2),
        (titles, 0.5),
    )


def _rule(name: str) -> Fields:
    rule, page = registry.rules()[name], registry.explain(name)
    first = next((part for part in page.split("\n\n")[1:] if not part.startswith("#")), "")
    return (rule.title, 3), (name.replace("-", " "), 1), (first, 1)


def _fact(name: str) -> Fields:
    from guidance.facts import fact

    found = fact(name)
    words = name.replace(".", " ").replace("_", " ")
    return (words, 2), (found.note, 0.7), (shown(found) if isinstance(found.value, str) else found.unit, 0.5)
