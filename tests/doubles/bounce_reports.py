"""Reports of failure as mail servers write them, and what else lies in the mailbox for them; by name.

Each is made for one letter that was sent, and says what should become of it: ``bounced``, ``known`` for nothing at all,
or the code of the finding.
"""

# ruff: noqa: E501 - the lines of messages stand as servers write them

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

ELSEWHERE = "prive@thuis.example"
"""Where somebody has their letters passed on to."""

BOUNCED, NOTHING = "bounced", "nothing"


@dataclass(frozen=True)
class SentLetter:
    """A letter that was sent, as its own headers have it."""

    number: int
    key: str
    sender: str
    recipient: str
    subject: str
    date: str
    message_id: str
    reference: str

    @property
    def head(self) -> str:
        """Its headers."""
        return (
            f"Date: {self.date}\nFrom: De organisatie <{self.sender}>\nTo: {self.recipient}\nSubject: {self.subject}\n"
            f"Message-ID: {self.message_id}\n"
        )

    def other(self, message_id: str = "<inv-77@organisatie.example>", subject: str = "Uitnodiging") -> SentLetter:
        """Another letter to the same person."""
        return replace(self, key="", message_id=message_id, subject=subject, date="Mon, 05 Nov 2018 09:00:00 +0100")

    def renamed(self) -> SentLetter:
        """The same letter as a service sent it that gives every message its own Message-ID."""
        return replace(self, message_id="<0102016769-aa@eu-west-1.amazonses.example>")


def mail(
    body: str,
    sender: str = "Mail Delivery System <MAILER-DAEMON@mx.example>",
    subject: str = "Undelivered Mail Returned to Sender",
    kind: str = "text/plain; charset=utf-8",
    to: str = "secretariaat@organisatie.example",
    more: str = "",
) -> bytes:
    """A message."""
    return (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: Tue, 04 Dec 2018 10:00:00 +0100\n{more}"
        f"MIME-Version: 1.0\nContent-Type: {kind}\n\n{body}"
    ).encode()


def parts(*each: tuple[str, str], kind: str = "report; report-type=delivery-status") -> tuple[str, str]:
    """The body of a message of parts, each with its headers, and its kind."""
    body = "".join(f"--grens\nContent-Type: {head}\n\n{text}\n" for head, text in each)
    return f"{body}--grens--\n", f'multipart/{kind}; boundary="grens"'


def status(
    recipient: str, action: str = "failed", code: str = "5.1.1", about: str = "", original: str = "", end: str = ""
) -> str:
    """The fields of a report about one recipient."""
    first = f"Original-Recipient: rfc822;{original}\n" if original else ""
    diagnostic = f"smtp; {code[0]}50 {code} unknown"
    return (
        f"Reporting-MTA: dns; mx.example\n{about}\n{first}Final-Recipient: rfc822; {recipient}\nAction: {action}\n"
        f"Status: {code}\nDiagnostic-Code: {diagnostic}\n{end}"
    )


def dsn(
    fields: str,
    returned: str = "",
    kind: str = "message/delivery-status",
    returned_kind: str = "text/rfc822-headers",
    text: str = "Helaas.",
    **more: str,
) -> bytes:
    """A report with fields (RFC 3464); ``returned`` is the letter that comes back."""
    each = [("text/plain; charset=utf-8", text), (kind, fields)]
    body, container = parts(*each, *([(returned_kind, returned)] if returned else []))
    return mail(body, kind=container, **more)


def b64(text: str) -> str:
    """A text in base64."""
    return encodebytes(text.encode()).decode()


Case = tuple[bytes, str]


def _fields(a: SentLetter) -> Iterator[tuple[str, Case]]:
    failed = status(a.recipient)
    yield "postfix", (dsn(failed, a.head), BOUNCED)
    yield "postfix with its whole letter", (dsn(failed, f"{a.head}\nhallo", returned_kind="message/rfc822"), BOUNCED)
    yield "only an envelope id", (dsn(status(a.recipient, about=f"Original-Envelope-Id: {a.key}\n")), BOUNCED)
    yield "only VERP", (dsn(failed, to=f"bounces+{a.key}@organisatie.example"), BOUNCED)
    yield "capitals", (dsn(failed.replace(a.recipient, a.recipient.upper()), a.head), BOUNCED)
    yield "angle brackets", (dsn(failed.replace(a.recipient, f"<{a.recipient}>"), a.head), BOUNCED)
    yield "opensmtpd says error", (dsn(status(a.recipient, "error"), a.head), BOUNCED)
    yield "failed after days", (dsn(status(a.recipient, "failed", "4.4.7"), a.head), BOUNCED)
    yield "no action", (dsn(failed.replace("Action: failed\n", ""), a.head), BOUNCED)
    yield "CRLF", (dsn(failed, a.head).replace(b"\n", b"\r\n"), BOUNCED)
    hybrid = f"{a.recipient.partition('@')[0]}@stad.mail.onmicrosoft.com"
    yield "Office 365 hybrid", (dsn(status(hybrid, original=a.recipient), a.head), BOUNCED)
    yield (
        "global status",
        (
            dsn(
                failed.replace("rfc822;", "utf-8;"), a.head, "message/global-delivery-status", "message/global-headers"
            ),
            BOUNCED,
        ),
    )
    encoded = "message/delivery-status\nContent-Transfer-Encoding: base64"
    yield "status in base64", (dsn(b64(failed), f"{a.head}\nhallo", encoded, "message/rfc822"), BOUNCED)
    returned = "message/rfc822\nContent-Transfer-Encoding: base64"
    yield "letter in base64", (dsn(failed, b64(f"{a.head}\nhallo"), returned_kind=returned), BOUNCED)
    quoted = "message/global-delivery-status\nContent-Transfer-Encoding: quoted-printable"
    yield "status in quoted-printable", (dsn(failed.replace("=", "=3D"), a.head, quoted), BOUNCED)
    about = f"X-Original-Message-ID: {a.message_id}\n"
    yield "Google without the third part", (dsn(status(a.recipient, about=about)), BOUNCED)
    yield "Google answers", (dsn(failed, more=f"In-Reply-To: {a.message_id}\nReferences: {a.message_id}\n"), BOUNCED)
    renamed = f"X-Google-Original-Message-ID: {a.message_id}\n{a.renamed().head}"
    yield "SES with the old name", (dsn(failed, renamed, returned_kind="message/rfc822"), BOUNCED)
    yield "SES by its head", (dsn(failed, a.renamed().head), BOUNCED)
    cut = replace(a.renamed(), subject=f"{a.subject[:20]}...")
    yield "SES with half a subject", (dsn(failed, cut.head), BOUNCED)
    marked = replace(a.renamed(), subject=f"[EXTERN] {a.subject}").head
    text = f"{marked}\nUw kenmerk: {a.reference}."
    yield "SES by our reference", (dsn(failed, text, returned_kind="message/rfc822"), BOUNCED)
    later = f"{a.renamed().other(subject=f'RE: {a.subject}').head}\nJazeker.\n\n> Dank!\n>> Kenmerk {a.reference}"
    yield (
        "a later mail that quotes our reference",
        (dsn(failed, later, returned_kind="message/rfc822"), "bounce-unmatched"),
    )
    yield "no id in the head", (dsn(failed, a.head.partition("Message-ID")[0]), BOUNCED)
    yield (
        "two recipients",
        (dsn(f"{status('x@stad.example', end=chr(10))}{failed.partition(chr(10) * 2)[2]}", a.head), "both"),
    )
    attached = dsn(failed, a.head).decode().replace("grens", "binnen")
    body, kind = parts(("text/plain", "zie bijlage"), ("message/rfc822", attached), kind="mixed")
    yield "a report that was passed on", (mail(body, "Collega <c@stad.example>", "FW: Undeliverable", kind), BOUNCED)


def _words(a: SentLetter) -> Iterator[tuple[str, Case]]:
    copy = "------ This is a copy of the message, including all the headers. ------"
    failed = f"X-Failed-Recipients: {a.recipient}\nAuto-Submitted: auto-replied\n"
    exim = (
        f"This message was created automatically.\n\n  {a.recipient}\n    host mx.example: 550 5.1.1 unknown\n\n{copy}"
    )
    yield "Exim", (mail(f"{exim}\n\n{a.head}\nhallo", subject="Mail delivery failed", more=failed), BOUNCED)
    yield (
        "Exim in CRLF",
        (
            mail(f"{exim}\n\n{a.head}\nhallo", subject="Mail delivery failed", more=failed).replace(b"\n", b"\r\n"),
            BOUNCED,
        ),
    )
    qmail = (
        "Hi. This is the qmail-send program at hoster.example.\nI'm afraid I wasn't able to deliver your message.\n\n"
        f"<{a.recipient}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown\n\n"
        "--- Below this line is a copy of the message.\n\n"
    )
    yield "qmail", (mail(f"{qmail}Return-Path: <{a.sender}>\n{a.head}\nhallo", subject="failure notice"), BOUNCED)
    yield (
        "qmail with a large letter",
        (
            mail(
                f"{qmail}{a.head}\n{'QUJD' * 19}\n{f'{chr(10)}'.join(['QUJD' * 19] * 5000)}", subject="failure notice"
            ),
            BOUNCED,
        ),
    )
    postfix = (
        "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\n"
        f"be delivered to one or more recipients.\n\n<{a.recipient}>: host mx.stad.example said: 550 5.1.1 unknown\n\n"
    )
    yield "Postfix in words", (mail(f"{postfix}{a.head}\nhallo"), BOUNCED)
    sendmail = (
        "   ----- The following addresses had permanent fatal errors -----\n"
        f"<{a.recipient}>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n"
        f"... while talking to mx.stad.example.:\n>>> DATA\n<<< 550 5.1.1 User unknown\n\n   ----- Original message -----"
    )
    yield "sendmail", (mail(f"{sendmail}\n\n{a.head}", subject="Returned mail: see transcript for details"), BOUNCED)
    for language, subject, text in (
        ("English", "Undeliverable: ", "Your message did not reach some or all of the intended recipients."),
        ("Dutch", "Onbestelbaar: ", "Uw bericht is niet aangekomen bij enkele of alle geadresseerden."),
        ("German", "Unzustellbar: ", "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht."),
        ("French", "Non remis : ", "Votre message n'a pas été remis à certains destinataires."),
    ):
        body = f"{text}\n\n  Subject: {a.subject}\n\n  {a.recipient}\n    550 5.1.1 RESOLVER.ADR.RecipNotFound\n"
        exchange = "Microsoft Exchange <postmaster@stad.example>"
        told = f"{body}\nOriginal message headers:\n\nReceived: from x by y\n{a.head}"
        yield f"Exchange in {language}", (mail(told, exchange, f"{subject}{a.subject}"), BOUNCED)
        html = (
            f"<html><body><p>{text}</p><p>{a.recipient}</p><p>550 5.1.1</p><p>Kenmerk {a.reference}</p></body></html>"
        )
        yield (
            f"Exchange in {language}, HTML",
            (
                mail(html, exchange, f"{subject}{a.subject}", "text/html; charset=utf-8"),
                BOUNCED,
            ),
        )
    domino = (
        f"Your message\n\n  Subject: {a.subject}\n\nwas not delivered to:\n\n  {a.recipient}\n\nbecause:\n\n"
        "  User not listed in public Name & Address Book\n"
    )
    yield "Lotus Domino", (mail(domino, "postmaster@stad.example", f"DELIVERY FAILURE: {a.subject}"), BOUNCED)
    local = a.recipient.partition("@")[0]
    groupwise = f"The message that you sent was undeliverable to the following:\n\n\t{local} (user not found)\n\n"
    yield "GroupWise", (mail(f"{groupwise}{a.head}", "Mailer-Daemon@stad.example", "Message status"), BOUNCED)
    barracuda = (
        f"Your message to: {a.recipient}\nwas blocked by our Spam Firewall. The email you sent with the following subject "
        f"has NOT BEEN DELIVERED:\n\nSubject: {a.subject}\n"
    )
    subject = "**Message you sent blocked by our bulk email filter**"
    yield (
        "Barracuda",
        (mail(barracuda, "Spam Firewall <spamfilter@stad.example>", subject, more="Return-Path: <>\n"), BOUNCED),
    )
    mimecast = (
        "This is a delivery failure notification message which indicates that an email you addressed to email address :\n"
        f"-- {a.recipient}\n\ncould not be delivered. The problem appears to be :\n-- Recipient email server rejected it\n"
        f"\nAdditional information follows :\n-- 5.4.1 Recipient address rejected\n\n{a.head}"
    )
    yield "Mimecast", (mail(mimecast, "postmaster@stad.example", "[Postmaster] Email Delivery Failure"), BOUNCED)
    google = (
        f"Delivery to the following recipient failed permanently:\n\n     {a.recipient}\n\n550 5.1.1 no such user\n\n"
    )
    yield (
        "Google in words",
        (
            mail(f"{google}----- Original message -----\n\n{a.head}", subject="Delivery Status Notification (Failure)"),
            BOUNCED,
        ),
    )
    body = b64(f"{postfix}{a.head}")
    encoded = "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
    yield "words in base64", (mail(body, kind=encoded), BOUNCED)
    quoted = "\n".join(f"> {line}" for line in a.head.splitlines())
    yield "a quoted head", (mail(f"{postfix}\n\n{quoted}\n"), BOUNCED)
    given_up = f"<{a.recipient}>:\nI'm not going to try again; this message has been in the queue too long. (4.4.1)\n"
    yield (
        "qmail gave up",
        (
            mail(
                f"Hi. This is the qmail-send program at x.\n\n{given_up}\n--- Below.\n\n{a.head}",
                subject="failure notice",
            ),
            BOUNCED,
        ),
    )


def _others(a: SentLetter) -> Iterator[tuple[str, Case]]:
    failed = status(a.recipient)
    yield "an invitation", (dsn(failed, a.other().head), "bounce-unmatched")
    about = "X-Original-Message-ID: <inv-77@organisatie.example>\n"
    yield (
        "an invitation at Google",
        (
            dsn(status(a.recipient, about=about), a.other().head, returned_kind="message/global-headers"),
            "bounce-unmatched",
        ),
    )
    words = (
        f"This is the mail system.\n\n<{a.recipient}>: 550 5.1.1 unknown, could not be delivered\n\n{a.other().head}"
    )
    yield "an invitation in words", (mail(words), "bounce-unmatched")
    same = a.other("<uit-1@organisatie.example>", a.subject)
    yield "another letter with our subject, of another day", (dsn(failed, same.head), "bounce-unmatched")
    copy = replace(a, message_id=a.message_id.replace("<", "<test."), subject=f"[TEST] {a.subject}")
    yield (
        "a test copy",
        (dsn(failed, f"{copy.head}\n{a.reference}", returned_kind="message/rfc822"), "bounce-test-copy"),
    )
    yield (
        "a test copy by its envelope",
        (
            dsn(status(a.recipient, about=f"Original-Envelope-Id: test.{a.key}\n")),
            "bounce-test-copy",
        ),
    )
    yield "only an address", (dsn(failed), "bounce-unsure")
    yield "only an address, in words", (mail(f"<{a.recipient}>: 550 5.1.1 could not be delivered\n"), "bounce-unsure")
    yield "only an address of nobody", (dsn(status("niemand@stad.example")), "bounce-unmatched")
    onward = replace(a, sender=a.recipient, recipient="weg@stad.example", message_id="<fw2@stad.example>")
    own = f"{onward.head}Content-Type: multipart/mixed; boundary=z\n\n--z\nContent-Type: message/rfc822\n\n{a.head}\n--z--"
    yield (
        "somebody's own forward",
        (
            dsn(status("weg@stad.example"), own, returned_kind="message/rfc822"),
            "bounce-unmatched",
        ),
    )
    inline = f"{onward.head}\n\nter info\n\n> kenmerk {a.reference}"
    yield (
        "somebody's own forward, quoting our reference",
        (
            dsn(status("weg@stad.example"), inline, returned_kind="message/rfc822"),
            "bounce-unmatched",
        ),
    )
    yield "a forward that failed", (dsn(status(ELSEWHERE), a.head, returned_kind="message/rfc822"), "bounce-forwarded")
    yield "a forward of Postfix", (dsn(status(ELSEWHERE, original=a.recipient), a.head), "bounce-forwarded")
    expanded = (
        f"<{ELSEWHERE}> (expanded from <{a.recipient}>): host mx.thuis.example said: 550 5.1.1 unknown\n\n{a.head}"
    )
    yield (
        "a forward in words",
        (mail(f"This is the mail system. It could not be delivered.\n\n{expanded}"), "bounce-forwarded"),
    )
    exim = f"could not be delivered:\n\n  {ELSEWHERE}\n    (generated from {a.recipient})\n    550 5.1.1 unknown\n\n{a.head}"
    yield "a forward of Exim", (mail(exim, more=f"X-Failed-Recipients: {ELSEWHERE}\n"), "bounce-forwarded")
    yield "a failure for nobody", (mail(f"It could not be delivered: 550 5.7.1 policy.\n\n{a.head}"), "bounce-unnamed")
    yield "a status without recipients", (dsn("Reporting-MTA: dns; mx.example\n"), "bounce-unread")
    yield "a failure without anything", (mail("Something could not be delivered."), "bounce-unread")


def _no_failures(a: SentLetter) -> Iterator[tuple[str, Case]]:
    for action, code in (("delivered", "2.0.0"), ("relayed", "2.1.9"), ("expanded", "2.1.5")):
        yield f"a report of success, {action}", (dsn(status(a.recipient, action, code), a.head), NOTHING)
    yield "a delay", (dsn(status(a.recipient, "delayed", "4.4.1"), a.head), "bounce-delayed")
    yield (
        "a delay without action",
        (
            dsn(status(a.recipient, code="4.4.1").replace("Action: failed\n", ""), a.head),
            "bounce-delayed",
        ),
    )
    delay = f"This message was created automatically.\n\n  {a.recipient}\n    Delay reason: 451 try again later\n\n"
    subject = "Warning: message 1gTxYz-0001 delayed 24 hours"
    retried = "No action is required on your part. Delivery attempts will continue for some time.\n"
    yield "a delay of Exim", (mail(f"{delay}{retried}", subject=subject), "bounce-delayed")
    german = f"Die Zustellung an {a.recipient} ist verzögert und wird weiter versucht. Noch nicht zugestellt.\n"
    yield "a delay in German", (mail(german, subject="Verzögert: Uw briefing"), "bounce-delayed")
    dutch = f"Uw bericht aan {a.recipient} is nog niet bezorgd en wordt later opnieuw geprobeerd.\n"
    yield "a delay in Dutch", (mail(dutch, subject=f"Vertraagd: {a.subject}"), "bounce-delayed")
    absent = {"sender": f"Anna <{a.recipient}>", "more": f"In-Reply-To: {a.message_id}\nAuto-Submitted: auto-replied\n"}
    yield "an absence", (mail("Ik ben er niet tot 10 december.", subject="Afwezig", **absent), "bounce-automatic")
    mailbox = "Ik ben afwezig. Mail kan niet worden gelezen door mij@stad.example, en is niet bezorgd aan anderen."
    yield (
        "an absence that sounds like a failure",
        (mail(mailbox, subject="Out of office", **absent), "bounce-automatic"),
    )
    receipt = parts(
        ("text/plain", f"Your message to {a.recipient} was displayed."),
        (
            "message/disposition-notification",
            f"Final-Recipient: rfc822;{a.recipient}\nDisposition: manual; displayed\n",
        ),
        kind="report; report-type=disposition-notification",
    )
    yield "a receipt", (mail(receipt[0], f"<{a.recipient}>", "Read: briefing", receipt[1]), "bounce-automatic")
    answer = {
        "sender": f"Anna <{a.recipient}>",
        "subject": f"RE: {a.subject}",
        "more": f"In-Reply-To: {a.message_id}\n",
    }
    yield "an answer", (mail("1. Veertig groepen.\n2. Een taalplan.\n", **answer), "bounce-answer")
    quoting = f"Ik kreeg dit: Your message could not be delivered to {a.recipient}: 550 5.1.1\n\n> {a.head}"
    yield "an answer that quotes a report", (mail(quoting, **answer), "bounce-answer")
    plain = {"sender": f"Anna <{a.recipient}>", "subject": "Afwezig: Uw briefing"}
    yield "an absence without headers", (mail("Ik ben er niet tot 10 december.", **plain), "bounce-absent")
    old = {**plain, "more": "X-Autorespond: yes\n", "subject": "Re: Uw briefing"}
    yield "an absence with headers of old programs", (mail("Ik ben er niet.", **old), "bounce-automatic")
    yield "a bare text", (b"Hoi", "bounce-answer")
    yield "nothing at all", (b"\n", "bounce-no-message")
    yield "bytes", (b"\xff\xfe\x00" * 30, "bounce-answer")
    yield "a message within a thousand", (b"Content-Type: message/rfc822\n\n" * 1000 + b"x", "bounce-large")
    many = "".join(f"  u{each}@stad.example\n" for each in range(3000))
    yield "a thousand addresses in words", (mail(f"It could not be delivered to:\n\n{many}\n{a.head}"), "bounce-large")


def _look_alikes(a: SentLetter) -> Iterator[tuple[str, Case]]:
    """What sounds as if a letter failed for its addressee, and does not say so; or says so in a way of its own."""
    failed, sender = status(a.recipient), "postmaster@stad.example"
    thread = f"{a.renamed().other(subject=f'RE: {a.subject}').head}\nJazeker.\n\n> Dank!\n>> Kenmerk {a.reference}"
    exim = (
        f"could not be delivered:\n\n  {a.recipient}\n    550 5.1.1 unknown\n\n------ This is a copy ------\n\n{thread}"
    )
    yield "a later mail that quotes our letter, in words", (mail(exim), "bounce-unmatched")
    for name, subject in (
        ("a reply of ours", f"RE: {a.subject}"),
        ("an invitation with our subject in its own", f"Uitnodiging: {a.subject}"),
        ("a reminder with our subject in its own", f"{a.subject} - herinnering"),
        ("a test copy told by its subject", f"[TEST] {a.subject}"),
    ):
        domino = f"Your message\n\n  Subject: {subject}\n\nwas not delivered to:\n\n  {a.recipient}\n"
        yield name, (mail(domino, sender, "DELIVERY FAILURE: User not listed"), "bounce-unsure")
    yield (
        "a reply of ours, told in the subject",
        (mail(f"Niet bezorgd aan {a.recipient}", sender, f"Onbestelbaar: RE: {a.subject}"), "bounce-unsure"),
    )
    answered = "In-Reply-To: <re-1@stad.example>\n"
    for name, more in (("", answered), (", by its references", "")):
        more += f"References: {a.message_id} <re-1@stad.example>\n"
        yield f"a later mail of the same correspondence{name}", (dsn(failed, more=more), "bounce-unmatched")
    yield "our subject, told in the subject", (mail(a.recipient, sender, f"Niet bezorgd: {a.subject}"), BOUNCED)
    words = f"Niet bezorgd aan {a.recipient}: bericht met onderwerp RE: {a.subject}"
    yield "a reply of ours, told in words", (mail(words, sender), "bounce-unsure")
    copy = replace(a.renamed(), subject=f"[TEST] {a.subject}")
    yield (
        "a test copy that was given another name",
        (dsn(failed, f"{copy.head}\n{a.reference}", returned_kind="message/rfc822"), "bounce-test-copy"),
    )
    passing = f"Het doorsturen van {a.recipient} naar {ELSEWHERE} is mislukt: postvak vol.\n\n{a.head}"
    yield "a forward in free words", (mail(passing), "bounce-forwarded")
    some = f"Delivered to: {a.recipient}\nFailed: els@stad.example (user unknown)\n\n{a.head}"
    yield "one of two in free words", (mail(some, subject="Delivery report"), "bounce-forwarded")
    helped = f"Uw bericht aan {a.recipient} kon niet worden bezorgd. Vragen? Mail helpdesk@stad.example.\n\n{a.head}"
    yield "a failure with an address for questions", (mail(helped), BOUNCED)
    alias = failed.replace("Action:", f"X-Actual-Recipient: RFC822; {ELSEWHERE}\nAction:")
    yield "an alias of sendmail", (dsn(alias, a.head), "bounce-forwarded")
    for name, address in (("a tag", f"prvs=1234abcdef={a.recipient}"), ("a dot", f"{a.recipient}.")):
        yield f"an address with {name} of the server", (dsn(status(address), a.head), BOUNCED)
    own = {"sender": f"Anna <{a.recipient}>", "more": f"In-Reply-To: {a.message_id}\nAuto-Submitted: auto-replied\n"}
    sorry = f"Helaas kon niet elk bericht beantwoord worden. Groet, {a.recipient.partition('@')[0]}"
    yield "an automatic answer in words of failure", (mail(sorry, subject="Re: briefing", **own), "bounce-unnamed")
    for language, subject in (("Italian", "Messaggio non recapitato"), ("Frisian", "Net besoarge")):
        yield f"a report in {language}", (mail(f"{a.recipient}\n\n{a.head}", subject=subject), "bounce-unread")
    held = f"Uw bericht aan {a.recipient} staat in quarantaine en wacht op controle."
    yield "a letter that is held", (mail(held, "q@stad.example", "Bericht", more="Return-Path: <>\n"), "bounce-unread")
    opened = "Your message was opened."
    yield "a letter that was opened", (mail(opened, sender, "Message status - opened"), "bounce-automatic")
    html = "".join(f"<div>{each}</div>" for each in (a.recipient, "550 5.1.1", "Berichtkoppen:", *a.head.split("\n")))
    yield (
        "Exchange in HTML with a head",
        (mail(html.replace("<2", "&lt;2"), sender, "Onbestelbaar", "text/html; charset=utf-8"), BOUNCED),
    )


def cases(letter: SentLetter) -> dict[str, Case]:
    """Every message by its name, with what should become of it."""
    kinds: tuple[Callable[[SentLetter], Iterator[tuple[str, Case]]], ...] = (
        _fields,
        _words,
        _others,
        _no_failures,
        _look_alikes,
    )
    return {name: case for kind in kinds for name, case in kind(letter)}


NAMES = tuple(cases(SentLetter(*(2, "key", "a@b.example", "c.d@e.example", "subject", "date", "<id@b.example>", "K"))))
