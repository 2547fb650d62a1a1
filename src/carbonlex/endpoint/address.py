"""Where a store is, and who asks."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlencode, urlsplit

from carbonlex.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Credentials:
    """A name and a password, given to a store only where it asks for them."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Address:
    """The address of a store, over HTTP."""

    url: str

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read an address.

        :raises UsageError: where it is none, or has a name or a password in it, which lists of processes and of former commands would show.
        """
        parts = _parts(text)
        if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{text} is no address of a store: write it as https://example.org/sparql")
        if parts.username is not None or parts.password is not None:
            raise UsageError("an address has no name or password in it: name the user with --user")
        return cls(parts._replace(fragment="").geturl())

    @property
    def host(self) -> str:
        """The machine, and the port where it is named."""
        return urlsplit(self.url).netloc

    @property
    def overheard(self) -> bool:
        """Whether what is sent there can be read on the way: it is neither encrypted nor sent to this machine."""
        parts = urlsplit(self.url)
        return parts.scheme.lower() != "https" and parts.hostname not in LOOPBACK

    def asking(self, **parameters: str) -> str:
        """The address with these parameters beside those that it has."""
        return self.url + ("&" if urlsplit(self.url).query else "?") + urlencode(parameters)


def _parts(text: str) -> SplitResult | None:
    if not text.isprintable() or any(c in ' "<>\\^`{|}' for c in text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts
