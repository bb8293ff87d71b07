"""One hypothesis profile for all tests: no deadlines, since a busy machine is no fault of the code."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("mockdeck", deadline=None, print_blob=True)
settings.load_profile("mockdeck")
