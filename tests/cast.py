"""The cast: people, a small audit and a small tool, each with a part to play in the tests."""

from datetime import UTC, date, datetime

from audits.audit import Agency, Audit, Family
from audits.involvement import AgencyReturn, Involvement
from audits.people import Partnership, Person, Role
from audits.tool import Box, Choice, Kind, Part, Question, Theme, Tool

TENANT = "11111111-1111-1111-1111-111111111111"
AT = datetime(2026, 11, 30, 10, 42, tzinfo=UTC)
"""A Monday morning, six working days before the returns are due."""


def person(who: str, name: str) -> Person:
    """Somebody on the roster."""
    return Person(
        id=who, tenant=TENANT, object_id=f"aad-{who}", name=name, email=f"{who}@x.example"
    )


HEALTH_VISITOR = person("hv", "Bethan Price")
COLLEAGUE = person("hv2", "Oluchi Eze")
COORDINATOR = person("phnc", "Anita Desai")
POLICE_OFFICER = person("pol", "Karen Dunn")
HOUSING_OFFICER = person("hou", "Julie Penn")
"""Never answers."""
BUSINESS_MANAGER = person("bm", "Carol Whitfield")
OBSERVER = person("obs", "Ian Drew")
STRANGER = person("stranger", "Nobody Known")
"""On the roster of another audit; has no part in this one."""
EVERYBODY = (
    HEALTH_VISITOR,
    COLLEAGUE,
    COORDINATOR,
    POLICE_OFFICER,
    HOUSING_OFFICER,
    BUSINESS_MANAGER,
    OBSERVER,
    STRANGER,
)

PARTNERSHIP = Partnership(
    name="Riverbridge Safeguarding Children Partnership",
    act_now=("Children's social care front door: 01632 960 001", "Emergency: 999"),
    read_by="the audit team",
    kept_for="until the re-audit, at most 24 months",
)

GRADES = tuple(
    Choice(value=value, label=label)
    for value, label in (
        ("exceeds", "Exceeds good practice"),
        ("good", "Good practice"),
        ("improve", "Needs improvement"),
        ("concern", "Cause for concern"),
        ("nothing_recorded", "Looked, nothing recorded"),
        ("not_applicable", "Not applicable to our service"),
    )
)
YES_NO = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))
TOLD = (
    Choice(value="we_told", label="We told them"),
    Choice(value="no_response", label="They did not respond"),
)
EXTREME = "${look} = 'exceeds' or ${look} = 'concern'"


def asks(number: int, *boxes: Box, relevant: str = "") -> Question:
    """A question named after its first box."""
    first = boxes[0]
    return Question(name=first.name, number=number, label=first.label, boxes=boxes,
                    guidance="Look at the chronology.", relevant=relevant)  # fmt: skip


KNOWN = Box(name="known", kind=Kind.ONE, label="Is this family known to you?", choices=YES_NO,
            part=Part.KNOWN, required="true()")  # fmt: skip
SINCE = Box(name="since", kind=Kind.DATE, label="Known since")
VISITS = Box(name="visits", kind=Kind.COUNT, label="How many visits?")
SHARED = Box(name="shared", kind=Kind.ROW, label="Police", choices=TOLD,
             relevant="selected(${involved}, 'police')")  # fmt: skip
LOOK = Box(name="look", kind=Kind.GRADE, label="Your grade", choices=GRADES, required="true()")
EVIDENCE = Box(name="look_evidence", kind=Kind.EVIDENCE, label="Evidence", required=EXTREME,
               required_why="This grade needs a record to point to.")  # fmt: skip
IMPACT = Box(name="look_impact", kind=Kind.IMPACT, label="Because of this, the child ...",
             required=EXTREME, required_why="Say what it changed for the child.")  # fmt: skip
UNBORN = Box(name="unborn", kind=Kind.TEXT, label="What of the unborn baby?")
DIFFER = Box(name="differ", kind=Kind.ONE, label="Did anyone disagree, or get no reply?",
             choices=YES_NO, required="true()",
             look_again="${differ} = 'no' and (selected(${shared}, 'no_response')"
                        " or ${chased} = 'yes')")  # fmt: skip
OUTCOME = Box(name="outcome", kind=Kind.TEXT, label="What came of it?",
              relevant="${differ} = 'yes'")  # fmt: skip
RISK = Box(name="risk", kind=Kind.ONE, label="Is a child at risk now?", choices=YES_NO,
           part=Part.RISK, required="true()")  # fmt: skip
RISK_DONE = Box(name="risk_done", kind=Kind.ONE, label="What did you do?", part=Part.RISK_DONE,
                choices=(Choice(value="rang", label="I rang them"),),
                relevant="${risk} = 'yes'", required="true()",
                required_why="Say what you did about it.")  # fmt: skip

TOOL = Tool(
    id="small",
    title="A small tool",
    version="1",
    themes=(
        Theme(name="involvement", title="Your involvement", questions=(
            asks(1, KNOWN), asks(2, SINCE, VISITS), asks(3, SHARED))),
        Theme(name="curiosity", title="Professional curiosity", questions=(
            asks(4, LOOK, EVIDENCE, IMPACT),
            asks(5, UNBORN, relevant="selected(${facts}, 'unborn')"))),
        Theme(name="differences", title="Professional differences", questions=(
            asks(6, DIFFER, OUTCOME),)),
        Theme(name="close", title="Close", questions=(asks(7, RISK, RISK_DONE),)),
    ),
)  # fmt: skip

AUDIT = Audit(
    id="a1",
    title="Case audit November",
    period="the last 12 months",
    context="temporary housing",
    opened=date(2026, 11, 16),
    due=date(2026, 12, 8),
    tool=TOOL,
    agencies={
        "phn": Agency(key="phn", name="Public health nursing", short="PHN", kind="phn",
                      coordinators=("phnc",)),
        "police": Agency(key="police", name="Police", short="Pol", kind="police"),
        "housing": Agency(key="housing", name="Housing", short="Hou", kind="housing"),
    },
    families={
        "C": Family(code="C", index_child="C1", facts=frozenset({"unborn"}),
                    involved=("phn", "police", "housing")),
        "F": Family(code="F", index_child="F1", involved=("phn",)),
    },
    team={"bm": Role.BUSINESS_MANAGER, "obs": Role.OBSERVER},
)  # fmt: skip

RETURNS = tuple(
    AgencyReturn(id=f"a1.{family}.{agency}", audit_id="a1", family=family, agency=agency,
                 contacts=contacts)
    for family, agency, contacts in (
        ("C", "phn", ("hv", "hv2")),
        ("C", "police", ("pol",)),
        ("C", "housing", ("hou",)),
        ("F", "phn", ("hv",)),
    )
)  # fmt: skip
MINE = RETURNS[0]
"""The health visitor's return about Family C, which a colleague answers too."""

ENOUGH = {"known": "yes", "look": "good", "differ": "no", "risk": "no"}
"""The least that must be answered before a return can be sent."""


def involved(ret: AgencyReturn = MINE) -> Involvement:
    """The involvement that owes this return."""
    return Involvement(
        audit=AUDIT, family=AUDIT.families[ret.family], agency=AUDIT.agencies[ret.agency], ret=ret
    )
