"""How a release is to be cited: CITATION.cff, and what Zenodo wants to know when it is deposited there."""

from html import escape
from pathlib import Path
from typing import Any

import yaml

from carbonlex.release import version as versions
from carbonlex.reports.json import dumps
from carbonlex.site.release_pages import Released
from carbonlex.vocabulary import Vocabulary

CFF, ZENODO = "CITATION.cff", ".zenodo.json"


def cff(root: Path, released: Released, address: str) -> str:
    """The checkout's CITATION.cff (Citation File Format 1.2.0) with the version, the day and the address of a release."""
    told = versions.cited(root) | {"version": released.version, "date-released": released.date, "url": address}
    return str(yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=160))


def zenodo(root: Path, vocabulary: Vocabulary, released: Released, address: str, former: str) -> str:
    """A deposit as Zenodo's file ``.zenodo.json`` describes it (Zenodo REST API, deposit metadata).

    :param former: the address of the release before it; empty for the first one.
    """
    cited, said = versions.cited(root), vocabulary.catalog["dataset"]
    related = [{"identifier": address, "relation": "isIdenticalTo", "resource_type": "dataset"}]
    if former:
        related.append({"identifier": former, "relation": "isNewVersionOf", "resource_type": "dataset"})
    told: dict[str, Any] = {
        "upload_type": "dataset",
        "title": said["title"]["en"],
        "version": released.version,
        "publication_date": released.date,
        "creators": [{"name": _name(author)} for author in cited["authors"]],
        "description": f"<p>{escape(said['description']['en'])}</p>",
        "access_right": "open",
        "license": said["zenodo-licence"],
        "keywords": cited["keywords"],
        "language": "eng",
        "notes": f"The program in it is under the licence {cited['license']}.",
        "related_identifiers": related,
    }
    return dumps(told) + "\n"


def _name(author: dict[str, str]) -> str:
    """Of a person the family name comes first; of others there is one name."""
    return author.get("name") or ", ".join(author[key] for key in ("family-names", "given-names") if key in author)
