"""App packages that are broken, each in one way, and what is said of each."""

from tests.breaking import DOMAIN, Broken, changed, menu, picture, put, row, spoken, without

OUTLINE, COLOUR = "outline.png", "color.png"
BROKEN = {
    "no manifest": Broken(made=without("manifest.json"), reason="manifest.json is missing."),
    "no json": Broken(
        made=lambda files: files | {"manifest.json": b"{"}, reason="is no JSON in UTF-8."
    ),
    "a list": Broken(
        made=lambda files: files | {"manifest.json": b"[]"}, reason="must be an object."
    ),
    "unknown key": Broken(
        made=put("surprise", "!"), reason="surprise is nothing that this bot", by_schema=True
    ),
    "tab": Broken(made=put("staticTabs", []), reason="staticTabs is nothing that this bot"),
    "missing key": Broken(
        made=put("accentColor", None), reason="accentColor is missing.", by_schema=True
    ),
    "missing inside": Broken(
        made=put("developer.privacyUrl", None),
        reason="developer.privacyUrl is missing.",
        by_schema=True,
    ),
    "long name": Broken(
        made=put("name.short", "n" * 31), reason="name.short has 31 characters", by_schema=True
    ),
    "long full name": Broken(
        made=put("name.full", "n" * 101), reason="name.full has 101 characters", by_schema=True
    ),
    "empty name": Broken(made=put("name.short", " "), reason="name.short must be a text in one"),
    "beta": Broken(made=put("name.short", "Case audit beta"), reason="nor be a test version"),
    "named after teams": Broken(
        made=put("name.full", "Teams case audit"), reason="may not speak of Microsoft or Teams"
    ),
    "long description": Broken(
        made=put("description.short", "n" * 81),
        reason="description.short has 81 characters",
        by_schema=True,
    ),
    "same description": Broken(
        made=put("description.full", "Gathers and shows the returns of a multi-agency case audit."),
        reason="say the same",
    ),
    "link in description": Broken(
        made=put("description.full", "See https://elsewhere.example"), reason="a web address"
    ),
    "placeholder": Broken(
        made=put("developer.name", "${{WHO}}"), reason="developer.name still holds a placeholder"
    ),
    "todo": Broken(
        made=put("description.full", "TODO"), reason="description.full still holds a placeholder"
    ),
    "version of two numbers": Broken(
        made=put("version", "1.0"), reason="version must be three numbers"
    ),
    "version with a word": Broken(
        made=put("version", "1.0.0-rc.1"), reason="version must be three numbers"
    ),
    "version with a nought": Broken(
        made=put("version", "1.01.0"), reason="version must be three numbers"
    ),
    "old schema": Broken(made=put("manifestVersion", "1.5"), reason="manifestVersion must be one"),
    "schemas differ": Broken(
        made=put("manifestVersion", "1.21"), reason="$schema and manifestVersion name different"
    ),
    "no id": Broken(made=put("id", "case-audit"), reason="id must be an id like", by_schema=True),
    "id of noughts": Broken(
        made=put("id", "00000000-0000-0000-0000-000000000000"), reason="one digit only"
    ),
    "other bot": Broken(
        made=put("bots.0.botId", "2b4e28ba-2fa1-41d2-883f-0016d3cca427"),
        reason="bots[0].botId is not the id that was given",
    ),
    "two bots": Broken(
        made=changed(lambda one: one["bots"].append(one["bots"][0])),
        reason="bots has 2 entries",
        by_schema=True,
    ),
    "no personal scope": Broken(
        made=put("bots.0.scopes", ["team"]), reason="must hold personal", at_most=2
    ),
    "unknown scope": Broken(
        made=put("bots.0.scopes", ["personal", "planet"]),
        reason="bots[0].scopes[1] must be one of",
        by_schema=True,
    ),
    "notification only": Broken(
        made=put("bots.0.isNotificationOnly", value=True), reason="people type to this bot"
    ),
    "flag as text": Broken(
        made=put("bots.0.supportsFiles", "yes"),
        reason="bots[0].supportsFiles must be true or false",
        by_schema=True,
    ),
    "privacy not secure": Broken(
        made=put("developer.privacyUrl", f"http://{DOMAIN}/privacy"),
        reason="developer.privacyUrl must be an address that begins with https://",
    ),
    "privacy elsewhere": Broken(
        made=put("developer.privacyUrl", "https://elsewhere.example/privacy"),
        reason=f"developer.privacyUrl must be on {DOMAIN}",
    ),
    "privacy in disguise": Broken(
        made=put("developer.privacyUrl", f"https://{DOMAIN}@elsewhere.example/privacy"),
        reason=f"developer.privacyUrl must be on {DOMAIN}",
    ),
    "privacy and terms the same": Broken(
        made=put("developer.termsOfUseUrl", f"https://{DOMAIN}/privacy"),
        reason="are the same page",
    ),
    "terms on the first page": Broken(
        made=put("developer.termsOfUseUrl", f"https://{DOMAIN}/"),
        reason="developer.termsOfUseUrl must lead to its own page",
    ),
    "website is an example": Broken(
        made=put("developer.websiteUrl", "https://www.example.com"),
        reason="developer.websiteUrl: “www.example.com” stands for no real domain",
    ),
    "other domain": Broken(
        made=put("validDomains", [DOMAIN, "*.example.net"]), reason="validDomains may name"
    ),
    "colour by name": Broken(
        made=put("accentColor", "blue"), reason="accentColor must be a colour", by_schema=True
    ),
    "unknown permission": Broken(
        made=put("permissions", ["identity", "everything"]),
        reason="permissions[1] must be one of",
        by_schema=True,
    ),
    "permission twice": Broken(
        made=put("permissions", ["identity", "identity"]), reason="permissions says the same twice"
    ),
    "icon missing": Broken(made=without(COLOUR), reason="the file color.png is missing"),
    "icon outside": Broken(
        made=put("icons.color", "../color.png"), reason="icons.color must be a PNG file beside"
    ),
    "icon too small": Broken(
        made=picture(COLOUR, 96, (31, 78, 121, 255)), reason="color.png is 96 by 96 pixels"
    ),
    "icon half clear": Broken(
        made=picture(COLOUR, 192, (31, 78, 121, 90)), reason="color.png is half clear"
    ),
    "icon clear": Broken(
        made=picture(COLOUR, 192, (0, 0, 0, 0)), reason="color.png cannot be seen"
    ),
    "icon is no picture": Broken(
        made=lambda files: files | {COLOUR: b"GIF89a"}, reason="color.png is no PNG"
    ),
    "outline filled": Broken(
        made=picture(OUTLINE, 32, (255, 255, 255, 255)),
        reason="outline.png has no clear background",
    ),
    "outline in colour": Broken(
        made=picture(OUTLINE, 32, (200, 0, 0, 90)), reason="outline.png has colours", at_most=2
    ),
    "outline to its corners": Broken(
        made=picture(OUTLINE, 32, (255, 255, 255, 90)),
        reason="outline.png is filled to its corners",
    ),
    "outline too large": Broken(
        made=picture(OUTLINE, 64, (0, 0, 0, 0)), reason="outline.png is 64 by 64", at_most=2
    ),
    "one icon for both": Broken(
        made=put("icons.outline", COLOUR), reason="are the same file", at_most=4
    ),
    "command unknown": Broken(
        made=menu(0, lambda rows: rows.__setitem__(0, row("make tea"))),
        reason="“make tea” is nothing that the bot understands",
    ),
    "command twice": Broken(
        made=menu(1, lambda rows: rows.append(row("Help"))), reason="“help” stands there twice"
    ),
    "command with a slash": Broken(
        made=menu(1, lambda rows: rows.append(row("/status"))), reason="may not begin with a slash"
    ),
    "command not for channels": Broken(
        made=menu(1, lambda rows: rows.append(row("my returns"))),
        reason="“my returns” is not answered in a channel",
    ),
    "no help": Broken(made=menu(1, lambda rows: rows.pop(0)), reason="does not offer help"),
    "too many commands": Broken(
        made=menu(0, lambda rows: rows.extend(map(row, ["known", "later", "who"]))),
        reason="commandLists[0].commands has 13 entries",
        by_schema=True,
    ),
    "no commands": Broken(
        made=menu(0, lambda rows: rows.clear()), reason="commandLists[0].commands has 0 entries"
    ),
    "long command": Broken(
        made=menu(0, lambda rows: rows.append(row("status " * 19))),
        reason="must be a text in one line",
        at_most=3,
        by_schema=True,
    ),
    "command without words": Broken(
        made=menu(1, lambda rows: rows[0].pop("description")), reason="description is missing"
    ),
    "scope listed twice": Broken(
        made=put("bots.0.commandLists.1.scopes", ["personal"]), reason="lists personal twice"
    ),
    "language file missing": Broken(made=spoken(None), reason="cy.json is missing"),
    "language file broken": Broken(
        made=lambda files: spoken(lambda _: None)(files) | {"cy.json": b"{"},
        reason="cy.json is no JSON",
    ),
    "string missing": Broken(
        made=spoken(lambda said: said.pop("name.short")), reason="cy.json: name.short is missing."
    ),
    "string unknown": Broken(
        made=spoken(lambda said: said.update({"name.shrot": "x"})),
        reason="cy.json: name.shrot is nothing that can be translated",
    ),
    "string too long": Broken(
        made=spoken(lambda said: said.update({"name.short": "n" * 31})),
        reason="cy.json: name.short has 31 characters",
    ),
    "signs in as another": Broken(
        made=put("webApplicationInfo", {"id": DOMAIN, "resource": "api://x"}),
        reason="webApplicationInfo.id must be an id like",
        by_schema=True,
    ),
}
