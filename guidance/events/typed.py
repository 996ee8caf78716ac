"""Typed code from a schema of EventBridge's registry: TypedDicts in Python, interfaces in TypeScript.

OpenAPI 3 and JSON Schema draft 4, the two kinds that the registry keeps:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html. What a schema says in words or numbers (patterns, ranges)
is left out; names become identifiers, keys stay what they are.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guidance.errors import GuidanceError
from guidance.events import Language

_MOST_TYPES = 400
_DEEPEST = 40
_SCALARS = {
    "python": {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"},
    "typescript": {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"},
}
_ANYTHING = {"python": "Any", "typescript": "unknown"}
_RESERVED = {
    "Any", "Array", "Boolean", "False", "Literal", "None", "NotRequired", "Number", "Object", "Record", "String", "True",
    "TypeAlias", "TypedDict",
}  # fmt: skip


class SchemaError(GuidanceError):
    """A schema that no code can be made of."""


def typed_code(content: str, language: Language, name: str = "Event") -> str:
    """Types for a schema.

    Args:
        content: the schema as the registry keeps it: OpenAPI 3 or JSON Schema draft 4, in JSON.
        language: of the code.
        name: of the type of the whole, where the schema names none.

    Raises:
        SchemaError: when it is neither, or holds no type.

    """
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SchemaError("The schema is no JSON.") from error
    if not isinstance(schema, dict):
        raise SchemaError("The schema is no JSON object.")
    writer = _Writer(language)
    components = _mapping(_mapping(schema.get("components")).get("schemas"))
    definitions = _mapping(schema.get("definitions"))
    for prefix, found in (("#/components/schemas/", components), ("#/definitions/", definitions)):
        for key in found:
            writer.references[f"{prefix}{_escaped(key)}"] = writer.named(key)
    for found, prefix in ((components, "#/components/schemas/"), (definitions, "#/definitions/")):
        for key, each in found.items():
            writer.declare(writer.references[f"{prefix}{_escaped(key)}"], each)
    if "type" in schema or "properties" in schema or "$ref" in schema:
        writer.declare(writer.named(str(schema.get("title") or name)), schema)
    if not writer.types:
        raise SchemaError("The schema declares no type: neither `components.schemas` nor `properties` are there.")
    return writer.text()


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


@dataclass
class _Writer:
    language: Language
    references: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def named(self, text: str) -> str:
        """An identifier for a type, taken by nothing else."""
        words = re.findall(r"[A-Za-z0-9]+", text)
        base = "".join(word[0].upper() + word[1:] for word in words)[:80] or "Type"
        if base[0].isdigit() or base in _RESERVED or keyword.iskeyword(base):
            base = f"Type{base}"
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}{number}", number + 1
        self.taken.add(name)
        return name

    def declare(self, name: str, schema: object, depth: int = 0) -> None:
        """Write down a type."""
        if len(self.types) >= _MOST_TYPES:
            raise SchemaError(f"The schema has more than {_MOST_TYPES} types.")
        self.types[name] = ""  # its place is before what it is made of
        merged = _merged(schema)
        properties = _mapping(merged.get("properties"))
        if not properties:
            self.types[name] = self._alias(name, self.expression(merged, f"{name}Item", depth + 1))
            return
        required = {each for each in merged.get("required", []) if isinstance(each, str)}
        keys = {key: self.expression(value, f"{name} {key}", depth + 1) for key, value in properties.items()}
        self.types[name] = self._record(name, keys, required)

    def expression(self, schema: object, name: str, depth: int = 0) -> str:
        """A type as it is written where it is used."""
        merged = _merged(schema)
        if depth > _DEEPEST or not merged:
            return _ANYTHING[self.language]
        if "$ref" in merged:
            return self.references.get(str(merged["$ref"]), _ANYTHING[self.language])
        if isinstance(values := merged.get("enum"), list) and values:
            return self._choice(values)
        for several in ("oneOf", "anyOf"):
            if isinstance(choices := merged.get(several), list) and choices:
                return self._union([self.expression(each, name, depth + 1) for each in choices])
        kinds = merged.get("type")
        if isinstance(kinds, list) and kinds:
            return self._union([self.expression({**merged, "type": each}, name, depth + 1) for each in kinds])
        found = self._kind(merged, kinds, name, depth)
        return self._union([found, _SCALARS[self.language]["null"]]) if merged.get("nullable") is True else found

    def _kind(self, schema: Mapping[str, Any], kind: object, name: str, depth: int) -> str:
        if kind == "array":
            item = self.expression(schema.get("items", {}), f"{name} item", depth + 1)
            return f"list[{item}]" if self.language == "python" else f"({item})[]" if " " in item else f"{item}[]"
        if schema.get("properties"):
            own = self.named(name)
            self.declare(own, schema, depth)
            return own
        if kind == "object":
            extra = schema.get("additionalProperties")
            value = (
                self.expression(extra, f"{name} value", depth + 1)
                if isinstance(extra, dict)
                else _ANYTHING[self.language]
            )
            return f"dict[str, {value}]" if self.language == "python" else f"Record<string, {value}>"
        return _SCALARS[self.language].get(str(kind), _ANYTHING[self.language])

    def _union(self, members: list[str]) -> str:
        return " | ".join(dict.fromkeys(members))

    def _choice(self, values: list[object]) -> str:
        scalars = [each for each in values if each is None or isinstance(each, str | int | bool)]
        if len(scalars) != len(values):
            return _ANYTHING[self.language]
        if self.language == "python":
            return f"Literal[{', '.join(dict.fromkeys(repr(each) for each in scalars))}]"
        return self._union([_text(each) for each in scalars])

    def _alias(self, name: str, expression: str) -> str:
        if self.language == "python":
            return f"{name}: TypeAlias = {expression!r}"  # in quotes: what it names may come later
        return f"export type {name} = {expression};"

    def _record(self, name: str, keys: dict[str, str], required: set[str]) -> str:
        if self.language == "typescript":
            lines = [f"  {_key(key)}{'' if key in required else '?'}: {kind};" for key, kind in keys.items()]
            return "\n".join([f"export interface {name} {{", *lines, "}"])
        kinds = {key: kind if key in required else f"NotRequired[{kind}]" for key, kind in keys.items()}
        if all(_is_name(key) for key in kinds):
            return "\n".join([f"class {name}(TypedDict):", *(f"    {key}: {kind}" for key, kind in kinds.items())])
        # A key that is no identifier can only stand in the functional form; its types are read when all are there.
        body = ", ".join(f"{key!r}: {_quoted(kind)}" for key, kind in kinds.items())
        return f"{name} = TypedDict({name!r}, {{{body}}})"

    def text(self) -> str:
        """The whole module."""
        blocks = list(self.types.values())
        if self.language == "typescript":
            return "\n\n".join(blocks) + "\n"
        code = "\n\n\n".join(blocks)
        used = [
            word
            for word in ("Any", "Literal", "NotRequired", "TypeAlias", "TypedDict")
            if re.search(rf"\b{word}\b", code)
        ]
        head = "from __future__ import annotations\n"
        return (
            "\n".join([head, f"from typing import {', '.join(used)}", "", "", code]) + "\n"
            if used
            else f"{head}\n{code}\n"
        )


def _merged(schema: object, depth: int = 0) -> dict[str, Any]:
    """A schema with what `allOf` adds to it."""
    found = _mapping(schema)
    parts = found.get("allOf")
    if not isinstance(parts, list) or depth > _DEEPEST:
        return found
    merged = {key: value for key, value in found.items() if key != "allOf"}
    for part in (_merged(each, depth + 1) for each in parts):
        if "$ref" in part and len(parts) == 1 and not merged.get("properties"):
            return part
        merged["properties"] = {**_mapping(merged.get("properties")), **_mapping(part.get("properties"))}
        merged["required"] = [*merged.get("required", []), *part.get("required", [])]
        merged.setdefault("type", part.get("type", "object"))
    return merged


def _is_name(key: str) -> bool:
    """Whether a key can stand as a field of a class; others are changed by Python (mangled, normalised) or refused."""
    return key.isascii() and key.isidentifier() and not keyword.iskeyword(key) and not key.startswith("__")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", key) else _text(key)


def _text(value: object) -> str:
    """A value as TypeScript writes it."""
    return json.dumps(value)


def _quoted(kind: str) -> str:
    """A type whose names may come later."""
    inner = re.fullmatch(r"NotRequired\[(.*)\]", kind, re.DOTALL)
    return f"NotRequired[{inner[1]!r}]" if inner else repr(kind)
