"""policykg: Chinese government policy papers as a knowledge graph.

A folder of papers goes in; who leads, who assists, which targets, and which provincial item a
municipal task comes from come out, as RDF with the sentence behind every statement.
"""

__version__ = "0.1.0"
