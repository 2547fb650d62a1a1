"""The engine of the shapes by itself, on one graph: ``python engine_alone.py SHAPES DATA`` prints the report."""

import sys
from pathlib import Path

from carbonlex.checks import shapes

native = shapes._native()  # the package around it would load rdflib, which the engine does not need
engine = native.PreparedValidator(Path(sys.argv[1]).read_bytes(), shapes_format="turtle")
told = engine.validate_w3c(
    Path(sys.argv[2]).read_bytes(), data_format="turtle", run_infer=False, on_unsupported="error"
)
sys.stdout.write(told.report_turtle)
