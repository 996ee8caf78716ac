"""The entry point. It imports as little as it can: half of the work of a short command would otherwise be imports."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; exits with its code."""
    gc.disable()  # imports make no garbage to speak of; collecting during them costs a fifth of the start
    if sys.argv[1:] == ["--version"]:
        from mcp_server import __version__

        sys.stdout.write(f"serverless-mcp {__version__}\n")
        return
    from mcp_server.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
