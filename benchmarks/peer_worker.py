"""cfn-lint with the rules of cfn-lint-serverless, run by the Python of their own environment; it imports nothing of ours.

A path a line comes in, a JSON list of [rule, line, end line] goes out; rules are built once, as in the other rows.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer each path until the input ends."""
    from cfnlint.config import ConfigMixIn
    from cfnlint.decode.decode import decode_str
    from cfnlint.rules import Rules
    from cfnlint.runner import run_template_by_data

    logging.getLogger("cfnlint").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.yaml")
        empty.write_text("", "utf-8")
        config = ConfigMixIn(["--config-file", str(empty)], regions=["us-east-1"])
    import cfnlint.rules

    rules = Rules.create_from_directory(str(Path(cfnlint.rules.__file__).parent))
    rules.update(Rules.create_from_module("cfn_lint_serverless.rules"))
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        found: list[Any]
        try:
            template, errors = decode_str(Path(line.rstrip("\n")).read_text("utf-8"))
            matches = errors or list(run_template_by_data(template, config, rules))
            found = [[each.rule.id, each.linenumber, each.linenumberend] for each in matches]
        except Exception as error:  # noqa: BLE001 - it raises on some templates
            found = [[f"E {type(error).__name__}", 0, 0]]
        answers.write(json.dumps(found) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
