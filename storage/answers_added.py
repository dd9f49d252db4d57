"""What a change adds to a return: the answers it changed, and what its journal gained."""

from audits.copying import altered
from storage.codec import FORMAT, ReturnRecord


def added(before: ReturnRecord, now: ReturnRecord) -> ReturnRecord | None:
    """Return what `grown` needs to make the record of the one before; None where that is not all.

    Answers that stand are the same objects. How the return stands is told whole: it is short. What
    is no later version is told whole too: as an addition it would be passed over.
    """
    if now["ret"].version <= before["ret"].version:
        return None
    old, new = before["ret"].answers, now["ret"].answers
    known = len(before["journal"])
    if now["journal"][:known] != before["journal"] or tuple(new)[: len(old)] != tuple(old):
        return None
    changed = {name: answer for name, answer in new.items() if answer is not old.get(name)}
    return ReturnRecord(
        format=FORMAT, ret=altered(now["ret"], answers=changed), journal=now["journal"][known:]
    )


def grown(before: ReturnRecord, more: ReturnRecord) -> ReturnRecord:
    """Return the record after what was added to it, unless it is as late already."""
    if more["ret"].version <= before["ret"].version:
        return before
    answers = {**before["ret"].answers, **more["ret"].answers}
    return ReturnRecord(
        format=FORMAT,
        ret=altered(more["ret"], answers=answers),
        journal=(*before["journal"], *more["journal"]),
    )
