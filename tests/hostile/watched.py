"""The command under watch: a script that runs it with an audit hook (PEP 578) and writes down what it opened, connected to or
started beyond what it was given, and how much memory and time it took.

``watched.py REPORT ALLOWED… -- WORDS…``: the report is JSON; whatever lies below an allowed path may be opened. With
``WATCHED_SPOILS="vanishes 2 PATH"`` a file vanishes (or ``grows``) at the moment at which it is opened for the second time.
"""

import contextlib
import json
import os
import resource
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

GIBIBYTE = 2**30
STARTS = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
)
ALWAYS = ("/dev/null", "/proc/self", "/dev/stdin", "/dev/stdout", "/dev/stderr")


def most() -> int:
    """Bytes of memory at most; the number that the system calls so includes what the parent had before it became this program."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def spoiler(wish: str) -> Callable[[str], None]:
    """To be told which file is about to be opened."""
    how, time, spoilt = wish.split(" ", 2) if wish else ("", "0", "")
    left = int(time)

    def opening(path: str) -> None:
        nonlocal left
        if path == spoilt:
            left -= 1
            if left == 0 and how == "vanishes":
                Path(path).unlink()
            elif left == 0:
                with Path(path).open("a", encoding="utf-8") as file:
                    file.write("more: 1\n")

    return opening


def main() -> None:
    """Run the command; its exit status is ours."""
    at = sys.argv.index("--")
    report, allowed, words = sys.argv[1], sys.argv[2:at], sys.argv[at + 1 :]
    sys.path.pop(0)  # this folder, which Python put there
    sys.argv = ["carbonlex", *words]
    import carbonlex
    from carbonlex import places

    ours = [*allowed, *ALWAYS, sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()]
    ours += [str(Path(carbonlex.__file__).parent), str(places.ontology()), str(places.published())]
    roots = [os.path.realpath(root) for root in ours if root]
    seen: list[str] = []
    opening = spoiler(os.environ.pop("WATCHED_SPOILS", ""))
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if not watching:
            return
        if event.startswith("socket.") or event in STARTS or event.startswith("urllib."):
            seen.append(f"{event} {arguments!r}"[:200])
        elif event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not any(path == root or path.startswith(root.rstrip("/") + "/") for root in roots):
                seen.append(f"open {path}")
            opening(path)

    resource.setrlimit(resource.RLIMIT_DATA, (GIBIBYTE, GIBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(watch)
    try:
        from carbonlex.cli.main import main as command

        command()
    finally:
        watching = False
        used = resource.getrusage(resource.RUSAGE_SELF)
        told = {"seen": seen, "seconds": used.ru_utime + used.ru_stime, "bytes": most()}
        with contextlib.suppress(OSError):
            Path(report).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
