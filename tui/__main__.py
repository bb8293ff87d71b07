"""`python -m tui` is `mockdeck`."""

from tui.cli import main

main()
