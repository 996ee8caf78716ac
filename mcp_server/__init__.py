"""The door for assistants: an MCP server and a command line over `guidance` and `scaffolds`."""

__version__ = "0.1.0"

NAME = "serverless-practices"
"""The server's name in the protocol."""


class UsageError(Exception):
    """The server or the command line was called wrongly; the message says what to do."""
