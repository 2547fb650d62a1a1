"""What would be asked: the query with its parameters in it, as any store can be asked it, under what is known of it."""

from collections.abc import Mapping

from carbonlex.query import engine
from carbonlex.query.parsed import Parsed

_GIVES = {"select": "rows", "ask": "yes or no", "construct": "a graph", "describe": "a graph"}


def explained(text: str, terms: Mapping[str, str]) -> str:
    """A query that says in comments what it gives, which graphs it asks, and which parameters stand in it.

    :raises ContentError, UsageError: as :func:`carbonlex.query.engine.asked` does.
    """
    asked = engine.asked(text, terms)
    gives = _GIVES.get(
        Parsed(asked.text).form, "what the engine makes of it: the grammar of SPARQL 1.1 does not know all of it"
    )
    lines = [
        f"# gives: {gives}",
        f"# asks: {', '.join(f'<{iri}>' for iri in asked.dataset) or 'the union of all graphs'}",
        *(f"# with: {name} = {term}" for name, term in terms.items()),
    ]
    return "\n".join(lines) + "\n" + engine.portable(asked).strip()
