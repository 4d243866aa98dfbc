"""What is made of the catalogue: docstrings as functions are made, and by `tools/generate.py` stub files and pages."""

GENERATED = "Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale."
