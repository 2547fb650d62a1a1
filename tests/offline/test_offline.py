"""The block holds: here, and in a process that a test starts."""

import socket
import subprocess
import sys

import pytest

ELSEWHERE = "192.0.2.1"  # kept for documentation (RFC 5737): nobody answers there


def test_no_other_machine_is_reached() -> None:
    for name in (ELSEWHERE, "example.org"):
        with pytest.raises(OSError, match="a test asks for"):
            socket.create_connection((name, 80), timeout=1)


def test_nor_by_a_process_that_is_started() -> None:
    code = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "a test asks for" in done.stderr


def test_this_machine_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        pass
