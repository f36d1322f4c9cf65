"""The command line: all printing and all exit codes of policykg live here.

One module a command; what they share stands in ``program`` (errors to exit codes), ``options``, ``language``
(the words, and the one look at the environment), ``streams`` (where results go) and ``tables``. Heavy
libraries are imported inside the commands that need them, so that ``policykg --help`` answers at once.
"""

from policykg.cli.program import main

__all__ = ["main"]
