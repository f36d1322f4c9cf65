"""Name and password come from the environment, else from netrc, and show nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykg.cli.credentials import credentials
from policykg.errors import InputError

URL = "http://db.example.org:8890/sparql"


def test_the_environment_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine db.example.org login me password from-netrc\n")
    file.chmod(0o600)
    found = credentials(URL, {"POLICYKG_USER": "dba", "POLICYKG_PASSWORD": "from-env", "NETRC": str(file)})
    assert found is not None and (found.user, found.password) == ("dba", "from-env")
    found = credentials(URL, {"NETRC": str(file)})
    assert found is not None and (found.user, found.password) == ("me", "from-netrc")
    assert credentials("http://other.example.org/sparql", {"NETRC": str(file)}) is None
    assert credentials(URL, {"NETRC": str(tmp_path / "none")}) is None


def test_a_broken_netrc_is_named_without_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine db.example.org login me pasword s3cret\n")
    with pytest.raises(InputError) as caught:
        credentials(URL, {"NETRC": str(file)})
    assert str(file) in str(caught.value) and "s3cret" not in str(caught.value)
