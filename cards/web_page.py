"""Draws a page of the bot's own from a text with headings, lists and links; it has no scripts.

The text is a small part of Markdown, so that a partnership can write its own: `# ` and `## ` for
headings, `- ` for lists, `**bold**`, `[words](address)`. Everything else is shown as it stands.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape

LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
GOOD = re.compile(r"(https://[^\s\"'<>]+|mailto:[^\s\"'<>?]+|/[a-z]*)")
WORD = re.compile(r"\{(\w*)\}")
STYLE = """
:root { color-scheme: light dark; --ink: #16202b; --paper: #fff; --line: #5c6b7a; --way: #1f4e79; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #edf1f5; --paper: #16202b; --line: #9fb0c0; --way: #a9d0f5; }
}
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.6 system-ui, "Segoe UI", Roboto, Arial, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 42rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1rem; }
header p { margin: 0 0 1rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line);
  font-weight: 600; }
footer { margin-top: 3rem; padding-bottom: 2rem; }
footer ul { border-top: 1px solid var(--line); padding: 1rem 0 0; list-style: none;
  display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.375rem; line-height: 1.3; margin: 2rem 0 .5rem; }
p, ul { margin: 0 0 1rem; }
main ul { padding-left: 1.25rem; }
li { margin-bottom: .4rem; }
a { color: var(--way); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px; background: #ffbf47;
  color: #16202b; }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .25rem; cursor: pointer;
  background: var(--way); color: var(--paper); }
button:focus-visible, input:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px; }
label { display: block; }
input { font: inherit; display: block; margin: 1rem 0; max-width: 100%; color: inherit; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; }
@media print { footer, .skip { display: none; } }
"""
WAYS = (("/", "Case audit"), ("/privacy", "Privacy"), ("/terms", "Terms of use"),
        ("/accessibility", "Accessibility"))  # fmt: skip


def unknown_words(text: str, words: Mapping[str, str]) -> list[str]:
    """Return what stands in braces and is nothing that can be filled in."""
    return sorted({one for one in WORD.findall(text) if one not in words})


def bad_links(text: str) -> list[str]:
    """Return addresses that a page may not lead to: https, mailto and the bot's own are good."""
    return sorted({one for _, one in LINK.findall(text) if not GOOD.fullmatch(one)})


def title(text: str) -> str:
    """Return the page's one heading of the first rank; empty where there is none, or another."""
    found = re.findall(r"^# +(\S.*)$", text, re.MULTILINE)
    return found[0].strip() if len(found) == 1 else ""


def draw(text: str, words: Mapping[str, str], *, path: str) -> str:
    """Draw the page at this path; the words in braces are filled in, and are only ever words."""
    name = filled(title(text), words)
    whole = name if path == "/" else f"{name} – Case audit"
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(whole)}</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to what this page says</a>
<header><p>{escape(words["partnership"])}</p></header>
<main id="main" tabindex="-1">
{"".join(_blocks(text, words))}</main>
<footer><nav aria-label="About this service"><ul>
{"".join(_ways(path))}</ul></nav></footer>
</body>
</html>
"""


def short(name: str, body: str) -> str:
    """Draw a page of one step, for a file that is fetched or sent; `body` is HTML of our own."""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(name)} – Case audit</title>
<style>{STYLE}</style>
</head>
<body>
<header><p>Case audit</p></header>
<main>
<h1>{escape(name)}</h1>
{body}
</main>
</body>
</html>
"""


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return the text with the words in braces filled in."""
    return WORD.sub(lambda one: words.get(one[1], one[0]), text)


def _ways(path: str) -> Iterator[str]:
    for where, name in WAYS:
        here = ' aria-current="page"' if where == path else ""
        yield f'<li><a href="{where}"{here}>{name}</a></li>\n'


def _blocks(text: str, words: Mapping[str, str]) -> Iterator[str]:
    """Give the parts of the text: a blank line stands between them, but not between list lines."""
    for block in re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n")):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        listed = [line[2:] for line in lines if line.startswith("- ")]
        if lines and len(listed) == len(lines):
            yield (
                "<ul>\n"
                + "".join(f"<li>{_inline(one, words)}</li>\n" for one in listed)
                + "</ul>\n"
            )
        elif lines:
            yield from _lines(lines, words)


def _lines(lines: list[str], words: Mapping[str, str]) -> Iterator[str]:
    """Give headings, and what is no heading as one paragraph."""
    plain = []
    for line in lines:
        rank = len(line) - len(line.lstrip("#"))
        if rank in (1, 2) and line[rank : rank + 1] == " ":
            yield f"<h{rank}>{_inline(line[rank:].strip(), words)}</h{rank}>\n"
        else:
            plain.append(line)
    if plain:
        yield f"<p>{_inline(' '.join(plain), words)}</p>\n"


def _inline(line: str, words: Mapping[str, str]) -> str:
    """Return a line with its links and bold words; the words filled in are never either."""
    kept: list[str] = []

    def keep(made: str) -> str:
        kept.append(made)
        return f"\0{len(kept) - 1}\0"

    def link(found: re.Match[str]) -> str:
        if not GOOD.fullmatch(found[2]):
            return keep(escape(found[0]))
        named = escape(filled(found[1], words))
        return keep(f'<a href="{escape(found[2])}">{named}</a>')

    line = LINK.sub(link, line.replace("\0", ""))
    line = WORD.sub(lambda one: keep(_linked(words[one[1]])) if one[1] in words else one[0], line)
    line = BOLD.sub(r"<strong>\1</strong>", escape(line))
    return re.sub(r"\0(\d+)\0", lambda one: kept[int(one[1])], line)


def _linked(words: str) -> str:
    """Return words of the partnership's as they are; an e-mail address in them can be pressed."""
    return re.sub(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", r'<a href="mailto:\g<0>">\g<0></a>', escape(words))
