"""Former names of municipalities (mergers from 2001 to 2017), and other names in use beside the official one."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from reportgen.domain.places.municipality import BoundaryChange, successors

# Mergers and renamings from 2001 to 2017: day, new municipality, the old ones that went over whole.
# Source: RvIG, Landelijke Tabel 33 (Gemeenten). That table names one successor even where an old
# municipality was divided, so the divided ones stand apart below, or are left out where it is not sure
# (Den Ham, Weerselo, Ambt Delden). Left out too are names that somebody could mean another place by: Elst,
# Hasselt, Heerjansdam, Hengelo (Gld), Horst, Kessel, Loenen, Ouderkerk, Rozenburg, Valkenburg (ZH).
_MERGERS: tuple[tuple[str, str, str], ...] = (
    ("2001-01-01", "GM0148 Dalfsen", "GM0170 Nieuwleusen"),
    ("2001-01-01", "GM0149 Denekamp", "GM0176 Ootmarsum"),
    ("2001-01-01", "GM0160 Hardenberg", "GM0143 Avereest, GM0157 Gramsbergen"),
    ("2001-01-01", "GM0166 Kampen", "GM0191 IJsselmuiden"),
    ("2001-01-01", "GM0174 Olst", "GM0190 Wijhe"),
    ("2001-01-01", "GM0177 Raalte", "GM0162 Heino"),
    ("2001-01-01", "GM0178 Rijssen", "GM0165 Holten"),
    ("2001-01-01", "GM0181 Steenwijk", "GM0194 Brederwiede, GM0195 IJsselham"),
    ("2001-01-01", "GM0206 Bemmel", "GM0238 Gendt, GM0255 Huissen"),
    ("2001-01-01", "GM0310 De Bilt", "GM0334 Maartensdijk"),
    ("2001-01-01", "GM0344 Utrecht", "GM0347 Vleuten-De Meern"),
    ("2001-01-01", "GM0373 Bergen (NH.)", "GM0357 Egmond, GM0444 Schoorl"),
    ("2001-01-01", "GM0632 Woerden", "GM0318 Harmelen"),
    ("2001-01-01", "GM0983 Venlo", "GM0890 Belfeld, GM0976 Tegelen"),
    ("2001-01-01", "GM1734 Overbetuwe", "GM0251 Heteren, GM0283 Valburg"),
    ("2001-01-01", "GM1735 Hof van Twente", "GM0151 Diepenheim, GM0156 Goor"),
    ("2001-01-01", "GM1735 Hof van Twente", "GM0169 Markelo, GM0179 Stad Delden"),
    ("2001-01-01", "GM1883 Sittard-Geleen", "GM0897 Born, GM0906 Geleen, GM0968 Sittard"),
    ("2001-01-01", "GM1896 Zwartewaterland", "GM0154 Genemuiden, GM0192 Zwartsluis"),
    ("2002-01-01", "GM0258 Kesteren", "GM0220 Dodewaard, GM0227 Echteld"),
    ("2002-01-01", "GM0383 Castricum", "GM0360 Akersloot, GM0418 Limmen"),
    ("2002-01-01", "GM1696 Wijdemeren", "GM0330 Loosdrecht, GM0390 's-Graveland, GM0426 Nederhorst den Berg"),
    ("2002-01-01", "GM1916 Leidschendam-Voorburg", "GM0548 Leidschendam, GM0624 Voorburg"),
    ("2002-01-01", "GM1926 Pijnacker-Nootdorp", "GM0577 Nootdorp, GM0594 Pijnacker"),
    ("2002-03-26", "GM1773 Olst-Wijhe", "GM0174 Olst"),
    ("2002-06-01", "GM1700 Twenterand", "GM0186 Vriezenveen"),
    ("2002-06-01", "GM1774 Dinkelland", "GM0149 Denekamp"),
    ("2003-01-01", "GM0677 Hulst", "GM0675 Hontenisse"),
    ("2003-01-01", "GM0715 Terneuzen", "GM0650 Axel, GM0704 Sas van Gent"),
    ("2003-01-01", "GM0828 Oss", "GM0835 Ravenstein"),
    ("2003-01-01", "GM1705 Lingewaard", "GM0206 Bemmel"),
    ("2003-01-01", "GM1708 Steenwijkerland", "GM0181 Steenwijk"),
    ("2003-01-01", "GM1711 Echt-Susteren", "GM0902 Echt, GM0974 Susteren"),
    ("2003-01-01", "GM1714 Sluis", "GM0692 Oostburg, GM1698 Sluis-Aardenburg"),
    ("2003-03-15", "GM1742 Rijssen-Holten", "GM0178 Rijssen"),
    ("2003-04-01", "GM1740 Neder-Betuwe", "GM0258 Kesteren"),
    ("2004-01-01", "GM1771 Geldrop-Mierlo", "GM0781 Geldrop, GM0814 Mierlo"),
    ("2004-01-01", "GM1783 Westland", "GM0519 's-Gravenzande, GM0552 De Lier, GM0562 Monster"),
    ("2004-01-01", "GM1783 Westland", "GM0565 Naaldwijk, GM0630 Wateringen"),
    ("2004-01-01", "GM1842 Midden-Delfland", "GM0555 Maasland, GM0607 Schipluiden"),
    ("2005-01-01", "GM0150 Deventer", "GM0144 Bathmen"),
    ("2005-01-01", "GM0197 Aalten", "GM0219 Dinxperlo"),
    ("2005-01-01", "GM0222 Doetinchem", "GM0292 Wehl"),
    ("2005-01-01", "GM0240 Groenlo", "GM0260 Lichtenvoorde"),
    ("2005-01-01", "GM0262 Lochem", "GM0239 Gorssel"),
    ("2005-01-01", "GM0299 Zevenaar", "GM0199 Angerlo"),
    ("2005-01-01", "GM0301 Zutphen", "GM0291 Warnsveld"),
    ("2005-01-01", "GM1509 Oude IJsselstreek", "GM0237 Gendringen, GM0295 Wisch"),
    ("2005-01-01", "GM1859 Berkelland", "GM0211 Borculo, GM0229 Eibergen, GM0266 Neede, GM0278 Ruurlo"),
    ("2005-01-01", "GM1876 Bronckhorst", "GM0256 Hummelo en Keppel, GM0280 Steenderen"),
    ("2005-01-01", "GM1876 Bronckhorst", "GM0286 Vorden, GM0298 Zelhem"),
    ("2005-01-01", "GM1955 Montferland", "GM0207 Bergh, GM0218 Didam"),
    ("2006-01-01", "GM0498 Drechterland", "GM0454 Venhuizen"),
    ("2006-01-01", "GM0537 Katwijk", "GM0602 Rijnsburg"),
    ("2006-01-01", "GM1525 Teylingen", "GM0604 Sassenheim, GM0625 Voorhout, GM0628 Warmond"),
    ("2006-01-01", "GM1581 Utrechtse Heuvelrug", "GM0306 Amerongen, GM0315 Doorn, GM0326 Leersum"),
    ("2006-01-01", "GM1581 Utrechtse Heuvelrug", "GM0316 Driebergen-Rijsenburg, GM0332 Maarn"),
    ("2006-05-19", "GM1586 Oost Gelre", "GM0240 Groenlo"),
    ("2007-01-01", "GM0420 Medemblik", "GM0466 Wognum, GM0529 Noorder-Koggenland"),
    ("2007-01-01", "GM0569 Nieuwkoop", "GM0480 Ter Aar, GM1673 Liemeer"),
    ("2007-01-01", "GM0585 Binnenmaas", "GM0517 's-Gravendeel"),
    ("2007-01-01", "GM0957 Roermond", "GM0975 Swalmen"),
    ("2007-01-01", "GM1598 Koggenland", "GM0429 Obdam, GM0558 Wester-Koggenland"),
    ("2007-01-01", "GM1621 Lansingerland", "GM0492 Bergschenhoek, GM0493 Berkel en Rodenrijs"),
    ("2007-01-01", "GM1621 Lansingerland", "GM0495 Bleiswijk"),
    ("2007-01-01", "GM1640 Leudal", "GM0914 Haelen, GM0920 Heythuysen, GM0925 Hunsel, GM1670 Roggel en Neer"),
    ("2007-01-01", "GM1641 Maasgouw", "GM0933 Maasbracht, GM0977 Thorn, GM1937 Heel"),
    ("2007-01-01", "GM1669 Roerdalen", "GM1679 Ambt Montfort"),
    ("2009-01-01", "GM0377 Bloemendaal", "GM0372 Bennebroek"),
    ("2009-01-01", "GM1884 Kaag en Braassem", "GM0483 Alkemade, GM0645 Jacobswoude"),
    ("2009-01-01", "GM1891 Dantumadiel", "GM0065 Dantumadeel"),
    ("2010-01-01", "GM0983 Venlo", "GM0885 Arcen en Velden"),
    ("2010-01-01", "GM1507 Horst aan de Maas", "GM0964 Sevenum"),
    ("2010-01-01", "GM1892 Zuidplas", "GM0563 Moordrecht, GM0567 Nieuwerkerk aan den IJssel"),
    ("2010-01-01", "GM1892 Zuidplas", "GM1666 Zevenhuizen-Moerkapelle"),
    ("2010-01-01", "GM1894 Peel en Maas", "GM0918 Helden, GM0934 Maasbree, GM0941 Meijel"),
    ("2010-01-01", "GM1895 Oldambt", "GM0039 Scheemda, GM0052 Winschoten, GM1661 Reiderland"),
    ("2011-01-01", "GM0420 Medemblik", "GM0364 Andijk, GM0459 Wervershoof"),
    ("2011-01-01", "GM0736 De Ronde Venen", "GM0305 Abcoude"),
    ("2011-01-01", "GM0828 Oss", "GM0808 Lith"),
    ("2011-01-01", "GM1900 Súdwest-Fryslân", "GM0064 Bolsward, GM0091 Sneek, GM0104 Nijefurd"),
    ("2011-01-01", "GM1900 Súdwest-Fryslân", "GM0683 Wymbritseradiel, GM0710 Wûnseradiel"),
    ("2011-01-01", "GM1901 Bodegraven-Reeuwijk", "GM0497 Bodegraven, GM0595 Reeuwijk"),
    ("2011-01-01", "GM1903 Eijsden-Margraten", "GM0905 Eijsden, GM0936 Margraten"),
    ("2011-01-01", "GM1904 Stichtse Vecht", "GM0311 Breukelen, GM0333 Maarssen"),
    ("2011-01-01", "GM1908 Menameradiel", "GM0083 Menaldumadeel"),
    ("2012-01-01", "GM1911 Hollands Kroon", "GM0366 Anna Paulowna, GM0412 Niedorp, GM0462 Wieringen"),
    ("2012-01-01", "GM1911 Hollands Kroon", "GM0463 Wieringermeer"),
    ("2013-01-01", "GM0441 Schagen", "GM0395 Harenkarspel, GM0476 Zijpe"),
    ("2013-01-01", "GM1924 Goeree-Overflakkee", "GM0504 Dirksland, GM0511 Goedereede, GM0559 Middelharnis"),
    ("2013-01-01", "GM1924 Goeree-Overflakkee", "GM0580 Oostflakkee"),
    ("2013-01-01", "GM1927 Molenwaard", "GM0571 Nieuw-Lekkerland, GM0693 Graafstroom, GM0694 Liesveld"),
    ("2014-01-01", "GM0484 Alphen aan den Rijn", "GM0499 Boskoop, GM1672 Rijnwoude"),
    ("2014-01-01", "GM1921 De Friese Meren", "GM0051 Skarsterlân, GM0082 Lemsterland"),
    ("2014-01-01", "GM1921 De Friese Meren", "GM0653 Gaasterlân-Sleat"),
    ("2015-01-01", "GM0241 Groesbeek", "GM0265 Millingen aan de Rijn, GM0282 Ubbergen"),
    ("2015-01-01", "GM0361 Alkmaar", "GM0365 Graft-De Rijp, GM0458 Schermer"),
    ("2015-01-01", "GM1930 Nissewaard", "GM0568 Bernisse, GM0612 Spijkenisse"),
    ("2015-01-01", "GM1931 Krimpenerwaard", "GM0491 Bergambacht, GM0608 Schoonhoven"),
    ("2015-01-01", "GM1931 Krimpenerwaard", "GM0623 Vlist, GM0643 Nederlek"),
    ("2015-07-01", "GM1940 De Fryske Marren", "GM1921 De Friese Meren"),
    ("2016-01-01", "GM0385 Edam-Volendam", "GM0478 Zeevang"),
    ("2016-01-01", "GM1942 Gooise Meren", "GM0381 Bussum, GM0424 Muiden, GM0425 Naarden"),
    ("2016-01-01", "GM1945 Berg en Dal", "GM0241 Groesbeek"),
    ("2017-01-01", "GM1948 Meierijstad", "GM0844 Schijndel, GM0846 Sint-Oedenrode, GM0860 Veghel"),
)

# Day, the old municipality, those it was divided over.
_DIVIDED: tuple[tuple[str, str, str], ...] = (
    ("2010-01-01", "GM0993 Meerlo-Wanssum", "GM0984 Venray, GM1507 Horst aan de Maas"),
    (
        "2014-01-01",
        "GM0055 Boarnsterhim",
        "GM0074 Heerenveen, GM0080 Leeuwarden, GM1900 Súdwest-Fryslân, GM1921 De Friese Meren",
    ),
    ("2015-01-01", "GM1671 Maasdonk", "GM0796 's-Hertogenbosch, GM0828 Oss"),
)

# Names in use beside the official one, by code: the common name, the Dutch or the Frisian one, and how the
# Frisian letters look after a wrong encoding. Nothing is in here that could be a region
# (Noordoost-Friesland), another place (Alphen, Krimpen, Kaag) or that is only initials (SWF, BoZ).
ALIASES: dict[str, tuple[str, ...]] = {
    "GM0058": ("Dongeradiel",),
    "GM0060": ("It Amelân",),
    "GM0063": ("It Bildt",),
    "GM0070": ("Frjentsjerteradiel",),
    "GM0072": ("Harns",),
    "GM0074": ("It Hearrenfean",),
    "GM0079": ("Kollumerland", "Kollumerland ca", "Kollumerlân en Nijkrúslân"),
    "GM0080": ("Ljouwert",),
    "GM0081": ("Ljouwerteradiel",),
    "GM0085": ("Eaststellingwerf",),
    "GM0086": ("Opsterlân",),
    "GM0088": ("Skiermûntseach",),
    "GM0090": ("Smellingerlân",),
    "GM0093": ("Skylge",),
    "GM0096": ("Flylân",),
    "GM0140": ("Littenseradeel",),
    "GM0352": ("Wijk b Duurstede",),
    "GM0393": ("Haarlemmerliede", "Haarlemmerliede ca"),
    "GM0518": ("Den Haag", "The Hague"),
    "GM0531": ("H I Ambacht",),
    "GM0683": ("Wymbritseradeel",),
    "GM0710": ("Wonseradeel",),
    "GM0736": ("Ronde Venen",),
    "GM0737": ("Tietjerksteradeel", "Tietjerksteradiel", "Tytsjerksteradeel"),
    "GM0796": ("Den Bosch",),
    "GM0820": ("Nuenen", "Nuenen ca", "Nuenen cs"),
    "GM1722": ("Ferwerderadeel",),
    "GM1735": ("Hof v Twente",),
    "GM1891": ("Dantumadeel",),
    "GM1900": ("Sudwest Friesland", "S dwest Frysl n"),
    "GM1940": ("Fryske Marren", "De Friese Meren", "Friese Meren"),
}


def present_successors(
    code: str, present: Container[str], past: tuple[BoundaryChange, ...], after: date = date.min
) -> tuple[tuple[str, ...], bool]:
    """Follow an ended municipality to those of today: which, and whether nothing was divided on the way."""
    if code in present:
        return (code,), True
    steps = successors(code, past, after)
    ways = [present_successors(step.new_code, present, past, step.on) for step in steps]
    undivided = all(step.whole for step in steps) and all(whole for _, whole in ways)
    return tuple(dict.fromkeys(heir for heirs, _ in ways for heir in heirs)), undivided


def _changes() -> tuple[BoundaryChange, ...]:
    merged = [(day, old, new, True) for day, new, olds in _MERGERS for old in olds.split(", ")]
    divided = [(day, old, new, False) for day, old, news in _DIVIDED for new in news.split(", ")]
    return tuple(
        BoundaryChange(date.fromisoformat(day), *_code_and_name(old), *_code_and_name(new), whole)
        for day, old, new, whole in (*merged, *divided)
    )


def _code_and_name(text: str) -> tuple[str, str]:
    code, _, name = text.partition(" ")
    return code, name


CHANGES_BEFORE_2018: tuple[BoundaryChange, ...] = _changes()
