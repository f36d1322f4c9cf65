"""The graph over HTTP: a read-only SPARQL 1.1 endpoint, and linked data for every node.

Nothing below ``cli`` knows this package; nothing here writes.
"""

from policykg.serve.app import create_app

__all__ = ["create_app"]
