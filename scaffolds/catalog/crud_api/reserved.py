"""Names that generated code uses itself, so that no resource and no field can take them."""

from __future__ import annotations

RESOURCES = frozenset(
    [
        "Error",
        "Response",
        "Request",
        "Event",
        "Function",
        "Object",
        "String",
        "Number",
        "Boolean",
        "Map",
        "Set",
        "Date",
        "Promise",
        "Record",
    ]
)
"""Class and variable names of the generated code, Python and TypeScript."""

_GENERATED = "is generated for every item"
_PYDANTIC = "is an attribute of every Pydantic model"
_PYTHON = "is a type that the generated Python uses"
_JAVASCRIPT = "is a property of every JavaScript object"

FIELDS = {
    **dict.fromkeys(["id", "owner", "version", "created_at", "updated_at", "createdat", "updatedat"], _GENERATED),
    **dict.fromkeys(["copy", "dict", "json", "schema", "construct", "validate", "fields"], _PYDANTIC),
    **dict.fromkeys(["str", "int", "float", "bool", "list", "datetime", "literal", "annotated", "field"], _PYTHON),
    **dict.fromkeys(
        ["constructor", "prototype", "tostring", "valueof", "hasownproperty", "tolocalestring"], _JAVASCRIPT
    ),
}
"""Field names that cannot be used, lower case, each with why."""
