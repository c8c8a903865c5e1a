"""Logos: those that drawing programs write are taken, and those that never end or need too much are refused."""

from __future__ import annotations

import os
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from PIL import Image

from reportgen.errors import ConfigurationError
from reportgen.render.content import logo
from reportgen.render.content.catalogue import translated
from reportgen.render.content.logo import load_logo
from reportgen.render.content.svg_check import UnusableDrawing, check_svg
from reportgen.render.processes.executors import close_kept_worker
from reportgen.render.processes.worker_process import WorkerProcess

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SIZE = 'width="60" height="20" viewBox="0 0 60 20">'


def drawing(*inside: str) -> bytes:
    return f"{HEAD}{SIZE}{''.join(inside)}</svg>".encode()


def path_data(random: Random, points: int) -> str:
    """A closed outline of curves, as letters that were turned into outlines."""
    curves = "".join(
        f"c{random.uniform(-3, 3):.3f},{random.uniform(-3, 3):.3f},{random.uniform(-3, 3):.3f},"
        f"{random.uniform(-3, 3):.3f}-{random.uniform(0, 3):.3f}-.{random.randint(1, 9)}"
        for _ in range(points)
    )
    return f"M{random.uniform(0, 400):.2f},{random.uniform(0, 100):.2f}{curves}h1v-1.5z m2,2 l1-1 0,1z"


def of_illustrator() -> bytes:
    """As Illustrator saves it: a document type, classes, clipping paths by number, and thousands of outlines."""
    random = Random(1)
    classes = "".join(f".st{n}{{fill:#{random.randrange(2**24):06x};enable-background:new;}}" for n in range(30))
    classes += ".c{clip-path:url(#SVGID_2_);fill-rule:evenodd;clip-rule:evenodd;}"
    outlines = "".join(f'<path class="st{n % 30}" d="{path_data(random, 8)}"/>' for n in range(1200))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In -->\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        f'{HEAD}version="1.1" id="Laag_1" x="0px" y="0px" viewBox="0 0 400 100" '
        'style="enable-background:new 0 0 400 100;" xml:space="preserve">'
        f'<style type="text/css">{classes}</style><g id="wapen"><defs><rect id="SVGID_1_" width="400" height="100"/>'
        '</defs><clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_" style="overflow:visible;"/></clipPath>'
        f'<g class="c"><g><g>{outlines}</g></g></g></g></svg>'
    ).encode()


def of_inkscape() -> bytes:
    """As Inkscape saves it: names and settings of its own, gradients, masks, transformations and copies."""
    random = Random(2)
    gradients = "".join(
        f'<linearGradient inkscape:collect="always" id="g{n}"><stop offset="0" style="stop-color:#00616b"/>'
        f'<stop offset="1" style="stop-color:#c8741a"/></linearGradient><linearGradient xlink:href="#g{n}" id="h{n}" '
        'gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="90" y2="40"/>'
        for n in range(20)
    )
    shapes = "".join(
        f'<g inkscape:label="Laag {n}" inkscape:groupmode="layer" transform="translate({n},{n}) scale(.9)">'
        f'<path style="fill:url(#h{n % 20});stroke:#1c2530;stroke-width:.2px" d="{path_data(random, 20)}" '
        'sodipodi:nodetypes="ccccc"/></g>'
        for n in range(200)
    )
    copies = "".join(
        f'<use x="0" y="0" xlink:href="#ster" transform="rotate({n * 9} 50 20)" width="100%" height="100%"/>'
        for n in range(40)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n{HEAD}'
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:cc="http://creativecommons.org/ns#" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" width="100mm" height="40mm" viewBox="0 0 100 40" '
        'inkscape:version="1.2" sodipodi:docname="logo.svg"><sodipodi:namedview id="v" pagecolor="#ffffff" '
        'inkscape:zoom="0.7"/><metadata><rdf:RDF><cc:Work rdf:about=""/></rdf:RDF></metadata>'
        f'<defs id="defs1">{gradients}<path id="ster" d="m 50,5 1,3 3,0 -2,2 1,3 -3,-2 -3,2 1,-3 -2,-2 3,0 z"/></defs>'
        f"{shapes}{copies}</svg>"
    ).encode()


def with_a_picture_inside() -> bytes:
    """A coat of arms that was scanned, inside a drawing."""
    scan = BytesIO()
    Image.effect_noise((400, 300), 80).convert("RGBA").save(scan, "PNG")
    address = f"data:image/png;base64,{b64encode(scan.getvalue()).decode()}"
    return drawing(f'<image width="30" height="20" xlink:href="{address}"/><path d="M32 2h20v9z" fill="#00616b"/>')


def with_names_of_adobe() -> bytes:
    """As older Illustrator saves it: the names of its namespaces are entities, which stand for nothing but a text."""
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [\n'
        b'\t<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">\n'
        b"\t<!ENTITY ns_svg 'http://www.w3.org/2000/svg'>\n]>\n"
        b'<svg xmlns="&ns_svg;" xmlns:x="&ns_extend;" width="60" height="20" viewBox="0 0 60 20">'
        b'<metadata><x:sfw/></metadata><path fill="#00616b" d="M0 0h9v9z"/></svg>'
    )


def with_quoted_and_web_addresses() -> bytes:
    """Addresses within quotes and spaces, and a link for who clicks on it; nothing of it is fetched."""
    return drawing(
        '<linearGradient id="p"><stop stop-color="#00616b"/></linearGradient><style>.a{fill:url("#p")}</style>',
        '<a xlink:href="https://www.vng.example/"><path class="a" d="M0 0h9v9z"/></a>',
        """<path fill="url('#p')" d="M9 9h9v9z"/><path style="fill:url(&quot;#p&quot;)" d="M9 9h9v9z"/>""",
    )


def in_utf_16() -> bytes:
    return ('<?xml version="1.0" encoding="UTF-16"?>' + drawing('<path d="M0 0h9v9z"/>').decode()).encode("utf-16")


@pytest.fixture(scope="module", autouse=True)
def _no_worker_stays() -> Iterator[None]:
    yield
    close_kept_worker()


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "logo.svg"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "logo",
    [
        *(of_illustrator, of_inkscape, with_a_picture_inside),
        *(with_names_of_adobe, with_quoted_and_web_addresses, in_utf_16),
    ],
    ids=lambda each: each.__name__,
)
def test_logos_of_drawing_programs_are_taken(logo: object, tmp_path: Path) -> None:
    assert callable(logo)
    content = logo()
    assert load_logo(saved(tmp_path, content), timeout=30) == (content, "image/svg+xml")


def test_the_logos_of_these_tests_are_as_large_as_real_ones() -> None:
    assert 300_000 < len(of_illustrator()) < 1_000_000
    assert len(with_a_picture_inside()) > 80_000


NESTED_USES = [f'<g id="a{n}"><use href="#a{n - 1}"/><use xlink:href="#a{n - 1}"/></g>' for n in range(1, 31)]
LINE = '<path fill="#000" d="M0 0h9v9z"/>'
FILLED = LINE.replace("#000", "url(#p)")
MARKED = "".join(f"L{n % 60} {n % 20}" for n in range(30_000))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (drawing('<path d="M0 0h9v9z 5"/>'), "goes on with a number"),
        (drawing('<path d="M0 0h9v9z-5,3"/>'), "goes on with a number"),
        (drawing("<defs>", '<g id="a0"><path d="M0 0h1"/></g>', *NESTED_USES, '</defs><use href="#a30"/>'), "so often"),
        (drawing('<g id="a"><use href="#a"/></g>'), "uses itself"),
        (drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "uses itself"),
        (drawing("<g>" * 500, "</g>" * 500), "levels deep"),
        (drawing("<g>" * 50_000, "</g>" * 50_000), "levels deep"),
        (drawing('<path d="M0 0h1"/>' * 20_001), "elements"),
        (b"<?xml version='1.0' encoding='no-such'?>" + drawing(), "is no svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'" + b" a" * 1000, "is no svg"),
    ],
)
def test_drawings_that_are_made_to_do_harm_are_refused_with_the_reason(content: bytes, said: str) -> None:
    begun = monotonic()
    with pytest.raises(UnusableDrawing, match=said) as refused:
        check_svg(content)
    assert refused.value.todo
    assert monotonic() - begun < 20


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawing("&a;"), "declares the entity"),
        (b"<!DOCTYPE svg [<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;]>" + drawing(), "declares the entity"),
        (b'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + drawing("&c;"), "declares the entity"),
        (b'<!DOCTYPE svg [<!ENTITY a "url(http://a.example/b)">]>' + drawing('<g fill="&a;"/>'), "outside itself"),
        (drawing('<g fill="&#117;rl(http://a.example/b)"/>'), "outside itself"),
        (drawing('<g fill="URL(http://a.example/b#c)"/>'), "outside itself"),
        (drawing('<image href="https://a.example/b.png"/>'), "outside itself"),
        (drawing('<a href="https://a.example/"><image href="https://a.example/b.png"/></a>'), "outside itself"),
        (drawing("<foreignObject><p/></foreignObject>"), "script or a part in another language"),
        (drawing("<script>1</script>"), "script or a part in another language"),
    ],
)
def test_drawings_that_need_more_than_themselves_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnusableDrawing, match=said) as refused:
        check_svg(content)
    assert refused.value.todo


def test_what_is_wrong_with_a_drawing_is_said_in_dutch_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_logo(saved(tmp_path, drawing('<text x="1" y="9">Regio</text>')))
    assert translated(refused.value.what, "nl").startswith("Het logo heeft tekst in een lettertype")


def test_colours_of_printing_presses_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CMYK") as refused:
        load_logo(saved(tmp_path, jpeg("CMYK")))
    assert "RGB" in refused.value.todo
    deep = BytesIO()
    Image.new("I;16", (300, 80)).save(deep, "PNG")
    with pytest.raises(ConfigurationError, match="16 bits"):
        load_logo(saved(tmp_path, deep.getvalue()))
    with pytest.raises(ConfigurationError) as refused:
        load_logo(saved(tmp_path, b"GIF89a"))
    assert refused.value.what == "The logo is no picture in png, jpeg or svg"


def test_what_the_printer_says_of_a_drawing_is_short(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Failed to render SVG image inside the page") as refused:
        load_logo(saved(tmp_path, drawing('<path d="nonsense"/>' * 500)))
    assert len(refused.value.what) < 400


def test_a_drawing_may_be_as_deep_as_an_archival_pdf_allows(tmp_path: Path) -> None:
    assert load_logo(saved(tmp_path, drawing("<g>" * 16, LINE, "</g>" * 16)))
    with pytest.raises(ConfigurationError, match="deeper than an archival PDF allows"):
        load_logo(saved(tmp_path, drawing("<g>" * 40, LINE, "</g>" * 40)))


@pytest.mark.parametrize(
    "content",
    [
        drawing(
            '<marker id="m" markerWidth="1" markerHeight="1">',
            '<path d="M0 0h1v1z"/>' * 300,
            f'</marker><path marker-mid="url(#m)" d="M0 0{MARKED}" stroke="#000"/>',
        ),
        drawing('<path d="M0 0a1 1 0 0 0 1 1 0 z"/>', '<path d="M0 0 h nan q 1"/>', '<path d="M 0 0 5 z9"/>'),
        drawing('<pattern id="p" width="1e-9" height="1e-9">', LINE, '</pattern><path fill="url(#p)" d="M0 0h60"/>'),
        drawing('<path stroke="#000" stroke-dasharray="1e-9" d="M0 0h1e300"/>'),
        drawing('<g transform="scale(1e400) rotate(nan)">', LINE, "</g>"),
        drawing('<linearGradient id="p" href="#b"/><linearGradient id="b" href="#p"/>', FILLED),
        drawing('<clipPath id="c" clip-path="url(#c)">', LINE, '</clipPath><g clip-path="url(#c)">', LINE, "</g>"),
        drawing('<mask id="c"><g mask="url(#c)">', LINE, '</g></mask><g mask="url(#c)">', LINE, "</g>"),
        drawing('<pattern id="p" width="9" height="9">', FILLED, "</pattern>", FILLED),
    ],
)
def test_whatever_is_in_a_drawing_it_is_taken_or_refused_in_time(content: bytes, tmp_path: Path) -> None:
    begun = monotonic()
    refused: ConfigurationError | None = None
    try:
        load_logo(saved(tmp_path, content), timeout=1)
    except ConfigurationError as fault:
        refused = fault
    assert refused is None or (refused.what.startswith("The logo ") and refused.todo)
    assert monotonic() - begun < 20


def png(width: int, height: int, rows: int, more: bytes = b"") -> bytes:
    """A PNG of so many pixels, black, of which so many rows are there."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = zlib.compress(bytes(width + 1) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def animated() -> bytes:
    """A picture that moves, as PNG."""
    moving = BytesIO()
    frames = [Image.new("RGB", (60, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:], duration=100)
    return moving.getvalue()


def jpeg(mode: str = "RGB") -> bytes:
    drawn = BytesIO()
    Image.new(mode, (300, 80)).save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(50_000, 50_000, 10), "50,?000 x 50,?000 pixels"),
        (png(2**31 - 1, 2**31 - 1, 0), "pixels"),
        (png(300, 80, 40)[:-20], "no picture"),
        (png(300, 80, 80)[:-12], "cut off"),
        (png(300, 80, 80)[:-3], "cut off"),
        (jpeg()[:300], "no picture"),
        (b"\xff\xd8\xff\xe0" + os.urandom(500), "no picture"),
    ],
)
def test_pictures_that_are_cut_off_or_too_large_are_refused(content: bytes, said: str, tmp_path: Path) -> None:
    begun = monotonic()
    with pytest.raises(ConfigurationError, match=said):
        load_logo(saved(tmp_path, content))
    assert monotonic() - begun < 10


@pytest.mark.parametrize("content", [animated(), jpeg(), jpeg("L"), png(2900, 900, 900)])
def test_pictures_that_can_be_printed_are_taken(content: bytes, tmp_path: Path) -> None:
    assert load_logo(saved(tmp_path, content))[0] == content


def test_a_logo_that_takes_too_long_to_draw_is_refused_within_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = monotonic()
    with pytest.raises(ConfigurationError, match=r"more than 0.05 seconds"):
        load_logo(saved(tmp_path, of_illustrator()), timeout=0.05)
    assert monotonic() - begun < 5


def test_a_logo_is_drawn_once_in_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, drawing('<path d="M0 0h9v9z" fill="#010203"/>'))
    first = load_logo(path)
    monkeypatch.setattr(logo, "ProcessExecutor", lambda *_, **__: pytest.fail("it is drawn again"))
    assert load_logo(path) == first


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_not_waited_for(make: object, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path / "logo.svg")
    with pytest.raises(ConfigurationError, match="no file"):
        load_logo(tmp_path / "logo.svg")


def test_a_logo_is_drawn_where_an_uploaded_list_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(drawing('<rect width="60" height="20"/>'))
    worker = WorkerProcess()
    try:
        result = worker.result(load_logo, path, 60)
    finally:
        worker.close()
    assert result == (path.read_bytes(), "image/svg+xml")
