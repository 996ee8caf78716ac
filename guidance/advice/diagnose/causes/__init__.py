"""Causes, one file each: `weigh(evidence)` yields what the evidence speaks for. A new file is found by itself."""
