"""A gradual deployment has nothing that would stop it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Function, Template, Value

RULE = Rule(
    title="Gradual deployment has neither alarms nor hooks",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS, Pillar.RELIABILITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html",
            "2026-11-20",
        ),
    ),
    aliases=("LAM037",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each deployment preference, and each CodeDeploy group for Lambda, that nothing can roll back."""
    for function in template.of(Function):
        for preference in function.declared.each("DeploymentPreference") if function.is_sam else ():
            enabled = preference.get("Enabled", default=True)
            if preference.kind == "mapping" and enabled.boolean() is True and not _guarded(preference):
                message = (
                    f"CodeDeploy moves traffic to each new version of {function.id}, but nothing watches it: without"
                )
                message += " Alarms or Hooks a broken version is not rolled back. Add an alarm on the alias's errors."
                yield Found(preference, message)
    for group in template.resources("AWS::CodeDeploy::DeploymentGroup"):
        application, alarms = group.get("ApplicationName").resource, group.get("AlarmConfiguration")
        if application is not None and application.get("ComputePlatform").text() == "Lambda" and alarms.absent:
            message = f"{group.id} deploys functions without an alarm that would stop it. Add an AlarmConfiguration."
            yield Found(alarms, message)


def _guarded(preference: Value) -> bool:
    alarms = preference.get("Alarms")
    return preference.get("Hooks").present or alarms.unknown or bool(alarms.items())
