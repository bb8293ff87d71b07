"""Ratings, memory (FSRS), the learning day and the due queue. Pure: values in, values out."""
