"""Patterns: the portable subset, harmless ones only, and examples that fit."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import SchemaValidator, core_schema

from scaffolds.patterns import PatternError, check, examples, portable

HARMLESS = [
    (r"^[a-z0-9]+(?:-[a-z0-9]+)*$", None),
    (r"^\d{3}-\d{4}$", None),
    (r"^[A-Z]{2}[A-Z0-9]{9}\d$", None),
    (r"^(\d{1,3}\.){3}\d{1,3}$", None),
    (r"^\+?[1-9]\d{1,14}$", None),
    (r"^https?://.+$", None),
    (r"^[^@\s]+@[^@\s]+\.[^@\s]+$", 254),
    (r"^.*$", None),
    (r"[a-z]+x", 200),
    (r"^(red|green|blue)$", None),
    (r"^$", None),
]
CATASTROPHIC = [
    r"^(a+)+$",
    r"(a|a)*$",
    r"^(a|aa)+$",
    r"^(\w+\s?)*$",
    r"^(a?){30}a{30}$",
    r"^(a?a){20}$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"^([a-zA-Z0-9]+)*@$",
    r"^(.*,)*$",
    r"^((ab)*|(cd|ab)*)*$",
]


@pytest.mark.parametrize(("pattern", "longest"), HARMLESS)
def test_a_harmless_pattern_passes_and_has_an_example(pattern: str, longest: int | None) -> None:
    check(pattern, max_length=longest)

    example = next(examples(pattern, max_length=longest))
    assert re.search(pattern, example)


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_catastrophic_pattern_is_refused_however_short_the_text(pattern: str) -> None:
    with pytest.raises(PatternError, match="exponential"):
        check(pattern, max_length=50)


@pytest.mark.parametrize("pattern", [r"^[^@\s]+@[^@\s]+\.[^@\s]+$", r"[a-z]+x", r"^a*a*$", r"^\d+[0-9]+$"])
def test_a_polynomial_pattern_needs_a_bound(pattern: str) -> None:
    with pytest.raises(PatternError, match="set max_length to at most 3162"):
        check(pattern)
    check(pattern, max_length=3162)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        (r"(?=a)", "look-around"),
        (r"(?i)a", "flags"),
        (r"(?P<n>a)", "named groups"),
        (r"(a)\1", "back-references"),
        (r"\p{L}", "not the same in every engine"),
        (r"[a-", "not closed"),
        (r"(a", "not closed"),
        (r"a)", "without"),
        (r"*a", "nothing to act on"),
        (r"a**", "quantifier after a quantifier"),
        (r"a{2,1}", "wrong way round"),
        (r"a{x}", "must begin"),
        (r"[z-a]", "lower to a higher"),
        (r"[]", "empty"),
        (r"[\D]", "write out"),
        ("a\\", "at the end"),
        (r"^(a{200}b{200}){5}$", "too large"),
    ],
)
def test_what_is_not_portable_is_refused_with_what_and_where(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        check(pattern)


PARTS = st.sampled_from(["a", "b", "ab", "[ab]", "[^a]", r"\d", ".", "(?:a|b)", "(?:ab|a)", "(a)", "-"])
QUANTIFIED = st.tuples(PARTS, st.sampled_from(["", "*", "+", "?", "{2}", "{1,3}"])).map("".join)
GROUPS = st.lists(QUANTIFIED, min_size=1, max_size=3).map("".join)
PATTERNS = st.tuples(GROUPS, st.sampled_from(["", "*", "+", "?"]), GROUPS).map(lambda t: f"^(?:{t[0]}){t[1]}{t[2]}$")


@given(PATTERNS)
def test_what_passes_is_quick_in_a_backtracking_engine_and_means_the_same_in_rust(pattern: str) -> None:
    try:
        check(pattern, max_length=100)
    except PatternError:
        return
    rust = SchemaValidator(core_schema.str_schema(pattern=pattern))
    began = time.process_time()
    for unit, tail in itertools.product(("a", "b", "ab", "aab", "1", "a1"), ("", "!", "\u00e9")):
        text = (unit * 100)[:99] + tail
        assert (re.search(pattern, text) is not None) == rust.isinstance_python(text)
    assert time.process_time() - began < 5  # an exponential one would take years


@given(PATTERNS, st.integers(0, 6), st.integers(6, 30))
def test_examples_match_and_fit_their_lengths(pattern: str, least: int, most: int) -> None:
    for example in itertools.islice(examples(pattern, min_length=least, max_length=most), 3):
        assert re.search(pattern, example)
        assert least <= len(example) <= most


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (r"^\d{3}$", "^[0-9]{3}$"),
        (r"[\w.]+\W", "[0-9A-Za-z_.]+[^0-9A-Za-z_]"),
        (r"^\\d\.$", r"^\\d\.$"),
        (r"\s[\d]", r"\s[0-9]"),
        ("abc", "abc"),
    ],
)
def test_classes_are_written_out_as_ascii(pattern: str, written: str) -> None:
    assert portable(pattern) == written


@given(st.text(max_size=30))
def test_any_text_is_either_a_pattern_or_an_error_of_ours(pattern: str) -> None:
    try:
        check(pattern, max_length=100)
    except PatternError:
        return
    re.compile(pattern)
