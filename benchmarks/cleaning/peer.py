"""Run in the peers' own venv: pages in base64 on stdin, a line each; JSON out, a line each."""

from __future__ import annotations

import base64
import html
import json
import re
import sys
import time

BLOCK = re.compile(r"</?(?:p|div|li|h\d|br|tr|td|ul|ol|section|article|blockquote)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")


def readability(raw: bytes) -> str:
    from readability import Document  # noqa: PLC0415

    summary = Document(raw.decode("utf-8", "replace")).summary()
    return html.unescape(TAG.sub("", BLOCK.sub("\n", summary)))


def justext(raw: bytes) -> str:
    import justext as library  # noqa: PLC0415

    korean = len(re.findall("[가-힣]", raw.decode("utf-8", "replace"))) > 500  # noqa: PLR2004
    words = library.get_stoplist("Korean" if korean else "English")
    return "\n".join(p.text for p in library.justext(raw, words) if not p.is_boilerplate)


def main() -> None:
    peer = {"readability-lxml": readability, "jusText": justext}[sys.argv[1]]
    for row in sys.stdin.read().split("\n"):
        raw = base64.b64decode(row)
        started = time.process_time()
        text = peer(raw) if raw else ""
        seconds = time.process_time() - started
        print(json.dumps({"text": text, "seconds": seconds}))


if __name__ == "__main__":
    main()
