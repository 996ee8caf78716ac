"""JSON schemas as clients should see them: lean, portable, and still saying everything that matters.

Every byte of a definition is read by a model in every conversation, so what validation will say anyway is left out.
"""

from __future__ import annotations

from typing import Any

_NULL = {"type": "null"}


def lean_input(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of arguments, one flat tree.

    Titles and empty defaults go, as do the docstrings of nested models and their `additionalProperties`; an argument that may
    be null is simply optional, as `anyOf` with null and `default: null` are refused by some hosts (Amazon Bedrock AgentCore
    Gateway among them).
    """
    return {**_lean(_inlined(schema, schema), nullable=False), "additionalProperties": False}


def lean_output(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a result, one flat tree.

    What has no value is left out of a result, so an optional property is never null; only a required one can be, and says so
    as `type: [string, null]`.
    """
    lean: dict[str, Any] = _lean(_inlined(schema, schema), nullable=True)
    return lean


def _inlined(node: Any, root: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a JSON schema
    """Definitions put where they are referred to: our models are small and not recursive."""
    if isinstance(node, list):
        return [_inlined(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    if reference := node.get("$ref"):
        definition = root["$defs"][reference.rsplit("/", 1)[-1]]
        inner = {key: value for key, value in definition.items() if key not in {"description", "additionalProperties"}}
        node = {**inner, **{key: value for key, value in node.items() if key != "$ref"}}
    return {key: _inlined(value, root) for key, value in node.items() if key != "$defs"}


def _lean(node: Any, *, nullable: bool) -> Any:  # noqa: ANN401 - any part of a JSON schema
    if isinstance(node, list):
        return [_lean(item, nullable=nullable) for item in node]
    if not isinstance(node, dict):
        return node
    required = set(node.get("required", ()))
    out = {
        key: {name: _lean(value, nullable=nullable and name in required) for name, value in child.items()}
        if key == "properties"
        else _lean(child, nullable=nullable)
        for key, child in node.items()
        if not (key == "title" and isinstance(child, str)) and not (key == "default" and child in (None, False, ""))
    }
    options = out.get("anyOf")
    if options and _NULL in options:
        others = [option for option in options if option != _NULL]
        del out["anyOf"]
        if len(others) > 1:
            return {"anyOf": [*others, _NULL] if nullable else others, **out}
        out = {**others[0], **out}
        if nullable and isinstance(out.get("type"), str):
            out["type"] = [out["type"], "null"]
    return out
