"""An entry of Policies is no policy template that SAM knows, or lacks a parameter."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Mapping, Template, Value, edits
from guidance.wording import names, nearest

OWNERS = frozenset(("AWS::Serverless::Function", "AWS::Serverless::StateMachine"))
CLOSE = 4
"""Letters in which a name may differ and still be meant."""

RULE = Rule(
    title="Policy template is unknown or lacks a parameter",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS, Pillar.SECURITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL012",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping in Policies that is neither a document nor a policy template with its parameters."""
    for declared in template.declared.values():
        if declared.type in OWNERS and not declared.get("Role").present:
            for policies in declared.each("Policies"):
                for policy in policies.items():
                    if policy.kind == "mapping" and not {"Statement", "Fn::Transform"} & set(policy.keys()):
                        yield from _entry(policy)


def _entry(policy: Value) -> Iterator[Found]:
    keys = policy.keys()
    known = facts.policy_templates()
    if len(keys) != 1:
        first = next((key for key in keys if key in known), None)
        hint = f" Indent the parameters below {first}." if first else " Give each template its own list item."
        yield Found(policy, f"An item of Policies names one policy template; this one has {len(keys)} keys.{hint}")
        return
    possibilities = policy.entries() or [(keys[0], policy)]  # an Fn::If below the name gives one for each branch
    name, parameters = possibilities[0]
    if name not in known:
        yield _unknown(name, parameters, policy)
        return
    for _, parameters in possibilities:
        yield from _parameters(name, parameters)


def _parameters(name: str, parameters: Value) -> Iterator[Found]:
    known = facts.policy_templates()
    if parameters.kind == "mapping" or parameters.text() is None:
        given = set(parameters.keys()) if parameters.kind == "mapping" else set()
        missing = [each for each in known[name].parameters if each not in given]
        if parameters.kind in {"mapping", "scalar"} and (missing or parameters.kind == "scalar"):
            needs = f"needs {names(missing)}" if missing else "takes an empty mapping, {}"
            extra = sorted(given - set(known[name].parameters))
            said = f"; it does not know {names(extra)}" if extra else ""
            yield Found(parameters, f"{name} {needs}{said}. The SAM transform fails without.")


def _unknown(name: str, at: Value, policy: Value) -> Found:
    near = nearest(name, facts.policy_templates(), CLOSE)
    said = f"; did you mean {near}?" if near else ": see the list of policy templates, or write a Statement."
    fix = None
    if near and isinstance(policy.data, Mapping) and (key := policy.data.entries[name].key) is not None:
        fix = edits.replace(policy.template.at(key), near, f"Use {near}")
    return Found(at, f"SAM has no policy template {name[:60]}{said}", fix=fix)
