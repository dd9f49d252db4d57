"""What the tests of the stores keep: a small audit, its people, and returns that grow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from audits import moderating
from audits.answers import Answer, Words
from audits.audit import Agency, Audit, Cleared, Family
from audits.involvement import (
    AgencyReturn,
    Change,
    Event,
    Line,
    Nil,
    NilKind,
    Risk,
    Saying,
    Searched,
    Stage,
)  # fmt: skip
from audits.panel import (
    Finding,
    FindingKind,
    Moderated,
    Pack,
    Panel,
    PanelChange,
    Pattern,
    Settled,
    Source,
    Summary,
    Verdict,
)  # fmt: skip
from audits.people import Person, Role
from audits.tool import Box, Choice, Half, Kind, Look, Part, Question, Theme, Tool
from storage.index import standing

AT = datetime(2021, 11, 8, 9, 30, tzinfo=UTC)

AMINA = Person(
    id="p.amina", tenant="t1", object_id="o-amina", name="Amina Yusuf", email="amina@nhs.example"
)
GARETH = Person(
    id="p.gareth", tenant="t1", object_id="o-gareth", name="Gareth Llŷr", email="g@police.example"
)

HARD_TEXTS = {
    "welsh": "Ŵyr y fam ddim; ŷd, tŷ, môr, â'r plentyn",
    "emoji": "Felt safe 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "rtl": "الأم تخاف من الشرطة\u200f",
    "quotes": "\"'\\/<b>{}[],:\n\t\u2028\u2029",
    "long": "ŵ" * 4_000,
    "long emoji": "🙂" * 2_000,
}


def ret(key: str = "demo.C.phn", **fields: object) -> AgencyReturn:
    """Return a return that nobody has opened, with these fields changed."""
    audit_id, family, agency = key.split(".")
    new = AgencyReturn(
        id=key, audit_id=audit_id, family=family, agency=agency, contacts=(AMINA.id,)
    )
    return replace(new, **fields)  # type: ignore[arg-type]


def answered(before: AgencyReturn, box: str = "t1_q1", text: str = "She was heard.") -> Change:
    """Return the change by which one answer comes in, what stood there going to the past."""
    version = before.version + 1
    at = AT + timedelta(minutes=version)
    now, stood = Words(value=text, by=AMINA.id, at=at, version=version), before.answers.get(box)
    answer = Answer(now=now, past=(*stood.past, stood.now)) if stood else Answer(now=now)
    after = replace(
        before, version=version, stage=Stage.IN_PROGRESS, changed_at=at,
        answers={**before.answers, box: answer},
    )  # fmt: skip
    event = Event(at=at, by=AMINA.id, what="answers.saved", version=version, boxes=(box,))
    return Change(before=before, after=after, events=(event,))


def summarised(before: Panel, words: str = "A baby and two adults.") -> PanelChange:
    """Return the change by which somebody wrote a case summary."""
    saying = Saying(by=GARETH.id, at=AT + timedelta(minutes=before.version), words=words)
    return moderating.summarise(before, saying, drawn=before.version)


def panelled() -> Panel:
    """Return a panel's record that has something in each of its fields."""
    stood = Settled(verdict=Verdict.DISCUSS, words="", by=AMINA.id, at=AT)
    given = Moderated(value="good", own="no", why="Ŵyr", by=GARETH.id, at=AT, version=4)
    said = Saying(by=AMINA.id, at=AT, words=HARD_TEXTS["rtl"])
    found = Finding(
        id="f1", theme="t1", kind=FindingKind.ACTION, words=HARD_TEXTS["quotes"], by=GARETH.id,
        at=AT, version=5, rests_on=(Source(return_id="demo.C.phn", box="t1_q1", version=3),),
        agency="phn", pattern=Pattern.UNSURE, past=(said,), withdrawn=said,
    )  # fmt: skip
    return Panel(
        audit_id="demo", family="C", version=9, changed_at=AT,
        grades={"phn/t1_q1": replace(given, value="", past=(given,))}, findings=(found,),
        settled={"meeting/C/phn/tai/a/b": replace(stood, verdict=Verdict.EXPLAINED, past=(stood,))},
        summary=Summary(words=HARD_TEXTS["emoji"], by=AMINA.id, at=AT, version=2, past=(said,)),
        packs=(Pack(edition=1, by=GARETH.id, at=AT, standings=(standing(crowded()),)),),
    )  # fmt: skip


def queried() -> AgencyReturn:
    """Return a return about which the audit team asked twice, and that it gave back."""
    asked = Line(by=GARETH.id, at=AT, words="Which visit?", team=True)
    told = Line(by=AMINA.id, at=AT, words=HARD_TEXTS["welsh"], team=False)
    said = Saying(by=GARETH.id, at=AT, words="Look again")
    return replace(
        crowded(), reopened=said, queried=said, queries={"": (asked,), "t1_q1": (asked, told)}
    )


def crowded() -> AgencyReturn:
    """Return a return that has something in each of its fields."""
    words = Words(value=HARD_TEXTS["welsh"], by=AMINA.id, at=AT, version=3)
    return ret(
        contacts=(AMINA.id, GARETH.id), version=9, stage=Stage.NIL, opened_at=AT, changed_at=AT,
        sent_at=AT, sent_by=GARETH.id, times_sent=2, risk=Risk.ACTED,
        nil=Nil(kind=NilKind.OTHER, searched=frozenset(Searched), why="Moved away"),
        answers={"t1_q1": Answer(now=words, past=(words,), rival=words, aside=(words, words))},
    )  # fmt: skip


def audit(key: str = "demo", **fields: object) -> Audit:
    """Return an audit of two families and two agencies, with these fields changed."""
    new = Audit(
        id=key, title="Unborn and under two", period="March 2020 to date", context="Covid-19",
        opened=date(2021, 11, 1), due=date(2021, 12, 8), tool=tool(),
        agencies={
            "phn": Agency(
                key="phn", name="Public health nursing", short="PHN", kind="health",
                coordinators=(GARETH.id,),
            ),
            "tai": Agency(key="tai", name="Tai Gŵyr", short="Tai", kind="housing"),
        },
        families={
            "C": Family(
                code="C", index_child="child C1", facts=frozenset({"unborn", "step_down"}),
                involved=("phn", "tai"),
            ),
            "D": Family(code="D", index_child="child D1"),
        },
        team={AMINA.id: Role.LEAD_AUDITOR, GARETH.id: Role.CHAIR},
    )  # fmt: skip
    return replace(new, **fields)  # type: ignore[arg-type]


def cleared() -> Audit:
    """Return an audit whose tool says which grades are good, with words cleared for publishing."""
    grades = (Choice(value="good", label="Good", half=Half.GOOD),)
    box = Box(name="t1_q1", kind=Kind.GRADE, label="How well?", choices=grades)
    question = Question(name="t1_q1", number=1, label="Heard?", boxes=(box,))
    theme = Theme(name="t1", title="Voice", questions=(question,))
    decided = Cleared(by=GARETH.id, at=AT, instead="y tad")
    return audit(tool=replace(tool(), themes=(theme,)), cleared={"C/phn/day/8": decided})


def tool() -> Tool:
    """Return a tool of one theme, with something in each field of a box."""
    grades = (Choice(value="good", label="Good", meaning="Clear."), Choice(value="no", label="No"))
    grade = Box(
        name="t1_q1", kind=Kind.GRADE, label="How well?", hint="Look twice.", choices=grades,
        part=Part.RISK, agencies=frozenset({"health", "housing"}), relevant="${facts} = 'unborn'",
        required="true()", required_why="It matters.", look_again="false()", look_again_why="Why.",
        limit=200,
    )  # fmt: skip
    plain = Box(name="t1_q1_evidence", kind=Kind.EVIDENCE, label="Tystiolaeth ŵ")
    question = Question(
        name="t1_q1", number=1, label="Was the child heard?", boxes=(grade, plain),
        look=Look.MEETINGS, guidance="**Look** in the notes.", about="The father",
        agencies=frozenset({"health"}), relevant="1 = 1",
    )  # fmt: skip
    theme = Theme(name="t1", title="Voice", questions=(question,), relevant="true()")
    return Tool(id="under-two", title="Under two", version="2021-10", themes=(theme,), per_page=2)
