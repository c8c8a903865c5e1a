"""A certificate for this machine, made on the spot, that nobody trusts but who is told to."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path


def certificate_in(folder: Path, days: int = 2) -> tuple[Path, Path]:
    """Makes ``cert.pem`` and ``key.pem`` for 127.0.0.1 in a folder, good for so many days."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key


def server_side(cert: Path, key: Path) -> ssl.SSLContext:
    """What a server with this certificate brings to a session."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context
