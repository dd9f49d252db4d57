"""What a person may change, told a second time and in short, by what is kept.

Like bot/isolation_rules.py it uses none of the code that decides it in the product.
"""

from dataclasses import dataclass

from audits.audit import Audit
from bot.isolation_rules import RUNS_IT, TEAM, Part, Thing, Verdict, verdict
from bot.isolation_secrets import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One person, and all that there is to be changed."""

    part: Part
    ground: Written

    def may(self, verb: str, kept: str) -> bool:
        """Say whether what a turn would keep, as bot/isolation_held.py names it, is theirs."""
        kind, _, name = kept.partition(" ")
        if kind == "return":
            things = [thing for thing, _ret in self.ground.pairs() if thing.id == name]
            return all(self.of_return(verb, one) for one in things) if things else self.adds()
        if kind in {"audit", "panel"}:
            found = [one for one in self.ground.audits if one.id == name]
            return all(self.of_audit(kind, one) for one in found) if found else self.adds()
        if kind == "draft":
            theirs = [self.part.began(one) for one in self.ground.drafts if one.id == name]
            return all(theirs) and self.part.sets_up()
        if kind == "identity":
            return self.of_sheet(name)
        return kind in OTHERS and self.adds()

    def adds(self) -> bool:
        """Those who run, set up or vouch add what was not there."""
        return self.part.vouches() or self.part.sets_up()

    def of_return(self, verb: str, thing: Thing) -> bool:
        """Those who answer it, and what the audit team and helpers do that is not answering."""
        if verdict(verb, self.part, thing) is Verdict.REFUSED:
            return False
        return self.part.answers(thing) or self.on_it(thing.audit)

    def on_it(self, audit: Audit) -> bool:
        """The audit team, and those whom the business manager names."""
        return self.part.is_one_of(TEAM, audit) or self.part.alters(audit)

    def of_audit(self, kind: str, audit: Audit) -> bool:
        """The panel's record is the audit team's; the audit is that of all who take part."""
        if kind == "panel":
            return self.part.is_one_of(TEAM, audit)
        things = (thing for thing, _ret in self.ground.pairs() if thing.audit is audit)
        return self.part.takes_part(audit) or any(map(self.part.answers, things))

    def of_sheet(self, name: str) -> bool:
        """Whoever sees who a family is leaves a line in its sheet; who sets it up writes it."""
        families = {f"{t.audit.id}.{t.standing.family}" for t, _ in self.ground.pairs()
                    if t.standing and self.part.answers(t)}  # fmt: skip
        runs = [a.id for a in self.ground.audits if self.part.is_one_of(RUNS_IT, a)]
        runs += [one.id for one in self.ground.drafts if self.part.began(one)]
        return name in families or any(name.startswith(f"{one}.") for one in runs)


OTHERS = frozenset({"person", "nudge", "paper"})
"""Who is on the roster, what was sent, documents: kept by those who run or set up."""
