"""The schema registries of EventBridge: what is there, and one schema as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.sessions import Aws

AWS_EVENTS = "aws.events"
"""The registry of the events that AWS's own services send."""
_MOST = 100


@dataclass(frozen=True)
class Found:
    """A schema's name."""

    registry: str
    name: str
    versions: int | None = None


@dataclass(frozen=True)
class Kept:
    """A schema as the registry keeps it."""

    registry: str
    name: str
    version: str
    kind: str
    """OpenApi3 or JSONSchemaDraft4."""
    content: str


def registries(where: Aws) -> list[str]:
    """The names of all registries.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    return [each["RegistryName"] for page in where.pages("schemas", "ListRegistries") for each in page["Registries"]]


def listed(where: Aws, registry: str) -> tuple[list[Found], bool]:
    """The schemas of a registry, at most a hundred, and whether there are more.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    pages = where.pages("schemas", "ListSchemas", RegistryName=registry)
    found = list(islice((each for page in pages for each in page["Schemas"]), _MOST + 1))
    names = [Found(registry, each["SchemaName"], each.get("VersionCount")) for each in found[:_MOST]]
    return names, len(found) > _MOST


def searched(where: Aws, registry: str, words: str) -> tuple[list[Found], bool]:
    """The schemas whose name or content holds the words, at most a hundred, and whether there are more.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    pages = where.pages("schemas", "SearchSchemas", RegistryName=registry, Keywords=words)
    found = list(islice((each for page in pages for each in page["Schemas"]), _MOST + 1))
    names = [Found(registry, each["SchemaName"], len(each.get("SchemaVersions", ())) or None) for each in found[:_MOST]]
    return names, len(found) > _MOST


def described(where: Aws, registry: str, name: str) -> Kept:
    """One schema, its newest version.

    Raises:
        AwsError: when there is none, or AWS cannot be asked or refuses.

    """
    try:
        answer = where.call("schemas", "DescribeSchema", RegistryName=registry, SchemaName=name)
    except NotFoundError:
        near, _ = searched(where, registry, name.rpartition("@")[2] or name)
        offered = f" Near it: {', '.join(each.name for each in near[:5])}." if near else ""
        raise AwsError(f"There is no schema '{name[:80]}' in {registry}, in {where.told}.{offered}") from None
    kind = str(answer.get("Type", ""))
    return Kept(registry, answer["SchemaName"], str(answer.get("SchemaVersion", "?")), kind, answer["Content"])
