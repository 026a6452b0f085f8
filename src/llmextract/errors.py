"""Everything llmextract raises, as one tree.

::

    LLMExtractError                 exit 1
    ├── UsageError                  exit 2   the call or its configuration is wrong
    │   ├── SchemaNotFoundError
    │   ├── OutputNotWritableError
    │   ├── OutputInUseError                 another run writes there
    │   ├── ModelConfigurationError          no key, no weights and not allowed to fetch
    │   │   ├── AuthenticationError          401 and 403
    │   │   └── ModelNotFoundError           404
    │   ├── BatchError                       no Batch API there, or nothing to go on with
    │   └── CassetteError                    a recording is missing, stale or unclean
    ├── ArticleError                exit 1   one article cannot be had; others go on
    │   ├── UnreadableError                  missing, empty, binary, wrong encoding
    │   └── NoArticleError                   the page holds no article
    ├── EndpointError               exit 1   the model's server fails
    │   ├── UnreachableError
    │   ├── RateLimitError
    │   │   └── QuotaError                   the account is empty; waiting mends nothing
    │   ├── DeadlineError                    an article's time is used up
    │   └── BadRequestError
    ├── ReplyError                  exit 1   the model answered, and it cannot be used
    │   ├── RefusalError
    │   ├── TruncatedError
    │   ├── EmptyReplyError
    │   └── MalformedReplyError
    ├── WorkerError                 exit 1   a process that worked for this one has ended
    └── WeightsError                exit 2   the embedded model's weights cannot be had

Each message is one sentence or two: what is wrong, with which thing, what to do.
"""

from __future__ import annotations

from typing import ClassVar


class LLMExtractError(Exception):
    """Root of the tree.

    Attributes:
        exit_code: What the command line exits with when this ends the run.
    """

    exit_code: ClassVar[int] = 1


class UsageError(LLMExtractError):
    """The call or its configuration is wrong; nothing was started."""

    exit_code = 2


class SchemaNotFoundError(UsageError):
    """No schema of that name or at that place."""


class OutputNotWritableError(UsageError):
    """The output folder cannot be written, or its disk is full."""


class OutputInUseError(UsageError):
    """Another run is writing into the output folder."""


class ModelConfigurationError(UsageError):
    """The settings name no model that can be used."""


class AuthenticationError(ModelConfigurationError):
    """The endpoint refused the key (401 or 403)."""


class ModelNotFoundError(ModelConfigurationError):
    """The endpoint does not know the model or the address (404)."""


class BatchError(UsageError):
    """The endpoint has no Batch API or took no batch, or the folder waits for none."""


class CassetteError(UsageError):
    """A recording is missing, does not fit the request, or holds what it must not."""


class ArticleError(LLMExtractError):
    """One article cannot be had; the others are not touched by it."""


class UnreadableError(ArticleError):
    """The input is missing, empty, binary, or in no encoding that can be told."""


class NoArticleError(ArticleError):
    """The page was read and holds no article."""


class EndpointError(LLMExtractError):
    """The model's server failed, or could not be asked."""


class UnreachableError(EndpointError):
    """No connection to the endpoint, or none within the time allowed."""


class RateLimitError(EndpointError):
    """The endpoint kept saying 'too many requests' (429)."""


class QuotaError(RateLimitError):
    """The account's quota is used up (429): every further request would fail as well."""


class DeadlineError(EndpointError):
    """The time allowed for one article was used up."""


class BadRequestError(EndpointError):
    """The endpoint did not take the request (4xx other than those with a class)."""


class ReplyError(LLMExtractError):
    """The model answered, and the answer cannot be used.

    Attributes:
        content: What the model wrote, as far as it came; the next attempt may quote it.
        usage: What the attempt cost (a ``models.Usage``), or None where it is not known.
    """

    def __init__(self, message: str, *, content: str = "", usage: object | None = None) -> None:
        """Keep the spent answer beside the sentence, so that an attempt is never lost."""
        super().__init__(message)
        self.content = content
        self.usage = usage


class RefusalError(ReplyError):
    """The model declined to answer."""


class TruncatedError(ReplyError):
    """The answer was cut off at the token limit (``finish_reason`` = length)."""


class EmptyReplyError(ReplyError):
    """The answer holds no text."""


class MalformedReplyError(ReplyError):
    """The answer is not the JSON that was asked for."""


class WorkerError(LLMExtractError):
    """A process that worked for this one has ended before its work was done."""


class WeightsError(LLMExtractError):
    """The embedded model's weights cannot be fetched, or are not the right bytes."""

    exit_code = 2
