"""Pages, addresses and the builder; renders ``site/``."""
