"""Shipped numbers agree with what AWS publishes for machines, and read well."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from guidance import explain, facts
from guidance.errors import UnknownFactError, UnknownRuleError
from guidance.facts import Fact
from guidance.figures import filled, named, shown, stated
from tests.guidance import confirming
from tests.guidance.confirming import Drift, drift


def test_no_shipped_fact_contradicts_the_pinned_packages() -> None:
    assert drift() == []


def test_enough_is_confirmed_that_the_check_means_something() -> None:
    confirmed = [each for each in facts.facts().values() if each.confirmed_by]

    assert len(confirmed) >= 30
    assert {each.confirmed_by.split()[0] for each in confirmed} == {"botocore", "schema"}


def test_a_fact_that_drifted_is_named_with_both_values(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = facts.facts()
    wrong = {
        **shipped,
        "sqs.mapping.concurrency.maximum": replace(shipped["sqs.mapping.concurrency.maximum"], value=999),
        "sqs.retention.maximum": replace(
            shipped["sqs.retention.maximum"], confirmed_by="schema AWS::SQS::Queue Gone maximum"
        ),
    }
    monkeypatch.setattr("guidance.facts.facts", lambda: wrong)

    assert drift() == [
        Drift("sqs.retention.maximum", "1209600", "None", "schema AWS::SQS::Queue Gone maximum"),
        Drift("sqs.mapping.concurrency.maximum", "999", "1000", "botocore lambda MaximumConcurrency max"),
    ]


def test_a_runtime_that_aws_rescheduled_is_named(tmp_path: Path) -> None:
    table = tmp_path / "cfnlint" / "data" / "AdditionalSpecs"
    table.mkdir(parents=True)
    (table / "LmbdRuntimeLifecycle.json").write_text(
        '{"python3.13": {"deprecated": "2031-01-01"}, "python9.9": {"deprecated": null}}', "utf-8"
    )

    assert [(each.name, each.shipped) for each in confirming.runtime_drift(tmp_path)] == [
        ("runtime python3.13", "['2029-06-30', '2029-07-31', '2029-08-31']"),
        ("runtime python9.9", "None"),
    ]


def test_no_fact_is_shipped_twice_under_one_name() -> None:
    import re

    from guidance.facts import DATA

    listed = [
        name
        for path in DATA.glob("*.toml")
        if "[[facts]]" in (text := path.read_text("utf-8"))
        for name in re.findall(r'^\[\[facts\]\]\nname = "([^"]+)"', text, re.MULTILINE)
    ]

    assert sorted(listed) == sorted(set(listed))


def test_every_price_is_one_and_has_a_source_and_a_date() -> None:
    for price in facts.prices().values():
        assert price.source, price.name
        assert price.read > dt.date(2026, 1, 1), price.name
        values = price.value if isinstance(price.value, tuple) else (price.value,)
        assert all(isinstance(value, int | float) and 0 <= value < 10 for value in values), price.name


@pytest.mark.parametrize(
    ("value", "unit", "reads", "bare"),
    [
        (900, "seconds", "900 s (15 min)", "900"),
        (43_200, "seconds", "43,200 s (12 h)", "43,200"),
        (1_209_600, "seconds", "1,209,600 s (14 days)", "1,209,600"),
        (3, "seconds", "3 s", "3"),
        (29_000, "milliseconds", "29 s", "29,000"),
        (1_048_576, "bytes", "1 MiB", "1,048,576"),
        (4096, "bytes", "4 KiB", "4,096"),
        (10, "messages", "10 messages", "10"),
        (0.15, "share", "15 %", "15 %"),
        ((0.12, 0.17), "share", "12 % to 17 %", "12 % to 17 %"),
        ((1, 3, 1096), "days", "1, 3, 1096 days", "1, 3, 1096"),
        (("java21", "java25"), "names", "java21, java25", "java21, java25"),
        (0.000025, "dollars", "$25 a million", "$25 a million"),
        (0.5, "dollars", "$0.50", "$0.50"),
        (0.00925, "dollars", "$0.00925", "$0.00925"),
        (-1, "retries", "-1 retries", "-1"),
    ],
)
def test_a_fact_reads_as_people_write_it(value: float | tuple[float, ...], unit: str, reads: str, bare: str) -> None:
    found = Fact("a.b", value, unit, "https://aws.amazon.com/", dt.date(2026, 11, 20))

    assert shown(found) == reads
    assert shown(found, bare=True) == bare


def test_a_text_names_its_facts_and_is_filled_with_them() -> None:
    text = "From {sqs.visibility_timeout.default:n} to {sqs.visibility_timeout.maximum}; `{braces}` stay."

    assert named(text) == ["sqs.visibility_timeout.default", "sqs.visibility_timeout.maximum", "braces"]
    assert filled("up to {sqs.visibility_timeout.maximum}") == "up to 43,200 s (12 h)"
    with pytest.raises(UnknownFactError, match=r"sqs\.retention\.maximum"):
        filled("{sqs.retention.maximun}")


def test_any_rule_and_any_fact_can_be_explained() -> None:
    assert "900 s (15 min)" in explain("lambda.timeout.maximum")
    assert "configuration-timeout.html, read 2026-11-20" in explain("lambda.timeout.maximum")
    assert "$8 a million" in explain("price.durable.operation")
    assert explain("sqs-low-receive-count").startswith("# ")
    with pytest.raises(UnknownRuleError):
        explain("no.such.thing")


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("price.snapstart.restore_gb", "$139.8 a million GB restored"),
        ("price.snapstart.cache_gb_second", "$1.5046 a million GB-seconds"),
        ("price.lambda.us-east-1.x86_64.gb_second", "$16.6667 a million, $15 a million, $13.3334 a million GB-seconds"),
        ("price.logs.standard_1", "$0.50 a GB taken in"),
        ("price.managed_instances.fee_share", "15 %"),
        ("lambda.timeout.maximum", "900 s (15 min)"),
    ],
)
def test_a_price_that_stands_alone_says_what_it_is_for(name: str, reads: str) -> None:
    assert stated(facts.fact(name)) == reads
