"""The fields of a resource: what a caller may ask for, checked, with samples that fit and values that do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scaffolds import names, patterns
from scaffolds.errors import problem

FieldType = Literal["string", "integer", "number", "boolean", "datetime", "string_list", "map"]
Scalar = str | int | float

MAX_FIELDS = 100
"""Fields a resource may have: an update names them all in one expression of at most 4 KB.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters"""

SAFE_INTEGER = 2**53 - 1
"""The largest magnitude that every JSON reader keeps exact (RFC 8259, section 6); DynamoDB keeps 38 digits."""

_LONGEST_SAMPLE = 1000
"""Characters or entries above which no sample of an overlong value is made: it would fill the project's files."""

_MEASURED = frozenset({"string", "string_list", "map"})
_NUMERIC = frozenset({"integer", "number"})


def _terse(schema: dict[str, Any]) -> None:
    """Leave bounds and the obvious out of the published schema: a fault names them, and models read it in every conversation."""
    schema["properties"]["type"].pop("default")
    for name, node in schema["properties"].items():
        for part in (node, *node.get("anyOf", ())):
            for bound in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"):
                part.pop(bound, None)
            if name == "enum" and part.get("type") == "array":
                part["items"] = {"type": "string"}  # numbers are taken too; a union is refused by some hosts


class ResourceField(BaseModel):
    """A field of the resource, as it appears in JSON and in DynamoDB."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_terse)

    name: str
    type: FieldType = "string"
    required: bool = False
    min_length: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Least characters of a string, entries of a string_list or map."""
    max_length: Annotated[int, Field(ge=1, le=200_000)] | None = None
    minimum: float | None = None
    """Least value of an integer or number."""
    maximum: float | None = None
    pattern: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """Regular expression for a string, in the subset of `scaffolds.patterns`."""
    enum: Annotated[list[Scalar], Field(min_length=1, max_length=100)] | None = None
    description: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="before")
    @classmethod
    def _numbers_in_enum(cls, data: Any) -> Any:  # noqa: ANN401 - whatever the caller sent
        """Read the values of a numeric enum that came as text, as the published schema has them."""
        if isinstance(data, dict) and data.get("type") in _NUMERIC and isinstance(data.get("enum"), list):
            return {**data, "enum": [_number(value) for value in data["enum"]]}
        return data

    @model_validator(mode="after")
    def _constraints_fit(self) -> Self:
        for text in self._problems():
            raise problem(text)
        return self

    def _problems(self) -> Iterator[str]:
        if self.type not in _MEASURED and (self.min_length is not None or self.max_length is not None):
            hint = " use minimum and maximum" if self.type in _NUMERIC else " leave them out"
            yield f"min_length and max_length do not apply to type {self.type};{hint}"
        if self.type not in _NUMERIC and (self.minimum is not None or self.maximum is not None):
            yield f"minimum and maximum do not apply to type {self.type}; leave them out"
        if self.pattern is not None and self.type != "string":
            yield f"pattern applies to type string only, not {self.type}"
        if self.min_length is not None and self.max_length is not None and self.min_length > self.max_length:
            yield f"min_length {self.min_length} is above max_length {self.max_length}"
        if self.type in _NUMERIC:
            yield from self._numeric_problems()
        if self.pattern is not None:
            try:
                patterns.check(self.pattern, max_length=self.max_length)
            except patterns.PatternError as error:
                yield f"pattern: {error}"
        if self.enum is not None:
            yield from self._enum_problems(self.enum)
        elif next(self._valid(), None) is None:
            yield "pattern, min_length and max_length contradict each other: no text was found that fits all three"

    def _numeric_problems(self) -> Iterator[str]:
        for name, bound in (("minimum", self.minimum), ("maximum", self.maximum)):
            if bound is not None and not -SAFE_INTEGER <= bound <= SAFE_INTEGER:
                yield f"{name} must be a number within {-SAFE_INTEGER} and {SAFE_INTEGER}, which every JSON reader keeps exact"
            if bound is not None and self.type == "integer" and bound != int(bound):
                yield f"{name} of an integer must be a whole number"
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            yield f"minimum {self.minimum:.15g} is above maximum {self.maximum:.15g}"

    def _enum_problems(self, values: list[Scalar]) -> Iterator[str]:
        if self.type not in {"string", "integer", "number"}:
            yield f"enum applies to string, integer and number, not {self.type}"
            return
        if self.pattern is not None:
            yield "enum and pattern together: leave the pattern out"
        if len(set(values)) != len(values):
            yield "enum has a value twice"
        for value in values:
            if not self._is_own_type(value):
                yield f"enum: {value!r} is not of type {self.type}"
            elif isinstance(value, str):
                if not value.isprintable():
                    yield f"enum: {value!r} has a character that cannot be printed"
                if not (self.min_length or 0) <= len(value) <= (self.max_length or len(value)):
                    yield f"enum: {value!r} does not fit min_length and max_length"
            elif not self.low <= value <= self.high:
                yield f"enum: {value!r} does not fit minimum and maximum, or is too large for JSON"

    def _is_own_type(self, value: Scalar) -> bool:
        if isinstance(value, bool):
            return False
        if self.type == "string":
            return isinstance(value, str)
        return isinstance(value, int) or (
            self.type == "number" and isinstance(value, float) and abs(value) < SAFE_INTEGER
        )

    @property
    def low(self) -> float:
        """The least value a numeric field takes."""
        return -SAFE_INTEGER if self.minimum is None else self.minimum

    @property
    def high(self) -> float:
        """The greatest value a numeric field takes."""
        return SAFE_INTEGER if self.maximum is None else self.maximum

    def samples(self) -> tuple[Any, Any]:
        """Two values that fit, different where the constraints leave a choice."""
        values = self._valid()
        first = next(values)
        return first, next((value for value in values if value != first), first)

    def _valid(self) -> Iterator[Any]:
        if self.enum is not None:
            yield from self.enum
        elif self.pattern is not None:
            yield from patterns.examples(self.pattern, min_length=self.min_length or 0, max_length=self.max_length)
        else:
            yield from self._plain()

    def _plain(self) -> Iterator[Any]:
        match self.type:
            case "string":
                words = self.name.replace("_", " ")
                for text in (f"A {words}", f"Another {words}"):
                    yield text.ljust(self.min_length or 0, ".")[: self.max_length]
                yield "".ljust(max(self.min_length or 0, 1), "b")[: self.max_length]
            case "integer" | "number":
                whole = [value for value in (1, 2, 10, 100, 0, -1) if self.low <= value <= self.high]
                yield from whole
                for bound in (self.low, self.high):
                    yield int(bound) if bound == int(bound) else bound
            case "boolean":
                yield from (True, False)
            case "datetime":
                yield from ("2026-11-21T09:30:00Z", "2026-12-24T18:00:00Z")
            case "string_list":
                most = 2 if self.max_length is None else self.max_length
                for size in (max(self.min_length or 0, min(2, most)), max(self.min_length or 0, 1)):
                    yield [f"item {n + 1}" for n in range(size)]
            case "map":
                most = 2 if self.max_length is None else self.max_length
                for size in (max(self.min_length or 0, min(2, most)), max(self.min_length or 0, 1)):
                    yield {f"key{n + 1}": f"value {n + 1}" for n in range(size)}

    def invalid(self) -> Iterator[tuple[str, Any]]:
        """Values that break exactly one constraint, each with what is wrong about it."""
        yield "is of another type", {"nested": ["array"]} if self.type != "map" else "text"
        if self.type == "string_list":
            yield "has an entry that is no string", [1]
        if self.type == "map":
            yield "has a value that is no string", {"key": 1}
            yield "has an empty key", {"": "value"}
        if self.type == "datetime":
            yield "is no date and time", "tomorrow"
            yield "has no UTC offset", "2026-11-21T09:30:00"
        if self.type == "integer":
            yield "is no whole number", 1.5
        if self.enum is not None:
            yield "is not one of the allowed values", self._outside_enum(self.enum)
            return
        if self.pattern is not None and (text := self._mismatch()) is not None:
            yield "does not match the pattern", text
        if self.min_length:
            yield f"is shorter than {self.min_length}", self._of_length(self.min_length - 1)
        if self.max_length is not None and self.pattern is None and self.max_length <= _LONGEST_SAMPLE:
            yield f"is longer than {self.max_length}", self._of_length(self.max_length + 1)
        if self.minimum is not None:
            yield f"is below {self.minimum:.15g}", int(self.minimum) - 1
        if self.maximum is not None:
            yield f"is above {self.maximum:.15g}", int(self.maximum) + 1

    def _outside_enum(self, values: list[Scalar]) -> Scalar:
        if self.type == "string":
            return "not-" + "-".join(str(value) for value in values)[:50]
        return max(value for value in values if not isinstance(value, str)) + 1

    def _mismatch(self) -> str | None:
        import re

        candidates = ("\u00e9\u00e9\u00e9", "", "~~~", "a", "0", "AAA-000", " ")
        length = range(self.min_length or 0, (self.max_length or SAFE_INTEGER) + 1)
        return next(
            (text for text in candidates if len(text) in length and not re.search(self.pattern or "", text)), None
        )

    def _of_length(self, length: int) -> str | list[str] | dict[str, str]:
        match self.type:
            case "string_list":
                return [f"item {n}" for n in range(length)]
            case "map":
                return {f"key{n}": "value" for n in range(length)}
            case _:
                return "x" * length


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError:
        return value


def check_together(fields: Sequence[ResourceField], taken: Mapping[str, str]) -> None:
    """Hold the fields of one thing to names that all of them can have.

    Args:
        fields: The fields.
        taken: Names that cannot be used, in lower case, each with why.

    Raises:
        PydanticCustomError: names the first field that cannot be called so, or those that differ at most by case.

    """
    for index, field in enumerate(fields):
        try:
            names.check_field(field.name, taken)
        except ValueError as error:
            raise problem(str(error), "fields", index, "name") from None
    counts = Counter(field.name.lower() for field in fields)
    twice = [field.name for field in fields if counts[field.name.lower()] > 1]
    if twice:
        raise problem(f"{' and '.join(map(repr, twice[:4]))} differ at most by case; give each its own name", "fields")
