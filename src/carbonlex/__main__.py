"""``python -m carbonlex``."""

from carbonlex.cli.main import run

if __name__ == "__main__":
    run()
