"""How Teams colours cards, light and dark, so that the public renderer draws them as it does.

Card colours stand for what the design system of Teams says of text on each background; its own
renderer is not published, and the public one's colours are not what anybody sees.
"""

from typing import Any

Shades = tuple[tuple[str, str, str], ...]
LIGHT_TEXT: Shades = (
    ("default", "#242424", "#616161"), ("accent", "#4F52B2", "#4F52B2"),
    ("good", "#0B5A08", "#0B5A08"), ("warning", "#6B4A00", "#6B4A00"),
    ("attention", "#9A1C24", "#9A1C24"),
)  # fmt: skip
LIGHT_GROUND = {
    "default": "#FFFFFF", "emphasis": "#F5F5F5", "good": "#F1FAF1", "warning": "#FFF9F5",
    "attention": "#FDF3F4", "accent": "#EBF3FC",
}  # fmt: skip
DARK_TEXT: Shades = (
    ("default", "#FFFFFF", "#ADADAD"), ("accent", "#9299F7", "#9299F7"),
    ("good", "#9FD89F", "#9FD89F"), ("warning", "#FDCFB4", "#FDCFB4"),
    ("attention", "#EEACB2", "#EEACB2"),
)  # fmt: skip
DARK_GROUND = {
    "default": "#292929", "emphasis": "#1F1F1F", "good": "#052505", "warning": "#411200",
    "attention": "#3F1011", "accent": "#082338",
}  # fmt: skip


def look(text: Shades, grounds: dict[str, str]) -> dict[str, Any]:
    """Return the renderer's settings for these colours."""
    colours = {name: {"default": shade, "subtle": subtle} for name, shade, subtle in text}
    return {
        "fontFamily": "Segoe UI, sans-serif",
        "supportsInteractivity": True,
        "textBlock": {"headingLevel": 2},
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "padding": 16},
        "actions": {"maxActions": 6, "actionsOrientation": "vertical"},
        "containerStyles": {
            style: {"backgroundColor": ground, "foregroundColors": colours}
            for style, ground in grounds.items()
        },
    }


LOOKS = {"light": look(LIGHT_TEXT, LIGHT_GROUND), "dark": look(DARK_TEXT, DARK_GROUND)}
