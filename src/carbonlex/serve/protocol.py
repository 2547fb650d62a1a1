"""What a request to the endpoint asks (SPARQL 1.1 Protocol, 2.1): the query and its dataset, or why it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

SPARQL = "/sparql"
"""The path of the endpoint."""
QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
UPDATE_TYPE = "application/sparql-update"
LONGEST = 1024 * 1024  # bytes of a body
MOST_PARAMETERS = 200
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Refused(Exception):
    """The request is not answered.

    :param status: of HTTP.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Operation:
    """A query, with the graphs that the request names: those whose union is asked, and those that the query may name itself."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def operation(method: str, query_string: bytes, content_type: str, body: bytes) -> Operation | None:
    """The query of a request; nothing where it has none, so that it asks what the endpoint is.

    :raises Refused: with 400 where it is no request of the protocol, 403 where it wants a change, 405 for another method, 415 for a
        body of another type.
    """
    if method not in ("GET", "HEAD", "POST"):
        raise Refused(405, f"the endpoint answers {', '.join(METHODS)}")
    parameters = _parameters(query_string)
    if method == "POST":
        media, charset = _type(content_type)
        if media == QUERY_TYPE:
            if charset not in ("", "utf-8"):
                raise Refused(415, "a query is sent in UTF-8")
            if any(name == "query" for name, _ in parameters):
                raise Refused(400, "the query stands in the body and in the address")
            parameters = [*parameters, ("query", _decoded(body))]
        elif media == FORM_TYPE:
            parameters = [*parameters, *_parameters(body)]
        elif media == UPDATE_TYPE:
            raise Refused(403, "the endpoint is read-only")
        else:
            raise Refused(
                415, f"a query is sent as {QUERY_TYPE} or {FORM_TYPE}, not as {media or 'nothing that is said'}"
            )
    return _operation(parameters)


def _operation(parameters: Iterable[tuple[str, str]]) -> Operation | None:
    told: dict[str, list[str]] = {}
    for name, value in parameters:
        told.setdefault(name, []).append(value)
    if "update" in told or "using-graph-uri" in told or "using-named-graph-uri" in told:
        raise Refused(400 if "query" in told else 403, "the endpoint is read-only")
    queries = told.get("query", [])
    if len(queries) > 1:
        raise Refused(400, "there is more than one query")
    if not queries:
        if told:
            raise Refused(400, "there is no query: it stands in the parameter query")
        return None
    return Operation(queries[0], tuple(told.get("default-graph-uri", ())), tuple(told.get("named-graph-uri", ())))


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise Refused(400, "the parameters are not in UTF-8, percent-encoded") from None
    except ValueError:
        raise Refused(400, f"there are more than {MOST_PARAMETERS} parameters") from None


def _type(content_type: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type, in lower case."""
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    pairs = dict(part.split("=", 1) for part in parameters if "=" in part)
    return media, pairs.get("charset", "").strip('"')


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the query is not in UTF-8") from None
