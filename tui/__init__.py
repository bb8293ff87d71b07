"""The terminal front: the app, its screens, and the command line."""
