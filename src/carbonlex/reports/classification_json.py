"""What ``carbonlex classify`` found, for programs::

    {"checked": ["new.yaml"],
     "reasoner": {"ran": true, "consistent": true, "told": ""},
     "likeness": "how the number is computed",
     "wordings": [{
       "id": "definition/…", "term": {"en": "…"}, "concept": "…", "jurisdiction": "…",
       "family": ["concept", …],            the concepts among whose wordings relatives are looked for
       "classes": [{"class": "https://…#…", "label": "…", "note": "…",
                    "follows-from": [{"facet": "…", "basis": "…", "values": ["…"], "quote": {"en": "…"}}]}],
       "relatives": [RELATIVE, …],          nearest first
       "relatives-elsewhere": [RELATIVE, …] of other legal orders only
       "silent": ["facet", …], "unread": ["facet", …],
       "mappings": [{"id": "mapping/…", "from": "…", "to": "…", "relation": "…", "end": "definition/…",
                     "because": ["changed", "ended", "replaced"], "doubtful": true, false, or null where nobody can tell,
                     "facets": [{"facet": "…", "before": "state", "after": "state", "moved": true, false or null}]}]}],
     "findings": {"asked": 176, "overturned": [{"id": "finding/…", "claim": {"en": "…"}, "source": "…",
                  "before": "holds", "after": "fails", "recorded": "holds"}]}}

``asked`` is 0 where the reasoner was not run or found a contradiction. A RELATIVE is::

    {"id": "definition/…", "concept": "…", "jurisdiction": "…", "number": 0.63, "words": 0.1 or null, "compared": 8, "spoken": 8,
     "facets": [{"facet": "…", "state": "…", "score": 0.5 or null, "new": ["value"], "published": ["value"]}]}

``words`` is the likeness of the texts where both are in one language, ``compared`` the number of facets that count, ``spoken`` the
number of those on which either says something. States are those of :mod:`carbonlex.compare.likeness`.
"""

import json
from collections.abc import Sequence
from typing import Any

from carbonlex.compare import duplicates
from carbonlex.compare.classification import Classified
from carbonlex.compare.effects import Questioned
from carbonlex.compare.likeness import Relative
from carbonlex.records.model import Worded
from carbonlex.reports.classification import METHOD, Report
from carbonlex.vocabulary import Vocabulary


def as_json(report: Report, vocabulary: Vocabulary) -> str:
    """The JSON that the module describes."""
    inference = report.inference
    return json.dumps(
        {
            "checked": list(report.checked),
            "reasoner": {"ran": inference.ran, "consistent": inference.consistent, "told": "; ".join(report.told)},
            "likeness": METHOD,
            "wordings": [_wording(found, mappings, vocabulary) for found, mappings in report.wordings],
            "findings": {
                "asked": report.asked,
                "overturned": [
                    {
                        "id": f"finding/{o.finding.id}",
                        "claim": dict(o.finding.claim),
                        "source": o.finding.source,
                        "before": o.before.answer,
                        "after": o.after.answer,
                        "recorded": o.finding.answer,
                    }
                    for o in report.overturned
                ],
            },
        },
        ensure_ascii=False,
        indent=2,
    )


def _wording(found: Classified, mappings: Sequence[Questioned], vocabulary: Vocabulary) -> dict[str, Any]:
    wording = found.wording
    return {
        "id": f"{wording.kind}/{wording.id}",
        "term": dict(wording.term),
        "concept": wording.concept,
        "jurisdiction": wording.jurisdiction,
        "family": list(found.family),
        "classes": [
            {
                "class": m.cls,
                "label": vocabulary.label(m.cls),
                "note": vocabulary.note(m.cls),
                "follows-from": [
                    {"facet": f, "basis": r.basis, "values": list(r.values), "quote": dict(r.quote or {})}
                    for f, r in m.follows_from
                ],
            }
            for m in found.classes
        ],
        "relatives": [_relative(wording, r) for r in found.relatives],
        "relatives-elsewhere": [_relative(wording, r) for r in found.elsewhere],
        "silent": list(found.silent),
        "unread": list(found.unread),
        "mappings": [
            {
                "id": f"mapping/{q.mapping.id}",
                "from": q.mapping.from_,
                "to": q.mapping.to,
                "relation": q.mapping.relation,
                "end": f"{q.end.kind}/{q.end.id}",
                "because": list(q.because),
                "doubtful": q.doubtful,
                "facets": [
                    {"facet": s.facet, "before": s.before.state, "after": s.after.state, "moved": s.moved}
                    for s in q.shifts
                ],
            }
            for q in mappings
        ],
    }


def _relative(wording: Worded, relative: Relative) -> dict[str, Any]:
    other, likeness = relative.wording, relative.likeness
    return {
        "id": f"{other.kind}/{other.id}",
        "concept": other.concept,
        "jurisdiction": other.jurisdiction,
        "number": relative.number,
        "words": duplicates.between(wording, other),
        "compared": len(likeness.scores),
        "spoken": likeness.spoken,
        "facets": [
            {
                "facet": f.facet,
                "state": f.state,
                "score": None if f.score is None else round(f.score, 2),
                "new": list(f.first.values) if f.first else [],
                "published": list(f.second.values) if f.second else [],
            }
            for f in likeness.facets
        ],
    }
