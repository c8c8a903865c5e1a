"""The page against who wants in, who is somebody else, and who sends what no page of ours sends."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import requests
from doubles.form_client import FormClient, full_path
from doubles.raw_http import SCRIPT, cookies_of, multipart, request
from doubles.web_server import PASSWORD, Served, ServedByCommand, admit

from reportgen.config.paths import Paths
from reportgen.interfaces.web.background.job_events import MAX_STREAMS
from reportgen.interfaces.web.routes import ACTIONS, HOME_ACTIONS, HOME_PAGES, PAGES
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

POSTED = [re.sub(r"\{\w+:(count|key)\}", "1", path) for path in ACTIONS]
SEEN = [re.sub(r"\{\w+:(count|key)\}", "1", path) for path in PAGES]
FORM = b"Content-Type: application/x-www-form-urlencoded"
OF_PARTS = b"Content-Type: multipart/form-data; boundary=grens"


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("ledger.sqlite")
    }


def _kept(served: Served) -> tuple[object, ...]:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    try:
        key = served.event.name
        deeds = ledger.audit()
        told = (ledger.deliveries(key), ledger.seats(key), ledger.enrolled(key), ledger.editions(key))
        return (*told, deeds.entries(key, most=1000), deeds.organisers(), _files(served.event), _files(served.output))
    finally:
        ledger.close()


# Who is nobody


@pytest.mark.parametrize("path", [*SEEN, *POSTED, "/uitloggen"])
def test_nobody_sees_or_does_anything(served: Served, path: str) -> None:
    before = _kept(served)
    for method in ("GET", "HEAD") if path in SEEN else ("POST",):
        answer = requests.request(method, served.url(path), allow_redirects=False, timeout=60)
        back = {"GET": f"?terug={served.base}{path}", "POST": "" if path == "/uitloggen" else "?niets=gedaan"}.get(
            method, ""
        )
        assert (answer.status_code, answer.headers["location"]) == (303, f"/inloggen{back}")
    assert _kept(served) == before


def test_who_was_signed_out_elsewhere_hears_that_nothing_was_kept(served: Served) -> None:
    answer = requests.post(served.url("/instellingen/organisator"), data={"organiser.phone": "0800"}, timeout=60)
    assert "wat u typte is niet bewaard" in answer.text
    assert "niet bewaard" not in requests.get(served.url("/inloggen"), timeout=60).text


@pytest.mark.parametrize("path", [*HOME_PAGES, *HOME_ACTIONS])
def test_nobody_sees_or_does_anything_of_all_meetings(served: Served, path: str) -> None:
    before = _kept(served)
    for method in [*(["GET", "HEAD"] if path in HOME_PAGES else []), *(["POST"] if path in HOME_ACTIONS else [])]:
        answer = requests.request(method, f"{served.address}{path}", allow_redirects=False, timeout=60)
        assert answer.status_code == 303
        assert answer.headers["location"].partition("?")[0] == "/inloggen"
    assert _kept(served) == before


@pytest.mark.parametrize("path", ["/werk/stand", "/werk/stroom"])
def test_nobody_follows_the_work(served: Served, path: str) -> None:
    answer = requests.get(served.url(path), timeout=60)
    assert (answer.status_code, answer.json()) == (403, {})


def test_one_browser_follows_the_work_so_many_times_at_once(served: Served) -> None:
    anna = served.signed_in()
    streams = [anna.get("/werk/stroom", stream=True) for _ in range(MAX_STREAMS + 2)]
    assert [each.status_code for each in streams] == [*[200] * MAX_STREAMS, 429, 429]
    for each in streams:
        each.close()
    until = time.monotonic() + 20
    while (again := anna.get("/werk/stroom", stream=True)).status_code == 429:
        assert time.monotonic() < until
        time.sleep(0.1)
    again.close()


@pytest.mark.parametrize(
    "host",
    [
        *(b"evil.example", b"evil.example:80", b"127.0.0.1.evil.example", b"localhost:80:80", b"me@localhost"),
        *(b"", b"[::1", b"[127.0.0.1]evil.example", b"127.0.0.1:evil", b"localhost/evil", b"\xff"),
    ],
)
def test_another_name_is_turned_away(served: Served, anna: FormClient, host: bytes) -> None:
    for path in ("/", "/deelnemers/", "/inloggen"):
        assert request(served.port, "GET", full_path(served.base, path), cookies=cookies_of(anna), host=host)[0] == 400


def test_it_listens_to_this_machine_alone(served: Served) -> None:
    heard = Path("/proc/net/tcp").read_text("ascii").splitlines()
    ours = [line.split()[1] for line in heard if f":{served.port:04X} 00000000:0000 0A" in line]
    assert ours == [f"0100007F:{served.port:04X}"]


# Signing in


def test_the_cookie_is_for_this_page_alone(served: Served) -> None:
    browser = FormClient(served.address, served.base)
    token = browser.token("/inloggen")
    answer = browser.session.post(
        served.url("/inloggen"),
        data={"bewijs": token, "naam": "anna", "wachtwoord": PASSWORD},
        allow_redirects=False,
        timeout=60,
    )
    cookie = next(each for each in answer.raw.headers.getlist("set-cookie") if each.startswith("sessie="))
    assert re.fullmatch(r"sessie=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)


def test_behind_tls_a_cookie_never_goes_without_it(served: Served) -> None:
    with ServedByCommand(served.event, served.output, "--behind-tls") as running:
        form = requests.get(f"{running.address}/inloggen", timeout=60)
        assert form.headers["strict-transport-security"]
        token, visitor = re.search(r'value="([^"]+)"', form.text), form.headers["set-cookie"].partition(";")[0]
        assert token
        said = f"bewijs={token[1]}&naam=anna&wachtwoord={PASSWORD.replace(' ', '+')}".encode()
        code, answer = request(running.port, "POST", "/inloggen", [FORM], said, visitor.encode())
        session = re.search(rb"__Host-sessie=[\w-]{43}", answer)
        assert (code, session is not None) == (303, True)
        _, page = request(running.port, "GET", full_path(running.base, "/"), cookies=session[0] if session else b"")
        token = re.search(r'name="bewijs" value="([^"]+)"', page.decode())
        assert token
        said = f"bewijs={token[1]}".encode()
        _, left = request(running.port, "POST", "/uitloggen", [FORM], said, session[0] if session else b"")
        cookies = re.findall(rb"(?i)set-cookie: ([^\r]+)", answer + left)
        assert (
            len(cookies) == 4
        )  # the visitor's is forgotten, the session's is set, and forgotten; the browser is known
        for each in cookies:
            assert each.startswith(b"__Host-")
            assert {b"Secure", b"HttpOnly", b"SameSite=strict", b"Path=/"} <= set(each.split(b"; "))


def test_passwords_are_kept_as_argon2_alone(served: Served) -> None:
    ledger = Ledger.open_if_present(Paths(EMBEDDED, served.output).ledger)
    kept = [each.password for each in ledger.audit().organisers()]
    ledger.close()
    assert len(kept) == 2
    assert all(each.startswith("$argon2id$") and PASSWORD not in each for each in kept)


@pytest.fixture
def alone(served: Served) -> Iterator[Served]:
    """The same page served anew, for who guesses: it forgets them when it ends."""
    with Served(served.event, served.output) as running:
        running.context.installation.login_throttle.longest_delay = 0.02
        yield running


def _guess(served: Served, name: str, times: int, **headers: str) -> list[requests.Response]:
    stranger = FormClient(served.address, served.base)
    stranger.session.headers.update(headers)
    return [stranger.post("/inloggen", naam=name, wachtwoord=f"mis {number}") for number in range(times)]


def _log_in(served: Served, name: str, client: FormClient | None = None) -> requests.Response:
    return (client or FormClient(served.address, served.base)).post("/inloggen", naam=name, wachtwoord=PASSWORD)


def test_many_guesses_at_once_are_counted_as_well(alone: Served) -> None:
    browser = FormClient(alone.address, alone.base)
    token = browser.token("/inloggen")
    codes: list[int] = []

    def guess(number: int) -> None:
        said = {"bewijs": token, "naam": "anna", "wachtwoord": f"mis {number}"}
        cookies = browser.session.cookies.get_dict()
        codes.append(requests.post(f"{alone.address}/inloggen", data=said, cookies=cookies, timeout=60).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(codes) == [*[403] * 5, *[429] * 7]
    answer = _log_in(alone, "anna")
    assert re.search(r"Wacht (2\d|30) seconden", answer.text)
    assert 20 < int(answer.headers["Retry-After"]) <= 30


def test_a_locked_account_is_open_again_after_a_while(alone: Served) -> None:
    throttle = alone.context.installation.login_throttle
    started = time.monotonic()
    throttle.now = lambda: started
    assert "Wacht 30 seconden" in _guess(alone, "anna", 5)[-1].text
    throttle.now = lambda: started + 29
    assert _log_in(alone, "anna").status_code == 429
    throttle.now = lambda: started + 30
    assert _log_in(alone, "anna").url == f"{alone.address}/"


def test_guesses_at_one_account_lock_no_other_at_the_same_address(alone: Served) -> None:
    assert [each.status_code for each in _guess(alone, "anna", 7)] == [*[403] * 5, *[429] * 2]
    for number in range(20):
        _guess(alone, f"name {number}", 1)
    assert _log_in(alone, "bram").url == f"{alone.address}/"
    assert _log_in(alone, "anna").status_code == 429


def test_nobody_elsewhere_locks_a_known_browser_or_address_out(alone: Served) -> None:
    known, bram = FormClient(alone.address, alone.base), FormClient(alone.address, alone.base)
    _log_in(alone, "anna", known)
    known.post("/uitloggen")
    network = next(iter(alone.context.installation.login_throttle._known))
    assert network == ("anna", "127.0.0.1")
    _guess(alone, "anna", 6)  # by someone at the same address: it is locked for all but her browser
    assert _log_in(alone, "anna").status_code == 429
    assert _log_in(alone, "anna", known).url == f"{alone.address}/"
    known.post("/uitloggen")
    alone.context.installation.login_throttle._known.clear()
    _guess(alone, "anna", 6)  # by someone elsewhere
    assert _log_in(alone, "anna").status_code == 429
    alone.context.installation.login_throttle._known["anna", "127.0.0.1"] = None
    assert _log_in(alone, "anna").status_code == 429  # by the one at this address
    alone.context.installation.login_throttle._accounts.pop("anna\naddress 127.0.0.1")
    assert _log_in(alone, "anna").url == f"{alone.address}/"
    _log_in(alone, "bram", bram)
    bram.post("/uitloggen")
    assert _log_in(alone, "anna", bram).url == f"{alone.address}/"
    bram.post("/uitloggen")
    assert sum(each.startswith("bekend-") for each in bram.session.cookies.keys()) == 2  # noqa: SIM118


def test_a_known_browser_may_not_guess_either(alone: Served) -> None:
    anna = FormClient(alone.address, alone.base)
    _log_in(alone, "anna", anna)
    anna.post("/uitloggen")
    codes = [anna.post("/inloggen", naam="anna", wachtwoord="mis").status_code for _ in range(7)]
    assert codes == [*[403] * 5, *[429] * 2]
    assert _log_in(alone, "anna", anna).status_code == 429
    assert _log_in(alone, "anna").url == f"{alone.address}/"  # someone else with her password, at a known address


def test_another_password_makes_a_browser_a_stranger(served: Served, alone: Served) -> None:
    admit(served.output, "dora")
    dora = FormClient(alone.address, alone.base)
    _log_in(alone, "dora", dora)
    dora.post("/uitloggen")
    admit(served.output, "dora")
    alone.context.installation.login_throttle._known.clear()
    _guess(alone, "dora", 5)
    assert _log_in(alone, "dora", dora).status_code == 429


def test_a_name_that_is_nobodys_is_told_and_locked_like_one_that_is(alone: Served) -> None:
    def told(name: str) -> list[tuple[int, str]]:
        hidden = re.compile(r'name="bewijs" value="[^"]+"|\d+ seconden')
        return [(each.status_code, hidden.sub("", each.text)) for each in _guess(alone, name, 7)]

    assert told("anna") == told("niemand")


def test_an_address_in_a_header_is_believed_of_a_proxy_only(alone: Served) -> None:
    throttle = alone.context.installation.login_throttle
    for number in range(6):
        _guess(alone, f"name {number}", 1, **{"X-Forwarded-For": f"192.0.2.{number}"})
    assert throttle.delay("127.0.0.1") > 0
    assert list(throttle._networks) == ["127.0.0.1"]


def test_a_strange_name_is_nobodys(alone: Served) -> None:
    for name in ("anna\0", "é" * 1000, SCRIPT, "' OR 1=1 --", "ANNA"):
        answer = FormClient(alone.address, alone.base).post("/inloggen", naam=name, wachtwoord=PASSWORD)
        assert (answer.status_code, SCRIPT in answer.text) == (403, False)
    assert (
        FormClient(alone.address, alone.base).post("/inloggen", naam="é" * 9000, wachtwoord=PASSWORD).status_code == 400
    )


# Sessions and their tokens


@pytest.mark.parametrize("path", HOME_ACTIONS)
def test_a_form_of_all_meetings_without_the_token_does_nothing(served: Served, anna: FormClient, path: str) -> None:
    before = _kept(served)
    fields = {"naam": "bram", "titel": "Wonen", "dag": "2030-05-16", "plaats": "Assen", "begin": "leeg"}
    for data, headers in (
        ({**fields, "bewijs": "x"}, {}),
        ({**fields, "bewijs": anna.token()}, {"Origin": "https://evil.example"}),
        ({**fields, "bewijs": anna.token()}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        answer = anna.session.post(f"{served.address}{path}", data=data, headers=headers, timeout=60)
        assert answer.status_code == 403
    assert _kept(served) == before


def test_a_form_that_was_answered_is_answered_again_only_with_the_token_and_in_its_session(
    served: Served, anna: FormClient
) -> None:
    form = {"titel": "Energie", "dag": "2019-05-16", "plaats": "Assen", "begin": "leeg", "eenmaal": "een merk"}
    made = anna.post("/nieuw", **form).url
    assert anna.post("/nieuw", **form).url == made
    bram = served.signed_in("bram")
    before = _kept(served)
    for organiser, token in ((anna, ""), (anna, bram.token()), (bram, anna.token())):
        answer = organiser.post("/nieuw", token=token, **form)
        assert (answer.status_code, answer.url) == (403, served.url("/nieuw"))
    assert _kept(served) == before
    assert bram.post("/nieuw", **form).url not in ("", made)  # the mark of another session is none


@pytest.mark.parametrize("path", POSTED)
def test_a_form_without_the_token_of_this_session_does_nothing(served: Served, anna: FormClient, path: str) -> None:
    bram = served.signed_in("bram")
    token = anna.token()
    before = _kept(served)
    for wrong in ("", "x", bram.token(), token[:-1], f"{token} ", "é", "\0"):
        assert anna.post(path, token=wrong, nummer="1", reden="x", ontvangen="wel").status_code == 403
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        said = {"bewijs": token, "reden": "x"}
        answer = anna.session.post(served.url(path), data=said, headers=headers, timeout=60)
        assert answer.status_code == 403
    assert anna.session.get(served.url(path), params={"bewijs": token}, timeout=60).status_code in (
        200,
        303,
        404,
        405,
    )
    assert _kept(served) == before


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000, '"\\777"', "é", "../../etc/passwd", "'; DROP TABLE organiser"])
def test_a_session_that_was_made_up_is_nobodys(served: Served, cookie: str) -> None:
    code, answer = request(served.port, "GET", full_path(served.base, "/"), cookies=f"sessie={cookie}".encode())
    assert (code, b"location: /inloggen" in answer) == (303, True)


def test_who_signs_out_is_out_with_the_same_cookie_too(served: Served) -> None:
    browser = served.signed_in()
    stolen = cookies_of(browser)
    assert request(served.port, "GET", "/werk/stand", cookies=stolen)[0] == 200
    browser.post("/uitloggen")
    assert request(served.port, "GET", "/werk/stand", cookies=stolen)[0] == 403


@pytest.mark.parametrize(
    "where",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "\t//evil.example"),
        *("/\r\nSet-Cookie: a=b", "javascript:alert(1)", "evil.example", "", "\\\\evil.example", "/\ud800"),
    ],
)
def test_a_form_goes_on_to_no_other_site(served: Served, anna: FormClient, where: str) -> None:
    body = multipart(
        (b'name="bewijs"', anna.token().encode()), (b'name="terug"', where.encode("utf-8", "surrogatepass"))
    )
    code, answer = request(served.port, "POST", full_path(served.base, "/opnieuw"), [OF_PARTS], body, cookies_of(anna))
    assert (code, re.findall(rb"(?i)location: ([^\r]*)", answer)) == (303, [f"{served.base}/".encode()])
    assert b"a=b" not in answer


# Looking changes nothing


def test_looking_changes_nothing_and_nothing_on_a_page_runs(served: Served, anna: FormClient) -> None:
    before = _kept(served)
    to_do, done = ["/"], set[str]()
    while to_do:
        path = to_do.pop()
        done.add(path)
        answer = anna.home(path)
        assert answer.status_code == 200, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        is_framed = path.partition("?")[0].endswith("/opmaak")  # a mail, whose style is inline; it is in a sandbox
        assert ("unsafe" in policy) == ("sandbox" in policy.split("; ")) == is_framed
        assert "script-src" not in policy or "script-src 'self'" in policy
        assert anna.session.head(served.address + path, timeout=60, allow_redirects=True).status_code == 200
        if answer.headers["content-type"].startswith("text/html"):
            assert SCRIPT not in answer.text
            ours = r"<script(?! src=\"/vast/\w+\.js\" defer></script>)|\son\w+=|style="
            assert is_framed or not re.search(ours, answer.text), path
            found = re.findall(r'(?:href|src)="(/[^"#]*)"', answer.text)
            to_do += {each.replace("&amp;", "&") for each in found} - done - set(to_do)
    wanted = ("/deelnemers/1", "/deelnemers/1/pakket/1.pdf", "/archief/1.zip", "/vrijgeven")
    assert {f"{served.base}{each}" for each in wanted} <= done
    assert anna.session.head(served.url("/werk/stroom"), timeout=60).status_code == 200
    assert _kept(served) == before


@pytest.mark.parametrize(
    "path",
    [
        *("/../etc/passwd", "/vast/../page.css", "/vast/..%2f..%2fevent.toml", "/vast/%2e%2e/web.toml", "/vast/"),
        *("//evil.example/", "/deelnemers/1%0A", "/deelnemers/1%00", "/deelnemers/0", "/deelnemers/-1"),
        *("/deelnemers/" + "9" * 5000, "/archief/" + "9" * 5000 + ".zip", "/deelnemers/%D9%A1", "/archief/999"),
        *("/deelnemers/1/pakket/2.pdf", "/deelnemers/1/pakket/1/0.png", "/deelnemers/1/pakket/1/999.png"),
        *("/deelnemers/999/pakket/1.pdf", "/deelnemers/999", "/tafels/verplaatsen?deelnemer=x&naar=1", "/%ff%fe%00"),
    ],
)
def test_what_is_not_there_is_said_to_be_so(served: Served, anna: FormClient, path: str) -> None:
    code, answer = request(served.port, "GET", full_path(served.base, path), cookies=cookies_of(anna))
    assert (code, "Die bladzijde is er niet" in answer.decode()) == (404, True)
