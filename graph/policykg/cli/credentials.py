"""Name and password for a server: from the environment, else from netrc; never from an option, never shown."""

from __future__ import annotations

import netrc
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from policykg.errors import InputError

if TYPE_CHECKING:
    from policykg.store.http import Credentials

USER, PASSWORD = "POLICYKG_USER", "POLICYKG_PASSWORD"


def credentials(url: str, environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return what the environment says, else what netrc says of the server of ``url``, else None."""
    from policykg.store.http import Credentials

    environment = os.environ if environment is None else environment
    if environment.get(USER):
        return Credentials(environment[USER], environment.get(PASSWORD, ""))
    file = Path(environment.get("NETRC") or Path("~/.netrc").expanduser())
    if not file.is_file():
        return None
    try:
        found = netrc.netrc(str(file)).authenticators(urlsplit(url).hostname or "")
    except (netrc.NetrcParseError, OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read ({type(error).__name__}); mend it, or set {USER}") from None
    return Credentials(found[0], found[2] or "") if found else None
