"""Colours: contrast by WCAG, mixtures, and darker ones that can be read."""

from __future__ import annotations

WHITE = "#ffffff"

READABLE = 4.5
"""Least contrast of text with its background (WCAG 2.2, success criterion 1.4.3)."""

VISIBLE = 3.0
"""Least contrast of the parts of a chart with their background (WCAG 2.2, success criterion 1.4.11)."""

APART = 1.3
"""Least contrast between two colours that must differ when printed in grey."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2).

    Args:
        one, other: ``#rrggbb``.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: ``share`` (0 to 1) of the first, the rest of the second."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def readable(colour: str, *grounds: str) -> str:
    """The colour itself, or the lightest darker one in which text on white, and on other grounds, can be read.

    Args:
        grounds: light colours.
    """
    steps = (mixed(colour, "#000000", step / 50) for step in range(50, -1, -1))
    return next(each for each in steps if all(contrast(each, ground) >= READABLE for ground in (WHITE, *grounds)))


def lightest(colour: str) -> str:
    """The lightest mixture of a colour with white that is still seen on white as a part of a chart."""
    steps = (mixed(colour, WHITE, step / 100) for step in range(101))
    return next((each for each in steps if contrast(each, WHITE) >= VISIBLE), colour)


def ground_of(colour: str, share: float, least: float) -> str:
    """A ground of a colour, on which the colour itself can be seen: so much of it, or less where it is light.

    Args:
        share: 0 to 1, of the colour in its mixture with white.
        least: contrast of the colour with its ground.
    """
    steps = (mixed(colour, WHITE, share * step / 10) for step in range(10, 0, -1))
    return next((each for each in steps if contrast(colour, each) >= least), WHITE)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(each / 255) for each in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
