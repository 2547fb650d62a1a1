"""The wheel carries ontology, records and site, so that it works from any folder without a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_needs_no_checkout(tmp_path: Path) -> None:
    wheels, unpacked = tmp_path / "wheels", tmp_path / "unpacked"
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(unpacked)
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    where = "import carbonlex.places as p; print(p.share())"
    told = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(unpacked / "carbonlex" / "_share")
    shown = subprocess.run(
        [sys.executable, "-m", "carbonlex", "compare", "vn", "cn", "--format", "json"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    for part in ("templates/home.html", "assets/carbonlex.css", "strings/en.toml"):
        assert (unpacked / "carbonlex" / "_share" / "site" / part).is_file()
