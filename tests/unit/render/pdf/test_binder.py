"""Bound packs are as good as printed in one go: same pages, words, roles, outline, links and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import page as validator
import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import ImageChops

from reportgen.domain.canonical_json import canonical_json, digest
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.content.parts import Part, deciding_digest_of
from reportgen.render.pdf.binder import bound_pack
from reportgen.render.pdf.conformance import binding_faults_in, faults_in
from reportgen.render.pdf.identity import Identity, identity_in
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.pdf.pdf_part import NUMBERS_PER_KIND, PdfPart, pdf_part_in
from reportgen.render.printing import worker
from reportgen.render.printing.shared_objects import shared_objects
from reportgen.render.printing.whole_document import reference_pack
from reportgen.render.printing.worker import printed_part

OWNER = Identity("2018-12-10-test.0017", "0f" * 32)
INFO = DocumentInfo("Diversiteit: briefing (proef) 's-Hertogenbosch & Súdwest-Fryslân", "VNG", "2018-12-10")

Packs = Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True)
class Pair:
    """The same pack bound from parts, and printed in one go."""

    parts: tuple[Part, ...]
    pdf_parts: tuple[PdfPart, ...]
    bound: bytes
    reference: bytes


def changed(part: Part, **values: Any) -> Part:
    assert isinstance(part.content, dict)
    content = {**part.content, **values}
    return replace(
        part,
        content=content,
        content_digest=digest(canonical_json(content)),
        deciding_digest=deciding_digest_of(content),
    )


def pair_of(parts: tuple[Part, ...]) -> Pair:
    pdf_parts = tuple(pdf_part_in(printed_part(part)) for part in parts)
    return Pair(parts, pdf_parts, together(parts, pdf_parts), reference_pack(parts, OWNER, INFO))


def together(parts: tuple[Part, ...], pdf_parts: tuple[PdfPart, ...], owner: Identity = OWNER) -> bytes:
    folios = [[folio for _, folio in part.folios] for part in parts]
    return bound_pack(
        list(zip(pdf_parts, folios, strict=True)), dict(parts[0].first_pages), shared_objects(), owner, INFO
    )


@pytest.fixture(scope="module", params=["plain", "form", "rare letters", "guest"])
def pair(request: pytest.FixtureRequest, packs: Packs, guest: tuple[Part, ...]) -> Pair:
    parts = packs["GM1900"]  # Súdwest-Fryslân
    match request.param:
        case "form":
            parts = tuple(changed(each, form=True) if each.kind is PartKind.QUESTIONS else each for each in parts)
        case "rare letters":
            name = {"initials": "Ż.", "first": "", "infix": "", "last": "Ǧāǧī-\N{GREEK SMALL LETTER OMEGA}"}
            parts = tuple(changed(each, name=name) if each.kind is PartKind.PERSONAL else each for each in parts)
        case "guest":
            parts = guest
    return pair_of(parts)


def roles(pdf: bytes) -> list[tuple[int, str, str]]:
    """Every element of structure as it is read: how deep it is, its role, and what stands in for it."""

    def walk(element: Any, depth: int) -> Iterator[tuple[int, str, str]]:
        yield depth, str(element.S), str(element.get("/Alt", ""))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid, depth + 1)

    with pikepdf.open(BytesIO(pdf)) as opened:
        return [each for top in opened.Root.StructTreeRoot.K for each in walk(top, 0)]


def outline(pdf: bytes) -> list[tuple[int, str, int]]:
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as tree:
        numbers = {each.objgen: number for number, each in enumerate(opened.pages, 1)}

        def walk(items: Any, depth: int) -> Iterator[tuple[int, str, int]]:
            for each in items:
                yield depth, each.title, numbers[each.destination[0].objgen]
                yield from walk(each.children, depth + 1)

        return list(walk(tree.root, 0))


def links(pdf: bytes) -> list[tuple[int, str]]:
    """Every link: on which page it stands and where it leads, a page or an address."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    found = []
    for number, each in enumerate(reader.pages, 1):
        for annotation in (item.get_object() for item in each.get("/Annots", ())):
            if annotation["/Subtype"] == "/Link":
                if "/Dest" in annotation:
                    place = reader.named_destinations[annotation["/Dest"]]
                    found.append((number, f"page {reader.get_destination_page_number(place) + 1}"))
                else:
                    found.append((number, annotation["/A"]["/URI"]))
    return found


def test_every_page_is_the_same_to_the_pixel_and_its_words_are_in_the_same_order(pair: Pair) -> None:
    one, other = pypdfium2.PdfDocument(pair.bound), pypdfium2.PdfDocument(pair.reference)
    assert len(one) == len(other) == pair.parts[0].total
    for mine, theirs in zip(one, other, strict=True):
        drawn = [each.render(scale=1.5).to_pil().convert("L") for each in (mine, theirs)]
        assert ImageChops.difference(*drawn).getextrema()[1] <= 40  # widths of letters are rounded apart
        told = [each.get_textpage().get_text_bounded() for each in (mine, theirs)]
        assert told[0].replace("\N{NO-BREAK SPACE}", " ") == told[1].replace("\N{NO-BREAK SPACE}", " ")


def test_roles_outline_and_links_are_the_same(pair: Pair) -> None:
    assert roles(pair.bound) == roles(pair.reference)
    assert outline(pair.bound) == outline(pair.reference)
    assert links(pair.bound) == links(pair.reference)


def test_links_lead_to_pages_of_other_parts(pair: Pair) -> None:
    first_pages = dict(pair.parts[0].first_pages)
    leads = {target for number, target in links(pair.bound) if number == 1}
    assert f"page {first_pages['table']}" in leads
    assert f"page {first_pages['national' if 'national' in first_pages else 'profile']}" in leads


def test_every_piece_of_marked_content_finds_its_element_and_every_element_its_page(pair: Pair) -> None:
    with pikepdf.open(BytesIO(pair.bound)) as pdf:
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) > max(tree)
        for each in pdf.pages:
            elements = tree[int(each.obj.StructParents)]
            count = each.Contents.read_bytes().count(b"/MCID")
            assert len(elements) == count
            for mark, element in enumerate(elements):
                assert element.Pg.objgen == each.obj.objgen
                assert mark in [int(kid) for kid in element.K if not isinstance(kid, pikepdf.Dictionary)]
            for annotation in each.obj.get("/Annots", []):
                (kid,) = (kid for kid in tree[int(annotation.StructParent)].K if isinstance(kid, pikepdf.Dictionary))
                assert kid.Obj.objgen == annotation.objgen


def test_heads_of_tables_have_names_of_their_own_that_cells_refer_to(pair: Pair) -> None:
    with pikepdf.open(BytesIO(pair.bound)) as pdf:
        cells = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") is not None]
        names = [str(each.ID) for each in cells if each.S == "/TH"]
        heads = {str(name) for each in cells if each.S == "/TD" and "/A" in each for name in each.A.get("/Headers", [])}
    assert len(names) == len(set(names)) > 20
    assert heads <= set(names)


def test_no_table_has_more_heads_than_cells_and_no_row_has_several(pair: Pair) -> None:
    def cells_of(element: Any) -> Iterator[list[Any]]:
        kids = [each for each in element.K if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        if element.S == "/TR":
            yield kids
        else:
            for each in kids:
                yield from cells_of(each)

    with pikepdf.open(BytesIO(pair.bound)) as pdf:
        tables = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Table"]
        assert tables
        for table in tables:
            rows = list(cells_of(table))
            kinds = [str(cell.S) for cells in rows for cell in cells]
            assert kinds.count("/TH") <= kinds.count("/TD")
            for cells in rows:
                scopes = [str(cell.A.Scope) for cell in cells if cell.S == "/TH"]
                assert set(scopes) == {"/Column"} or scopes.count("/Row") == len(scopes) <= 1


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_a_bound_pack_is_archival_and_accessible(pair: Pair, profile: str) -> None:
    report: Any = validator.validate_pdf_bytes(pair.bound, profile=profile)
    assert report.is_compliant, report.to_dict().get("failures")


def test_a_bound_pack_passes_the_whole_check_and_says_whose_it_is(pair: Pair) -> None:
    assert faults_in(pair.bound, OWNER, pair.parts[0].total) == ()
    assert identity_in(pair.bound) == OWNER
    with pikepdf.open(BytesIO(pair.bound)) as pdf:
        assert str(pdf.docinfo["/Title"]) == INFO.title
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == INFO.title
        labels = [each.label for each in pdf.pages]
    assert labels == [str(number) for number in range(1, pair.parts[0].total + 1)]


def test_fields_are_carried_over(pair: Pair) -> None:
    mine, theirs = (pypdf.PdfReader(BytesIO(each)).get_form_text_fields() for each in (pair.bound, pair.reference))
    assert mine == theirs


def test_each_face_stands_in_a_pack_once_unless_a_part_has_letters_of_its_own(pair: Pair) -> None:
    with pikepdf.open(BytesIO(pair.bound)) as pdf:
        names = [
            str(each.FontName)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
    shared = [name for name in names if name.startswith("/REPORT+") and not name.endswith("Field")]
    assert len(shared) == len(set(shared))
    assert set(shared) >= {
        f"/REPORT+Source-{face}" for face in ("Sans-Pro-Bold", "Sans-Pro-Regular", "Serif-Pro-Regular")
    }
    assert len(names) - len(shared) <= 3


def test_a_part_comes_back_from_where_it_was_kept_as_it_went(pair: Pair) -> None:
    for each in pair.pdf_parts:
        assert pdf_part_in(each.as_bytes()) == each


def test_the_same_parts_give_the_same_bytes_and_another_owner_others(pair: Pair) -> None:
    assert together(pair.parts, pair.pdf_parts) == pair.bound
    other = together(pair.parts, pair.pdf_parts, Identity("someone else", OWNER.fingerprint))
    assert other != pair.bound
    assert binding_faults_in(other, OWNER) != ()
    assert binding_faults_in(pair.bound, OWNER) == ()


@pytest.fixture(scope="module")
def plain(packs: Packs) -> Pair:
    return pair_of(packs["GM0356"])


def test_a_pack_without_a_part_or_with_one_twice_is_refused(plain: Pair) -> None:
    with pytest.raises(RenderingError, match="do not make one pack"):
        together(plain.parts[:-1], plain.pdf_parts[:-1])
    with pytest.raises(RenderingError, match="do not make one pack"):
        together(plain.parts + plain.parts[:1], plain.pdf_parts + plain.pdf_parts[:1])


def test_a_part_with_more_pages_than_its_numbers_is_refused(plain: Pair) -> None:
    part = plain.pdf_parts[0]
    longer = replace(part, pages=part.pages * 2, top_elements=part.top_elements * 2)
    with pytest.raises(RenderingError, match="do not make one pack"):
        together(plain.parts, (longer, *plain.pdf_parts[1:]))


def test_a_reference_that_leads_nowhere_is_refused(plain: Pair) -> None:
    part = plain.pdf_parts[0]
    astray = replace(part, top_elements=((part.pages[0] + NUMBERS_PER_KIND - 7,),))
    with pytest.raises(RenderingError, match="not there"):
        together(plain.parts, (astray, *plain.pdf_parts[1:]))


@pytest.mark.parametrize("damage", [b"%PDF-1.6", b"cut", b"moved"])
def test_what_went_wrong_in_binding_shows_without_opening_the_file(plain: Pair, damage: bytes) -> None:
    spoilt = {
        b"%PDF-1.6": plain.bound.replace(b"%PDF-1.7", damage, 1),
        b"cut": plain.bound[:-20],
        b"moved": plain.bound.replace(b"startxref\n", b"startxref\n1", 1),
    }[damage]
    assert binding_faults_in(spoilt, OWNER) != ()


def test_a_part_in_another_format_is_not_read(plain: Pair) -> None:
    kept = plain.pdf_parts[0].as_bytes()
    with pytest.raises(ValueError, match="format"):
        pdf_part_in(kept.replace(b'{"format": 2', b'{"format": 9', 1))


def test_a_part_with_more_objects_than_room_is_refused(plain: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.render.pdf.pdf_part.NUMBERS_PER_KIND", 50)
    with pytest.raises(RenderingError, match="there is room for 50"):
        worker.printed_part(plain.parts[0])
