"""What a machine is, as far as times depend on it: it stands beside every measurement."""

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PEERS = ("pyoxigraph", "pyshifty", "pyshacl", "rdflib", "oxigraph")
ONTOSPY = Path(__file__).parent / "ontospy"


def facts() -> dict[str, object]:
    """Processors, memory, system, and the versions of what is measured and of its peers; ``None`` for what is not there."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _said(Path("/proc/cpuinfo"), r"model name\s*:\s*(.+)")
        or platform.processor()
        or platform.machine(),
        "memory GiB": _gibibytes(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "java": _java(),
        "carbonlex": _version("carbonlex"),
        "peers": {name: _version(name) for name in PEERS} | {"ontospy": _locked("ontospy")},
    }


def _said(file: Path, pattern: str) -> str | None:
    found = re.search(pattern, file.read_text("utf-8")) if file.is_file() else None
    return found[1].strip() if found else None


def _gibibytes() -> float | None:
    kibibytes = _said(Path("/proc/meminfo"), r"MemTotal:\s*(\d+) kB")
    return round(int(kibibytes) / 2**20, 1) if kibibytes else None


def _java() -> str | None:
    if not shutil.which("java"):
        return None
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'"([^"]+)"', told)
    return found[1] if found else None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _locked(package: str) -> str | None:
    return _said(ONTOSPY / "requirements.lock", rf"(?m)^{package}==(\S+)")
