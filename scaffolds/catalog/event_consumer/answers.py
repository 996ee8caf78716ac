"""What `event_consumer` asks: where messages come from, what they hold, which of them count, and within what limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from scaffolds import names
from scaffolds.catalog.event_consumer import events, filters
from scaffolds.catalog.event_consumer import message as messages
from scaffolds.catalog.event_consumer import samples as sampling
from scaffolds.catalog.event_consumer import settings as setting
from scaffolds.catalog.event_consumer.advice import advice
from scaffolds.catalog.event_consumer.message import Message
from scaffolds.catalog.event_consumer.settings import ENVELOPED, ORDERED, QUEUES, STREAMS, Settings, Source
from scaffolds.errors import problem
from scaffolds.fields import ResourceField
from scaffolds.languages import ProjectAnswers
from scaffolds.model import NextStep

Filter = dict[str, list[Any]]


class Answers(ProjectAnswers):
    """Answers to `event_consumer`."""

    source: Source
    message: Message | None = None
    """What a record holds; an order when left out. S3 has its own fields, so only a name there."""
    filter: Annotated[Filter, Field(max_length=20)] = Field(default_factory=dict)
    """Conditions by field; what does not meet all of them never reaches the function."""
    settings: Settings = Settings()
    runtime: Annotated[str, Field(pattern=r"^(python3\.1[1-4]|nodejs2[24]\.x)$")] | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for text, *place in self._faults():
            raise problem(text, *place)
        return self

    def _faults(self) -> Iterator[tuple[str, ...]]:
        yield from self._message_faults()
        for name, text in setting.faults(self.settings, self.source):
            yield text, "settings", name
        for name, text in filters.faults(self.filter, self.fields, self.source):
            yield text, "filter", name
        for name, text in sampling.faults(self.fields, self.tag.name, self.filter):
            yield text, "filter", *([name] if name else [])
        most = filters.MAX_RULE_PATTERN - _REST_OF_PATTERN if self.source in ENVELOPED else filters.MAX_PATTERN
        detail = json.dumps(self.filter, ensure_ascii=False)
        if any(len(pattern) > most for pattern in (*self.patterns, detail)):
            yield f"makes a pattern of over {most:,} characters; filter on less", "filter"

    def _message_faults(self) -> Iterator[tuple[str, ...]]:
        if self.source == "s3":
            if self.message is not None and (self.message.fields or self.message.key):
                yield (
                    "an event of S3 has S3's own fields: bucket, key, size, etag, sequencer; leave fields and key out",
                    "message",
                )
        elif self.message is not None and self.message.tag() is None:
            example = f"{self.message.name}_id"
            yield (
                f"needs one that is required, a string or integer, and tells messages apart, such as {example}",
                "message",
                "fields",
            )

    @property
    def fields(self) -> list[ResourceField]:
        """The fields of a message."""
        if self.source == "s3":
            return messages.UPLOAD.fields
        return (self.message or messages.ORDER).fields

    @cached_property
    def tag(self) -> ResourceField:
        """The field that tells one message from another."""
        found = messages.UPLOAD if self.source == "s3" else self.message or messages.ORDER
        tag = found.tag()
        assert tag is not None, "checked by _message_faults"  # noqa: S101 - says what is proved above
        return tag

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every setting with its value."""
        forms = self.forms
        return setting.resolved(self.settings, self.source, self.project_name, forms["class_name"], forms["plural"])

    @cached_property
    def forms(self) -> dict[str, str]:
        """The forms of the message's name."""
        return messages.forms(self.message or (messages.UPLOAD if self.source == "s3" else messages.ORDER))

    @cached_property
    def patterns(self) -> list[str]:
        """The mapping's filter patterns, as JSON text."""
        changes = self.values["change_types"] or []
        found = filters.patterns_of(self.filter, self.fields, self.source, changes)
        return [json.dumps(pattern, ensure_ascii=False) for pattern in found]

    def context(self) -> dict[str, Any]:
        """The variables of the scaffold's Jinja sources."""
        runtime = self.chosen_runtime
        tag = self.tag
        by_event = self.source in {"dynamodb", "s3"}
        identity = {"bucket", "key", "sequencer"} if self.source == "s3" else {tag.name}
        family = "queue" if self.source in QUEUES else "stream" if self.source in STREAMS else "kafka"
        found = sampling.samples(self.fields, identity, self.filter, messages.S3_SAMPLES if self.source == "s3" else {})
        return {
            "project_name": self.project_name,
            "namespace": names.pascal(self.project_name),
            "language": self.language,
            "runtime": runtime,
            "python_version": runtime.removeprefix("python") if self.language == "python" else "3.13",
            "architecture": self.architecture,
            "source": self.source,
            "family": family,
            "ordered": self.source in ORDERED,
            "parameter_examples": _PARAMETERS.get(self.source, []),
            "quarantine": self.source in ORDERED,
            "enveloped": self.source in ENVELOPED,
            "message": {
                **self.forms,
                "key": None if by_event else tag.name,
                "tag": tag.name,
                "tag_type": tag.type,
                "label": messages.label(self.forms["name"], tag.name),
            },
            "fields": [messages.variables(field) for field in self.fields],
            "settings": self.values,
            "bounds": setting.bounds(self.source),
            "takes": setting.takes(self.source),
            "patterns": self.patterns,
            "detail": filters.rule_detail(self.filter, self.source),
            "filtered": bool(self.filter) or bool(self.patterns),
            "field_filter": self.filter,
            "samples": found.data(),
            "changed": found.changed is not None,
            **self._events(found),
        }

    def _events(self, found: sampling.Samples) -> dict[str, Any]:
        change = next(iter(self.values["change_types"] or ["insert"]))
        called = {
            "project": self.project_name,
            "topic": self.values["topic"],
            "event_source": self.values["event_source"],
            "detail_type": self.values["detail_type"],
            "key": self.tag.name,
            "change": change.upper(),
        }
        first, second = found.messages
        poison: Any = "this is no JSON"
        if self.source == "dynamodb":
            other = [
                each["message"] for each in found.invalid if each["message"].get(self.tag.name) == first[self.tag.name]
            ]
            poison = (other or [each["message"] for each in found.invalid if self.tag.name in each["message"]])[0]
        return {
            "batch": events.batch(self.source, called, [first, second]),
            "poison": events.batch(self.source, called, [first, poison, second]),
        }

    def warnings(self) -> list[str]:
        """What the user should know before relying on the project."""
        return list(
            advice(
                self.source, self.settings, self.values, described=self.message is not None, filtered=bool(self.filter)
            )
        )

    def next_steps(self) -> list[NextStep]:
        """What to run first, in order."""
        where = "src/processing.py" if self.language == "python" else "src/processing.ts"
        return [
            NextStep("make install", "install what the project and its tests need"),
            NextStep("make lint test", "linters, types, and tests with real events, poison and repeats; all local"),
            NextStep(f"$EDITOR {where}", "put your work in place of the sample; until then prod refuses to run it"),
            NextStep(
                "make build deploy-dev", "build and deploy the dev stage with the SAM CLI; shows the change set first"
            ),
        ]


_PARAMETERS = {
    "msk": ["ClusterArn=arn:aws:kafka:eu-west-1:123456789012:cluster/events/11111111-2222-3333-4444-555555555555-2"],
    "kafka": [
        "BootstrapServers=kafka-1.example.com:9096,kafka-2.example.com:9096",
        "Subnets=subnet-0a1b2c3d4e5f60718,subnet-1a2b3c4d5e6f70819",
        "SecurityGroup=sg-0a1b2c3d4e5f60718",
        "CredentialsSecretArn=arn:aws:secretsmanager:eu-west-1:123456789012:secret:kafka-AbCdEf",
    ],
}
"""What has to be set before a first deployment, by example."""
_REST_OF_PATTERN = 400
"""Characters that a rule's pattern has besides the filter: source and detail-type, at most 128 each, or the bucket's name."""
