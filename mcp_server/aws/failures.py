"""Every error of AWS as one sentence: what was refused, and the IAM action, the credentials or the region to put right."""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from typing import Any

from botocore import exceptions as botocore
from botocore.parsers import ResponseParserError

from guidance.facts import DATA
from mcp_server.errors import CallError
from mcp_server.findings import clean

_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedAccess", "NotAuthorized",
           "AuthorizationError"}  # fmt: skip
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
_UNKNOWN_KEY = {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidToken", "AuthFailure",
                "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature"}  # fmt: skip
_CLOCK = {"RequestTimeTooSkewed", "SignatureDoesNotMatch", "InvalidSignatureException"}
_THROTTLED = {"Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
              "RequestThrottled", "RequestThrottledException", "SlowDown", "EC2ThrottledException"}  # fmt: skip
_NOT_FOUND = {"ResourceNotFoundException", "ResourceNotFound", "NoSuchEntity", "NotFoundException", "NotFound",
              "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "StateMachineDoesNotExist"}  # fmt: skip
_SIGN_IN = (
    botocore.NoCredentialsError, botocore.PartialCredentialsError, botocore.CredentialRetrievalError,
    botocore.TokenRetrievalError, botocore.SSOError, botocore.UnauthorizedSSOTokenError, botocore.SSOTokenLoadError,
)  # fmt: skip


class AwsError(CallError):
    """AWS could not be asked, or refused; the message is for the caller."""


class NotFoundError(AwsError):
    """AWS knows no such thing in this region."""


class DeniedError(AwsError):
    """The credentials lack an IAM action. `action` is its name."""

    def __init__(self, message: str, action: str) -> None:
        super().__init__(message)
        self.action = action


class ThrottledError(AwsError):
    """AWS asked to slow down, and did so still after the retries."""


class CredentialsError(AwsError):
    """There are no credentials, or AWS does not take them."""


def action_of(service: str, operation: str) -> str:
    """The IAM action that an operation needs, such as `lambda:GetFunctionConfiguration`."""
    names = iam_actions()
    name = f"{names['prefixes'].get(service, service)}:{operation}"
    action: str = names["actions"].get(name, name)
    return action


@functools.cache
def iam_actions() -> dict[str, Any]:
    """Where the name of an action is not that of its operation: `guidance/data/iam_actions.toml`."""
    return tomllib.loads(DATA.joinpath("iam_actions.toml").read_text("utf-8"))


def explained(error: Exception, service: str, operation: str, where: str, profile: str | None) -> Exception:
    """What a caller should read for an error of boto3; the error itself when it is none of AWS's.

    Args:
        error: What was raised.
        service: The service's name in boto3, such as `logs`.
        operation: The operation, such as `StartQuery`.
        where: The region, and where it was chosen.
        profile: The profile, for the command that signs in anew.

    """
    action = action_of(service, operation)
    if isinstance(error, botocore.ClientError):
        return _refused(error, action, where, profile)
    if isinstance(error, botocore.ProfileNotFound):
        return CredentialsError(f"There is no AWS profile '{profile}'. `aws configure list-profiles` lists them.")
    if isinstance(error, _SIGN_IN):
        return CredentialsError(f"No AWS credentials could be loaded: {_sign_in(profile)}, or set AWS_PROFILE.")
    return _unreached(error, service, action, where)


def _unreached(error: Exception, service: str, action: str, where: str) -> Exception:
    if isinstance(error, botocore.NoRegionError | botocore.InvalidRegionError):
        return AwsError("There is no such region: pass one such as eu-west-1 as `region`, or set AWS_REGION.")
    if isinstance(
        error, botocore.EndpointConnectionError | botocore.ConnectTimeoutError | botocore.ProxyConnectionError
    ):
        return AwsError(
            f"{service} cannot be reached in {where}: check the region's name, the network and proxies.{_near(where)}"
        )
    if isinstance(error, botocore.ReadTimeoutError):
        return AwsError(f"{action} had no answer in time in {where}; try again, or ask for a shorter window.")
    if isinstance(error, botocore.HTTPClientError | botocore.ConnectionError | ResponseParserError):
        return AwsError(f"The answer to {action} was cut off in {where} ({type(error).__name__}); try again.")
    return error


def _refused(error: botocore.ClientError, action: str, where: str, profile: str | None) -> AwsError:
    told = error.response.get("Error", {})
    code, message = str(told.get("Code", "")), str(told.get("Message", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) or 0)
    if code in _DENIED or (status == 403 and code not in _EXPIRED | _UNKNOWN_KEY | _CLOCK):
        return _denied(message, action, where)
    if code in _EXPIRED:
        return CredentialsError(f"The AWS credentials have expired: {_sign_in(profile)}, then call again.")
    if code in _UNKNOWN_KEY:
        return CredentialsError(
            f"AWS does not know these credentials ({code}) in {where}: {_sign_in(profile)}. A region that has to be enabled for "
            "the account says the same."
        )
    if code in _CLOCK:
        return CredentialsError(
            f"AWS refused the signature ({code}): set this machine's clock, else check that the secret key belongs to the key id."
        )
    queries = code == "LimitExceededException" and action.startswith("logs:")  # too many queries at once
    if code in _THROTTLED or status == 429 or queries:
        return ThrottledError(f"AWS throttled {action} in {where} after several tries ({code}); try again in a minute.")
    if code in _NOT_FOUND or (
        action.startswith("cloudformation:") and "does not exist" in message
    ):  # a ValidationError
        return NotFoundError(f"{action}: there is no such thing in {where}: {_short(message)}")
    if status >= 500:
        return AwsError(
            f"AWS failed at {action} in {where} ({code or status}), on its own side; try again in a minute."
        )
    return AwsError(f"AWS refused {action} in {where} ({code}): {_short(message)}")


def _denied(message: str, action: str, where: str) -> DeniedError:
    named = re.search(r"perform:? ([a-z0-9-]+:\w+)", message)
    action = named[1] if named else action
    resource = re.search(r"on resource:? (\S+)", message)
    on = f" on {clean(resource[1])[:160]}" if resource else ""
    why = " A policy denies it explicitly." if "explicit deny" in message else ""
    return DeniedError(
        f"The credentials may not use {action}{on} in {where}: allow that action in their IAM policy.{why}", action
    )


def _sign_in(profile: str | None) -> str:
    named = f" --profile {profile}" if profile else ""
    return f"run `aws sso login{named}` or `aws configure{named}`"


def _near(where: str) -> str:
    """The nearest region there is, when this is none."""
    import boto3

    name = where.partition(" ")[0]
    known = boto3.Session().get_available_regions("lambda")
    if name in known or not known:
        return ""
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
    return f" There is no region '{name}'" + (f"; did you mean {' or '.join(near)}?" if near else ".")


def _short(message: str) -> str:
    text = " ".join(clean(message).split())
    return text if len(text) <= 240 else f"{text[:240]}..."
