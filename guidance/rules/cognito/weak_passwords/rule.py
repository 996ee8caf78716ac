"""A user pool accepts short or simple passwords."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits
from guidance.wording import names

RULE = Rule(
    title="User pool accepts weak passwords",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("COG001B",),
    equivalents=("COG1",),
)


_SHORT, _LONG = 8, 12
_KINDS = ("RequireLowercase", "RequireNumbers", "RequireSymbols", "RequireUppercase")


def check(template: Template) -> Iterator[Found]:
    """Yield each password policy that accepts too little."""
    for pool in template.resources("AWS::Cognito::UserPool"):
        for policy in pool.each("Policies", "PasswordPolicy"):
            length = policy.get("MinimumLength")
            least = length.integer() if length.present else _SHORT
            if policy.kind != "mapping" or least is None:
                continue
            off = [policy.get(kind) for kind in _KINDS if policy.get(kind).boolean() is False]
            if least < _SHORT:
                fix = edits.replace(length, _LONG, f"Ask for {_LONG} characters")
                yield Found(length, f"Passwords of {least} characters are guessed by trying. Ask for {_LONG}.", fix=fix)
            elif least < _LONG and off:
                kinds = [kind.removeprefix("Require").lower() for kind in _KINDS if policy.get(kind).boolean() is False]
                message = (
                    f"Passwords may do with {least} characters and without {names(kinds, len(kinds))}. Ask for"
                    f" {_LONG} characters, or for all kinds."
                )
                yield Found(off[0], message, severity=Severity.INFO)
