"""On the organiser's page lists, badges and signs are made and handed out, to whoever signed in."""

from __future__ import annotations

from io import BytesIO

from doubles.form_client import FormClient
from doubles.raw_http import SCRIPT
from doubles.web_server import Served
from pypdf import PdfReader


def test_lists_are_made_and_taken_along(served: Served, anna: FormClient) -> None:
    page = anna.get("/presentie").text
    assert "Er is nog niets gemaakt." in page
    assert "niet in pakketten van anderen genoemd willen worden" in page
    assert anna.get("/presentie/bestand?bestand=badges.pdf").status_code == 404

    anna.post("/presentie")
    assert anna.wait() == "Gemaakt: 1 presentielijst, badges voor 7 deelnemers, 2 tafelborden."
    page = anna.get("/presentie").text
    for name in ("presentielijst.pdf", "presentie.xlsx", "badges.pdf", "tafelborden.pdf"):
        assert f'href="{anna.base}/presentie/bestand?bestand={name}"' in page
        taken = anna.get(f"/presentie/bestand?bestand={name}")
        assert (taken.status_code, taken.headers["cache-control"]) == (200, "no-store")
        assert f"{served.event.name}-{name}" in taken.headers["content-disposition"]
    badges = PdfReader(BytesIO(anna.get("/presentie/bestand?bestand=badges.pdf").content))
    assert SCRIPT in badges.pages[0].extract_text().replace("\n", "")
    assert "lijsten en badges maken" in anna.get("/werk").text


def test_nothing_but_our_own_files_is_handed_out(served: Served, anna: FormClient) -> None:
    folder = served.output / "lists" / served.event.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "geheim.txt").write_text("geheim", "utf-8")
    for name in ("geheim.txt", "../../ledger.sqlite", "%2e%2e%2fledger.sqlite", "", "presentielijst-%00.pdf"):
        assert anna.get(f"/presentie/bestand?bestand={name}").status_code == 404


def test_who_did_not_sign_in_gets_no_list(served: Served) -> None:
    stranger = FormClient(served.address, served.base)
    for path in ("/presentie", "/presentie/bestand?bestand=badges.pdf"):
        answer = stranger.get(path)
        assert "Inloggen" in answer.text
        assert "Lijsten en badges maken" not in answer.text
