"""SAM's own translator as the last pass, where it is installed: what it refuses, at the line it means. No network.

It knows what SAM takes better than any schema, but names no lines: they are found from the logical ids and names in its
messages. What another engine has found at the same place is not said again.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from guidance.model import Confidence, Finding, Severity
from guidance.template import Intrinsic, Mapping, Node, Scalar, Template
from guidance.template import Sequence as Items
from guidance.template.nodes import below

RULE = "sam-transform"
FAILED = "internal-sam-failed"
MOST_NODES = 4000
_SOURCE = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html"
_RESOURCE = re.compile(r"(?:Resource with id|resource with id) \[(.+?)\](?: is invalid\.)?\s*")
_EVENT = re.compile(r"Event with id \[(.+?)\] is invalid\.\s*")
_NAMES = re.compile(r"'([A-Za-z][\w.:/-]*)'|property ([A-Za-z]\w*) not|\b([A-Z][A-Za-z]{3,})\b")
_LOCAL = {
    "AWS::Serverless::Api": ("DefinitionUri",),
    "AWS::Serverless::HttpApi": ("DefinitionUri",),
    "AWS::Serverless::StateMachine": ("DefinitionUri",),
    "AWS::Serverless::LayerVersion": ("ContentUri",),
    "AWS::Serverless::GraphQLApi": ("SchemaUri",),
    "AWS::Serverless::Function": ("CodeUri",),
}
"""What `sam package` replaces by the address of an uploaded file."""
_S3 = "s3://bucket/key"
_KNOWN_WRONG = (
    re.compile(r"must be specified when both .* Fn::Transform"),
    re.compile(r"Application with id .* could not be found"),
)
"""What it reports although a deployment passes, beside what `_is_opaque` leaves out."""
_lock = threading.Lock()
"""The translator keeps its region in a class."""
_log = logging.getLogger(__name__)


@functools.cache
def available() -> bool:
    """Tell whether the translator is installed."""
    return importlib.util.find_spec("samtranslator") is not None


def check(template: Template, found: Sequence[Finding] = (), region: str = "us-east-1") -> list[Finding]:
    """Findings of the translator that no other engine has at the same place.

    A failure inside it becomes one finding of severity info, unless the template has errors already.
    """
    if not template.is_sam or template.has_loops or not template.declared or _is_big(template):
        return []
    errors = [each for each in found if each.severity is Severity.ERROR]
    try:
        with _lock:
            messages = _translate(template, region)
    except Exception as error:  # noqa: BLE001 - the translator raises all kinds of things on odd templates
        _log.debug("The SAM translator failed", exc_info=error)
        return [] if errors else [_failure(error)]
    findings = (_finding(template, message) for message in messages)
    return [each for each in findings if each is not None and not _is_said(each, errors)]


def _is_big(template: Template) -> bool:
    return sum(1 for _ in template.root.walk()) > MOST_NODES


def _translate(template: Template, region: str) -> list[str]:
    """Everything that the translator says against a template."""
    from samtranslator.model.exceptions import ExceptionWithMessage
    from samtranslator.parser.parser import Parser
    from samtranslator.plugins.application.serverless_app_plugin import ServerlessAppPlugin
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    parameters = _parameters(template, region)
    session = SimpleNamespace(region_name=region)  # what it asks of boto3's session; nothing is ever called
    applications = ServerlessAppPlugin(sar_client=_Offline(), validate_only=True, parameters=parameters)
    translator = Translator({}, Parser(), plugins=[applications], boto_session=session)
    try:
        translator.translate(_data(template), parameters, get_managed_policy_map=dict)
    except ExceptionWithMessage as error:
        return [cause.message for cause in getattr(error, "causes", None) or [error]]
    return []


class _Offline:
    """A client of the Serverless Application Repository that knows every application."""

    def get_application(self, **_: object) -> dict[str, Any]:
        return {}


def _parameters(template: Template, region: str) -> dict[str, Any]:
    """Values for the parameters: defaults are the translator's business; one without gets a placeholder of its kind."""
    values: dict[str, Any] = {"AWS::Region": region, "AWS::StackName": "stack", "AWS::AccountId": "123456789012"}
    for name, body in template.parameters.items():
        kind = body.get("Type")
        if body.get("Default") is None:
            text = kind.text if isinstance(kind, Scalar) else "String"
            allowed = body.get("AllowedValues")
            first = allowed.items[0] if isinstance(allowed, Items) and allowed.items else None
            if isinstance(first, Scalar):
                values[name] = first.text
            else:
                values[name] = "1" if text == "Number" else "value"
    return values


def _data(template: Template) -> dict[str, Any]:
    data: dict[str, Any] = _plain(template.root)
    globals_ = data.get("Globals")
    shared = globals_.get("Function") if isinstance(globals_, dict) else None
    for body in data["Resources"].values() if isinstance(data.get("Resources"), dict) else ():
        if isinstance(body, dict):
            _package(body, shared if isinstance(shared, dict) else {})
    if shared and isinstance(shared.get("CodeUri"), str):
        shared["CodeUri"] = _S3
    return data


def _package(body: dict[str, Any], shared: dict[str, Any]) -> None:
    """Replace names of local files by addresses, as `sam package` does before the transform runs."""
    properties = body.get("Properties")
    if not isinstance(properties, dict):
        return
    for name in _LOCAL.get(str(body.get("Type")), ()):
        value = properties.get(name)
        if isinstance(value, str) and not value.startswith("s3://"):
            properties[name] = _S3
    if body.get("Type") == "AWS::Serverless::Application" and isinstance(properties.get("Location"), str):
        properties["Location"] = "https://s3.amazonaws.com/bucket/template.yaml"
    if body.get("Type") == "AWS::Serverless::Function" and not properties.keys() & {
        "CodeUri",
        "InlineCode",
        "ImageUri",
    }:
        if "Image" in (properties.get("PackageType"), shared.get("PackageType")):
            properties["ImageUri"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/repository:tag"
        elif not shared.keys() & {"CodeUri", "InlineCode", "ImageUri"}:
            properties["CodeUri"] = _S3


def _plain(node: Node) -> Any:  # noqa: ANN401 - any value of a template
    """Plain data, with functions in long form."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Intrinsic):
        return {node.function: _plain(node.argument)}
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.entries.items()} if isinstance(node, Mapping) else None


def _finding(template: Template, message: str) -> Finding | None:
    """A message as a finding at the line it means; None when it is one that the translator gets wrong."""
    if any(each.search(message) for each in _KNOWN_WRONG):
        return None
    rest = message
    resource = event = None
    if match := _RESOURCE.search(rest):
        resource, rest = match[1], rest[: match.start()] + rest[match.end() :]
    if match := _EVENT.search(rest):
        event, rest = match[1], rest[: match.start()] + rest[match.end() :]
    declared = template.declared.get(resource or "")
    if declared is not None and _is_opaque(declared.body):
        return None
    node = _place(template, resource, event, rest)
    span = node.header
    words = rest.removeprefix("Structure of the SAM template is invalid. ").strip()
    return Finding(
        rule_id=RULE,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message=f"SAM refuses this: {words[:300]}",
        resource=declared.id if declared is not None else None,
        path=node.pointer,
        line=span.line,
        column=span.column,
        end_line=max(span.line, span.end_line),
        engine="sam",
        source_url=_SOURCE,
    )


def _is_opaque(body: Node) -> bool:
    """Whether a resource includes what can be seen only at deployment (AWS::Include)."""
    return any(isinstance(node, Intrinsic) and node.function == "Fn::Transform" for node in body.walk())


def _place(template: Template, resource: str | None, event: str | None, message: str) -> Node:
    declared = template.declared.get(resource or "")
    if declared is None:
        section = template.section("Globals") if "Globals" in message else None
        return section or template.root.get("Transform") or template.root
    properties = declared.body.get("Properties")
    node: Node = declared.body
    if event is not None and isinstance(properties, Mapping):
        events = properties.get("Events")
        found = events.get(event) if isinstance(events, Mapping) else None
        node = found or events or node
        inner = found.get("Properties") if isinstance(found, Mapping) else None
        return _named(inner, message) or node
    return _named(properties, message) or node


def _named(properties: Node | None, message: str) -> Node | None:
    """The first property that a message names; a dotted name leads as far down as it goes."""
    for match in _NAMES.finditer(message):
        node: Node | None = None
        for part in re.split(r"[./]", match[1] or match[2] or match[3]):
            below_ = below(node if node is not None else properties, part) if properties is not None else None
            if below_ is None:
                break
            node = below_
        if node is not None:
            return node
    return None


def _is_said(finding: Finding, errors: Sequence[Finding]) -> bool:
    """Whether an error of another engine stands at the same place, above it or below it in the same property."""
    for other in errors:
        if other.line == finding.line:
            return True
        if finding.resource is None or other.resource != finding.resource:
            continue
        if finding.path.count("/") <= 2 or _within(other.path, finding.path) or _within(finding.path, other.path):
            return True
    return False


def _within(path: str, above: str) -> bool:
    """Whether a path lies below another that is deeper than a resource's Properties."""
    return above.count("/") > 3 and (path == above or path.startswith(f"{above}/"))


def _failure(error: Exception) -> Finding:
    message = f"SAM's translator failed on this template ({type(error).__name__}); the other checks have run."
    return Finding(rule_id=FAILED, severity=Severity.INFO, message=message, line=1, end_line=1, engine="sam")


def messages(template: Template, region: str = "us-east-1") -> Iterator[str]:
    """What the translator says, unfiltered; for measuring."""
    with _lock:
        yield from _translate(template, region)
