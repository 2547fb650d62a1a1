"""A release is made: of a checkout that says its version everywhere, whole or not at all (``ontology/decisions/releases.md``)."""

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from carbonlex import places
from carbonlex.compare.changes import Comparison
from carbonlex.errors import ContentError, OutputError, UsageError
from carbonlex.reading import deprecated
from carbonlex.reading import release as reading
from carbonlex.reading.dataset import Dataset
from carbonlex.records.forms import DATE, real_date
from carbonlex.release import citation, contents, crate, former, ids, moved, source, sums
from carbonlex.release.former import Former
from carbonlex.release.version import Version, agreed
from carbonlex.reports import changes
from carbonlex.reports.difference import difference
from carbonlex.site import examining, feed, output, publish, redirects
from carbonlex.site.publish import Summary
from carbonlex.site.release_pages import FOLDER, Released
from carbonlex.site.strings import languages
from carbonlex.site.task import Step
from carbonlex.vocabulary import Vocabulary

EPOCH = "SOURCE_DATE_EPOCH"
"""https://reproducible-builds.org/specs/source-date-epoch/"""
FIRST_DAY = "1970-01-01"
NOT_ASKED = "carbonlex diff --findings asks them"


@dataclass(frozen=True)
class Made:
    """What was made: the folder; the release before it, if any; how many ids it has, and how many addresses lead elsewhere now."""

    folder: Path
    released: Released
    former: str
    ids: int
    moved: int
    files: int
    built: Summary
    redirected: bool


@dataclass(frozen=True)
class Order:
    """A release that is to be made of the records in ``data``: as a folder in ``out``, for a site at ``base_url``; ``since`` is the
    former release as somebody names it, empty for the newest in ``out``; ``date`` its day, empty for that of the data."""

    data: Path
    version: Version
    out: Path
    base_url: str
    since: str = ""
    date: str = ""
    full_text: bool = True
    step: Step = lambda *_: None

    @property
    def folder(self) -> Path:
        """The folder of the release."""
        return self.out / str(self.version)

    @property
    def site(self) -> str:
        """The address of the site."""
        return self.base_url.rstrip("/") + "/"

    @property
    def address(self) -> str:
        """Where the release will lie for ever."""
        return f"{self.site}{FOLDER}/{self.version}/"


def make(order: Order) -> Made:
    """Make a release.

    :raises UsageError: where the version is not newer than the former one, the folder is there already, or the former release is not.
    :raises ContentError: where the records are wrong, the files say other versions, or ids of the former release are lost.
    :raises ReasonerMissing: where there is no Java runtime.
    :raises OutputError: where it cannot be written.
    """
    if places.installed():
        raise UsageError("a release is made from a checkout, which has the lock file, the licences and CITATION.cff")
    if order.date and (len(order.date) != 10 or not DATE.fullmatch(order.date) or not real_date(order.date)):
        raise UsageError(f"{order.date} is no day: write one such as 2026-01-31")
    if order.date and order.date < FIRST_DAY:
        raise UsageError(f"{order.date} is before {FIRST_DAY}, with which the time of computers begins")
    root, vocabulary = places.share(), Vocabulary()
    if order.site != vocabulary.catalog["site"]:
        redirects.htaccess(vocabulary, order.base_url, ())  # as a trial: an address of the web
    _free(order)
    with ExitStack() as stack:
        known = _former(order, stack)
        agreed(order.version, root, vocabulary)
        order.step("reading the records", 0, 0)
        dataset = Dataset.load(order.data, vocabulary)
        examining.right(dataset.faults, vocabulary)
        stack.enter_context(_dated(order.date, dataset))
        told = _compared(order, known, dataset) if known else None
        folder = stack.enter_context(output.beside(order.folder.absolute()))
        made = _Making(order, root, dataset, known, told, folder).made()
        _put(folder, order.folder)
    return made


def _free(order: Order) -> None:
    """The folder of the release is not there yet, and can be."""
    if os.path.lexists(order.folder):
        what = "a release, which does not change any more" if former.is_release(order.folder) else "no release of ours"
        raise UsageError(f"{order.folder} is there already, and is {what}: take the next version, or another --out")
    if order.out.exists() and not order.out.is_dir():
        raise UsageError(f"{order.out} is a file; name a folder")
    if (order.out / output.MARKER).exists() or former.is_release(order.out):
        raise UsageError(f"{order.out} is a site or a release itself; name the folder that holds releases")
    output.claim(order.folder)


def _former(order: Order, stack: ExitStack) -> Former | None:
    """The former release, which is older."""
    newest = former.newest(order.out)
    name = order.since or (str(newest) if newest else "")
    known = stack.enter_context(former.opened(name)) if name else None
    last = max((Version.parse(p.name) for p in [newest] if p), default=None)
    for other in (last, known.version if known else None):
        if other is not None and order.version <= other:
            raise UsageError(f"{order.version} is not newer than {other}, which is released")
    for path in known.releases if known else ():
        for _ in sums.checked(path):  # what is carried along is as it was
            pass
    return known


@contextmanager
def _dated(date: str, dataset: Dataset) -> Iterator[None]:
    """While the release is made, its day is the time of everything in it."""
    before = os.environ.get(EPOCH)
    day = date or feed.updated(dataset)[:10]
    if date or not (before or "").isdigit():
        os.environ[EPOCH] = str(int(datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()))
    try:
        yield
    finally:
        os.environ.pop(EPOCH, None)
        if before is not None:
            os.environ[EPOCH] = before


def _compared(order: Order, known: Former, dataset: Dataset) -> changes.Report:
    """What changed since the former release, of which no id is lost."""
    order.step("comparing with the former release", 0, 0)
    before = reading.read(known.data, dataset.vocabulary, (order.data, dataset))
    found = difference(
        (known.name, known.data, before), (str(order.version), order.data, dataset), lambda _: ([], NOT_ASKED)
    )
    _kept(order, known, dataset, found.comparison)
    return found


def _kept(order: Order, known: Former, dataset: Dataset, found: Comparison) -> None:
    if lost := former.lost(known, found):
        raise ContentError(f"nothing was made: {lost}")
    if late := former.untimely(known, dataset, order.version):
        raise ContentError("nothing was made: " + "\n".join([f"{deprecated.FILE} has other versions", *late]))


def _put(folder: Path, there: Path) -> None:
    if os.path.lexists(there):
        raise UsageError(f"{there} was made meanwhile by somebody else")
    try:
        folder.rename(there)
    except OSError as error:
        raise OutputError(f"{there} cannot be written: {error.strerror}") from None


class _Making:
    """The folder of a release, while it is filled."""

    def __init__(
        self,
        order: Order,
        root: Path,
        dataset: Dataset,
        known: Former | None,
        told: changes.Report | None,
        folder: Path,
    ) -> None:
        self.order = order
        self.root = root
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        self.known = known
        self.told = told
        self.folder = folder
        self.site = folder / "site"
        self.what = contents.what()
        date = feed.updated(dataset)[:10]
        self.released = Released(str(order.version), date, tuple(self.what))

    def made(self) -> Made:
        """Fill it."""
        folder, order = self.folder, self.order
        contents.records(order.data, folder / former.DATA)
        shutil.copytree(self.vocabulary.folder, folder / "ontology")
        since = (self.known.name, self.known.data) if self.known else None
        built = publish.build(
            folder / former.DATA,
            self.site,
            order.base_url,
            order.step,
            full_text=order.full_text,
            since=since,
            releases=[self.released, *self._before()],
        )
        order.step("writing the release", 0, 0)
        contents.of_field(self.site, folder / "files")
        contents.queries(order.data, folder / "queries", self.vocabulary)
        routes = self._routes()
        promised = list(ids.listed(self.dataset, order.data, routes))
        (folder / ids.FILE).write_text(ids.written(promised), "utf-8")
        leads = self._addresses()
        self._told()
        redirected = self._redirects(routes, leads)
        self._lasting()
        sums.write(folder, sums.of(folder))
        return Made(
            order.folder,
            self.released,
            self.known.name if self.known else "",
            len(promised),
            len(leads),
            len(sums.read(folder)),
            built,
            redirected,
        )

    def _before(self) -> list[Released]:
        """The releases that lie on the site of the former one."""
        return [crate.read(path) for path in (self.known.releases if self.known else ())]

    def _routes(self) -> list[redirects.Route]:
        concepts = {p.name for p in (self.site / "concepts").iterdir() if (p / moved.INDEX).is_file()}
        versions = [self.released.version, *(other.version for other in self._before())]
        given_up = self.dataset.deprecated.entries.values()
        return list(redirects.routes(self.vocabulary, concepts, versions, list(given_up)))

    def _addresses(self) -> dict[str, str]:
        """List the addresses of the site, and lead away from those of former releases that are no more."""
        now = moved.of_site(self.site)
        (self.folder / moved.FILE).write_text(moved.written((address,) for address in now), "utf-8")
        leads = moved.told(self.known.addresses if self.known else (), now)
        (self.folder / moved.MOVED).write_text(moved.written(sorted(leads.items())), "utf-8")
        moved.write(self.site, leads, languages(places.site()), self.order.base_url)
        return leads

    def _told(self) -> None:
        """Write what tells of the release: what changed, how to cite it, what is what."""
        order, folder = self.order, self.folder
        title = f"# carbonlex {order.version}"
        if self.told:
            (folder / "changes.json").write_text(changes.as_json(self.told) + "\n", "utf-8")
            text = f"{title}: what changed since {self.told.old}\n\n{changes.as_markdown(self.told)}\n"
        else:
            (folder / "changes.json").write_text(changes.first(str(order.version), self.dataset) + "\n", "utf-8")
            text = f"{title}\n\nThe first release, with {len(self.dataset.placed)} records.\n"
        (folder / "CHANGES.md").write_text(text, "utf-8")
        for name in ("LICENSE", "LICENSE-DATA", "requirements.lock"):
            shutil.copyfile(self.root / name, folder / name)
        seconds = int(os.environ[EPOCH])
        packed = source.packed(self.root, f"carbonlex-{order.version}", seconds)
        (folder / "carbonlex.tar.gz").write_bytes(packed)
        (folder / citation.CFF).write_text(citation.cff(self.root, self.released, order.address), "utf-8")
        last = f"{order.site}{FOLDER}/{self.known.version}/" if self.known and self.known.version else ""
        deposit = citation.zenodo(self.root, self.vocabulary, self.released, order.address, last)
        (folder / citation.ZENODO).write_text(deposit, "utf-8")
        readme = contents.readme(folder, self.released, self.vocabulary, order.address, self.what)
        (folder / contents.README).write_text(readme, "utf-8")
        described = crate.written(folder, self.root, self.vocabulary, self.released, order.address, self.what)
        (folder / crate.FILE).write_text(described, "utf-8")

    def _redirects(self, routes: list[redirects.Route], leads: dict[str, str]) -> bool:
        """Write the rules for w3id.org, where the site is to be somewhere else."""
        if self.order.site == self.vocabulary.catalog["site"]:
            return False
        (self.folder / "w3id").mkdir()
        redirects.write(self.folder / "w3id", self.vocabulary, self.order.base_url, routes, leads)
        return True

    def _lasting(self) -> None:
        """Put what lasts onto the site, and carry there what lasts of the releases before."""
        here = self.site / FOLDER / self.released.version
        contents.carried(contents.lasting(self.folder), self.folder, here)
        sums.write(here, {name: sum_ for name, sum_ in sums.of(here).items() if not name.endswith(moved.INDEX)})
        for path in self.known.releases if self.known else ():
            there = self.site / FOLDER / path.name
            contents.carried([path / name for name in (*sums.read(path), sums.FILE)], path, there)
