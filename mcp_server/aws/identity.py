"""Who the credentials belong to, and which region is used."""

from __future__ import annotations

import os
from dataclasses import dataclass

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound

from mcp_server.settings import Settings

_QUICK = Config(connect_timeout=2, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 1})


@dataclass(frozen=True)
class Identity:
    """What an AWS call would use. `problem` says what to do when there is one."""

    region: str | None
    account: str | None = None
    arn: str | None = None
    problem: str | None = None


def identity(settings: Settings) -> Identity:
    """Ask AWS STS who is calling; never raises, never waits longer than a few seconds."""
    try:
        session = boto3.Session(profile_name=settings.profile, region_name=_region(settings))
        region = session.region_name
        if session.get_credentials() is None:
            return Identity(
                region, problem="no credentials; run `aws configure sso` or `aws configure`, or set AWS_PROFILE"
            )
        answer = session.client("sts", region_name=region or "us-east-1", config=_QUICK).get_caller_identity()
    except ProfileNotFound:
        return Identity(
            None, problem=f"there is no profile '{settings.profile}'; `aws configure list-profiles` lists them"
        )
    except NoCredentialsError:
        return Identity(
            settings.region, problem="the credentials of this profile cannot be loaded; run `aws sso login`"
        )
    except ClientError as error:
        return Identity(
            region,
            problem=f"AWS refused the credentials ({error.response['Error']['Code']}); renew them, e.g. `aws sso login`",
        )
    except BotoCoreError as error:
        return Identity(
            region, problem=f"AWS could not be asked ({type(error).__name__}); check the network and the region"
        )
    return Identity(region, account=answer["Account"], arn=answer["Arn"])


def _region(settings: Settings) -> str | None:
    """boto3 reads AWS_DEFAULT_REGION and the profile, but not AWS_REGION, which every other AWS SDK reads."""
    return settings.region or os.environ.get("AWS_REGION")
