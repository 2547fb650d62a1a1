"""What came of a run over a corpus: a page, JSON, and lines for a terminal."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from carbonlex import __version__, places
from carbonlex.reports.outcome import HOME
from carbonlex.rulebook import Rule
from carbonlex.vocabulary import Vocabulary

if TYPE_CHECKING:
    from carbonlex.corpus.run import Outcome

STATES = {
    "read": "examined",
    "second": "not examined: the name was given before",
    "unread": "not examined: could not be read as a record",
}
JOBS = {"validate": "A corpus checked", "classify": "A corpus classified", "compare": "A corpus compared"}
TITLES = {
    "relatives": "a wording that is read like another one: its rank, how like (0 to 1), on how many facets of how many",
    "classes": "that a record belongs to a class, with the parts of records that this follows from",
    "findings": "one thing that is wrong, with its place",
    "records": "one record: where it stands, what became of it, how much is wrong",
}


def text(outcome: "Outcome", rules: Mapping[str, Rule]) -> Iterator[str]:
    """Lines for people."""
    for reason in outcome.unreadable:
        yield f"not read: {reason}"
    for code, count in sorted(outcome.codes.items()):
        yield f"{count:>9,}  {code}  {rules[code].title}"
    for cls, count in sorted(outcome.classes.items()):
        yield f"{count:>9,}  {cls.rpartition('#')[2]}"
    told = ", ".join(f"{outcome.states.get(state, 0):,} {words}" for state, words in STATES.items())
    yield f"{outcome.records:,} records: {told}"
    found = ", ".join(f"{count:,} {severity}" for severity, count in outcome.severities.items())
    yield f"findings: {found or 'none'}" + ("" if outcome.conforms else "; does not conform")


def as_json(outcome: "Outcome") -> str:
    """The same for programs."""
    told: dict[str, Any] = {
        "whole": not outcome.unreadable,
        "conforms": outcome.conforms,
        "taken": outcome.taken,
        "records": {state: outcome.states.get(state, 0) for state in STATES},
        "counts": dict(outcome.severities),
        "rules": dict(sorted(outcome.codes.items())),
        "classes": dict(sorted(outcome.classes.items())),
        "unreadable": list(outcome.unreadable),
        "source": outcome.setting.source,
        "program": __version__,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def page(outcome: "Outcome", vocabulary: Vocabulary, tables: Mapping[str, list[str]]) -> str:
    """The page that lies with the results: whole in itself.

    :param tables: the columns of each table.
    """
    import jinja2
    from markupsafe import Markup

    loader = jinja2.FileSystemLoader(places.site() / "corpus")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    rules = vocabulary.rules
    told = [
        {"code": code, "title": rules[code].title, "severity": rules[code].severity, "count": count}
        for code, count in sorted(outcome.codes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return environment.get_template("summary.html").render(
        title=JOBS[outcome.setting.job] + (" in part" if outcome.unreadable else ""),
        classes=[
            {"iri": cls, "label": vocabulary.label(cls), "count": count}
            for cls, count in sorted(outcome.classes.items(), key=lambda item: (-item[1], item[0]))
        ],
        outcome=outcome,
        states=STATES,
        rules=told,
        tables=[{"name": name, "title": TITLES[name], "columns": columns} for name, columns in tables.items()],
        home=HOME,
        version=__version__,
        style=Markup((places.site() / "assets" / "carbonlex.css").read_text("utf-8")),
    )
