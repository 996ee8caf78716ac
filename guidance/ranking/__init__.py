"""Finds what answers a question: BM25 over texts and the field's synonyms; no model, no network, always the same."""

from __future__ import annotations

from dataclasses import dataclass

from guidance.ranking.index import Index, indexes
from guidance.ranking.words import narrow, of_the_field, question, service_of, services_of

MOST_WORDS = 200
"""What is read of a question: longer ones are pasted text, of which the beginning says what is asked."""
_AT_LEAST, _BESIDE = 3, 0.6
_CONCEPT, _WEAK, _COVERED = 1.3, 0.5, 0.5
_ENOUGH = ((10.0, 0.0), (6.5, 0.31), (5.0, 0.4), (3.5, 0.9))
_ENOUGH_UNNAMED = ((13.0, 0.45), (9.0, 0.9))
"""Score and coverage from which something is likely to answer: less is asked of a question that names a thing of this field.
Set on the questions that tune the ranking and on off-topic ones that no test holds."""
_SPOKEN, _SPOKEN_UNNAMED = 0.5, 0.75
"""How much of what is asked a rule speaks of to stand beside the practices: more where no service is named."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that may answer, and how well."""

    id: str
    score: float
    coverage: float
    """The share of what the question asks that the document speaks of, from 0 to 1."""
    title: str = ""

    def fits(self, *, named: bool) -> bool:
        """Whether it is likely to answer at all; `named` says that the question names something of this field."""
        enough = _ENOUGH if named else _ENOUGH_UNNAMED
        return any(self.score >= score and self.coverage >= covered for score, covered in enough)


def rank(asked: str, kind: str = "practices", most: int = 7) -> list[Hit]:
    """What answers a question best, the best first.

    Args:
        asked: the question, of which the first 200 words are read.
        kind: "practices", "rules" or "facts".
        most: how many at most.

    """
    index = indexes()[kind]
    found = question(_beginning(asked), index.postings)
    scores: dict[int, float] = {}
    having: dict[int, set[str]] = {}
    for term in found.terms:
        weight = _CONCEPT if term.startswith("#") else _WEAK if term in found.weak else 1.0
        for document, said in index.documents(term):
            scores[document] = scores.get(document, 0.0) + weight * said
            having.setdefault(document, set()).add(term)
    tells = [(word, index.rarity(word[0]) * (_WEAK if word[0] in found.weak else 1.0)) for word in found.words]
    total = sum(much for _, much in tells) or 1.0
    hits = []
    for document, score in scores.items():
        told = sum(much for word, much in tells if having[document].intersection(word))
        coverage = told / total
        hits.append((score * (1 - _COVERED + _COVERED * coverage), -document, coverage))
    return [
        Hit(index.ids[-number], score, coverage, index.titles[-number] if index.titles else "")
        for score, number, coverage in sorted(hits, reverse=True)[:most]
    ]


def answering(asked: str, kind: str = "practices", most: int = 7) -> list[Hit]:
    """What answers a question, between three and seven of a kind; nothing when nothing here is likely to.

    A question that names another field's technology and nothing of this one is not answered, whatever words they share.
    """
    hits, named = rank(asked, kind, most), of_the_field(_beginning(asked))
    if not hits or named is None or not hits[0].fits(named=named):
        return []
    return [hit for place, hit in enumerate(hits) if place < _AT_LEAST or hit.score >= _BESIDE * hits[0].score]


def rules_answering(asked: str, most: int = 3) -> list[Hit]:
    """The rules that speak of what is asked: of a service that the question names, or of any where it names none.

    Args:
        asked: the question.
        most: how many at most.

    """
    named = services_of(_beginning(asked))

    def speaks(hit: Hit) -> bool:
        service = service_of(hit.id)
        if service in named or service == "lambda":
            return hit.coverage >= _SPOKEN
        return not named and service not in narrow() and hit.coverage >= _SPOKEN_UNNAMED

    return [hit for hit in answering(asked, "rules", 3 * most) if speaks(hit)][:most]


def _beginning(asked: str) -> str:
    return " ".join(asked[:8000].split()[:MOST_WORDS])


__all__ = ["MOST_WORDS", "Hit", "Index", "answering", "rank", "rules_answering"]
