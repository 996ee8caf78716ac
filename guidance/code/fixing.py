"""Applies the fixes of findings in code, in the file itself and in those that it imports, and proves each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from guidance.code.model import Program
from guidance.errors import CodeError
from guidance.file_finding import file_of
from guidance.fixes import Fixed, Manner, fix_text
from guidance.model import Finding

CODE = Manner(
    identity=lambda each: (each.rule_id, file_of(each), each.line, each.column),
    key=lambda each: (each.rule_id, f"{file_of(each) or ''}: {each.message}"),
    breaks=re.compile(r"\r\n|\n|\r"),
)


def fix(
    read: Callable[[Mapping[str, str]], Program],
    check: Callable[[Program], Sequence[Finding]],
    *,
    unsafe: bool = False,
    most: int | None = None,
    seconds: float | None = None,
) -> dict[str, Fixed]:
    """Fix a program, one file after the other: those that a fix is known for, by their path.

    Args:
        read: reads the program, with these texts instead of what the files hold.
        check: its findings, all of them.
        unsafe: also those fixes that may change behaviour.
        most: how many fixes of a file to try.
        seconds: when to stop trying in a file.

    """
    program = read({})
    texts: dict[str, str] = {}
    fixed: dict[str, Fixed] = {}
    cures = {file_of(each) or program.main for each in check(program) if each.fix is not None}
    for name in sorted(cures, key=lambda name: (name != program.main, name)):
        before = program.files[name].text
        proof = _Proof(name, before, program, lambda changed: check(read({**texts, **changed})))
        done = fix_text(before, proof, proof.own, CODE, unsafe=unsafe, most=most, seconds=seconds)
        texts[name] = done.text
        fixed[name] = done
    return fixed


class _Proof:
    """The findings of a program when one of its files has another text."""

    def __init__(
        self, name: str, before: str, program: Program, check: Callable[[Mapping[str, str]], Sequence[Finding]]
    ) -> None:
        self.name = name
        self.before = before
        self.main = program.main
        self.check = check
        self.language = program.language

    def __call__(self, text: str) -> Sequence[Finding]:
        """The findings.

        Raises:
            CodeError: when the text has lost its syntax.

        """
        if text != self.before and self.language == "typescript" and self._breaks(text):
            raise CodeError("A fix broke the syntax.")
        return self.check({self.name: text})

    def own(self, finding: Finding) -> bool:
        """Whether a finding is in the file."""
        return (file_of(finding) or self.main) == self.name

    def _breaks(self, text: str) -> bool:
        """Whether a text has a syntax error that the file had not: the parser of TypeScript reads past them."""
        from guidance.code.typescript.tree import Tree, UnreadableError

        try:
            was, now = (Tree(self.name, each).raw.root_node.has_error for each in (self.before, text))
        except UnreadableError:
            return True
        return now and not was
