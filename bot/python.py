"""How Python itself is set while the bot serves."""

import gc
import sys

SWITCH_SECONDS = 0.002
"""How long a turn may run on before a thread that has written to the disk gets its place. A turn
takes half a thousandth; what was written is told to whoever waits for it that much sooner."""


def prefer_turns() -> None:
    """Hand over to writing threads soon; have the collector pass over what was made at the start.

    Where one core does all, a finished sync waits for its place while turns run on, and with it
    everybody whose answer it keeps.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
