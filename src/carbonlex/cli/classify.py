"""``carbonlex classify``."""

from functools import partial

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex classify my-wording.yaml --relatives 3")
@click.argument("path", metavar="PATH")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--relatives", type=click.IntRange(1, 50), default=5, show_default=True, help="How many relatives.")
@click.pass_context
def classify(ctx: click.Context, path: str, form: str, relatives: int) -> None:
    """Say where a new wording (a file, or a folder of records) belongs: its classes and what each follows from, the published
    wordings most like it, its silences, the findings that it would overturn and the mappings that it touches."""
    from carbonlex.checks.checker import Checker
    from carbonlex.checks.clashes import CODE
    from carbonlex.checks.profile import Profile
    from carbonlex.cli import checking
    from carbonlex.compare import classification, effects
    from carbonlex.reading import files
    from carbonlex.reading.dataset import Dataset
    from carbonlex.records.model import Finding, Worded
    from carbonlex.reports import classification as report
    from carbonlex.reports import classification_json
    from carbonlex.reports.outcome import counts
    from carbonlex.vocabulary import Vocabulary

    vocabulary, talk = Vocabulary(), session.talk(ctx)
    sources = checking.sources([path], files.YAML)
    checker = Checker(session.folder(ctx), vocabulary, Profile(), talk, reason=True)
    faults = checker.check(sources)
    clashes = [fault for fault in faults if fault.code == CODE]
    reasoned = checker.reasoned
    if not checker.conforms([fault for fault in faults if fault not in clashes]) or reasoned is None:
        checking.told(checker, sources, faults, form)
        ctx.exit(1)
    counted = counts(faults)
    published = Dataset.load(session.folder(ctx), vocabulary)
    new = Dataset(vocabulary)
    for source in sources:
        new.add(source.name, source.content(), source.stem)
    whole = new.over(published)
    wordings = sorted((p.record for p in new.placed.values() if isinstance(p.record, Worded)), key=lambda w: w.id)
    if not wordings:
        raise click.UsageError(f"there is no definition and no proposal in {path}")
    if counted["warning"]:
        talk(f"{counted['warning']} warnings: carbonlex validate {path} tells them")
    inference = reasoned.inference
    found = tuple(
        (
            classification.classify(whole, wording, published, inference, relatives),
            tuple(effects.questioned(wording, published, whole)),
        )
        for wording in wordings
    )
    # Findings may ask for classes: without those of the new records the answers would be false alarms.
    findings = list(published.all(Finding)) if inference.ran and inference.consistent else []
    overturned: tuple[effects.Overturned, ...] = ()
    if findings:
        before = session.store(ctx, vocabulary)
        after = effects.with_new(whole, new, before, inference)
        with session.progress(ctx) as step:
            told_so_far = partial(step, "asking the findings again")
            turned = effects.overturned(findings, before, after, session.folder(ctx), vocabulary, told_so_far)
            overturned = tuple(turned)
    why = "" if inference.ran else str(reasoned)
    said = tuple(f"{fault.file}:{fault.line}: {fault.message}" if fault.file else fault.message for fault in clashes)
    told = report.Report(
        tuple(s.name for s in sources), inference, said or tuple(filter(None, [why])), found, overturned, len(findings)
    )
    if form == "json":
        click.echo(classification_json.as_json(told, vocabulary))
    else:
        for part in report.as_text(told, vocabulary):
            if isinstance(part, report.Grid):
                session.table(part.columns, part.rows)
            else:
                session.lines([part])
    if why:
        talk(f"reasoning: {why}")
    ctx.exit(checking.status(checker, inference.sound))
