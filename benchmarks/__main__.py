"""Print every figure."""

from __future__ import annotations

from benchmarks import house

if __name__ == "__main__":
    house.main()
