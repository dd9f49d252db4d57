"""Who may have a file, asked again at the moment at which it is fetched."""

from audits import access
from audits.access import Doing
from audits.people import Person
from dialogs import papers
from dialogs.turn import FileWanted, Making
from storage.contract import Store


async def still_may(who: Person, wanted: FileWanted, store: Store) -> bool:
    """Say whether the person may have this file now. Missing and forbidden look alike."""
    if wanted.making is Making.PAPER:
        return await papers.paper_for(who, wanted, store) is not None
    audit = await store.audit(wanted.audit_id)
    if audit is None or not access.may(who, audit, Doing.RUN):
        return False
    return not wanted.family or wanted.family in audit.families
