"""Numbers as people read them."""

from __future__ import annotations

from guidance.advice.metrics.model import length


def count(value: float) -> str:
    """A count: "1,204", "12.4k", "3.1M"."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e5, "k")):
        if abs(value) >= size:
            scale = 1e3 if letter == "k" else size
            return f"{value / scale:,.3g}{letter}" if value / scale < 1000 else f"{value / scale:,.0f}{letter}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.3g}"


def share(value: float) -> str:
    """A share of one as percent: "1.2%"; what is not nothing is not written as 0%."""
    if value == 0:
        return "0%"
    return f"{value:.0%}" if value >= 0.0995 else f"{value * 100:.2g}%" if value >= 0.0001 else "<0.01%"


def money(value: float) -> str:
    """Dollars, with as many digits as matter."""
    return f"${value:,.2f}" if value >= 1 or value == 0 else f"${value:.2g}" if value >= 0.0001 else "<$0.0001"


def amount(value: float | None, unit: str) -> str:
    """A value with its unit: "412 ms", "1.2 s", "3 h", "4.1 MB", "92%"."""
    if value is None:
        return "-"
    if unit == "ms":
        return f"{value:,.3g} ms" if value < 1000 else length(value / 1000)
    if unit == "s":
        return length(value)
    if unit == "share":
        return share(value)
    if unit == "bytes":
        return _bytes(value)
    return count(value)


def change(percent: float | None) -> str:
    """A trend: "+12%", "-3%", "x8", "=" when it hardly moved, nothing when there is nothing to compare with."""
    if percent is None:
        return ""
    if percent >= 400:
        return f"x{count(float(f'{percent / 100 + 1:.3g}'))}"
    return "=" if abs(percent) < 1 else f"{percent:+.0f}%"


def _bytes(value: float) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= size:
            return f"{value / size:,.3g} {unit}" if value < 999 * size else f"{value / size:,.0f} {unit}"
    return f"{value:,.0f} B"
