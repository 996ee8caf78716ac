"""The message of a consumer: its name, its fields, and the field that says which one it is."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from scaffolds import names, patterns
from scaffolds.catalog.event_consumer.known import known_only
from scaffolds.errors import problem
from scaffolds.fields import MAX_FIELDS, ResourceField, check_together

KEY_TYPES = frozenset({"string", "integer"})
"""Types that can say which message it is; DynamoDB takes them as a key, too."""

_JAVASCRIPT = "is a property of every JavaScript object"
_TAKEN = dict.fromkeys(
    ["constructor", "hasownproperty", "isprototypeof", "propertyisenumerable", "tolocalestring", "tostring", "valueof"],
    _JAVASCRIPT,
)

_LOG_KEYS = frozenset(
    [
        "cold_start",
        "correlation_id",
        "delivery_id",
        "exception",
        "exception_name",
        "function_arn",
        "function_memory_size",
        "function_name",
        "function_request_id",
        "lane",
        "level",
        "location",
        "message",
        "sampling_rate",
        "service",
        "stack_trace",
        "tenant_id",
        "timestamp",
        "xray_trace_id",
    ]
)
"""Keys of a log line that Powertools or the consumer writes itself."""


class Message(BaseModel):
    """What a record holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "order"
    """A singular noun in snake_case, such as order or meter_reading."""
    fields: Annotated[list[ResourceField], Field(max_length=MAX_FIELDS)] = []
    key: str | None = None
    """The field that says which message it is: a repeat of the same one has no effect."""

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the caller sent
        known_only(data, cls)
        fields = data.get("fields") if isinstance(data, dict) else None
        for index, field in enumerate(fields if isinstance(fields, list) else ()):
            known_only(field, ResourceField, "fields", index)
        return data

    @field_validator("name")
    @classmethod
    def _usable(cls, name: str) -> str:
        return names.check_resource(name, frozenset())

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check_together(self.fields, _TAKEN)
        if self.key is not None:
            self._check_key(self.key)
        return self

    def _check_key(self, key: str) -> None:
        found = next((field for field in self.fields if field.name == key), None)
        if found is None:
            raise problem(f"there is no field '{key[:64]}'; name one of the fields", "key")
        if found.type not in KEY_TYPES or not found.required:
            raise problem(
                f"'{key}' says which message it is, so it has to be required, of type string or integer", "key"
            )
        first, second = found.samples()
        if first == second:
            raise problem(
                f"'{key}' can have one value only, so it cannot tell messages apart; take another field", "key"
            )

    def tag(self) -> ResourceField | None:
        """The field that says which message it is: the named one, else the first that looks like an id, else the first able."""
        able = [
            field
            for field in self.fields
            if field.type in KEY_TYPES and field.required and field.samples()[0] != field.samples()[1]
        ]
        named = [field for field in able if field.name == self.key]
        ids = [field for field in able if re.search(r"(^|_)id$|[a-z0-9]Id$", field.name)]
        return next(iter([*named, *ids, *able]), None)


ORDER = Message.model_validate(
    {
        "name": "order",
        "key": "order_id",
        "fields": [
            {"name": "order_id", "required": True, "min_length": 1, "max_length": 64},
            {"name": "customer_id", "required": True, "min_length": 1, "max_length": 64},
            {"name": "total", "type": "number", "required": True, "minimum": 0, "maximum": 1_000_000},
            {"name": "placed_at", "type": "datetime", "required": True},
            {"name": "channel", "type": "string", "enum": ["web", "shop", "phone"]},
        ],
    }
)
"""The message of a project that describes none."""

UPLOAD = Message.model_validate(
    {
        "name": "upload",
        "key": "key",
        "fields": [
            {"name": "bucket", "required": True, "min_length": 3, "max_length": 255},
            {"name": "key", "required": True, "min_length": 1, "max_length": 1024, "description": "Not URL-encoded."},
            {"name": "size", "type": "integer", "required": True, "minimum": 0, "description": "Bytes."},
            {"name": "etag", "required": True, "min_length": 1, "max_length": 100},
            {
                "name": "sequencer",
                "required": True,
                "min_length": 1,
                "max_length": 100,
                "description": "Orders one key.",
            },
        ],
    }
)
"""What S3 tells of a new object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html."""

S3_SAMPLES = {
    "bucket": ("order-intake-123456789012", "order-intake-123456789012"),
    "key": ("incoming/2026/november.csv", "incoming/2026/december.csv"),
    "size": (1305107, 2048),
    "etag": ("b54357faf0632cce46e942fa68356b38", "c05ffb9d10c7f6cd1bb9f43a5d9d7b3f"),
    "sequencer": ("00617F08299329D189", "00617F0837B476E463"),
}
"""Values as S3 gives them, for the generated tests."""


def label(message: str, tag: str) -> str:
    """The key of log lines and traces that says which message it is: `order_id` of an order's `order_id` or `id`."""
    field = "_".join(names.words(tag))
    found = field if field.startswith(f"{message}_") else f"{message}_{field}"
    return f"{found}_value" if found in _LOG_KEYS else found


def forms(message: Message) -> dict[str, str]:
    """The forms that a message's name takes in code and prose."""
    one, many = message.name, names.plural(message.name)
    return {
        "name": one,
        "plural": many,
        "class_name": names.pascal(one),
        "class_plural": names.pascal(many),
        "title": names.title(one),
        "title_plural": names.title(many),
        "camel": names.camel(one),
    }


def variables(field: ResourceField) -> dict[str, Any]:
    """A field as the sources see it: patterns in the form that both languages read, whole bounds without a fraction."""
    found = field.model_dump()
    if field.pattern is not None:
        found["pattern"] = patterns.portable(field.pattern)
    for bound in ("minimum", "maximum"):
        value = found[bound]
        if value is not None and value == int(value):
            found[bound] = int(value)
    return found
