"""Names that the generated code uses itself, so that no resource and no field can take them."""

from __future__ import annotations

_TYPES = (
    "Answer ApiEvent Array AttributeDefinition BatchWriteCommand Buffer ConditionalCheckFailedException "
    "Context CreateTableCommand Date DeleteCommand DeleteTableCommand Error FieldError GatewayError "
    "GetCommand Infinity JSON KeySchemaElement Map Math MetricUnit Name Number Object Operation Problem "
    "Promise PropertyKey PutCommand QueryCommand Record RegExp Request Result ScanCommand String "
    "UpdateCommand "
)
_LOG_KEYS = "correlation function_request tenant xray_trace"

RESOURCES = frozenset((_TYPES + _LOG_KEYS).split())
"""What a resource's name or class name must not be: names that TypeScript files import or use, schemas of the OpenAPI document,
and names whose `<name>_id` is a key that Powertools' loggers write."""

_GENERATED = "is generated for every item"
_JAVASCRIPT = "is a property of every JavaScript object"

FIELDS = {
    **dict.fromkeys(["id", "owner", "version", "created_at", "updated_at", "createdat", "updatedat"], _GENERATED),
    **dict.fromkeys(
        [
            "constructor",
            "hasownproperty",
            "isprototypeof",
            "propertyisenumerable",
            "tolocalestring",
            "tostring",
            "valueof",
        ],
        _JAVASCRIPT,
    ),
}
"""Field names that cannot be used, lower case, each with why. Keywords of Python cannot either."""
