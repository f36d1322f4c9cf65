"""Old office files (DOC, WPS, XLS, RTF, ODF) -> DOCX or XLSX by LibreOffice, when it is on the machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from policykg.read import limits
from policykg.read.layout import Problem

_PROGRAMS = ("soffice", "libreoffice")


def convert(data: bytes, kind: str, wanted: str) -> tuple[bytes | None, Problem]:
    """Return ``data`` (of ``kind``) as ``wanted`` (docx, xlsx), or None and what forbids it.

    LibreOffice runs with a profile of its own, so that it neither asks nor meets another one that runs.
    """
    program = next((p for name in _PROGRAMS if (p := shutil.which(name))), None)
    if program is None:
        return None, ("needs-libreoffice", (kind.upper(), wanted.upper()))
    with tempfile.TemporaryDirectory(prefix="policykg-") as folder:
        place = Path(folder)
        paper = place / f"paper.{kind}"
        paper.write_bytes(data)
        out = place / "out"
        command = [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            wanted,
            "--outdir",
            str(out),
            str(paper),
        ]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=limits.OFFICE_SECONDS,
                check=False,
                cwd=folder,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            return None, ("parser-timeout", (str(limits.OFFICE_SECONDS),))
        except OSError as error:
            return None, ("parser-failed", (error.strerror or type(error).__name__,))
        result = out / f"paper.{wanted}"
        if not result.is_file():
            lines = done.stderr.decode("utf-8", "replace").splitlines()
            said = " ".join(" ".join(x for x in lines if not x.startswith("Warning:")).split())[:120]
            return None, ("corrupt-file", (f"LibreOffice: {said}" if said else "LibreOffice",))
        if result.stat().st_size > limits.LARGE_MB * 2**20:
            return None, ("too-large", (str(result.stat().st_size // 2**20), str(limits.LARGE_MB)))
        return result.read_bytes(), ("", ())
