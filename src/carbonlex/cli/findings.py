"""``carbonlex findings``."""

import json
from typing import TYPE_CHECKING

import click

from carbonlex.cli import elsewhere, session

if TYPE_CHECKING:
    from carbonlex.query.engine import Store


@click.command(epilog="Example: carbonlex findings --format json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="Ask the graph as it stood on this day.")
@elsewhere.endpoint_option
@elsewhere.user_option
@click.pass_context
def findings(ctx: click.Context, form: str, as_of: str | None, endpoint: str | None, user: str | None) -> None:
    """Put every finding of the literature to the graph again. Status 1 where an answer is not the recorded one."""
    from carbonlex.query.answer import Limits
    from carbonlex.query.findings import evaluate

    there = elsewhere.named(ctx, endpoint, user, as_of)
    dataset = session.dataset(ctx)
    if there is None:
        store: Store = session.store(ctx, dataset.vocabulary, as_of)
    else:
        store = elsewhere.opened(*there, dataset.vocabulary, Limits())
    with session.progress(ctx) as told:
        verdicts = evaluate(dataset, store, session.folder(ctx), told)
    if form == "json":
        click.echo(
            json.dumps(
                [
                    {
                        "id": v.finding.id,
                        "claim": v.finding.claim.get("en", ""),
                        "source": v.finding.source,
                        "pinpoint": v.finding.pinpoint,
                        "query": v.finding.query,
                        "result": v.result,
                        "answer": v.answer,
                        "recorded": v.finding.answer,
                        "as-recorded": v.as_recorded,
                        "reason": (v.finding.reason or {}).get("en", ""),
                    }
                    for v in verdicts
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for v in verdicts:
            mark = v.told + ("" if v.as_recorded else f", but recorded as {v.finding.answer}")
            click.echo(f"{v.finding.id}: {mark}\n    {v.finding.claim.get('en', '')}")
            if v.finding.reason:
                click.echo(f"    why: {v.finding.reason.get('en', '')}")
        held = sum(v.answer == "holds" for v in verdicts)
        session.talk(ctx)(
            f"{len(verdicts)} finding{'s' if len(verdicts) != 1 else ''}, of which {held} hold{'s' if held == 1 else ''} on the graph"
        )
    ctx.exit(0 if all(v.as_recorded for v in verdicts) else 1)
