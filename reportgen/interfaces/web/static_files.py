"""Static files: the style sheets, the scripts and the fonts; the same to everyone, also before login."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reportgen.interfaces.web.request import NotFound
from reportgen.render.content.resources import FONTS, TEMPLATES

MEDIA_TYPES = {
    path.name: media_type
    for suffix, media_type in ((".css", "text/css"), (".js", "text/javascript"))
    for path in (TEMPLATES / "web").glob(f"*{suffix}")
}
"""The style sheets and scripts of the pages, by name."""

FONT_NAMES = ("sans", "sans-semibold", "sans-bold", "serif", "serif-italic")

_CACHE_A_DAY = {"Cache-Control": "public, max-age=86400"}


async def static_file(request: Request) -> Response:
    """The file with the name in the address.

    Raises:
        NotFound: there is none.
    """
    name = request.path_params["name"]
    if name in MEDIA_TYPES:
        content = (TEMPLATES / "web" / name).read_bytes()
        return Response(content, media_type=MEDIA_TYPES[name], headers={"Cache-Control": "no-cache"})
    font = name.removesuffix(".ttf")
    if font in FONT_NAMES and name.endswith(".ttf"):
        return Response(FONTS[font].read_bytes(), media_type="font/ttf", headers=_CACHE_A_DAY)
    raise NotFound


async def favicon(_: Request) -> Response:
    """No icon: browsers ask for it on their own."""
    return Response(status_code=204, headers=_CACHE_A_DAY)
