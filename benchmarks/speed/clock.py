"""What a block took: seconds, CPU seconds of this process, and its peak of memory."""

from __future__ import annotations

import json
import resource
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def measured() -> Iterator[None]:
    """Print one line of JSON when the block has ended."""
    begun, cpu = time.monotonic(), time.process_time()
    yield
    print(json.dumps({
        "seconds": time.monotonic() - begun,
        "cpu": time.process_time() - cpu,
        "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }), flush=True)  # fmt: skip
