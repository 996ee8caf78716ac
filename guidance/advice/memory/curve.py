"""The physical curve: how long a function runs at a memory size, relative to one vCPU.

Lambda gives CPU in proportion to memory: one vCPU at 1,769 MB. A function waits for part of its time and computes for the rest:

    T(m) = T(one vCPU) x [ (1 - f) + f x g(s) ],  s = m / 1769
    g(s) = min(s, p) ** -(1 + k)                      below one vCPU: slightly more than proportional, flat beyond a knee p <= 1
    g(s) = (1 - q) + q min(s, p) ** -(1 + k)          beyond one vCPU: only the parallel part q gains, up to p vCPUs

At 128 MB some functions are slower still, by memory pressure: up to h, as a logarithm, fading out at 256 MB.
A knee far below one vCPU is a short function: its burst fits into what the scheduler grants at once (CFS periods of 20 ms).
"""

from __future__ import annotations

import math
from typing import NamedTuple

ONE_VCPU_MB = 1769.0
"""Memory at which a function has one vCPU (quotas: `lambda.memory`, Lambda guide "Configure Lambda function memory")."""


class Shape(NamedTuple):
    """The parameters of one curve."""

    cpu_share: float
    """f: part of the duration at one vCPU that is computing."""
    excess: float
    """k: by how much CPU time grows faster than the share of CPU shrinks."""
    knee: float
    """p, in vCPUs."""
    parallel: float
    """q: part of the computing that more than one vCPU shortens."""
    squeeze: float = 0.0
    """h: logarithm of how much slower 128 MB is than its CPU explains."""


def log_relative(shape: Shape, memory_mb: float) -> float:
    """Logarithm of the duration at this size over that at one vCPU."""
    share = memory_mb / ONE_VCPU_MB
    if share <= 1.0 or shape.knee <= 1.0:
        gain = min(share, shape.knee, 1.0) ** -(1.0 + shape.excess)
    else:
        gain = 1.0 - shape.parallel + shape.parallel * min(share, shape.knee) ** -(1.0 + shape.excess)
    squeezed = shape.squeeze * max(0.0, 1.0 - math.log2(memory_mb / 128))
    return math.log(1.0 - shape.cpu_share + shape.cpu_share * gain) + squeezed
