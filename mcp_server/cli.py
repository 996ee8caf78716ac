"""The command line: the server, and the same tools for shells and scripts. The MCP SDK is imported only to serve."""

from __future__ import annotations

import gc
import sys

from mcp_server import UsageError, __version__
from mcp_server import command_arguments as takes

TYPE_CHECKING = False  # typing, argparse and the rest take longer to import than a short command to run
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from mcp_server.settings import Settings

_OPTIONAL_WORDS = ("json", "query")
"""Words that may be left out; behind an option argparse no longer finds them: https://github.com/python/cpython/issues/59317."""
_OK, _FAILED, _USAGE, _INTERRUPTED = 0, 1, 2, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit code: 0 done, 1 the command says no, 2 wrong usage.

    """
    try:
        code = _command(arguments)
        sys.stdout.flush()
    except UsageError as error:
        sys.stderr.write(f"serverless-mcp: {error}\n")
        return _USAGE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # `serverless-mcp tools | head`
        sys.stdout = None  # nobody reads it any more: keep Python from flushing it at exit
        return _OK
    return code


def _command(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in _CATALOGUES and len(arguments) <= 2 and not arguments[-1].startswith("-"):
        return _CATALOGUES[arguments[0]](arguments[1] if len(arguments) > 1 else None)
    parser = _parser(arguments)
    options, late = parser.parse_known_args(arguments)
    optional = next((name for name in _OPTIONAL_WORDS if name in options), None)
    if optional and len(late) == 1 and not late[0].startswith("--"):
        setattr(options, optional, late[0])
    elif late:
        parser.error(f"unrecognized arguments: {' '.join(late)}")
    code: int = options.command(options)
    return code


def _settings(options: argparse.Namespace) -> Settings:
    """The settings of this run, checked; also that `guidance` is this project's, as a package of that name exists on PyPI."""
    import guidance
    from mcp_server.settings import settings

    if not (guidance.__file__ or "").startswith(__file__.removesuffix("cli.py").removesuffix("mcp_server/")):
        raise UsageError(
            "another package named 'guidance' is installed in this environment. Install serverless-practices-mcp by itself, "
            "with `uv tool install` or `pipx install`."
        )
    return settings(vars(options))


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; of the commands, only the one that is asked for is built, unless help or a mistake needs them all."""
    import argparse

    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False)
    group = shared.add_argument_group(
        "settings, before or after the command (environment twins: SERVERLESS_MCP_READ_ONLY, ...)"
    )
    group.add_argument(
        "--workspace",
        action="append",
        metavar="DIR",
        help="folder that may be written to; repeatable (default: current)",
    )
    group.add_argument("--read-only", action="store_true", help="write nothing, neither to AWS nor to disk")
    group.add_argument("--allow-write", action="store_true", help="allow tools that change AWS")
    group.add_argument(
        "--allow-sensitive-data-access", action="store_true", help="allow tools that read logs and environment values"
    )
    group.add_argument(
        "--toolsets", metavar="A,B", help="build, check, observe, recommend, learn (these are the default), deploy; all"
    )
    group.add_argument("--tools", metavar="X,Y", help="tools to offer besides those of the toolsets")
    group.add_argument("--exclude-tools", metavar="Z", help="tools not to offer")
    group.add_argument("--region", help="AWS region")
    group.add_argument("--profile", help="AWS profile")

    parser = argparse.ArgumentParser(
        prog="serverless-mcp",
        description="MCP server for AWS serverless. Without a command it speaks MCP on stdin and stdout.",
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"serverless-mcp {__version__}")
    parser.set_defaults(command=_stdio)
    chosen = next((word for word in arguments if word in _COMMANDS), None)
    asked = (
        [chosen]
        if chosen and not {"-h", "--help"} & set(arguments[: list(arguments).index(chosen)])
        else list(_COMMANDS)
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in asked:
        function, summary, specify = _COMMANDS[name]
        sub = commands.add_parser(name, help=summary, description=summary, parents=[shared], allow_abbrev=False)
        sub.set_defaults(command=function)
        specify(sub)
    return parser


def _say(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _stdio(options: argparse.Namespace) -> int:
    settings = _settings(options)
    from mcp_server.server import run_stdio

    _imported()
    run_stdio(settings)
    return _OK


def _serve(options: argparse.Namespace) -> int:
    if not options.http:
        return _stdio(options)
    settings = _settings(options)
    from mcp_server.server import run_http

    _imported()
    run_http(settings, options.host, options.port)
    return _OK


def _imported() -> None:
    """What is imported stays: keep the collector from walking it ever again."""
    gc.freeze()
    gc.enable()


def _tools(options: argparse.Namespace) -> int:
    from mcp_server.schemas import lean_input, lean_output
    from mcp_server.tools import selected

    specs = selected(_settings(options))
    if not options.json:
        width = max((len(spec.name) for spec in specs), default=0)
        _say("\n".join(f"{spec.name:{width}}  {spec.toolset:9}  {spec.title}" for spec in specs))
        return _OK
    definitions = [
        {
            "name": spec.name,
            "title": spec.title,
            "toolset": spec.toolset,
            "description": spec.description,
            "inputSchema": lean_input(spec.arguments().model_json_schema()),
            "outputSchema": lean_output(spec.result.model_json_schema(mode="serialization")),
        }
        for spec in specs
    ]
    import json

    _say(json.dumps(definitions, indent=2))
    return _OK


def _call(options: argparse.Namespace) -> int:
    from mcp_server.call import call

    return call(options.tool, options.json, _settings(options), text=options.text)


def _rules(rule_id: str | None) -> int:
    if not rule_id:
        with open(__file__.removesuffix("cli.py") + "rules.txt", encoding="utf-8") as listed:  # noqa: PTH123 - pathlib is slow to import
            _say(listed.read())  # generated from the rules, and held to them by a test
        return _OK
    from guidance.errors import GuidanceError
    from mcp_server.rules import rule_page

    try:
        _say(rule_page(rule_id))
    except GuidanceError as error:
        sys.stderr.write(f"serverless-mcp: {error}\n")
        return _FAILED
    return _OK


def _validate(options: argparse.Namespace) -> int:
    from mcp_server.validate import validate, wanted

    return validate(options.paths, wanted(vars(options)), options.format, _settings(options))


def _metrics(options: argparse.Namespace) -> int:
    from mcp_server.formats.text import _painter
    from mcp_server.metrics_command import metrics

    return metrics(options, _settings(options), _painter())


def _logs(options: argparse.Namespace) -> int:
    from mcp_server.diagnose_command import logs
    from mcp_server.formats.text import _painter

    return logs(options, _settings(options), _painter())


def _diagnose(options: argparse.Namespace) -> int:
    from mcp_server.diagnose_command import diagnose
    from mcp_server.formats.text import _painter

    return diagnose(options, _settings(options), _painter())


def _practices(practice_id: str | None) -> int:
    from guidance import GuidanceError, practice, practices
    from mcp_server.pages import practice_markdown

    if not practice_id:
        _say("\n".join(f"{found.id:8} {found.statement}" for found in practices().values()))
        return _OK
    try:
        _say(practice_markdown(practice(practice_id)))
    except GuidanceError as error:
        sys.stderr.write(f"serverless-mcp: {error}\n")
        return _FAILED
    return _OK


def _demo(options: argparse.Namespace) -> int:
    from mcp_server.demo import demo

    return demo(options.dir, _settings(options))


def _setup(options: argparse.Namespace) -> int:
    if options.skill:
        from mcp_server.skills import setup_skill

        return setup_skill(options.client, write=options.write)
    from mcp_server.clients import setup

    return setup(options.client, write=options.write)


def _doctor(options: argparse.Namespace) -> int:
    from mcp_server.doctor import doctor

    return doctor(_settings(options))


_COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, Callable[[argparse.ArgumentParser], None]]] = {
    "serve": (_serve, "serve MCP, on stdio or over Streamable HTTP", takes.serve),
    "tools": (_tools, "list the tools", takes.tools),
    "call": (_call, "call one tool; its result goes to stdout, as JSON or --text", takes.call),
    "validate": (
        _validate,
        "check templates, durable code, folders; exit code 0 clean, 1 findings, 2 unreadable",
        takes.validate,
    ),
    "metrics": (_metrics, "what CloudWatch says of deployed functions, queues, APIs, stacks", takes.metrics),
    "logs": (_logs, "what the logs of a function say: errors by signature, cold starts, the slowest", takes.logs),
    "diagnose": (
        _diagnose,
        "why a function, mapping, durable execution or stack fails or is slow",
        takes.diagnose,
    ),
    "rules": (lambda options: _rules(options.id), "list the rules, or explain one", takes.an_id),
    "practices": (lambda options: _practices(options.id), "list the practices, or explain one", takes.an_id),
    "demo": (_demo, "the main job, end to end, offline: scaffold, test and check a note-taking API", takes.demo),
    "setup": (_setup, "print the configuration of a client, or write it", takes.setup),
    "doctor": (_doctor, "say what works here and what to do about the rest", takes.nothing),
}

_CATALOGUES = {"rules": _rules, "practices": _practices}
"""Commands that take no option but an id: run without building a parser first."""
