"""An organiser's colours and logo: in every page, in the fingerprint, and nothing that a pack may not hold."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from reportgen.errors import ConfigurationError
from reportgen.render.content import svg
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.logo import MAX_LOGO_BYTES, load_logo
from reportgen.render.content.pages import pack_html, pack_title
from reportgen.render.content.parts import Part
from reportgen.render.content.style import DEFAULT_STYLE, Style
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.job import Job
from reportgen.render.printing.logo_proof import MAX_LOGO_PIXELS
from reportgen.render.printing.press import printed_pack

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path fill="#7a143c" d="M0 0h60v20H0z"/></svg>'

Packs = Mapping[str, tuple[Part, ...]]


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 80), mode: str = "RGB") -> bytes:
    drawn = BytesIO()
    Image.new(mode, size, 90 if mode == "L" else (122, 20, 60, 255)[: len(mode)]).save(drawn, kind)
    return drawn.getvalue()


def styled(parts: tuple[Part, ...], style: Style) -> tuple[Part, ...]:
    return tuple(replace(each, style=style) for each in parts)


def html_of(parts: tuple[Part, ...]) -> str:
    return pack_html(parts, pack_title(parts), "VNG", "2018-12-10")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(), "image/png"),
        (picture(mode="RGBA"), "image/png"),
        (picture(mode="L"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (SVG, "image/svg+xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn by hand -->\n' + SVG, "image/svg+xml"),
    ],
)
def test_a_pack_with_a_logo_passes_its_checks_and_says_what_the_logo_is(
    packs: Packs, tmp_path: Path, content: bytes, kind: str
) -> None:
    path = tmp_path / "logo"
    path.write_bytes(content)
    assert load_logo(path) == (content, kind)
    style = Style(logo=content, logo_kind=kind, logo_alt='De "stad" <b>')
    parts = styled(packs["GM0356"], style)
    document = printed_pack(Job(Identity("x.0001", "0" * 64), parts, "VNG", "2018-12-10"))
    with pikepdf.open(BytesIO(document.pdf)) as pdf:
        said = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert said.count('De "stad" <b>') == 1
    assert len(document.pdf) < 250_000


def test_colours_are_in_pages_charts_and_letter_and_greys_stay_what_they_are(packs: Packs) -> None:
    style = Style(subject="#7a143c", own="#2a7fb8")
    plain, coloured = packs["GM0356"], styled(packs["GM0356"], style)
    charts = [b64decode(each.partition('"')[0]).decode() for each in html_of(coloured).split("base64,")[1:]]
    lines = [each for each in charts if "#2a7fb8" in each]
    assert lines
    assert not any(svg.OCHRE in each for each in lines)
    assert not any(colour in each for each in charts for colour in (svg.OCHRE, svg.TEAL, *svg.SHADES.values()))
    assert any("#7a143c" in each and svg.PARTS[2] in each for each in charts)
    assert "--subject: #7a143c" in style.css()
    assert "#7a143c" in letter_text(coloured).html
    assert "#7a143c" not in letter_text(plain).html
    assert svg.TEAL not in letter_text(coloured).html


@pytest.mark.parametrize(
    "style",
    [
        Style(subject="#7a143c"),
        Style(own="#2a7fb8"),
        Style(logo=SVG, logo_kind="image/svg+xml", logo_alt="a"),
        Style(logo=SVG, logo_kind="image/svg+xml", logo_alt="b"),
        Style(logo=SVG + b" ", logo_kind="image/svg+xml", logo_alt="b"),
    ],
)
def test_another_style_is_another_fingerprint_of_the_same_content(packs: Packs, style: Style) -> None:
    plain, other = packs["GM0356"], styled(packs["GM0356"], style)
    assert all(a.digest().fingerprint != b.digest().fingerprint for a, b in zip(plain, other, strict=True))
    assert [each.digest().content for each in plain] == [each.digest().content for each in other]


def test_the_house_style_given_by_hand_is_the_house_style(packs: Packs) -> None:
    same = styled(packs["GM0356"], Style(svg.TEAL, svg.OCHRE))
    assert same == packs["GM0356"]
    assert packs["GM0356"][0].style == DEFAULT_STYLE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no picture"),
        (b"nonsense", "no picture"),
        (picture()[:60], "no picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (MAX_LOGO_BYTES + 1), "1000 kB"),
        (picture(size=(MAX_LOGO_PIXELS + 1, 2)), "pixels"),
        (picture("GIF"), "no picture"),
        (b"<html><body>x</body></html>", "no svg"),
        (b"<svg", "no svg"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "entity"),
        (SVG.replace(b"<path", b"<script>1</script><path"), "script"),
        (SVG.replace(b"<path", b'<image href="https://x.example/a.png"/><path'), "outside"),
        (
            SVG.replace(b"<svg", b'<svg xmlns:xlink="http://www.w3.org/1999/xlink"').replace(
                b"<path", b'<use xlink:href="file:///etc/passwd#a"/><path'
            ),
            "outside",
        ),
        (SVG.replace(b"<path", b"<style>@import 'x.css';</style><path"), "outside"),
        (SVG.replace(b"#7a143c", b"url(http://x.example/#a)"), "outside"),
        (SVG.replace(b"<path", b"<text>VNG</text><path"), "text"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_way_out(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=said) as caught:
        load_logo(path)
    assert caught.value.where == str(path)
    assert caught.value.todo


def test_a_logo_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_logo(tmp_path / "logo.png")
