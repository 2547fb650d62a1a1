"""The Python surface: what ``import carbonlex`` gives, for people who work with the data in programs of their own."""
