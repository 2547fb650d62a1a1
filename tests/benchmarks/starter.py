"""Starts one program and says what it took: ``python starter.py OUT PROGRAM…`` prints seconds, peak memory in MiB and status as JSON.

It imports next to nothing, since a process is born with the peak of the one that starts it.
"""

import os
import sys
import time


def main() -> None:
    out, *words = sys.argv[1:]
    null = os.open(os.devnull, os.O_RDWR)
    told = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, told, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    begun = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begun
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(f"[{seconds}, {usage.ru_maxrss / unit}, {os.waitstatus_to_exitcode(status)}]")


main()
