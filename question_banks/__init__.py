"""The question banks that come with Mockdeck, as data; this file lets the engine find them once installed."""
