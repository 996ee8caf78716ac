"""A small canvas that becomes a PNG: dots, lines, bands and a 5 x 7 alphabet.

matplotlib or Pillow would add tens of megabytes and their start-up to a server that draws one plain chart, and the small
writers (pypng) leave the drawing to the caller anyway: so the pixels are set here and `zlib` packs them.
"""

from __future__ import annotations

import struct
import zlib

Colour = tuple[int, int, int]

_GLYPHS = {
    "0": "0e11131519110e",
    "1": "040c040404040e",
    "2": "0e11010204081f",
    "3": "1f02040201110e",
    "4": "02060a121f0202",
    "5": "1f101e0101110e",
    "6": "0608101e11110e",
    "7": "1f010204080808",
    "8": "0e11110e11110e",
    "9": "0e11110f01020c",
    ".": "00000000000c0c",
    ",": "000000000c0408",
    "%": "18190204081303",
    "$": "040f140e051e04",
    "-": "0000001f000000",
    ":": "000c0c000c0c00",
    "/": "00010204081000",
    "(": "02040808080402",
    ")": "08040202020408",
    "A": "0e1111111f1111",
    "B": "1e11111e11111e",
    "C": "0e11101010110e",
    "D": "1c12111111121c",
    "E": "1f10101e10101f",
    "F": "1f10101e101010",
    "G": "0e11101711110f",
    "H": "1111111f111111",
    "I": "0e04040404040e",
    "J": "0702020202120c",
    "K": "11121418141211",
    "L": "1010101010101f",
    "M": "111b1515111111",
    "N": "11111915131111",
    "O": "0e11111111110e",
    "P": "1e11111e101010",
    "Q": "0e11111115120d",
    "R": "1e11111e141211",
    "S": "0f10100e01011e",
    "T": "1f040404040404",
    "U": "1111111111110e",
    "V": "11111111110a04",
    "W": "1111111515150a",
    "X": "11110a040a1111",
    "Y": "1111110a040404",
    "Z": "1f01020408101f",
}
"""Seven rows of five bits each, in hexadecimal."""


class Canvas:
    """An image in RGB, white at first. x goes right, y down."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._pixels = bytearray(b"\xff" * (width * height * 3))

    def dot(self, x: int, y: int, colour: Colour) -> None:
        """One pixel; outside is nothing."""
        if 0 <= x < self.width and 0 <= y < self.height:
            at = (y * self.width + x) * 3
            self._pixels[at : at + 3] = bytes(colour)

    def box(self, left: int, top: int, right: int, bottom: int, colour: Colour) -> None:
        """A filled rectangle, its far edges included."""
        left, right = max(left, 0), min(right, self.width - 1)
        row = bytes(colour) * (right - left + 1)
        for y in range(max(top, 0), min(bottom, self.height - 1) + 1):
            at = (y * self.width + left) * 3
            self._pixels[at : at + len(row)] = row

    def disc(self, x: int, y: int, radius: int, colour: Colour, *, hollow: bool = False) -> None:
        """A filled circle, or a ring two pixels wide."""
        for dy in range(-radius, radius + 1):
            for dx in range(-radius, radius + 1):
                distance = dx * dx + dy * dy
                if distance <= radius * radius and not (hollow and distance < (radius - 2) ** 2):
                    self.dot(x + dx, y + dy, colour)

    def line(self, start: tuple[int, int], end: tuple[int, int], colour: Colour, width: int = 2) -> None:
        """A straight line."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for step in range(steps + 1):
            x = round(start[0] + (end[0] - start[0]) * step / steps)
            y = round(start[1] + (end[1] - start[1]) * step / steps)
            self.box(x, y, x + width - 1, y + width - 1, colour)

    def text(self, x: int, y: int, words: str, colour: Colour, scale: int = 2) -> None:
        """Words in capitals; characters that the alphabet lacks are spaces."""
        for number, letter in enumerate(words.upper()):
            rows = bytes.fromhex(_GLYPHS.get(letter, "00" * 7))
            for dy, bits in enumerate(rows):
                for dx in range(5):
                    if bits >> (4 - dx) & 1:
                        left, top = x + (number * 6 + dx) * scale, y + dy * scale
                        self.box(left, top, left + scale - 1, top + scale - 1, colour)

    @staticmethod
    def text_width(words: str, scale: int = 2) -> int:
        """How wide the words become, in pixels."""
        return len(words) * 6 * scale

    def png(self) -> bytes:
        """The image as a PNG file (https://www.w3.org/TR/png-3/)."""
        stride = self.width * 3
        rows = b"".join(b"\x00" + self._pixels[y * stride : (y + 1) * stride] for y in range(self.height))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(rows, 9))
            + _chunk(b"IEND", b"")
        )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
