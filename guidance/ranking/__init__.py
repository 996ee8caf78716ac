"""Finds what answers a question: BM25 over texts and the field's synonyms; no model, no network, always the same."""

from __future__ import annotations

from dataclasses import dataclass

from guidance.ranking.index import Index, indexes
from guidance.ranking.words import elsewhere, question

MOST_WORDS = 200
"""What is read of a question: longer ones are pasted text, of which the beginning says what is asked."""
_AT_LEAST, _BESIDE = 3, 0.6
_CONCEPT, _COVERED = 1.3, 0.5
_ENOUGH, _ALL = 6.5, 0.9
_SOME, _MOSTLY = 4.5, 0.6
"""Set on the questions that tune the ranking: what answers them scores above 8, what answers nothing below 5."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that may answer, and how well."""

    id: str
    score: float
    coverage: float
    """The share of what the question asks that the document speaks of, from 0 to 1."""
    title: str = ""

    @property
    def fits(self) -> bool:
        """Whether it is likely to answer at all: enough was recognised, or all of a short question."""
        likely = self.coverage >= _MOSTLY and self.score >= _SOME
        return self.score >= _ENOUGH or self.coverage >= _ALL or likely


def rank(asked: str, kind: str = "practices", most: int = 7) -> list[Hit]:
    """What answers a question best, the best first.

    Args:
        asked: the question, of which the first 200 words are read.
        kind: "practices", "rules" or "facts".
        most: how many at most.

    """
    index = indexes()[kind]
    found = question(" ".join(asked[:8000].split()[:MOST_WORDS]), index.postings)
    scores: dict[int, float] = {}
    having: dict[int, set[str]] = {}
    for term in found.terms:
        weight = _CONCEPT if term.startswith("#") else 1.0
        for document, said in index.documents(term):
            scores[document] = scores.get(document, 0.0) + weight * said
            having.setdefault(document, set()).add(term)
    total = sum(index.rarity(word[0]) for word in found.words) or 1.0
    hits = []
    for document, score in scores.items():
        told = sum(index.rarity(word[0]) for word in found.words if having[document].intersection(word))
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
    hits = rank(asked, kind, most)
    if not hits or not hits[0].fits or elsewhere(asked):
        return []
    return [hit for place, hit in enumerate(hits) if place < _AT_LEAST or hit.score >= _BESIDE * hits[0].score]


__all__ = ["MOST_WORDS", "Hit", "Index", "answering", "rank"]
