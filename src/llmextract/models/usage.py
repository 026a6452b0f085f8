"""What an exchange with a model costs, in tokens."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Usage"]


class Usage(BaseModel):
    """Tokens of one exchange, or of several added up.

    Attributes:
        input_tokens: Tokens of the prompt, the cached ones included.
        cached_tokens: Those of them that the endpoint had processed before.
        output_tokens: Tokens the model wrote, its reasoning included.
    """

    model_config = ConfigDict(frozen=True)

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        """The tokens of both."""
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )
