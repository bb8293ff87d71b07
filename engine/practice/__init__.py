"""The use cases the fronts call: draw and sit, grade, review, look back. What they need stands in `ports.py`."""
