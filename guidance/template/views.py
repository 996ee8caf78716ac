"""What rules ask of resources of a kind: each view is a Resource with questions, such as a queue's consumers."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from guidance.template.nodes import Mapping
from guidance.template.resources import Resource
from guidance.template.values import Value

if TYPE_CHECKING:
    from guidance.template.template import Template

SourceKind = Literal["sqs", "kinesis", "dynamodb", "msk", "kafka", "mq", "documentdb"]


class Function(Resource):
    """AWS::Lambda::Function, in CloudFormation's property names, however it is written."""

    @property
    def runtime(self) -> Value:
        """The runtime."""
        return self.get("Runtime")

    def timeouts(self) -> Iterator[Value]:
        """Every possible timeout; AWS's default of 3 seconds where none is given."""
        return self.each("Timeout", default=3)

    @functools.cached_property
    def role(self) -> Resource | None:
        """The execution role, when it is in this template; a generated one for SAM functions without Role."""
        return self.get("Role").resource

    def sam(self, *path: str) -> Value:
        """A property that only SAM has, such as `sam("AutoPublishAlias")`; absent on a plain function."""
        if not self.is_sam:
            return Value("absent", self.body, self.template, missing=path, owner=self)
        return self.declared.get(*path)

    def aliases(self) -> list[Resource]:
        """Its aliases."""
        return self._naming("AWS::Lambda::Alias")

    def versions(self) -> list[Resource]:
        """Its versions."""
        return self._naming("AWS::Lambda::Version")

    def urls(self) -> list[Resource]:
        """Its function URLs."""
        return self._naming("AWS::Lambda::Url")

    def event_source_mappings(self) -> list[EventSourceMapping]:
        """What polls on its behalf."""
        return [
            each for each in self._naming("AWS::Lambda::EventSourceMapping") if isinstance(each, EventSourceMapping)
        ]

    def event_invoke_configs(self) -> list[Resource]:
        """Its settings for asynchronous invocations."""
        return self._naming("AWS::Lambda::EventInvokeConfig")

    def permissions(self) -> list[Resource]:
        """Who may invoke it, including what SAM adds for its events."""
        return self._naming("AWS::Lambda::Permission")

    def log_groups(self) -> list[Resource]:
        """The log groups of this template that it writes to: by LoggingConfig, or by the name `/aws/lambda/...`."""
        chosen = self.get("LoggingConfig", "LogGroup")
        groups = self.template.resources("AWS::Logs::LogGroup")
        if chosen.present:
            return [each for each in groups if chosen.resource is each or _same_text(chosen, each.get("LogGroupName"))]
        return [each for each in groups if self._is_default_group(each.get("LogGroupName"))]

    def is_named_by(self, value: Value) -> bool:
        """Whether a value names this function: itself, its alias or version, or its literal name or ARN."""
        return function_of(value) is self

    def _naming(self, kind: str) -> list[Resource]:
        return self.template.memo(_by_function)[self.id, kind]

    def _is_default_group(self, name: Value) -> bool:
        prefix, own = "/aws/lambda/", self.get("FunctionName")
        text = name.text()
        if text is not None and text.startswith(prefix):
            return own.text() == text.removeprefix(prefix)
        parts = name.parts
        if parts[0] != prefix:
            return False
        return name.resource is self or (own.present and own.parts == parts[1:])


class EventSourceMapping(Resource):
    """AWS::Lambda::EventSourceMapping, written as such or as an event of a SAM function."""

    @functools.cached_property
    def function(self) -> Function | None:
        """The function that gets the records."""
        return function_of(self.get("FunctionName"))

    @functools.cached_property
    def source(self) -> Resource | None:
        """The queue, stream, table or cluster, when it is in this template."""
        return self.get("EventSourceArn").resource

    @functools.cached_property
    def source_kind(self) -> SourceKind | None:
        """What is polled; None when that cannot be known."""
        if self.event is not None:
            return _BY_EVENT.get(self.declared.get("Events", self.event, "Type").text() or "")
        if self.get("SelfManagedEventSource").present:
            return "kafka"
        source = self.source
        if source is not None:
            return _BY_TYPE.get(source.type)
        return next((kind for service, kind in _BY_ARN if any(service in part for part in self._arn_parts())), None)

    def _arn_parts(self) -> list[str]:
        return [part for part in self.get("EventSourceArn").parts if isinstance(part, str)]


class Queue(Resource):
    """AWS::SQS::Queue."""

    @property
    def fifo(self) -> bool | None:
        """Whether it is a FIFO queue; None when that cannot be known."""
        value = self.get("FifoQueue", default=False)
        return None if value.unknown else value.boolean()

    @property
    def dead_letter_queue(self) -> Queue | None:
        """Its dead-letter queue, when that is in this template."""
        found = self.get("RedrivePolicy", "deadLetterTargetArn").resource
        return found if isinstance(found, Queue) else None

    def consumers(self) -> list[EventSourceMapping]:
        """The event source mappings that poll it."""
        return [each for each in self.template.of(EventSourceMapping) if each.source is self]

    def dead_letter_sources(self) -> list[Resource]:
        """What sends its failures here: queues, functions, rules, subscriptions, mappings, schedules."""
        return [each for each in self.template.memo(_by_failure_queue)[self.id] if each is not self]


class StateMachine(Resource):
    """AWS::StepFunctions::StateMachine. Its definition is read by `guidance.template.workflows`."""

    @property
    def express(self) -> bool | None:
        """Whether it is an Express workflow; None when that cannot be known."""
        kind = self.get("StateMachineType", default="STANDARD")
        return None if kind.text() is None else kind.text() == "EXPRESS"

    @functools.cached_property
    def role(self) -> Resource | None:
        """The execution role, when it is in this template; a generated one for SAM state machines without Role."""
        return self.get("RoleArn").resource


def _by_function(template: Template) -> dict[tuple[str, str], list[Resource]]:
    """What names each function: its aliases, permissions, mappings ..., by logical id and type."""
    found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for each in template.deployed.values():
        if each.type.startswith("AWS::Lambda::") and not isinstance(each, Function):
            name = "TargetFunctionArn" if each.type == "AWS::Lambda::Url" else "FunctionName"
            if (function := function_of(each.get(name))) is not None:
                found[function.id, each.type].append(each)
    return found


def function_of(value: Value) -> Function | None:
    """The function that a value names: directly, by alias or version, in an ARN, or by its literal name."""
    found = value.resource
    if isinstance(found, Function):
        return found
    if found is not None and found.type in {"AWS::Lambda::Alias", "AWS::Lambda::Version"}:
        return function_of(found.get("FunctionName"))
    text = value.text()
    if text:
        name = text.split(":function:")[-1].split(":")[0]
        return value.template.memo(_by_name).get(name)
    return None


def _by_name(template: Template) -> dict[str, Function]:
    return {name: each for each in template.of(Function) if (name := each.get("FunctionName").text())}


def is_qualified(value: Value) -> bool:
    """Whether a value names a version or alias of a function, not the function itself."""
    found = value.resource
    if found is not None and found.type in {"AWS::Lambda::Alias", "AWS::Lambda::Version"}:
        return True
    last = value.parts[-1]
    if isinstance(found, Function):
        return isinstance(last, str) and last.startswith(":")
    return ":" in (value.text() or "").split(":function:")[-1]


def make(template: Template, logical_id: str, kind: str, body: Mapping, properties: Mapping, declared: Resource | None = None,
         event: str | None = None, *, generated: bool = False) -> Resource:  # fmt: skip
    """A resource, as the view that its type has."""
    return VIEWS.get(kind, Resource)(template, logical_id, kind, body, properties, declared, event, generated=generated)


VIEWS: dict[str, type[Resource]] = {
    "AWS::Lambda::Function": Function,
    "AWS::Lambda::EventSourceMapping": EventSourceMapping,
    "AWS::SQS::Queue": Queue,
    "AWS::StepFunctions::StateMachine": StateMachine,
}
_BY_EVENT: dict[str, SourceKind] = {
    "SQS": "sqs", "Kinesis": "kinesis", "DynamoDB": "dynamodb", "MSK": "msk", "SelfManagedKafka": "kafka", "MQ": "mq",
    "DocumentDB": "documentdb", "SNS": "sqs",
}  # fmt: skip
_BY_TYPE: dict[str, SourceKind] = {
    "AWS::SQS::Queue": "sqs",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::Kinesis::StreamConsumer": "kinesis",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::DynamoDB::GlobalTable": "dynamodb",
    "AWS::MSK::Cluster": "msk",
    "AWS::MSK::ServerlessCluster": "msk",
    "AWS::AmazonMQ::Broker": "mq",
    "AWS::DocDB::DBCluster": "documentdb",
}
_BY_ARN: tuple[tuple[str, SourceKind], ...] = (
    (":sqs:", "sqs"), (":kinesis:", "kinesis"), (":dynamodb:", "dynamodb"), (":kafka:", "msk"), (":mq:", "mq"),
    (":rds:", "documentdb"),
)  # fmt: skip
_FAILURE_PATHS: tuple[tuple[str, ...], ...] = (
    ("RedrivePolicy", "deadLetterTargetArn"),
    ("DeadLetterConfig", "TargetArn"),
    ("DestinationConfig", "OnFailure", "Destination"),
    ("Target", "DeadLetterConfig", "Arn"),
)


def _by_failure_queue(template: Template) -> dict[str, list[Resource]]:
    """What sends its failures where: the senders by the logical id of what receives."""
    found: dict[str, dict[str, Resource]] = defaultdict(dict)
    for each in template.resources():
        for receiver in _failure_receivers(each):
            if receiver is not None:
                found[receiver.id][each.id] = each
    return defaultdict(list, {receiver: list(senders.values()) for receiver, senders in found.items()})


def _failure_receivers(resource: Resource) -> Iterator[Resource | None]:
    for path in _FAILURE_PATHS:
        for value in resource.each(*path):
            yield value.resource
    for target in resource.get("Targets").items() if resource.type == "AWS::Events::Rule" else ():
        yield target.get("DeadLetterConfig", "Arn").resource


def _same_text(one: Value, other: Value) -> bool:
    return one.text() is not None and one.text() == other.text()
