"""The simulator of event source mappings beside queueing theory and published runs; its speed and memory.

`python -m benchmarks.event_source FOLDER`, the folder that holds `sqs_scaling_published.csv`.
"""

from __future__ import annotations

import csv
import math
import subprocess
import sys
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time

from guidance.advice.event_source.arrivals import from_rate
from guidance.advice.event_source.behaviour import Behaviour, behaviour
from guidance.advice.event_source.model import Function, Outcome, Queue, Scenario, Settings, Source, Traffic
from guidance.advice.event_source.simulate import simulate

RAMP_RATE = 800.0
"""Messages a second in the published ramps: not stated there. 50,871 to 163,997 invocations in 70 to 210 s suggest 700 to 800."""
RAMP_SECONDS, RAMP_BIN_SECONDS, RAMP_COLD_MS = 250.0, 10, 200
FITTED = {("ramp", 200, 0.0), ("ramp", 600, 0.0), ("error", 50, 1.0), ("error", 50, 10.0)}
"""The rows that the constants were fitted to; all others were not looked at in the fit."""
CASES: dict[str, tuple[Source, Settings, Function]] = {
    "defaults": (Source.SQS, Settings(10), Function()),
    "window of 1 s, batches of 100": (Source.SQS, Settings(100, 1.0), Function()),
    "maximum concurrency 20": (Source.SQS, Settings(10, maximum_concurrency=20), Function()),
    "provisioned, 5 to 100 pollers": (Source.SQS, Settings(10, minimum_pollers=5, maximum_pollers=100), Function()),
    "1 % errors, partial responses": (Source.SQS, Settings(10, report_batch_item_failures=True), Function(error_rate=0.01)),
    "1 % errors": (Source.SQS, Settings(10), Function(error_rate=0.01)),
    "FIFO, 100 groups": (Source.SQS_FIFO, Settings(10), Function()),
    "Kinesis, 4 shards": (Source.KINESIS, Settings(100, parallelization_factor=2), Function()),
    "Kafka, 20 partitions": (Source.MSK, Settings(100, 0.5), Function()),
}  # fmt: skip


def still(servers: int) -> Behaviour:
    """Constants without overhead, growth and scale-in: what is left is a queue with so many servers."""
    return replace(
        behaviour(),
        sqs_start_concurrency=servers,
        sqs_idle_concurrency=servers,
        sqs_overhead_seconds=0.0,
        sqs_scale_in_share=0.0,
        stream_overhead_seconds=0.0,
        kinesis_poll_seconds=0.0,
    )


def queue_mean(
    servers: int, load: float, cv: float, arrivals: int, source: Source = Source.SQS, seed: int = 1
) -> float:
    """Mean latency of single messages of 100 ms, simulated."""
    rate = load * servers * 10
    function = Function(
        base_ms=100, per_message_ms=0, duration_cv=cv, cold_start_ms=0, timeout_seconds=900, account_concurrency=9999
    )
    queue = Queue(visibility_timeout_seconds=43_200, message_retention_seconds=1_209_600)
    traffic = from_rate(rate, arrivals / rate, seed=seed, groups=1)
    settings = Settings(1, maximum_concurrency=servers if source is Source.SQS else None)
    outcome = simulate(
        Scenario(source, settings, queue, function, traffic, seed), keep_latencies=True, constants=still(servers)
    )
    return math.fsum(outcome.latencies) / len(outcome.latencies)


def theory_mean(servers: int, load: float, cv: float) -> float:
    """The same by theory: Pollaczek and Khinchine for one server, Allen and Cunneen's approximation for more."""
    offered, service = load * servers, 0.1
    term, total = 1.0, 0.0
    for number in range(servers):
        total += term
        term *= offered / (number + 1)
    tail = term / (1 - load)
    return service + tail / (total + tail) * service / (servers * (1 - load)) * (1 + cv * cv) / 2


def print_theory() -> None:
    print("  mean latency against theory                    simulated    theory  difference")
    for servers, load, cv, source in (
        (1, 0.5, 0.0, Source.SQS), (1, 0.5, 0.5, Source.SQS), (1, 0.7, 0.5, Source.SQS), (1, 0.8, 1.0, Source.SQS),
        (1, 0.9, 0.5, Source.SQS), (1, 0.8, 0.5, Source.KINESIS), (1, 0.8, 0.5, Source.SQS_FIFO),
        (10, 0.8, 0.0, Source.SQS), (10, 0.8, 1.0, Source.SQS), (10, 0.9, 1.0, Source.SQS), (50, 0.9, 0.5, Source.SQS),
        (50, 0.95, 1.0, Source.SQS),
    ):  # fmt: skip
        found, wanted = queue_mean(servers, load, cv, 2_000_000, source), theory_mean(servers, load, cv)
        name = f"{'M/G/1' if servers == 1 else f'G/G/{servers}'} at {load:g}, cv {cv:g}, {source.value}"
        print(f"  {name:44} {found:11.4f} {wanted:9.4f} {100 * (found / wanted - 1):+9.1f} %")


def published(folder: Path) -> Iterator[dict[str, str]]:
    with folder.joinpath("sqs_scaling_published.csv").open(newline="") as file:
        yield from csv.DictReader(file)


def constant(rate: float, seconds: float) -> Traffic:
    return Traffic(array("d", [number / rate for number in range(int(rate * seconds))]), seconds)


def run(traffic: Traffic, milliseconds: float, errors: float = 0.0) -> Outcome:
    function = Function(
        base_ms=milliseconds,
        per_message_ms=0,
        duration_cv=0.02,
        cold_start_ms=RAMP_COLD_MS,
        error_rate=errors,
        account_concurrency=3000,
    )
    return simulate(Scenario(Source.SQS, Settings(1), Queue(30), function, traffic))


def peak(milliseconds: float, most: int) -> int:
    """Highest concurrency as after each of the author's uploads of code: every poller meets a function that starts cold."""
    function = Function(base_ms=milliseconds, per_message_ms=0, duration_cv=0.02, cold_start_ms=1000)
    constants = replace(behaviour(), sqs_start_concurrency=most)
    traffic = constant(1.2 * most / milliseconds * 1000, 60)
    settings = Settings(1, maximum_concurrency=most)
    return simulate(Scenario(Source.SQS, settings, Queue(30), function, traffic), constants=constants).peak_concurrency


def ramp(milliseconds: float) -> tuple[int, int]:
    """Cold starts, and when the backlog is gone, in the bins of ten seconds that the author read his charts in."""
    outcome = run(constant(RAMP_RATE, RAMP_SECONDS), milliseconds)
    seen, end = False, RAMP_SECONDS
    for point in outcome.timeline:
        if seen and point.backlog < RAMP_RATE / 2:
            end = point.at_seconds
            break
        seen |= point.backlog > RAMP_RATE / 2
    return outcome.cold_starts, math.ceil(end / RAMP_BIN_SECONDS) * RAMP_BIN_SECONDS


def throughput(errors: float, rate: float = 2000.0, seconds: float = 600.0) -> float:
    """Messages a second that an unbounded mapping processes while this share fails, once it has settled."""
    outcome = run(constant(rate, seconds), 50, errors=errors)
    late = [point for point in outcome.timeline if seconds / 2 <= point.at_seconds < seconds]
    return rate - (late[-1].backlog - late[0].backlog) / (late[-1].at_seconds - late[0].at_seconds)


def print_published(folder: Path) -> None:
    print("  published runs (rehanvdm.com)                  published  simulated  difference")
    for row in published(folder):
        kind, milliseconds, errors = row["experiment"], int(row["processing_ms"]), float(row["error_pct"])
        mark = "fitted" if (kind, milliseconds, errors) in FITTED else "held out"
        if kind == "ramp":
            cold, seconds = ramp(milliseconds)
            _row(f"{milliseconds} ms, cold starts, {mark}", int(row["total_cold_starts"]), cold)
            _row(f"{milliseconds} ms, seconds of ramp, {mark}", int(row["ramp_s"]), seconds)
        elif kind == "error":
            _row(
                f"{errors:g} % errors, messages a second, {mark}",
                float(row["throughput_error"]),
                throughput(errors / 100),
            )
        elif row["max_concurrency"]:
            most = int(row["max_concurrency"])
            name = f"{milliseconds} ms, maximum concurrency {most}, peak"
            print(f"  {name:44} {row['max_concurrency_seen']:>11} {peak(milliseconds, most):10}")


def _row(name: str, wanted: float, found: float) -> None:
    print(f"  {name:44} {wanted:11,.0f} {found:10,.0f} {100 * (found / wanted - 1):+9.0f} %")


def print_speed() -> None:
    print("  one simulated hour                                 10 a second  1,000 a second")
    traffic = {rate: from_rate(rate, 3600, lanes=4) for rate in (10, 1000)}
    for name, (source, settings, function) in CASES.items():
        times = []
        for each in traffic.values():
            lanes = replace(each, lanes=20) if source.kafka else each
            began = process_time()
            simulate(Scenario(source, settings, Queue(180, 5), function, lanes))
            times.append(process_time() - began)
        print(f"  {name:48} {times[0]:11.3f} s {times[1]:13.2f} s")
    began = process_time()
    from_rate(1000, 3600, seed=2)
    print(f"  {'making 3.6 million Poisson arrivals':48} {'':13} {process_time() - began:13.2f} s")


def print_memory() -> None:
    code = (
        "import resource; from guidance.advice.event_source.arrivals import from_timestamps;"
        "from guidance.advice.event_source.model import *; from guidance.advice.event_source.simulate import simulate;"
        "traffic = from_timestamps(number * 0.0015 for number in range(10_000_000));"
        "simulate(Scenario(Source.{source}, Settings(10), Queue(180, 5), Function(), traffic));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    for source in ("SQS", "KINESIS"):
        found = subprocess.run(
            [sys.executable, "-c", code.format(source=source)], capture_output=True, text=True, check=True
        )
        print(f"  10 million timestamps, {source}: {float(found.stdout):.0f} MB at most, interpreter and all")


def main(folder: Path) -> None:
    print("Event source mappings: the simulator")
    print_theory()
    print_published(folder)
    print_speed()
    print_memory()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
