"""policykg: Chinese government policy papers as a knowledge graph.

A folder of papers goes in; who leads, who assists, which targets, and which provincial item a
municipal task comes from come out, as RDF with the sentence behind every statement.

``policykg.to_networkx("kg")`` gives the graph in a folder (or a corpus) as a network; it is loaded on first use.
So is ``policykg.query("bureau-tasks", "kg", body="聊城市财政局")``, which answers with a pandas data frame.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policykg.analyse.frames import query
    from policykg.build import to_networkx

__all__ = ["__version__", "query", "to_networkx"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load what is named on first use, so that importing the package costs nothing."""
    if name == "to_networkx":
        from policykg.build import to_networkx

        return to_networkx
    if name == "query":
        from policykg.analyse.frames import query

        return query
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
