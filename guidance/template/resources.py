"""A resource of a template: as declared, or as SAM will create it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidance.template.conditions import ALWAYS, When
from guidance.template.nodes import Mapping, Scalar, Scalar_
from guidance.template.values import Place, Value, header_of

if TYPE_CHECKING:
    from guidance.template.template import Template


class Resource:
    """One resource. `get` and `each` look into its properties, Globals merged, in CloudFormation's names."""

    def __init__(
        self,
        template: Template,
        logical_id: str,
        resource_type: str,
        body: Mapping,
        properties: Mapping,
        declared: Resource | None = None,
        event: str | None = None,
        *,
        generated: bool = False,
    ) -> None:
        self.template = template
        self.id = logical_id
        self.type = resource_type
        self.body = body
        self._declared = declared
        self.event = event
        """The id of the SAM event that this resource comes from."""
        self.generated = generated
        """SAM adds it with its own defaults: nobody wrote it, so there is nothing to say about its properties."""
        self.when: When = declared.when if declared is not None else self._condition()
        self.properties = Value("mapping", properties, template, properties, self.when, owner=self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id}: {self.type})"

    @property
    def declared(self) -> Resource:
        """The resource as it is written in the template: the SAM resource behind a created one."""
        return self._declared if self._declared is not None else self

    @property
    def is_sam(self) -> bool:
        """Whether it is written as an AWS::Serverless resource."""
        return self.declared.type.startswith("AWS::Serverless::")

    def each(self, *path: str | int, default: Scalar_ = None) -> Iterator[Value]:
        """Every possibility of a property; see Value.each."""
        return self.properties.each(*path, default=default)

    def get(self, *path: str | int, default: Scalar_ = None) -> Value:
        """The only possibility of a property, else unknown; see Value.get."""
        return self.properties.get(*path, default=default)

    def attribute(self, *path: str) -> Value:
        """What stands beside Properties: DeletionPolicy, DependsOn, Metadata, UpdateReplacePolicy."""
        body = self.declared.body
        return Value("mapping", body, self.template, body, self.when, owner=self).get(*path)

    @property
    def place(self) -> Place:
        """Its logical id; for what comes from a SAM event, the event's."""
        return Place(header_of(self.body), self.body.path)

    def _condition(self) -> When:
        named = self.body.get("Condition")
        if not isinstance(named, Scalar):
            return ALWAYS
        return self.template.conditions.assume(ALWAYS, named.text, truth=True) or ALWAYS
