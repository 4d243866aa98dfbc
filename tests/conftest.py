"""`--hypothesis-profile=long`: a hundred times as many examples as in CI."""

from hypothesis import settings

settings.register_profile("long", max_examples=1200, deadline=None)
