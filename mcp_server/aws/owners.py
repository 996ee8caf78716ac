"""Whether ARNs that a caller names belong to the account, the partition and the region that calls go to."""

from __future__ import annotations

from collections.abc import Iterable

import boto3

from mcp_server.aws.sessions import Aws
from mcp_server.aws.targets import Target
from mcp_server.errors import CallError


def check_owners(aws: Aws, targets: Iterable[Target]) -> None:
    """Refuse ARNs of elsewhere: metrics are read where the credentials are.

    Raises:
        CallError: when one is of another account, partition or region.
        AwsError: when AWS cannot be asked or refuses.

    """
    named = [each for each in targets if each.account or each.partition or each.region]
    if not named:
        return
    here = boto3.Session().get_partition_for_region(aws.region)
    for each in named:
        if each.partition and each.partition != here:
            raise CallError(
                f"targets: {each.text} is in the partition {each.partition}, but {aws.told} is in {here}. Pass a `region` and a "
                "`profile` of that partition."
            )
        if each.region and each.region != aws.region:
            raise CallError(
                f"targets: {each.text} is in {each.region} by its ARN, but the region is {aws.told}. Leave one out."
            )
    accounts = {each.account for each in named if each.account}
    if not accounts:
        return
    mine = aws.call("sts", "GetCallerIdentity")["Account"]
    for each in named:
        if each.account and each.account != mine:
            raise CallError(
                f"targets: {each.text} belongs to the account {each.account}, but the credentials are of {mine}. Pass a "
                "`profile` of that account."
            )
