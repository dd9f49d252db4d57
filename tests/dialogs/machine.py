"""Drives the conversations with random people, and holds what stands against the model."""

import asyncio
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from audits.audit import Audit
from audits.involvement import IN, AgencyReturn
from audits.people import Person
from audits.problems import Code
from tests import cast
from tests.dialogs.model import RUNS_IT
from tests.dialogs.stage import AUDIT, Stage, box_of

OFTEN = (cast.HEALTH_VISITOR, cast.COLLEAGUE, cast.COORDINATOR)
WHO = st.sampled_from([*cast.EVERYBODY, *OFTEN, *OFTEN, cast.BUSINESS_MANAGER])
WHICH = st.sampled_from([*(one.id for one in cast.RETURNS), *[cast.MINE.id] * 4])
"""One return and its people come up more often than others, so that they meet."""
SENDING = frozenset({"send", "send_nil", "send_acknowledge", "recall", "let_go", "reopen"})
GIVING = frozenset({"give", "assign", "add_contact", "remove_person", "remove_agency"})
UNFOLLOWED = frozenset({"save_agency", "deputy"})
"""Verbs that change the rules of the game in a way that the model does not know."""


class Machine(Stage):
    """What people do, and what must come of it by the model."""

    @rule(who=WHO, which=WHICH, back=st.integers(0, 3))
    def save(self, who: Person, which: str, back: int) -> None:
        """Somebody saves a page, drawn now or some versions ago."""
        words, drawn = self.fresh(which), max(0, self.stands(which).version - back)
        told = self.press(who, "save", self.page(which, words, drawn))
        wrong = self.model.refusals(who.id, which, wants_sent=False)
        assert told in (wrong or {""}), (told, wrong)
        if not wrong:
            self.model.saved(which, words, drawn=drawn, version=self.stands(which).version)

    @rule(who=WHO, other=WHO, which=WHICH)
    def save_at_once(self, who: Person, other: Person, which: str) -> None:
        """Two people save the same box of the same card at the same moment."""
        both, drawn = [self.fresh(which), self.fresh(which)], self.stands(which).version

        async def at_once() -> list[str]:
            pages = [self.page(which, words, drawn) for words in both]
            pairs = zip((who, other), pages, strict=True)
            return list(await asyncio.gather(*(self.pressed(a, "save", b) for a, b in pairs)))

        for one, words, told in zip((who, other), both, self.run(at_once()), strict=True):
            wrong = self.model.refusals(one.id, which, wants_sent=False)
            assert told in (wrong or {""}), (told, wrong)
            if not wrong:
                self.model.said[which].add(words)
                self.model.box[which] = box_of(self.stands(which))
                assert self.model.box[which][0] in both
        if self.model.box[which][0] in both:  # who came first has the box, the other waits
            assert self.model.box[which][1] == drawn + 1

    @rule(who=WHO, which=WHICH, back=st.integers(0, 1))
    def send(self, who: Person, which: str, back: int) -> None:
        """Somebody sends a return; what is in the way is told, and nothing else happens."""
        drawn = self.stands(which).version - back
        told = self.press(who, "send", {"return": which, "drawn": drawn})
        wrong = self.model.refusals(who.id, which, wants_sent=False)
        again = self.model.sent[which] and self.model.answers(who.id, which)
        if wrong and not (again and not told):
            assert told in wrong
        elif not told:
            self.model.sent[which] = True
        else:
            assert told == Code.RETURN_INCOMPLETE or (told == Code.RETURN_CHANGED and back)

    @rule(who=WHO, which=WHICH)
    def recall(self, who: Person, which: str) -> None:
        """Somebody takes a return back; who has it already has it."""
        told = self.press(who, "recall", {"return": which})
        wrong = self.model.refusals(who.id, which, wants_sent=True)
        assert told in (wrong | {""} if self.model.answers(who.id, which) else wrong)
        if not wrong:
            assert not told
            self.model.sent[which] = False

    @rule(who=WHO, which=WHICH)
    def read(self, who: Person, which: str) -> None:
        """Somebody opens a return: it is theirs to read, or as if there were none."""
        told = self.press(who, "open", {"return": which})
        assert (told != Code.RETURN_NOT_FOUND) is self.model.reads(who.id, which), told

    @rule(who=WHO, which=WHICH, to=WHO)
    def hand_over(self, who: Person, which: str, to: Person) -> None:
        """Somebody gives a return to a colleague; their own access ends."""
        before = self.stands(which)
        told = self.press(who, "give", {"return": which, "to": to.id})
        if not self.model.answers(who.id, which):
            assert self.stands(which) == before
            assert told in {Code.RETURN_NOT_FOUND, ""}  # "" repeats what was done
            return
        given = self.model.given(who.id, which, to.id)
        if to.id not in self.model.colleagues(which):
            assert told == Code.ASSIGN_NOBODY
        elif self.model.closed and given != self.model.contacts[which]:
            assert told == Code.AUDIT_CLOSED
        else:
            assert not told
            self.model.contacts[which] = given

    @rule(who=WHO, which=WHICH, days=st.integers(-5, 40), granted=st.booleans())
    def move_a_deadline(self, who: Person, which: str, days: int, granted: bool) -> None:  # noqa: FBT001 - drawn by name
        """Somebody asks for more time; the business manager gives it or does not."""
        until = max(self.model.due[which] or AUDIT.due, self.at.date()) + timedelta(days=days)
        wish = {"return": which, "until": until.isoformat(), "b.words": self.fresh("a wish")}
        told = self.press(who, "ask_time", wish)
        wrong = self.model.refusals(who.id, which, wants_sent=False)
        wrong |= {Code.TIME_NOT_LATER} if not wrong and days <= 0 else set()
        assert told in (wrong or {""}), (told, wrong)
        if not told:
            says = {**wish, "granted": "yes" if granted else "no"}
            assert self.press(cast.OBSERVER, "decide_time", says) == Code.RETURN_NOT_FOUND
            assert not self.press(cast.BUSINESS_MANAGER, "decide_time", says)
            self.model.due[which] = until if granted else self.model.due[which]

    @rule(who=WHO, new=WHO, which=WHICH)
    def join(self, who: Person, new: Person, which: str) -> None:
        """Somebody lets one more person answer a return."""
        _audit, family, agency = which.split(".")
        carried = {"audit": AUDIT.id, "email": new.email, "agency": agency, "families": family,
                   "b.words": "They help."}  # fmt: skip
        told = self.press(who, "add_contact", carried)
        if not self.model.alters(who.id):
            assert told == Code.VERB_NOT_YOURS
        elif self.model.closed:
            assert told == Code.AUDIT_CLOSED
        else:
            assert not told
            self.model.contacts[which].add(new.id)

    @rule(who=WHO, gone=WHO)
    def leave(self, who: Person, gone: Person) -> None:
        """Somebody takes a leaver out of everything; also of a closed audit."""
        carried = {"audit": AUDIT.id, "email": gone.email, "b.words": "They left."}
        told = self.press(who, "remove_person", carried)
        if not self.model.alters(who.id):
            assert told == Code.VERB_NOT_YOURS
        elif gone.id == RUNS_IT:
            assert told == Code.CHANGE_NOBODY
        else:
            had = self.model.out(gone.id)
            assert told in ({""} if had else {"", Code.CHANGE_NOBODY})

    @rule(who=WHO)
    def close_or_open_the_audit(self, who: Person) -> None:
        """Somebody closes the audit, or opens it again."""
        verb = "reopen_audit" if self.model.closed else "close_audit"
        told = self.press(who, verb, {"audit": AUDIT.id, "b.words": "It was time."})
        assert told == ("" if self.model.alters(who.id) else Code.VERB_NOT_YOURS)
        self.model.closed = self.model.closed is not self.model.alters(who.id)

    @rule(hours=st.integers(-72, 240))
    def step_the_clock(self, hours: int) -> None:
        """The clock goes forward, or is put back."""
        self.at += timedelta(hours=hours)

    @rule(who=WHO, kind=st.integers(0, 10_000), number=st.integers(0, 10_000))
    def press_an_old_card_of_anybodys(self, who: Person, kind: int, number: int) -> None:
        """A card that was forwarded or kept gives nobody a right, and overwrites nothing."""
        verbs = sorted(set(self.old) - UNFOLLOWED)
        if not verbs:
            return
        verb = verbs[kind % len(verbs)]
        carried = self.old[verb][number % len(self.old[verb])]
        before = {one: self.stands(one) for one in self.model.contacts}
        audit = self.audit()
        self.press(who, verb, carried)
        for which, was in before.items():
            if (now := self.stands(which)) != was:
                self.follow(who, verb, was=was, now=now)
        self.follow_audit(who, audit, self.audit())

    def follow(self, who: Person, verb: str, *, was: AgencyReturn, now: AgencyReturn) -> None:
        """Take over what an old card changed, once it is sure that it might."""
        which = now.id
        runs = who.id == RUNS_IT or who.id in self.model.helpers
        assert self.model.answers(who.id, which) or (runs and verb not in {"save", "send"}), verb
        assert not self.model.closed or verb in {"remove_person", "reopen_audit"}, verb
        if (now.stage in IN) is not (was.stage in IN):
            assert verb in SENDING, verb
            self.model.sent[which] = now.stage in IN
        if now.contacts != was.contacts:
            assert verb in GIVING, verb
            self.model.contacts[which] = set(now.contacts)
        if now.due != was.due:
            assert verb == "decide_time", verb
            self.model.due[which] = now.due
        if box_of(now) != box_of(was):
            assert verb in {"save", "change"}, verb
            self.model.box[which] = box_of(now)

    def follow_audit(self, who: Person, was: Audit, now: Audit) -> None:
        """The same of the audit itself."""
        if (bool(now.closed_at), now.helpers, now.agencies) != (
            bool(was.closed_at), was.helpers, was.agencies,
        ):  # fmt: skip
            assert self.model.alters(who.id)
        self.model.closed = bool(now.closed_at)
        self.model.helpers = set(now.helpers)
        self.model.coordinators = {
            key: set(one.coordinating) for key, one in now.agencies.items() if one.coordinating
        }
