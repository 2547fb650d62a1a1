"""carbonlex: what each legal order calls a carbon market, side by side, in the law's own words."""

__version__ = "0.1.0"
