"""What a page tells search engines: a wording as a defined term, its source as legislation (schema.org: DefinedTerm, Legislation)."""

from collections.abc import Callable
from typing import Any

from carbonlex.records.model import Source, Worded
from carbonlex.site import addresses
from carbonlex.site.edition import Edition

Node = dict[str, Any]
Link = Callable[[str], str]


def term(wording: Worded, edition: Edition, canonical: Link) -> Node:
    """A wording: its term in every language, its words in the original, the concept as the set that it belongs to, its source.

    :param canonical: from an address below the site's root in the reader's language to the whole address.
    """
    tag, words = wording.original
    source = edition.dataset.get("source", wording.source)
    described = {} if wording.withheld else {"description": {"@language": tag, "@value": words}}
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": edition.vocabulary.iri(wording.kind, wording.id),
        "url": canonical(addresses.address(wording.kind, wording.id)),
        "identifier": wording.id,
        "name": _by_language(wording.term),
        **described,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": edition.vocabulary.iri("concept", wording.concept),
            "name": edition.label("concept", wording.concept),
            "url": canonical(addresses.address("concept", wording.concept)),
        },
        **({"isPartOf": publication(source, edition, canonical)} if isinstance(source, Source) else {}),
    }


def publication(source: Source, edition: Edition, canonical: Link) -> Node:
    """A source, as the class of schema.org that the catalogue names for its type."""
    cls = edition.vocabulary.catalog["schema-org"].get(source.type, "CreativeWork")
    law = cls == "Legislation"
    url = source.identifiers.get("url", "")
    said: Node = {
        "name": _by_language(source.title),
        "url": canonical(addresses.address("source", source.id)),
        "legislationIdentifier" if law else "identifier": source.number,
        "legislationDate" if law else "datePublished": source.adopted,
        "legislationJurisdiction" if law else "spatialCoverage": edition.label("jurisdiction", source.jurisdiction)
        if source.jurisdiction
        else None,
        "legislationDateVersion": source.in_force.from_ if law and source.in_force else None,
        "sameAs": url if url.startswith(("http://", "https://")) else None,
    }
    return {
        "@type": cls,
        "@id": edition.vocabulary.iri("source", source.id),
        **{key: value for key, value in said.items() if value},
    }


def standing(source: Source, edition: Edition, canonical: Link) -> Node:
    """A source as a page of its own tells it."""
    return {"@context": "https://schema.org", **publication(source, edition, canonical)}


def _by_language(words: Any) -> list[Node]:
    return [{"@language": tag, "@value": text} for tag, text in words.items()]
