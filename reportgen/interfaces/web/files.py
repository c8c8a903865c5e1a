"""What is sent as a file: the look, the script, the letters, and sealed editions."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reportgen.interfaces.web.request import NotFound
from reportgen.render.content.resources import FONTS, TEMPLATES

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
    raise NotFound


async def nothing(_: Request) -> Response:
    """What browsers ask unasked."""
    return Response(status_code=204, headers=_A_DAY)
