"""An Apache of a test alone, as w3id.org has one: it follows the rules that are written for it, and serves nothing else."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOST = "https://w3id.org"
MODULES = Path("/usr/lib/apache2/modules")
APACHE = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
CONFIG = """\
ServerRoot "{folder}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{folder}/pid"
ErrorLog "{folder}/errors"
User {user}
Group {group}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule rewrite_module {modules}/mod_rewrite.so
DocumentRoot "{folder}/served"
<Directory "{folder}/served">
  AllowOverride All
  Require all granted
</Directory>
"""


@contextmanager
def serving(write: Callable[[Path], object]) -> Iterator[int]:
    """The port of a server; the test is skipped where there is no Apache.

    :param write: writes the rules into a folder.
    """
    if APACHE is None or not MODULES.is_dir():
        pytest.skip("there is no Apache: apt-get install apache2 brings one")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # started by root, Apache serves as somebody else
        (folder / "served" / "carbonlex").mkdir(parents=True)
        write(folder / "served" / "carbonlex")
        user, group = ("www-data", "www-data") if os.geteuid() == 0 else (f"#{os.geteuid()}", f"#{os.getegid()}")
        config = folder / "config"
        config.write_text(
            CONFIG.format(folder=folder, port=number, modules=MODULES, user=user, group=group), encoding="utf-8"
        )
        server = subprocess.Popen([APACHE, "-f", str(config), "-D", "FOREGROUND"], stderr=subprocess.PIPE)
        try:
            wait(number, server)
            yield number
        finally:
            server.terminate()
            server.communicate(timeout=20)


def wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(server.stderr.read() if server.stderr and server.poll() is not None else "Apache says nothing")


def asked(port: int, iri: str, accept: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", iri.removeprefix(HOST), headers={"Accept": accept} if accept else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer
