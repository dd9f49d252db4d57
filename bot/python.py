"""How Python itself is set while the bot serves."""

import gc
import sys

SWITCH_SECONDS = 0.002
"""How long a turn may run before a writing thread asks for its place; turns take a hundredth."""


def prefer_turns() -> None:
    """Have turns run through, and the collector pass over what was made at the start.

    Threads that write to the disk wait for it most of the time. Left at Python's five
    milliseconds they take turns apart, and both sides spend their time on handing over.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
