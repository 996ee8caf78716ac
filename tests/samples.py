"""Answers that the tests render: three resources, small, wide and hostile."""

from __future__ import annotations

import itertools
from typing import Any

SMALL: dict[str, Any] = {
    "name": "note",
    "fields": [
        {"name": "title", "type": "string", "required": True, "min_length": 1, "max_length": 200},
        {"name": "body", "type": "string", "max_length": 10_000},
    ],
}

WIDE: dict[str, Any] = {
    "name": "order_line",
    "fields": [
        {
            "name": "sku",
            "type": "string",
            "required": True,
            "pattern": r"^[A-Z]{3}-\d{4}$",
            "description": "Stock keeping unit.",
        },
        {
            "name": "contact",
            "type": "string",
            "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
            "min_length": 6,
            "max_length": 254,
        },
        {"name": "size", "type": "string", "required": True, "enum": ["small", "medium", "large"]},
        {"name": "note", "type": "string", "min_length": 2, "max_length": 500},
        {"name": "quantity", "type": "integer", "required": True, "minimum": 1, "maximum": 999},
        {"name": "priority", "type": "integer", "enum": [1, 2, 3]},
        {"name": "weight_kg", "type": "number", "minimum": 0, "maximum": 1000.5},
        {"name": "discount", "type": "number", "enum": [0, 0.5, 0.75]},
        {"name": "gift", "type": "boolean", "required": True},
        {"name": "deliver_at", "type": "datetime", "required": True},
        {"name": "labels", "type": "string_list", "min_length": 1, "max_length": 5},
        {"name": "attributes", "type": "map", "min_length": 1, "max_length": 10},
        {"name": "extras", "type": "map"},
        {"name": "giftMessage", "type": "string"},
    ],
}

NASTY = "quote \" ' backslash \\ dollar ${x} {{ y }} [[ z ]] [% w %] #c !Ref X | > --> `tick` <b> & %s é 🎉"

HOSTILE: dict[str, Any] = {
    "name": "status",
    "fields": [
        {"name": "name", "type": "string", "required": True, "description": NASTY},
        {"name": "date", "type": "datetime", "description": "two\nlines\r\nand \x07 bell and \u202e bidi"},
        {"name": "values", "type": "string_list", "description": "*/ // # -->"},
        {
            "name": "type",
            "type": "string",
            "enum": ['a"b', "c'd", "${e}", "[[ f ]]", "g\\h", "{{ i }}", "yes", "01", "é🎉"],
        },
        {"name": "format", "type": "string", "pattern": r"""^["'\\/${}`]+$""", "max_length": 20},
        {"name": "hash", "type": "map"},
        {"name": "size", "type": "number"},
        {"name": "ttl", "type": "integer"},
        {"name": "match", "type": "boolean"},
        {"name": "default", "type": "string", "required": True, "max_length": 20},
        {"name": "delete", "type": "boolean"},
        {"name": "new", "type": "string_list"},
        {"name": "json", "type": "string"},
        {"name": "str", "type": "integer"},
        {"name": "Literal", "type": "map"},
    ],
}

RESOURCES = {"small": SMALL, "wide": WIDE, "hostile": HOSTILE}
LANGUAGES = ("python", "typescript")
AUTHS = ("cognito", "jwt", "iam", "none")
FUNCTIONS = ("per_operation", "single")


def answers(resource: str, language: str, auth: str, functions: str, **more: Any) -> dict[str, Any]:
    """Answers to crud_api for one cell of the matrix."""
    return {
        "project_name": f"{resource}-api",
        "resource": RESOURCES[resource],
        "language": language,
        "auth": auth,
        "functions": functions,
        **more,
    }


MATRIX = [
    {"resource": resource, "language": language, "auth": auth, "functions": functions}
    for resource, language, auth, functions in itertools.product(RESOURCES, LANGUAGES, AUTHS, FUNCTIONS)
]


def cell_id(cell: dict[str, str]) -> str:
    """`small-python-cognito-per_operation`."""
    return "-".join(cell.values())
