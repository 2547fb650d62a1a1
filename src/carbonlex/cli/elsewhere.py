"""What the commands share that speak to a store on another machine: where it is, and who asks."""

import os
import sys
from typing import TYPE_CHECKING

import click

from carbonlex.cli import session

if TYPE_CHECKING:
    from carbonlex.endpoint.address import Address, Credentials
    from carbonlex.endpoint.sparql import Endpoint
    from carbonlex.query.answer import Limits
    from carbonlex.vocabulary import Vocabulary

PASSWORD = "CARBONLEX_PASSWORD"
endpoint_option = click.option("--endpoint", metavar="URL", help="Ask the store there, by the SPARQL 1.1 Protocol.")
user_option = click.option(
    "--user", metavar="NAME", help=f"Who asks the store; the password is asked for, or stands in {PASSWORD}."
)


def credentials(ctx: click.Context, address: "Address", user: str | None) -> "Credentials | None":
    """Name and password for an address, where a name was given. A password is never on the command line: lists of processes show it."""
    from carbonlex.endpoint.address import Credentials

    if user is None:
        return None
    if address.overheard:
        session.talk(ctx)(f"what is sent to {address.host} is not encrypted: others on the way can read it")
    password = os.environ.get(PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise click.UsageError(f"the password of {user} is asked for on a terminal; elsewhere set {PASSWORD}")
        password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return Credentials(user, str(password))


def named(
    ctx: click.Context, endpoint: str | None, user: str | None, as_of: str | None
) -> "tuple[Address, Credentials | None] | None":
    """Which store is asked, where it is not the one here."""
    if endpoint is None:
        if user is not None:
            raise click.UsageError("--user is for --endpoint")
        return None
    if as_of is not None:
        raise click.UsageError("--as-of cuts the graph that is here, which cannot be done with --endpoint")
    from carbonlex.endpoint.address import Address

    address = Address.parse(endpoint)
    return address, credentials(ctx, address, user)


def opened(address: "Address", given: "Credentials | None", vocabulary: "Vocabulary", limits: "Limits") -> "Endpoint":
    """The store at an address."""
    from carbonlex.endpoint.connection import Connection
    from carbonlex.endpoint.sparql import Endpoint

    return Endpoint(Connection(address, given, limits.seconds), vocabulary.iri("graph", ""), limits.bytes)
