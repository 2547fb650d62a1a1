"""A server of the tests: ``carbonlex serve`` as a process of its own, on a port that was free."""

import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Server:
    """Where it listens, and its process."""

    port: int
    process: "subprocess.Popen[str]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, fields in lower case, and body of a response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body.encode() if isinstance(body, str) else body, headers or {})
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()

    def stop(self) -> int:
        """Tell it to stop; the status with which it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def told(self) -> list[dict[str, object]]:
        """What it told of requests since this was asked last; the process must have ended."""
        assert self.process.stderr
        return [json.loads(line) for line in self.process.stderr if line.startswith("{")]


@contextlib.contextmanager
def serving(data: Path, *words: str, cwd: Path | None = None) -> Iterator[Server]:
    """A server of some records."""
    command = [sys.executable, "-m", "carbonlex", "--data", str(data), "serve", "--port", "0", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=cwd) as process:
        assert process.stderr
        said = []
        for line in process.stderr:
            said.append(line)
            if found := re.match(r"serving http://127\.0\.0\.1:(\d+)/", line):
                break
        else:
            raise AssertionError("".join(said))
        try:
            yield Server(int(found[1]), process)
        finally:
            process.kill()
