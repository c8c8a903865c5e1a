"""A certificate for 127.0.0.1, made on the spot, that nobody trusts but who is told to."""

from __future__ import annotations

import subprocess
from pathlib import Path


def certificate_in(folder: Path) -> tuple[Path, Path]:
    """Makes ``cert.pem`` and ``key.pem`` in a folder."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key
