"""The citation of a wording, or of a source, in the styles of libraries and law reviews.

``citation(record, dataset, style, base_url, version)`` gives one style, ``citations(…)`` all of :data:`STYLES`. A citation says what
the record says: what was not seen is left out, never made up, and no style reads the clock.
"""

from carbonlex.cite.styles import STYLES, citation, citations

__all__ = ["STYLES", "citation", "citations"]
