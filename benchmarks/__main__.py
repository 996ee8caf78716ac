"""Print every figure: `python -m benchmarks [FOLDER]`, the folder of templates as in benchmarks.templates."""

from __future__ import annotations

from benchmarks import fuzz, house, templates

if __name__ == "__main__":
    for part in (house, templates, fuzz):
        part.main()
        print(flush=True)
