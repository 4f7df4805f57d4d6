"""Asks pip-audit about the locked runtime libraries and says how many it could really look at (`make audit`).

pip-audit succeeds even when it could look at nothing, for instance without access to the database of advisories:
here that is a failure.
"""

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"


def main() -> int:
    """Print what was found; return 1 when something was, or when nothing could be audited."""
    asked = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip_audit",
            "--disable-pip",
            "--require-hashes",
            "-f",
            "json",
            "-r",
            str(LOCK),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        libraries = json.loads(asked.stdout)["dependencies"]
    except ValueError:
        print("pip-audit could not look:", (asked.stderr.strip().splitlines() or ["it said nothing"])[-1])
        return 1
    audited = [library for library in libraries if "skip_reason" not in library]
    wanting = [library for library in audited if library["vulns"]]
    print(f"{len(audited)} of {len(libraries)} libraries audited, {len(wanting)} with known vulnerabilities")
    for library in wanting:
        for advisory in library["vulns"]:
            print(
                f"  {library['name']} {library['version']}: {advisory['id']}, fixed in {advisory['fix_versions']}"
            )
    return 1 if wanting or len(audited) < len(libraries) else 0


if __name__ == "__main__":
    sys.exit(main())
