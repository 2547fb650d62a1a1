"""``carbonlex findings``."""

import json

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex findings --format json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="Ask the graph as it stood on this day.")
@click.pass_context
def findings(ctx: click.Context, form: str, as_of: str | None) -> None:
    """Put every finding of the literature to the graph again. Status 1 where an answer is not the recorded one."""
    from carbonlex.query.findings import evaluate

    dataset = session.dataset(ctx)
    verdicts = evaluate(dataset, session.store(ctx, dataset.vocabulary, as_of), session.folder(ctx))
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
        session.talk(ctx)(f"{len(verdicts)} findings, {held} hold on the graph")
    ctx.exit(0 if all(v.as_recorded for v in verdicts) else 1)
