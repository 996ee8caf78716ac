"""What an event consumer may be, and what is said of one that cannot be; what follows from settings and filters."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from scaffolds import AnswerError, render_project
from scaffolds.catalog.event_consumer.answers import Answers
from scaffolds.catalog.event_consumer.settings import ORDERED, QUEUES, bounds, takes
from scaffolds.errors import explain
from tests.samples import NASTY
from tests.samples_consumers import SOURCES, consumer
from tests.scaffolds.test_projects import file


def refused(source: str = "sqs", **change: Any) -> str:
    with pytest.raises(AnswerError) as caught:
        render_project("event_consumer", {"project_name": "orders", "source": source, **change})
    return str(caught.value)


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "name": ({"project_name": "My Orders"}, "project_name", "try 'my-orders'"),
    "source": ({"source": "rabbitmq"}, "source", "'sqs', 'sqs_fifo', 'kinesis'"),
    "runtime": ({"runtime": "nodejs24.x"}, "runtime", "does not run python"),
    "unknown setting": ({"settings": {"batchsize": 5}}, "settings.batchsize", "did you mean 'batch_size'?"),
    "setting of another source": ({"settings": {"shard_count": 2}}, "settings.shard_count", "does not apply to sqs; it takes batch_size"),
    "FIFO batch": ({"source": "sqs_fifo", "settings": {"batch_size": 100}}, "settings.batch_size", "must be 1 to 10 for sqs_fifo, not 100"),
    "FIFO window": ({"source": "sqs_fifo", "settings": {"maximum_batching_window_seconds": 1}}, "settings.maximum_batching_window_seconds", "does not apply"),
    "batch without window": ({"settings": {"batch_size": 11}}, "settings.batch_size", "needs maximum_batching_window_seconds of at least 1"),
    "concurrency of 1": ({"settings": {"maximum_concurrency": 1}}, "settings.maximum_concurrency", "2 to 1,000"),
    "concurrency of 5,000": ({"settings": {"maximum_concurrency": 5000}}, "settings.maximum_concurrency", "2 to 1,000 for sqs, not 5,000"),
    "Kafka timeout": ({"source": "msk", "settings": {"timeout_seconds": 900}}, "settings.timeout_seconds", "1 to 840"),
    "timeout": ({"settings": {"timeout_seconds": 901}}, "settings.timeout_seconds", "1 to 900"),
    "pollers": ({"source": "kafka", "settings": {"minimum_pollers": 9}}, "settings.minimum_pollers", "is above maximum_pollers (4)"),
    "retention": ({"settings": {"message_retention_seconds": 60}}, "settings.message_retention_seconds", "shorter than one try"),
    "slow batch": ({"settings": {"message_seconds": 20}}, "settings.batch_size", "10 messages of 20 s take 40 s 5 at a time"),
    "slow ordered batch": ({"source": "kinesis", "settings": {"message_seconds": 0.5}}, "settings.batch_size", "take 50 s one after the other"),
    "downstream too slow": ({"settings": {"downstream_per_second": 1}}, "settings.downstream_per_second", "The nearest that can be kept is 20"),
    "downstream and concurrency": ({"settings": {"downstream_per_second": 100, "maximum_concurrency": 50}}, "settings.maximum_concurrency", "above downstream_per_second (100)"),
    "not a number": ({"settings": {"downstream_per_second": math.nan}}, "settings.downstream_per_second", "finite number"),
    "negative": ({"settings": {"message_seconds": -1}}, "settings.message_seconds", "must be 0.001 to 840"),
    "no number": ({"settings": {"batch_size": "many"}}, "settings.batch_size", "valid integer"),
    "topic": ({"source": "msk", "settings": {"topic": "a b"}}, "settings.topic", "must be letters, digits"),
    "an AWS event source": ({"source": "eventbridge", "settings": {"event_source": "aws.s3"}}, "settings.event_source", "must not begin with aws."),
    "detail type": ({"source": "eventbridge", "settings": {"detail_type": "x\ny"}}, "settings.detail_type", "letters, digits, spaces"),
    "no changes": ({"source": "dynamodb", "settings": {"change_types": []}}, "settings.change_types", "at least 1 item"),
    "no key": ({"message": {"name": "tick"}}, "message.fields", "tells messages apart, such as tick_id"),
    "optional key": ({"message": {"name": "tick", "key": "id", "fields": [{"name": "id"}]}}, "message.key", "has to be required"),
    "unknown key": ({"message": {"name": "tick", "key": "di", "fields": [{"name": "id", "required": True}]}}, "message.key", "no field 'di'"),
    "one value": ({"message": {"key": "id", "fields": [{"name": "id", "required": True, "enum": ["a"]}]}}, "message.key", "one value only"),
    "message name": ({"message": {"name": "class", "fields": []}}, "message.name", "taken; try 'class_item'"),
    "field name": ({"message": {"fields": [{"name": "toString"}]}}, "message.fields[0].name", "every JavaScript object"),
    "unknown part of a field": ({"message": {"fields": [{"name": "a", "maxlength": 2}]}}, "message.fields[0].maxlength", "did you mean 'max_length'?"),
    "twice": ({"message": {"fields": [{"name": "a"}, {"name": "A"}]}}, "message.fields", "differ at most by case"),
    "S3 fields": ({"source": "s3", "message": {"fields": [{"name": "id", "required": True}]}}, "message", "S3's own fields"),
    "filter field": ({"filter": {"colour": ["red"]}}, "filter.colour", "there are: order_id"),
    "filter type": ({"filter": {"total": ["5"]}}, "filter.total", '"5" is not of type number'),
    "filter null": ({"filter": {"channel": [None]}}, "filter.channel", "{'exists': false}"),
    "filter list": ({"message": {"fields": [{"name": "id", "required": True}, {"name": "tags", "type": "string_list"}]}, "filter": {"tags": ["a"]}}, "filter.tags", "cannot be filtered"),
    "filter matcher": ({"filter": {"channel": [{"wildcard": "w*"}]}}, "filter.channel", "anything-but, equals-ignore-case, exists"),
    "filter numeric": ({"filter": {"total": [{"numeric": [">", 1, ">", 2]}]}}, "filter.total", "numeric takes"),
    "filter empty": ({"filter": {"channel": []}}, "filter.channel", "at least one condition"),
    "filter nothing": ({"filter": {"channel": ["fax"]}}, "filter.channel", "no value was found"),
    "filter everything": ({"filter": {"total": [{"exists": True}]}}, "filter", "lets everything through"),
    "filter one": ({"filter": {"order_id": ["x"]}}, "filter.order_id", "lets one message through at most"),
    "filter bucket": ({"source": "s3", "filter": {"bucket": ["x"]}}, "filter.bucket", "the project's own"),
    "filter of numbers in DynamoDB": ({"source": "dynamodb", "filter": {"total": [{"numeric": [">", 1]}]}}, "filter.total", "numbers as text"),
    "filter too long for a rule": ({"source": "eventbridge", "filter": {"customer_id": [{"anything-but": ["x" * 60 + str(n) for n in range(30)]}]}}, "filter", "over 1,648 characters"),
    "filter of lists": ({"filter": {"channel": [["web"]]}}, "filter.channel", "a list is not of type string"),
    "filter too long": ({"filter": {"customer_id": [{"anything-but": ["x" * 60 + str(n) for n in range(90)]}]}}, "filter", "over 4,096 characters"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_named_with_what_can(case: str) -> None:
    change, place, says = REFUSED[case]
    message = refused(**change)

    assert message.startswith(f"{place}: ")
    assert says in message
    assert len(message) < 700


@pytest.mark.parametrize("source", SOURCES)
def test_a_downstream_limit_decides_how_much_is_under_way(source: str) -> None:
    for rate in (30, 50, 77, 1000, 20_000):
        values = Answers(project_name="p", source=source, settings={"downstream_per_second": rate}).values
        reached = values["maximum_concurrency"] * values["parallel"] / values["message_seconds"]
        assert reached <= rate
        assert reached >= 0.9 * rate or rate < 100


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "No message was described"),
        ({"settings": {"downstream_per_second": 500}}, "keeps to 500 messages a second only if a message takes 0.1 s"),
        ({"filter": {"channel": ["web"]}}, "deleted from the queue"),
        ({"settings": {"remember_seconds": 60}}, "Take at least 345600"),
        ({"source": "msk"}, "paid by the hour"),
        ({"source": "kinesis", "settings": {"starting_position": "LATEST"}}, "TRIM_HORIZON misses none"),
        ({"source": "dynamodb", "settings": {"maximum_record_age_seconds": 604_800}}, "keeps records 24 hours"),
    ],
)
def test_what_may_surprise_is_warned_of(change: dict[str, Any], says: str) -> None:
    project = render_project("event_consumer", {"project_name": "p", "source": "sqs", **change})

    assert any(says in warning for warning in project.warnings)


def taken(data: dict[str, Any]) -> tuple[Answers | None, str]:
    """The answers, or what is wrong with them."""
    try:
        return Answers.model_validate(data), ""
    except ValidationError as error:
        return None, "; ".join(explain(error))


NUMBERS = st.integers(-5, 2000) | st.sampled_from([0.1, 0.5, 3.0, 10_000, 10_001, 604_800, 1_209_600, 10**9])


@given(
    source=st.sampled_from(SOURCES),
    given_settings=st.dictionaries(st.sampled_from(sorted(set().union(*map(takes, SOURCES)))), NUMBERS, max_size=5),
)
def test_any_settings_are_taken_with_what_follows_from_them_or_refused_by_name(
    source: str, given_settings: dict[str, Any]
) -> None:
    answers, fault = taken({"project_name": "p", "source": source, "settings": given_settings})
    assert fault.startswith("settings.") is (answers is None)
    if answers is None:
        return
    values = answers.values
    for name, each in bounds(source).items():
        assert values[name] is None or each.minimum <= values[name] <= each.maximum
    if source in QUEUES:
        window = values["maximum_batching_window_seconds"] or 0
        assert values["visibility_timeout_seconds"] == 6 * values["timeout_seconds"] + window
        assert values["batch_size"] <= 10 or window >= 1
    if values["downstream_per_second"]:
        under_way = values["maximum_concurrency"] * values["parallel"]
        assert under_way / values["message_seconds"] <= values["downstream_per_second"] * 1.000001
    side_by_side = 1 if source in ORDERED else min(values["parallel"], values["batch_size"])
    batch_seconds = math.ceil(values["batch_size"] / side_by_side) * values["message_seconds"]
    assert batch_seconds <= values["timeout_seconds"]


def matcher() -> Any:
    """The function that the generated projects match patterns with: apart from what made their samples."""
    namespace: dict[str, Any] = {}
    project = render_project("event_consumer", consumer("sqs_filtered", "python"))
    exec(compile(file(project, "tests/pattern.py"), "pattern.py", "exec"), namespace)
    return namespace["matches"]


MATCHES = matcher()
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "required": True, "max_length": 12},
    {"name": "text", "type": "string"},
    {"name": "count", "type": "integer", "minimum": -3, "maximum": 50},
    {"name": "size", "type": "number", "required": True},
    {"name": "flag", "type": "boolean"},
    {"name": "kind", "type": "string", "enum": ["a", "b", "yes"]},
]
SCALARS = st.sampled_from(["a", "b", "yes", "ab", "A", "", NASTY]) | st.booleans() | st.integers(-60, 60) | st.just(1.5)
BOUNDED = st.tuples(st.sampled_from([">", ">=", "=", "<"]), st.integers(-60, 60)).map(list)
RANGES = st.tuples(st.sampled_from([">", ">="]), st.integers(-60, 0), st.sampled_from(["<", "<="]), st.integers(1, 60))
CONDITIONS = st.lists(
    SCALARS
    | st.builds(lambda name, text: {name: text}, st.sampled_from(["prefix", "suffix", "equals-ignore-case"]), SCALARS)
    | st.builds(lambda value: {"anything-but": value}, SCALARS | st.lists(SCALARS, max_size=3))
    | st.builds(lambda value: {"exists": value}, st.booleans())
    | st.builds(lambda value: {"numeric": value}, BOUNDED | RANGES.map(list)),
    max_size=3,
)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from([each["name"] for each in FIELDS]), CONDITIONS, min_size=1, max_size=2),
    st.sampled_from(["sqs", "kinesis", "kafka", "dynamodb", "eventbridge"]),
)
def test_a_filter_is_refused_or_has_messages_that_prove_it(filter: dict[str, Any], source: str) -> None:
    answers: dict[str, Any] = {
        "project_name": "p",
        "source": source,
        "message": {"name": "thing", "fields": FIELDS},
        "filter": filter,
    }
    found, fault = taken(answers)
    assert fault.startswith("filter") is (found is None)
    if found is None:
        return
    context = found.context()
    samples = context["samples"]
    assert samples["filtered_out"]
    patterns = [json.loads(each) for each in context["patterns"]] or [{"detail": context["detail"]}]

    def passes(message: dict[str, Any]) -> bool:
        seen = dict.fromkeys(("body", "data", "value", "detail"), message)
        stored = {"NewImage": {name: as_stored(value) for name, value in message.items()}}
        return any(MATCHES(each, {**seen, "dynamodb": stored, "eventName": "INSERT"}) for each in patterns)

    assert all(passes(message) for message in samples["messages"])
    assert not any(passes(stopped["message"]) for stopped in samples["filtered_out"])


def as_stored(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"BOOL": value}
    return {"S": value} if isinstance(value, str) else {"N": json.dumps(value)}
