"""The events of SAM functions and state machines, as the mappings, rules, subscriptions and permissions they become."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guidance.template import synthetic
from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar
from guidance.template.references import of
from guidance.template.resources import Resource
from guidance.template.sam_create import create

POLLED = {
    "SQS": "Queue",
    "Kinesis": "Stream",
    "DynamoDB": "Stream",
    "MSK": "Stream",
    "MQ": "Broker",
    "DocumentDB": "Cluster",
    "SelfManagedKafka": None,
}
"""SAM's polled event types, and the property that names the source."""
_MAPPING_SAME = (
    "StartingPosition", "StartingPositionTimestamp", "BatchSize", "Enabled", "MaximumBatchingWindowInSeconds",
    "MaximumRetryAttempts",
    "BisectBatchOnFunctionError", "MaximumRecordAgeInSeconds", "ParallelizationFactor", "Topics", "Queues",
    "SourceAccessConfigurations", "TumblingWindowInSeconds", "FunctionResponseTypes", "FilterCriteria", "KmsKeyArn",
    "ScalingConfig", "ProvisionedPollerConfig", "MetricsConfig", "LoggingConfig",
)  # fmt: skip
_TARGET_SAME = ("Input", "InputPath", "InputTransformer", "DeadLetterConfig", "RetryPolicy")
_SCHEDULE_SAME = (
    "ScheduleExpression", "FlexibleTimeWindow", "Name", "State", "Description", "StartDate", "EndDate",
    "ScheduleExpressionTimezone",
    "GroupName", "KmsKeyArn",
)  # fmt: skip
_GROUPS = {"MSK": "AmazonManagedKafkaEventSourceConfig", "SelfManagedKafka": "SelfManagedKafkaEventSourceConfig"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a SAM resource."""

    declared: Resource
    id: str
    kind: str
    node: Mapping
    own: dict[str, Node]
    alias: bool

    @property
    def logical_id(self) -> str:
        """The logical id that SAM gives what the event becomes."""
        return f"{self.declared.id}{self.id}"

    @property
    def origin(self) -> Node:
        """The event's properties; the event where it has none."""
        properties = self.node.get("Properties")
        return properties if isinstance(properties, Mapping) else self.node

    def target(self) -> Intrinsic:
        """What is invoked: the alias where there is one."""
        if self.declared.type == "AWS::Serverless::StateMachine":
            return synthetic.ref(self.origin, self.declared.id)
        name = f"{self.declared.id}.Alias" if self.alias else self.declared.id
        return synthetic.ref(self.origin, name) if self.alias else synthetic.get_att(self.origin, name)

    def create(
        self, logical_id: str, kind: str, entries: dict[str, Node | None], *, generated: bool = False
    ) -> Resource:
        """A resource that comes from this event."""
        return create(self.declared, logical_id, kind, entries, self.origin, self.id, generated=generated)

    def permission(self, principal: str, source: Node | None = None) -> Resource:
        """Leave to invoke the function."""
        entries = {
            "Action": synthetic.scalar(self.origin, "lambda:InvokeFunction"),
            "FunctionName": self.target(),
            "Principal": synthetic.scalar(self.origin, principal),
            "SourceArn": source,
        }
        return self.create(f"{self.logical_id}Permission", "AWS::Lambda::Permission", entries, generated=True)


def expand_events(declared: Resource, events: Node | None, *, alias: bool) -> Iterator[Resource]:
    """What the events of one SAM function or state machine become."""
    for name, node in events.entries.items() if isinstance(events, Mapping) else ():
        kind = node.get("Type") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or not isinstance(kind, Scalar):
            continue
        properties = node.get("Properties")
        own = properties.entries if isinstance(properties, Mapping) else {}
        event = Event(declared, name, kind.text, node, own, alias)
        handler = _poll if kind.text in POLLED else _PUSHED.get(kind.text)
        if handler is not None:
            yield from handler(event)


def _poll(event: Event) -> Iterator[Resource]:
    own = event.own
    entries: dict[str, Node | None] = {name: own.get(name) for name in _MAPPING_SAME}
    entries["FunctionName"] = event.target()
    source = POLLED[event.kind]
    entries["EventSourceArn"] = own.get(source) if source else None
    if (servers := own.get("KafkaBootstrapServers")) is not None:
        endpoints = synthetic.mapping(servers, {"KafkaBootstrapServers": servers})
        entries["SelfManagedEventSource"] = synthetic.mapping(servers, {"Endpoints": endpoints})
    group = {name: own.get(name) for name in ("ConsumerGroupId", "SchemaRegistryConfig")}
    if event.kind in _GROUPS and any(group.values()):
        entries[_GROUPS[event.kind]] = synthetic.mapping(event.origin, group)
    if event.kind == "DocumentDB":
        names = ("DatabaseName", "CollectionName", "FullDocument")
        entries["DocumentDBEventSourceConfig"] = synthetic.mapping(
            event.origin, {name: own.get(name) for name in names}
        )
    entries["DestinationConfig"] = without_type(own.get("DestinationConfig"))
    yield event.create(event.logical_id, "AWS::Lambda::EventSourceMapping", entries)


def _dead_letter(event: Event, written: Node | None) -> Node | None:
    """A dead-letter configuration with the queue that SAM makes for `Type: SQS`."""
    if not isinstance(written, Mapping) or "Type" not in written.entries or written.name != "DeadLetterConfig":
        return written
    named = written.get("QueueLogicalId")
    queue = named.text if isinstance(named, Scalar) else f"{event.logical_id}Queue"
    return synthetic.mapping(written, {"Arn": written.get("Arn") or synthetic.get_att(written, queue)})


def without_type(destination: Node | None) -> Node | None:
    """Drop `Type` from OnFailure and OnSuccess: it only tells SAM which policy to add."""
    if not isinstance(destination, Mapping):
        return destination
    kept: dict[str, Node | None] = {}
    for name, node in destination.entries.items():
        inner = node.entries.items() if isinstance(node, Mapping) else ()
        kept[name] = synthetic.mapping(node, {key: each for key, each in inner if key != "Type"}) if inner else node
    return synthetic.mapping(destination, kept)


def _rule(event: Event) -> Iterator[Resource]:
    own = event.own
    names = {"RuleName": "Name", "Name": "Name", "Pattern": "EventPattern", "Schedule": "ScheduleExpression"}
    same = ("EventBusName", "Description", "State")
    entries: dict[str, Node | None] = {name: own.get(name) for name in same}
    entries.update({target: own[name] for name, target in names.items() if name in own})
    if isinstance(enabled := own.get("Enabled"), Scalar):
        entries["State"] = synthetic.scalar(enabled, "ENABLED" if enabled.value else "DISABLED")
    chosen = own.get("Target")
    target_id = chosen.get("Id") if isinstance(chosen, Mapping) else None
    target: dict[str, Node | None] = {
        "Arn": event.target(),
        "Id": target_id or synthetic.scalar(event.origin, f"{event.logical_id}LambdaTarget"),
        **{name: _dead_letter(event, own.get(name)) for name in _TARGET_SAME},
    }
    if event.declared.type == "AWS::Serverless::StateMachine":
        target["RoleArn"] = own.get("RoleArn") or synthetic.get_att(event.origin, f"{event.logical_id}Role")
    entries["Targets"] = synthetic.sequence(event.origin, [synthetic.mapping(event.origin, target)])
    yield event.create(event.logical_id, "AWS::Events::Rule", entries)
    if event.declared.type == "AWS::Serverless::Function":
        yield event.permission("events.amazonaws.com", synthetic.get_att(event.origin, event.logical_id))


def _schedule_v2(event: Event) -> Iterator[Resource]:
    own = event.own
    target: dict[str, Node | None] = {
        "Arn": event.target(),
        **{name: _dead_letter(event, own.get(name)) for name in ("Input", "DeadLetterConfig", "RetryPolicy")},
    }
    target["RoleArn"] = own.get("RoleArn") or synthetic.get_att(event.origin, f"{event.logical_id}Role")
    entries: dict[str, Node | None] = {name: own.get(name) for name in _SCHEDULE_SAME}
    if entries["FlexibleTimeWindow"] is None:
        entries["FlexibleTimeWindow"] = synthetic.mapping(event.origin, {"Mode": synthetic.scalar(event.origin, "OFF")})
    entries["Target"] = synthetic.mapping(event.origin, target)
    yield event.create(event.logical_id, "AWS::Scheduler::Schedule", entries)


def _sns(event: Event) -> Iterator[Resource]:
    own = event.own
    same = {name: own.get(name) for name in ("FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "Region")}
    entries: dict[str, Node | None] = {"TopicArn": own.get("Topic"), **same}
    through = own.get("SqsSubscription")
    if through is None or (isinstance(through, Scalar) and not through.value):
        entries.update(Protocol=synthetic.scalar(event.origin, "lambda"), Endpoint=event.target())
        yield event.create(event.logical_id, "AWS::SNS::Subscription", entries)
        yield event.permission("sns.amazonaws.com", own.get("Topic"))
        return
    settings = through.entries if isinstance(through, Mapping) else {}
    queue = settings.get("QueueArn")
    if queue is None:
        yield event.create(f"{event.logical_id}Queue", "AWS::SQS::Queue", {}, generated=True)
        queue = synthetic.get_att(through, f"{event.logical_id}Queue")
    entries.update(Protocol=synthetic.scalar(through, "sqs"), Endpoint=queue)
    yield event.create(event.logical_id, "AWS::SNS::Subscription", entries)
    mapping: dict[str, Node | None] = {name: settings.get(name) for name in ("BatchSize", "Enabled")}
    mapping.update(FunctionName=event.target(), EventSourceArn=queue)
    yield create(
        event.declared,
        f"{event.logical_id}EventSourceMapping",
        "AWS::Lambda::EventSourceMapping",
        mapping,
        through,
        event.id,
    )


def _s3(event: Event) -> Iterator[Resource]:
    bucket = event.own.get("Bucket")
    yield event.permission("s3.amazonaws.com", _arn_of(bucket))


def _iot(event: Event) -> Iterator[Resource]:
    action = synthetic.mapping(
        event.origin, {"Lambda": synthetic.mapping(event.origin, {"FunctionArn": event.target()})}
    )
    payload = {
        "Sql": event.own.get("Sql"),
        "AwsIotSqlVersion": event.own.get("AwsIotSqlVersion"),
        "Actions": synthetic.sequence(event.origin, [action]),
    }
    entries: dict[str, Node | None] = {"TopicRulePayload": synthetic.mapping(event.origin, payload)}
    yield event.create(event.logical_id, "AWS::IoT::TopicRule", entries)
    yield event.permission("iot.amazonaws.com", synthetic.get_att(event.origin, event.logical_id))


def _logs(event: Event) -> Iterator[Resource]:
    entries: dict[str, Node | None] = {name: event.own.get(name) for name in ("LogGroupName", "FilterPattern")}
    entries["DestinationArn"] = event.target()
    yield event.create(event.logical_id, "AWS::Logs::SubscriptionFilter", entries)
    yield event.permission(
        "logs.amazonaws.com",
        synthetic.sub(event.origin, "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"),
    )


def _leave(principal: str) -> Callable[[Event], Iterator[Resource]]:
    def handler(event: Event) -> Iterator[Resource]:
        if event.declared.type == "AWS::Serverless::Function":
            source = _arn_of(event.own.get("UserPool")) or synthetic.sub(event.origin, "arn:${AWS::Partition}:*")
            yield event.permission(principal, source)

    return handler


def _arn_of(node: Node | None) -> Node | None:
    """The ARN of what is given by Ref."""
    for reference in of(node) if isinstance(node, Intrinsic) else ():
        if node is not None and reference.attribute is None:
            return synthetic.get_att(node, reference.name)
    return node


_PUSHED: dict[str, Callable[[Event], Iterator[Resource]]] = {
    "Schedule": _rule,
    "CloudWatchEvent": _rule,
    "EventBridgeRule": _rule,
    "ScheduleV2": _schedule_v2,
    "SNS": _sns,
    "S3": _s3,
    "IoTRule": _iot,
    "CloudWatchLogs": _logs,
    "Cognito": _leave("cognito-idp.amazonaws.com"),
    "AlexaSkill": _leave("alexa-appkit.amazon.com"),
    "Api": _leave("apigateway.amazonaws.com"),
    "HttpApi": _leave("apigateway.amazonaws.com"),
}
