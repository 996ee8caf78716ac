"""What each command takes. Only that of the command that is asked for is built: all of them take longer than a short command."""

from __future__ import annotations

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    import argparse

CLIENTS = ("claude-code", "claude-desktop", "cursor", "kiro", "vscode")


def nothing(sub: argparse.ArgumentParser) -> None:
    """Takes no arguments."""
    del sub


def serve(sub: argparse.ArgumentParser) -> None:
    """Transport, host and port."""
    sub.add_argument("--http", action="store_true", help="Streamable HTTP at /mcp instead of stdio")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000)


def tools(sub: argparse.ArgumentParser) -> None:
    """For people or machines."""
    sub.add_argument("--json", action="store_true", help="their definitions, as clients get them")


def call(sub: argparse.ArgumentParser) -> None:
    """The tool and its arguments."""
    sub.add_argument("tool", metavar="TOOL")
    sub.add_argument("json", metavar="JSON", nargs="?", default="{}", help="arguments as a JSON object; - reads stdin")
    sub.add_argument("--text", action="store_true", help="print what an assistant reads (Markdown), not JSON")


def an_id(sub: argparse.ArgumentParser) -> None:
    """An id that may be left out."""
    sub.add_argument("id", metavar="ID", nargs="?")


def validate(sub: argparse.ArgumentParser) -> None:
    """What to check, by which rules, and what comes of it."""
    sub.epilog = "--profile is default or strict here; --region is that whose schemas count."
    sub.add_argument(
        "paths", metavar="PATH", nargs="+", help="a template or durable code, or a folder in which to find them"
    )
    sub.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
    sub.add_argument("--rules", metavar="A,B", help="only these rules, by id or alias, without schema checks")
    sub.add_argument("--exclude-rules", metavar="A,B", help="not these")
    sub.add_argument("--fix", action="store_true", help="apply the safe fixes that prove themselves")
    sub.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: also those that may change behaviour"
    )
    sub.add_argument("--diff", action="store_true", help="show what --fix would change, and write nothing")
    sub.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        default="error",
        help="exit with 1 from this severity",
    )
    sub.add_argument("--max-findings", type=int, metavar="N", help="of each file, the worst first")


def metrics(sub: argparse.ArgumentParser) -> None:
    """What to look at, over which window."""
    sub.add_argument("targets", metavar="TARGET", nargs="+", help="lambda:NAME, sqs:NAME, stack:NAME, ...; an ARN")
    _window(sub, "png")
    sub.add_argument("--period", type=int, metavar="SECONDS", help="of a point (default: at most 60 points)")


def _window(sub: argparse.ArgumentParser, *formats: str) -> None:
    sub.add_argument("--last", metavar="3h", help="the window that ends at --end: 90m, 3h, 2d (default 3h)")
    sub.add_argument("--start", metavar="TIME", help="ISO 8601, instead of --last")
    sub.add_argument("--end", metavar="TIME", help="ISO 8601 (default: now)")
    sub.add_argument("--format", choices=("text", "json", *formats), default="text")


def logs(sub: argparse.ArgumentParser) -> None:
    """Whose logs, and what of them."""
    sub.add_argument("target", metavar="TARGET", help="a function, or a log group (/aws/...)")
    sub.add_argument(
        "query",
        metavar="QUERY",
        nargs="?",
        default="errors",
        help="errors (default), timeouts, out_of_memory, cold_starts, slowest, durable; or Logs Insights text",
    )
    _window(sub)


def diagnose(sub: argparse.ArgumentParser) -> None:
    """What is wrong with what."""
    sub.add_argument(
        "target", metavar="TARGET", help="a function, mapping:UUID, the ARN of a durable execution, stack:NAME"
    )
    _window(sub)


def demo(sub: argparse.ArgumentParser) -> None:
    """Where to."""
    sub.add_argument(
        "dir", metavar="DIR", nargs="?", default="note-taking", help="new folder for the project (note-taking)"
    )


def setup(sub: argparse.ArgumentParser) -> None:
    """Which client, and whether to write."""
    sub.add_argument("client", metavar="CLIENT", choices=CLIENTS, help=", ".join(CLIENTS))
    sub.add_argument("--write", action="store_true", help="add it to the client's configuration file, or skills folder")
    sub.add_argument(
        "--skill", action="store_true", help="the skill that teaches an assistant to use this server instead"
    )
