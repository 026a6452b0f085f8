"""What tokens cost, from the price list of ``genai-prices``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from llmextract.models._http import HERE
from llmextract.models.usage import Usage

if TYPE_CHECKING:
    from llmextract.models.settings import ModelSettings

__all__ = ["Prices"]


class Prices:
    """Prices of one model at one provider.

    The provider is told by its address: the same model on a server of one's own has no price.
    The list is that of the installed ``genai-prices``; nothing is fetched.
    """

    def __init__(self, settings: ModelSettings, *, batch: bool = False) -> None:
        """Take the prices of the model that ``settings`` names.

        Args:
            settings: The model.
            batch: Those of the provider's batches, where it has such.
        """
        self._model = settings.name
        self._url = settings.base_url or ""
        self._batch = batch

    @classmethod
    def of(cls, settings: ModelSettings, *, batch: bool = False) -> Prices | None:
        """The model's prices; None where none are known."""
        if settings.embedded or settings.base_url is None:
            return None
        # A server on this machine is no provider's: the list need not be loaded to know.
        if urlsplit(settings.base_url).hostname in HERE:
            return None
        prices = cls(settings, batch=batch)
        try:
            prices.cost(Usage())
        except LookupError:
            return None
        return prices

    def cost(self, usage: Usage) -> float:
        """What one exchange costs, in US dollars.

        Per exchange, not per sum of exchanges: some prices rise with the length of one.
        """
        # A quarter of a second that only those wait for who pay.
        import genai_prices  # noqa: PLC0415

        found = genai_prices.calc_price(
            genai_prices.Usage(
                input_tokens=usage.input_tokens,
                cache_read_tokens=usage.cached_tokens,
                output_tokens=usage.output_tokens,
            ),
            self._model,
            provider_api_url=self._url,
            price_context={"processing": "batch"} if self._batch else None,
        )
        return float(found.total_price)
