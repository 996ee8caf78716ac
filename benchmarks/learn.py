"""Guidance: how fast it answers, how long its answers are, and how often they hold what was asked for."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

QUESTIONS = Path(__file__).parent.parent / "tests" / "guidance" / "questions.toml"
SECOND = QUESTIONS.with_name("questions_second.toml")
FIRST_MS, WARM_MS, MOST_TOKENS, LEAST_RECALL, LEAST_RECALL_SECOND = 60, 10, 1200, 0.9, 0.85
ROUNDS, STARTS = 5, 9

_FIRST = """
import time
from mcp_server.guidance_answers import by_question
started = time.perf_counter()
by_question("our dead-letter queue fills up with good messages").text()
print((time.perf_counter() - started) * 1000)
"""


def first_ms() -> float:
    """The median first answer of a fresh process, imports done."""
    command = [sys.executable, "-c", _FIRST]
    times = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(STARTS)]
    return statistics.median(times)


def warm_ms(questions: list[str]) -> tuple[float, float]:
    """Median and 95th percentile of answers in a process that has answered before."""
    from mcp_server.guidance_answers import by_question

    for asked in questions:
        by_question(asked)
    times = []
    for _ in range(ROUNDS):
        for asked in questions:
            started = time.perf_counter()
            by_question(asked).text()
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def recall(questions: list[dict[str, list[str]]]) -> float:
    """The mean share of what is expected, a practice or one of several ("A/B"), among the first five."""
    from guidance.ranking import rank

    shares = []
    for each in questions:
        first = {hit.id for hit in rank(str(each["ask"]), most=5)}
        found = sum(not first.isdisjoint(wanted.split("/")) for wanted in each["expect"])
        shares.append(found / len(each["expect"]))
    return statistics.mean(shares)


def main() -> None:
    """Print the figures, each with what it is held to."""
    from guidance.ranking import answering
    from mcp_server.guidance_answers import by_question

    data, second = (tomllib.loads(file.read_text("utf-8")) for file in (QUESTIONS, SECOND))
    questions, typed = data["questions"], second["questions"]
    off_topic = [each["ask"] for each in (*data["off_topic"], *second["off_topic"])]
    asked = [each["ask"] for each in (*questions, *typed)]
    median, p95 = warm_ms([*asked, *off_topic])
    tokens = [len(by_question(each).text().encode()) / 4 for each in asked]
    silent = sum(not answering(each) for each in off_topic)
    print("guidance")
    print(f"  first answer of a process            {first_ms():8.1f} ms   (at most {FIRST_MS})")
    print(f"  answers, median and p95              {median:8.2f} {p95:.2f} ms   (p95 at most {WARM_MS})")
    print(
        f"  longest and mean answer              {max(tokens):8.0f} {statistics.mean(tokens):.0f} tokens (at most {MOST_TOKENS})"
    )
    print(f"  recall at 5, questions tuned on      {recall(questions[::2]):8.3f}   ({len(questions[::2])} questions)")
    print(f"  recall at 5, questions held out      {recall(questions[1::2]):8.3f}   (at least {LEAST_RECALL})")
    print(f"  recall at 5, second set, tuned on    {recall(typed[::2]):8.3f}   ({len(typed[::2])} questions)")
    print(f"  recall at 5, second set, held out    {recall(typed[1::2]):8.3f}   (at least {LEAST_RECALL_SECOND})")
    print(f"  off topic, answered with nothing     {silent:8} of {len(off_topic)}")


if __name__ == "__main__":
    main()
