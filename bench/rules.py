"""How long it takes to look again at every rule of a tool of 530 questions after an answer.

Run as `python -m bench.rules`. Exits 1 when it takes more than 10 ms of CPU, the median of many.
Nothing that the tool remembers of earlier looks is used.
"""

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from audits.asked import Asked
from audits.expressions import compiled
from audits.tool import Box, Choice, Kind, Question, Theme, Tool
from bench._table import at_most

QUESTIONS = 530
ROUNDS = 200
ALLOWED_MS = 10.0
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
CHOICES = tuple(Choice(value=one, label=one.title()) for one in ("yes", "no", "partly"))
RELEVANT = (
    "",
    "${{q{before}}} = 'yes' or ${{q{before}}} = 'partly'",
    "selected(${{q{before}}}, 'yes') and ${{agency}} != 'police'",
    "${{q{before}}} != 'no' and count-selected(${{q{far}}}) >= 1",
    "not(selected(${{facts}}, 'unborn')) or ${{q{far}}} = 'yes'",
)
CONSTRAINT = (
    ". != ''", "regex(., '[a-z]+')", "string-length(.) < 50", "selected(., 'yes') or . != 'x'",
)  # fmt: skip


def box(number: int) -> Box:
    """Return a box that hangs on others before it, as in a real tool."""
    before, far = max(0, number - 1 - number % 3), number // 2
    rule = RELEVANT[number % len(RELEVANT)].format(before=before, far=far)
    return Box(
        name=f"q{number}", kind=Kind.ONE, label="Question?", choices=CHOICES,
        relevant=rule if number else "", constraint=CONSTRAINT[number % len(CONSTRAINT)],
        required=f"${{q{far}}} = 'yes'" if number else "true()",
    )  # fmt: skip


def tool() -> Tool:
    """Return a tool of so many questions in ten themes, of which some hang on a fact."""
    boxes = [box(number) for number in range(QUESTIONS)]
    questions = [Question(name=f"g{n}", number=n, label="?", boxes=(b,))
                 for n, b in enumerate(boxes, 1)]  # fmt: skip
    size = QUESTIONS // 10
    themes = tuple(
        Theme(name=f"t{n}", title="Theme", questions=tuple(questions[n * size : (n + 1) * size]),
              relevant="selected(${facts}, 'unborn') or ${agency} = 'phn'" if n % 2 else "")
        for n in range(10)
    )  # fmt: skip
    return Tool(id="large", title="Large", version="1", themes=themes)


def look_again(asked: Asked) -> int:
    """Look at every rule; return how many boxes are asked, missing or refused."""
    boxes = [asked.tool.box[name] for name in asked.rules.of_box if asked.is_asked(name)]
    missing = sum(asked.required(box) and not asked.answers.get(box.name) for box in boxes)
    return len(boxes) + missing + sum(map(asked.refuses, boxes))


def main() -> int:
    """Measure, print, and say whether it was fast enough."""
    whole = tool()
    answers = {f"q{n}": "no" if n and not n % 97 else "yes" for n in range(QUESTIONS)}
    first = Asked(tool=whole, agency="phn", facts=frozenset({"unborn"}), involved=frozenset(),
                  answers=answers, at=AT)  # fmt: skip
    first.rules  # noqa: B018 - gathered once, when the tool is first asked
    taken = []
    for turn in range(ROUNDS):
        now = replace(first, answers={**answers, f"q{turn}": "no"})
        start = time.process_time()
        found = look_again(now)
        taken.append((time.process_time() - start) * 1000)
    compiled.cache_clear()
    start = time.process_time()
    for each in whole.boxes():
        compiled(each.relevant or "1")
    reading = (time.process_time() - start) * 1000
    p99 = sorted(taken)[ROUNDS * 99 // 100]
    print(f"{QUESTIONS} questions, {found} findings")
    print(f"looking at every rule again: median {median(taken):.2f} ms, p99 {p99:.2f} ms "
          f"(at most {ALLOWED_MS:.0f})")  # fmt: skip
    print(f"reading their expressions for the first time: {reading:.1f} ms")
    what = f"every rule of a tool of {QUESTIONS} questions, after an answer"
    return int(at_most(what, median(taken), ALLOWED_MS, "ms CPU"))


if __name__ == "__main__":
    sys.exit(main())
