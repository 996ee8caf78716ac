"""Print every figure: `python -m benchmarks [FOLDER]`, the folder of templates as in benchmarks.templates.

Memory advice is measured where `lambda_memory.csv` lies in that folder or beside it, the simulator against published runs where
`sqs_scaling_published.csv` does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import (
    durable,
    event_source,
    event_source_advice,
    fuzz,
    house,
    learn,
    memory,
    observe,
    options,
    templates,
)

if __name__ == "__main__":
    for part in (house, templates, durable, event_source_advice, options, learn, observe, fuzz):
        part.main()
        print(flush=True)
    named = Path(sys.argv[1]) if len(sys.argv) > 1 else templates.DEFAULT
    found = next((folder for folder in (named, named.parent) if (folder / "lambda_memory.csv").is_file()), None)
    if found is None:
        print(f"There is no lambda_memory.csv in or beside {named}: memory advice was not measured.")
    else:
        memory.main(found)
    found = next((folder for folder in (named, named.parent) if (folder / "sqs_scaling_published.csv").is_file()), None)
    if found is not None:
        event_source.main(found)
