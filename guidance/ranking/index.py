"""The index that questions are looked up in: made of the practices, rules and facts, kept in `index.json`."""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from guidance.ranking.words import terms

INDEX = Path(__file__).with_name("index.json")
Fields = tuple[tuple[str, float], ...]
"""A document: its texts, each with its weight."""
_LENGTH_SHARE = 0.5
_SATURATION = 1.2
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Index:
    """One collection: for each term the documents that have it and how much that says of each (BM25F)."""

    ids: list[str]
    postings: dict[str, list[int]]
    """Term -> document's number, how much it says of the term in twentieths, steps to the next document, and so on."""
    titles: list[str] = field(default_factory=list)
    """What each document is called, where that is not to be read elsewhere."""

    def rarity(self, term: str) -> float:
        """How much a term tells: the fewer documents have it, the more; one that none has tells most."""
        return rarity(len(self.ids), len(self.postings.get(term, ())) // 2)

    def documents(self, term: str) -> Iterator[tuple[int, float]]:
        """The documents that have a term, each with its part of the score."""
        found, weight = self.postings.get(term, ()), self.rarity(term) / _STEPS
        return ((number, said * weight) for number, said in zip(accumulate(found[::2]), found[1::2], strict=True))


def rarity(documents: int, having: int) -> float:
    """BM25's inverse document frequency, never below zero."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def build(
    documents: Mapping[str, Fields], titles: Sequence[str] = (), boosts: Mapping[str, float] | None = None
) -> Index:
    """An index of documents by id (BM25F: https://doi.org/10.1561/1500000019, with weighted fields counted as one).

    `boosts` says how much more than others a document counts, whatever is asked.
    """
    weighed = {name: _weighed(fields) for name, fields in documents.items()}
    lengths = {name: sum(counts.values()) for name, counts in weighed.items()}
    mean = sum(lengths.values()) / len(lengths)
    postings: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, (name, counts) in enumerate(weighed.items()):
        boost = (boosts or {}).get(name, 1.0)
        norm = 1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[name] / mean
        for term, count in sorted(counts.items()):
            said = boost * count * (_SATURATION + 1) / (count + _SATURATION * norm)
            postings.setdefault(term, []).extend((number - last.get(term, 0), max(1, round(said * _STEPS))))
            last[term] = number
    return Index(list(weighed), dict(sorted(postings.items())), list(titles))


def _weighed(fields: Fields) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, weight in fields:
        for term in terms(text):
            counts[term] += weight  # type: ignore[assignment] # a Counter counts fractions as well
    return counts


def dumped(indexes: Mapping[str, Index]) -> str:
    """Indexes as JSON."""
    data = {kind: asdict(each) for kind, each in indexes.items()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


@functools.cache
def indexes() -> dict[str, Index]:
    """The indexes by kind: practices, rules, facts."""
    data: dict[str, Any] = json.loads(INDEX.read_bytes())
    return {kind: Index(**each) for kind, each in data.items()}
