"""The exam engine: items, banks, sittings, reviews and their store, without a screen."""

__version__ = "0.1.0"
