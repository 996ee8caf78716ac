"""What `crud_api` asks: a resource with its fields, a language, who may call, and how many functions."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from scaffolds import names, patterns
from scaffolds.catalog.crud_api.reserved import FIELDS, RESOURCES
from scaffolds.errors import problem
from scaffolds.fields import MAX_FIELDS, ResourceField, check_together
from scaffolds.languages import ProjectAnswers
from scaffolds.model import NextStep

Auth = Literal["cognito", "jwt", "iam", "none"]
Functions = Literal["per_operation", "single"]

_BODY_BUDGET = 200_000
"""Characters that the shortest valid item may have: the API takes bodies up to 256 KiB."""

_OPERATIONS = (
    ("create", "POST", "", "Create{one}Function", "Create {a} {title}"),
    ("get", "GET", "/{{id}}", "Get{one}Function", "Get one {title}"),
    ("list", "GET", "", "List{many}Function", "List the caller's {titles}, newest first"),
    ("update", "PATCH", "/{{id}}", "Update{one}Function", "Change fields of one {title}"),
    ("delete", "DELETE", "/{{id}}", "Delete{one}Function", "Delete one {title}"),
)


class Resource(BaseModel):
    """The thing the API keeps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """A singular noun in snake_case, such as note or order_line."""
    fields: list[ResourceField]

    @field_validator("name")
    @classmethod
    def _usable(cls, name: str) -> str:
        return names.check_resource(name, RESOURCES)

    @model_validator(mode="after")
    def _fields_fit_together(self) -> Self:
        if not 1 <= len(self.fields) <= MAX_FIELDS:
            raise problem(f"a resource has 1 to {MAX_FIELDS} fields, not {len(self.fields)}", "fields")
        check_together(self.fields, FIELDS)
        if sum(field.min_length or 0 for field in self.fields if field.required) > _BODY_BUDGET:
            raise problem(
                f"the required ones together need over {_BODY_BUDGET} characters, more than a request holds", "fields"
            )
        return self

    @property
    def plural(self) -> str:
        """The plural in snake_case."""
        return names.plural(self.name)


class Answers(ProjectAnswers):
    """Answers to `crud_api`."""

    resource: Resource
    auth: Auth = "cognito"
    functions: Functions = "per_operation"
    runtime: Annotated[str, Field(pattern=r"^(python3\.1[1-4]|nodejs2[24]\.x)$")] | None = None

    def context(self) -> dict[str, Any]:
        """The variables of the scaffold's Jinja sources."""
        runtime = self.chosen_runtime
        return {
            "project_name": self.project_name,
            "namespace": names.pascal(self.project_name),
            "language": self.language,
            "auth": self.auth,
            "functions": self.functions,
            "runtime": runtime,
            "python_version": runtime.removeprefix("python") if self.language == "python" else "3.13",
            "architecture": self.architecture,
            "resource": self._resource(),
            "fields": [_variables(field) for field in self.resource.fields],
            "operations": self._operations(),
            "samples": self._samples(),
            "sample_id": _SAMPLE_ID,
        }

    def warnings(self) -> list[str]:
        """What the user should know before relying on the project."""
        found = []
        if self.auth == "none":
            found.append(
                "auth is none: anyone who knows the URL can read, change and delete everything. Choose cognito, jwt or iam "
                "before it holds real data."
            )
        if names.is_plural(self.resource.name):
            found.append(
                f"resource.name '{self.resource.name}' looks plural; a singular noun reads better in code and paths."
            )
        return found

    def next_steps(self) -> list[NextStep]:
        """What to run first, in order."""
        return [
            NextStep("make install", "install what the project and its tests need"),
            NextStep("make lint test", "check it: linters, types, unit and integration tests, all local"),
            NextStep(
                "make build deploy-dev", "build and deploy the dev stage with the SAM CLI; shows the change set first"
            ),
        ]

    def _resource(self) -> dict[str, str]:
        one, many = self.resource.name, self.resource.plural
        return {
            "name": one,
            "plural": many,
            "class_name": names.pascal(one),
            "class_plural": names.pascal(many),
            "path": names.kebab(many),
            "title": names.title(one),
            "title_plural": names.title(many),
            "camel": names.camel(one),
        }

    def _operations(self) -> list[dict[str, str]]:
        resource = self._resource()
        words = {
            "one": resource["class_name"],
            "many": resource["class_plural"],
            "title": resource["title"],
            "titles": resource["title_plural"],
            "a": "an" if resource["title"][0] in "aeiou" else "a",
        }
        return [
            {
                "name": name,
                "method": method,
                "path": f"/{resource['path']}{suffix.format()}",
                "function": (function if self.functions == "per_operation" else "{many}Function").format(**words),
                "summary": summary.format(**words),
            }
            for name, method, suffix, function, summary in _OPERATIONS
        ]

    def _samples(self) -> dict[str, Any]:
        pairs = {field.name: field.samples() for field in self.resource.fields}
        create = {name: first for name, (first, _) in pairs.items()}
        changed = {name: other for name, (first, other) in pairs.items() if other != first} or create
        return {
            "create": create,
            "minimal": {field.name: create[field.name] for field in self.resource.fields if field.required},
            "update": dict(list(changed.items())[:3]),
            "invalid": [
                {"why": f"{field.name} {why}", "body": {**create, field.name: value}}
                for field in self.resource.fields
                for why, value in field.invalid()
            ],
        }


_SAMPLE_ID = str(uuid.UUID("019aa5b0-6c00-7000-8000-000000000001"))
"""A UUIDv7 of 2025-11-21, for the sample events."""


def _variables(field: ResourceField) -> dict[str, Any]:
    variables = field.model_dump()
    if field.pattern is not None:
        variables["pattern"] = patterns.portable(field.pattern)
    for bound in ("minimum", "maximum"):
        value = variables[bound]
        if value is not None and value == int(value):
            variables[bound] = int(value)
    return variables
