"""Answers: what may be asked for, and what is said about the rest."""

from __future__ import annotations

import itertools
import keyword
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolds import AnswerError, UnknownScaffoldError, get_scaffold, names, render_project
from scaffolds.fields import MAX_FIELDS, SAFE_INTEGER, ResourceField
from tests.samples import MATRIX, RESOURCES, SMALL, answers, cell_id


def refused(**change: Any) -> str:
    """The message for answers that are good but for one change."""
    good = answers("small", "python", "cognito", "per_operation")
    with pytest.raises(AnswerError) as error:
        render_project("crud_api", {**good, **change})
    return str(error.value)


def resource(*fields: dict[str, Any], name: str = "note") -> dict[str, Any]:
    return {"resource": {"name": name, "fields": list(fields)}}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("My Notes", "try 'my-notes'"),
        ("note_api", "try 'note-api'"),
        ("-x", "kebab-case"),
        ("", "kebab-case"),
        ("a" * 65, "64 characters"),
        ("x; rm -rf", "try 'x-rm-rf'"),
        ("../x", "try 'x'"),
        ("caf\u00e9", "kebab-case"),
    ],
)
def test_a_project_name_that_cannot_be_is_named_with_an_offer(name: str, says: str) -> None:
    message = refused(project_name=name)

    assert message.startswith("project_name: ")
    assert says in message


@pytest.mark.parametrize(
    "name", ["class", "import", "Note", "note-x", "error", "map", "9a", "", "a" * 41, "x__y", "promise", "function"]
)
def test_a_resource_name_that_cannot_be_is_named(name: str) -> None:
    assert refused(**resource({"name": "title"}, name=name)).startswith("resource.name: ")


@pytest.mark.parametrize(
    "name",
    ["from", "class", "None", "await", "id", "ID", "version", "created_at", "createdAt", "owner", "_x", "1x", "a b", "a-b", "",
     "constructor", "toString", "__proto__", "a\u00e9", "x" * 65, "a\n", "a;b"],
)  # fmt: skip
def test_a_field_name_that_cannot_be_is_named_with_its_place(name: str) -> None:
    assert refused(**resource({"name": "title"}, {"name": name})).startswith("resource.fields[1].name: ")


@pytest.mark.parametrize(
    "name",
    ["status", "name", "date", "values", "size", "type", "ttl", "key", "range", "user", "Title", "giftMessage", "x1"],
)
def test_words_reserved_in_dynamodb_or_typescript_are_good_names(name: str) -> None:
    assert render_project("crud_api", {**answers("small", "python", "none", "single"), **resource({"name": name})})


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ({"min_length": 5, "max_length": 2}, "min_length 5 is above max_length 2"),
        ({"type": "integer", "minimum": 5, "maximum": 2}, "minimum 5 is above maximum 2"),
        ({"type": "integer", "minimum": 0.5}, "whole number"),
        ({"type": "integer", "maximum": 2**60}, str(SAFE_INTEGER)),
        ({"type": "number", "minimum": float("nan")}, "minimum must be"),
        ({"type": "number", "maximum": float("inf")}, "maximum must be"),
        ({"type": "integer", "min_length": 1}, "use minimum and maximum"),
        ({"type": "boolean", "max_length": 1}, "leave them out"),
        ({"type": "string", "minimum": 1}, "do not apply"),
        ({"type": "map", "pattern": "a"}, "pattern applies to type string"),
        ({"pattern": "(a+)+$"}, "exponential"),
        ({"pattern": "(a"}, "not closed"),
        ({"pattern": "^abc$", "min_length": 9}, "contradict"),
        ({"type": "boolean", "enum": ["a"]}, "enum applies to"),
        ({"enum": ["a", "a"]}, "twice"),
        ({"enum": [1]}, "not of type string"),
        ({"enum": ["a\u202eb"]}, "cannot be printed"),
        ({"enum": ["abc"], "max_length": 2}, "does not fit"),
        ({"type": "integer", "enum": [5], "maximum": 2}, "does not fit"),
        ({"enum": []}, "at least 1 item"),
        ({"type": "text"}, "Input should be 'string'"),
        ({"min_length": -1}, "greater than or equal to 0"),
        ({"description": "x" * 501}, "at most 500"),
        ({"nmae": 1}, "fields[0].nmae"),
    ],
)
def test_constraints_that_cannot_be_are_explained(field: dict[str, Any], says: str) -> None:
    message = refused(**resource({"name": "title", **field}))

    assert message.startswith("resource.fields[0]")
    assert says in message
    assert len(message) < 700


def test_names_that_differ_by_case_only_are_refused() -> None:
    assert refused(**resource({"name": "title"}, {"name": "Title"})).startswith("resource.fields: 'title' and 'Title'")


@pytest.mark.parametrize("count", [0, MAX_FIELDS + 1, 200])
def test_no_field_and_too_many_are_refused(count: int) -> None:
    assert f"1 to {MAX_FIELDS} fields, not {count}" in refused(**resource(*({"name": f"f{n}"} for n in range(count))))


def test_the_most_fields_render() -> None:
    fields = [{"name": f"field_{n}", "type": "string", "required": True, "max_length": 50} for n in range(MAX_FIELDS)]

    assert render_project("crud_api", {**answers("small", "python", "none", "single"), **resource(*fields)})


def test_more_than_a_request_holds_is_refused() -> None:
    fields = [{"name": f"field_{n}", "required": True, "min_length": 10_000} for n in range(21)]

    assert "more than a request holds" in refused(**resource(*fields))


def test_an_unknown_scaffold_lists_what_there_is() -> None:
    with pytest.raises(UnknownScaffoldError, match="crud_api"):
        render_project("nope", {})


def test_an_open_api_and_a_plural_name_are_warned_of() -> None:
    project = render_project(
        "crud_api", answers("small", "python", "none", "single") | {"resource": {**SMALL, "name": "notes"}}
    )

    assert [warning.split(":")[0] for warning in project.warnings] == [
        "auth is none",
        "resource.name 'notes' looks plural; a singular noun reads better in code and paths.",
    ]


def test_a_runtime_of_the_other_language_is_refused() -> None:
    assert refused(runtime="nodejs24.x") == "runtime: nodejs24.x does not run python"


@pytest.mark.parametrize("cell", MATRIX, ids=cell_id)
def test_samples_fit_and_misfit_as_they_say(cell: dict[str, str]) -> None:
    context = get_scaffold("crud_api").answers(**answers(**cell)).context()
    fields = RESOURCES[cell["resource"]]["fields"]
    samples = context["samples"]

    assert set(samples["create"]) == {field["name"] for field in fields}
    assert set(samples["minimal"]) == {field["name"] for field in fields if field.get("required")}
    assert samples["update"].items() <= {**samples["create"], **samples["update"]}.items()
    assert len({entry["why"] for entry in samples["invalid"]}) == len(samples["invalid"]) >= len(fields)


@pytest.mark.parametrize(
    ("name", "plural"),
    [("note", "notes"), ("category", "categories"), ("box", "boxes"), ("address", "addresses"), ("day", "days"), ("match", "matches"),
     ("status", "statuses"), ("notes", "notes"), ("order_line", "order_lines"), ("analysis", "analysises")],
)  # fmt: skip
def test_plurals(name: str, plural: str) -> None:
    assert names.plural(name) == plural


WORDS = st.text(max_size=40) | st.sampled_from(
    [*keyword.kwlist, *map(str.title, keyword.kwlist), "var", "Let", "my-class"]
)


@given(WORDS)
def test_any_name_is_either_usable_or_an_error_that_offers_a_usable_one(text: str) -> None:
    for check in (
        names.check_project,
        lambda t: names.check_resource(t, frozenset()),
        lambda t: names.check_field(t, {}),
    ):
        try:
            assert check(text) == text
            assert text.isascii()
            assert text.replace("-", "_").isidentifier()
        except ValueError as error:
            offer = str(error).rpartition("try '")[2].rstrip("'") if "try '" in str(error) else None
            if offer:
                check(offer)


CONSTRAINTS = st.fixed_dictionaries(
    {
        "name": st.just("field"),
        "type": st.sampled_from(["string", "integer", "number", "boolean", "datetime", "string_list", "map"]),
    },
    optional={
        "min_length": st.integers(0, 40),
        "max_length": st.integers(1, 60),
        "minimum": st.floats(-1e6, 1e6).map(lambda x: round(x, 2)),
        "maximum": st.floats(-1e6, 1e6).map(lambda x: round(x, 2)),
        "pattern": st.sampled_from(["^[a-z]+$", r"^\d{4}$", "^a|b$", r"^[A-Z]{2,5}-?$"]),
        "enum": st.lists(st.one_of(st.text(max_size=5), st.integers(-9, 9)), min_size=1, max_size=4),
    },
)


@given(CONSTRAINTS)
def test_whatever_constraints_are_taken_have_samples_within_them(data: dict[str, Any]) -> None:
    try:
        field = ResourceField.model_validate(data)
    except ValueError:
        return
    for value in field.samples():
        if field.type in {"string", "string_list", "map"}:
            assert (field.min_length or 0) <= len(value) <= (field.max_length or len(value))
        if field.type in {"integer", "number"}:
            assert field.low <= value <= field.high
        if field.enum:
            assert value in field.enum
    for _, value in itertools.islice(field.invalid(), 20):
        assert value not in field.samples()
