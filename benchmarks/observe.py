"""How long `get_metrics` takes and how often it asks AWS, against the seeded shop in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mcp_server.settings import settings
from mcp_server.tools import Caller
from tests.mcp_server.aws_account import KEYS

ROUNDS = 15
ROOT = Path(__file__).parent.parent


def serve() -> None:
    """The shop, until stdin ends; each line on stdin is answered with the operations called since the last one."""
    from tests.mcp_server.observed_account import observed
    from tests.mcp_server.observed_shop import seed_shop

    with observed() as account:
        shop = seed_shop(account)
        print(json.dumps({"url": account.url, "api": shop.http_api, "bucket": len(account.series)}), flush=True)
        for _ in sys.stdin:
            print(json.dumps(Counter(account.calls)), flush=True)
            account.calls.clear()


@contextmanager
def shop() -> Iterator[subprocess.Popen[str]]:
    """The shop in a process of its own, so that its work is not ours."""
    command = [sys.executable, "-c", "from benchmarks.observe import serve; serve()"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            assert child.stdin
            child.stdin.close()


def line(child: subprocess.Popen[str]) -> dict[str, Any]:
    assert child.stdout
    found: dict[str, Any] = json.loads(child.stdout.readline())
    return found


def asked(child: subprocess.Popen[str]) -> Counter[str]:
    """The operations since this was last asked."""
    assert child.stdin
    child.stdin.write("\n")
    child.stdin.flush()
    return Counter(line(child))


def measure(child: subprocess.Popen[str], title: str, limit_ms: float, rounds: int, **arguments: Any) -> None:  # noqa: ANN401 - a tool's
    from mcp_server.tools.get_metrics import get_metrics

    caller = Caller(settings({}))
    took = []
    began = time.perf_counter()
    result = get_metrics(caller, **arguments)
    first = time.perf_counter() - began
    calls = asked(child)
    for _ in range(rounds):
        began = time.perf_counter()
        result = get_metrics(caller, **arguments)
        text = result.text()
        took.append(time.perf_counter() - began)
    asked(child)
    data = json.dumps(result.data(), separators=(",", ":"), ensure_ascii=False)
    middle, worst = statistics.median(took) * 1000, max(took) * 1000
    print(
        f"  {title:34} {middle:7.1f} ms median {worst:7.1f} ms worst {first * 1000:7.1f} ms first (under {limit_ms:.0f} ms)"
    )
    pictures = "".join(f", PNG {len(each):,} B" for each in result.pictures())
    print(
        f"  {'':34} {sum(calls.values())} calls to AWS, {calls['cloudwatch.GetMetricData']} GetMetricData; "
        f"{len(text.encode()) // 4:,} tokens of text, {len(data.encode()) // 4:,} of data{pictures}"
    )


def main() -> None:
    """Print the figures."""
    with shop() as child:
        where = line(child)
        os.environ.update({**KEYS, "AWS_ENDPOINT_URL": where["url"]})
        print(f"get_metrics, against an account over HTTP, medians of {ROUNDS}")
        measure(child, "one function, 3 h", 300, ROUNDS, targets=["lambda:orders"])
        measure(child, "the same with a chart", 300, ROUNDS, targets=["lambda:orders"], chart=True)
        measure(child, "one function, 24 h", 300, ROUNDS, targets=["lambda:orders"], start="-24h")
        measure(child, "an HTTP API, 3 h", 300, ROUNDS, targets=[f"httpapi:{where['api']}"])
        measure(child, "a stack of 30 resources, 3 h", 2000, ROUNDS, targets=["stack:shop"])
        measure(child, "a stack of 30 resources, 24 h", 2000, ROUNDS, targets=["stack:shop"], start="-24h")


if __name__ == "__main__":
    main()
