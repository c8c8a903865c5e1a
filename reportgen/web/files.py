"""What is sent as a file: the look, the script, the letters, and sealed editions."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from starlette.requests import Request
from starlette.responses import Response

from reportgen.render.resources import FONTS, TEMPLATES
from reportgen.web.asking import Ask, File, NotThere
from reportgen.web.office import Office

KINDS = {"page.css": "text/css", "page.js": "text/javascript"}
FACES = ("sans", "sans-semibold", "sans-bold", "serif", "serif-italic")

_A_DAY = {"Cache-Control": "public, max-age=86400"}


async def fixed(request: Request) -> Response:
    """The style sheet, the script, or a face; they are the same to everyone."""
    name = request.path_params["name"]
    if name in KINDS:
        return Response(
            (TEMPLATES / "web" / name).read_bytes(), media_type=KINDS[name], headers={"Cache-Control": "no-cache"}
        )
    face = name.removesuffix(".ttf")
    if face in FACES and name.endswith(".ttf"):
        return Response(FONTS[face].read_bytes(), media_type="font/ttf", headers=_A_DAY)
    raise NotThere


async def nothing(_: Request) -> Response:
    """What browsers ask unasked."""
    return Response(status_code=204, headers=_A_DAY)


def bag(office: Office, ask: Ask) -> File:
    """A sealed edition as one file: the bag as it is, so that its manifests still hold."""
    edition = ask.places["edition"]
    if edition not in office.ledger.editions(office.key):
        raise NotThere
    folder, packed = office.archive.bag(edition), BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as file:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            file.write(path, f"{office.key}-{folder.name}/{path.relative_to(folder).as_posix()}")
    return File(packed.getvalue(), "application/zip", f"{office.key}-{folder.name}.zip")
