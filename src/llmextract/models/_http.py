"""The wire: one request as JSON to one address, and what came back, whatever it is.

On aiohttp itself. Through the protocol's own client (``openai``) on its aiohttp transport a
request took 2.2 ms of CPU, of which aiohttp took 0.4; with it, 5 ms for a whole article are
out of reach, and what it adds for one JSON request is little: see ``benchmarks/speed``.
"""

from __future__ import annotations

import json
import os
import platform
import ssl
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol
from urllib.request import getproxies, proxy_bypass

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp
    from yarl import URL

    from llmextract.models.settings import ModelSettings

__all__ = ["HERE", "SHARE_OF_AN_ATTEMPT", "Answer", "Http", "Session", "StatusError"]

_CONNECT_SECONDS = 10.0

SHARE_OF_AN_ATTEMPT = 0.5
"""Of the time for a completion: a server that falls silent leaves time for a second try."""

HERE = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True)
class Answer:
    """What came back, not yet looked at.

    Attributes:
        status: 200 and the like.
        headers: Their names in any case.
        content: The body, unpacked.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:  # noqa: ANN401 - JSON is any value
        """The body as JSON.

        Raises:
            ValueError: It is none.
        """
        return json.loads(self.content.decode("utf-8-sig"))


@dataclass
class StatusError(Exception):
    """A server did not do what it was asked for.

    Attributes:
        answer: What it sent.
        said: What its JSON says of the error, where it is in the protocol's form.
    """

    answer: Answer
    said: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Look for the error's description, alone or under ``error``."""
        super().__init__(f"status {self.status}")
        try:
            body = self.answer.json()
        except (ValueError, RecursionError):
            body = {}
        body = body if isinstance(body, dict) else {}
        inner = body.get("error")
        self.said = inner if isinstance(inner, dict) else body

    @property
    def status(self) -> int:
        """429 and the like."""
        return self.answer.status

    @property
    def code(self) -> str:
        """The protocol's name for the error, or nothing."""
        return str(self.said.get("code") or "")

    @property
    def parameter(self) -> str:
        """The part of the request that it is about, or nothing."""
        return str(self.said.get("param") or "")

    @property
    def sentence(self) -> str:
        """The server's own words."""
        for key in ("message", "detail", "error"):
            if self.said.get(key):
                return str(self.said[key])
        return self.answer.content.decode(errors="replace").strip() or _phrase(self.status)


class Http(Protocol):
    """What a client needs of HTTP; `Session` is one."""

    async def post(self, body: dict[str, Any]) -> Answer:
        """Send ``body`` as JSON and give what comes back."""

    async def aclose(self) -> None:
        """Close the connections."""


class Session:
    """Connections to one endpoint, kept open from one request to the next."""

    def __init__(self, settings: ModelSettings, base_url: str) -> None:
        """Prepare; the first request connects.

        Args:
            settings: Whose key and times are used.
            base_url: The address up to and with ``/v1``; a query in it goes with each request.
        """
        self._settings = settings
        self._base_url = base_url
        self._session: aiohttp.ClientSession | None = None
        self._how: dict[str, Any] = {}

    async def post(self, body: dict[str, Any]) -> Answer:
        """Send ``body`` as JSON and give what comes back, whatever its status.

        Raises:
            aiohttp.ClientError: The connection failed, or the answer was cut off.
            TimeoutError: The server fell silent.
        """
        session = self._session or self._open()
        async with session.post(**self._how, data=to_json(body)) as reply:
            return Answer(reply.status, reply.headers, await reply.read())

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp  # noqa: PLC0415 - `llmextract --help` does not need it
        from yarl import URL  # noqa: PLC0415 - comes with aiohttp

        base = URL(self._base_url)
        self._how = {
            "url": (base / "chat" / "completions").with_query(base.query),
            **_proxy(base),
        }
        seconds = self._settings.timeout * SHARE_OF_AN_ATTEMPT
        self._session = aiohttp.ClientSession(
            # The limiter bounds how many are under way, and nothing else does.
            connector=aiohttp.TCPConnector(
                limit=0, ssl=_certificates() if base.scheme == "https" else True
            ),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=_CONNECT_SECONDS, sock_read=seconds
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers(base),
        )
        return self._session

    def _headers(self, base: URL) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "llmextract",
        }
        # A name and password in the address are sent as such.
        if self._settings.api_key is not None and base.user is None:
            headers["Authorization"] = f"Bearer {self._settings.api_key.get_secret_value()}"
        return headers


def _proxy(base: URL) -> dict[str, Any]:
    """The proxy that the user's environment names for an address.

    Not by aiohttp's ``trust_env``: that reads ``.netrc`` for each request, and refuses to send
    a key to a host that stands in there.
    """
    import aiohttp  # noqa: PLC0415 - loaded by then
    from yarl import URL  # noqa: PLC0415 - comes with aiohttp

    host = base.host or ""
    # A proxy of the user's is for the net, not for this machine.
    found = None if host in HERE or proxy_bypass(host) else getproxies().get(base.scheme)
    if not found:
        return {}
    proxy = URL(found if "://" in found else f"http://{found}")
    if proxy.user is None:
        return {"proxy": proxy}
    name = aiohttp.encode_basic_auth(proxy.user, proxy.password or "")
    return {"proxy": proxy.with_user(None), "proxy_headers": {"Proxy-Authorization": name}}


def _certificates() -> ssl.SSLContext:
    """Those that the user names, else the system's."""
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")
    paths = ssl.get_default_verify_paths()
    if named or (platform.system() == "Linux" and (paths.cafile or paths.capath)):
        return ssl.create_default_context()
    import truststore  # noqa: PLC0415 - only where Python does not find them itself

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no reason given"
