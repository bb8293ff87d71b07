"""`python -m tests`: lint, types, import contracts, tests; the exit code says whether all of them passed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent

CHECKS: dict[str, list[str | Path]] = {
    "lint": [TOOLS / "ruff", "check", "."],
    "format": [TOOLS / "ruff", "format", "--check", "."],
    "types": [TOOLS / "mypy"],
    "import contracts": [TOOLS / "lint-imports"],
    "tests": [
        sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal",
        "--cov", "--cov-report=term", "--cov-fail-under=95",
    ],
}  # fmt: skip


def main() -> int:
    """Run every check, also after one failed, so that one run tells everything."""
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        begun = time.monotonic()
        if subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode:
            failed.append(name)
        print(f"   {name}: {time.monotonic() - begun:.0f} s", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
