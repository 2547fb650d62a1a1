"""``python -m carbonlex``."""

from carbonlex.cli.main import main

if __name__ == "__main__":
    main()
