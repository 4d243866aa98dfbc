"""The version, which stands here alone: `pyproject.toml` reads it, and CHANGELOG.md has a part for each."""

__version__ = "0.1.0"
