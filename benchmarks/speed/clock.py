"""What a block took: seconds, CPU seconds and peak of memory, of the processes it started too."""

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
    begun, cpu = time.monotonic(), _cpu()
    yield
    peaks = [resource.getrusage(who).ru_maxrss for who in _BOTH]
    print(json.dumps({
        "seconds": time.monotonic() - begun,
        "cpu": _cpu() - cpu,
        "own_cpu": time.process_time(),
        "peak_kib": peaks[0],
        "child_peak_kib": peaks[1],
    }), flush=True)  # fmt: skip


_BOTH = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in _BOTH]
    return sum(each.ru_utime + each.ru_stime for each in used)
