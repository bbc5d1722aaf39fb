"""What is in an environment, as CycloneDX tells it, and which of it has known vulnerabilities."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_OWN = "counterclaim"


def bill(python: Path, out: Path) -> None:
    """Writes the software bill of materials (CycloneDX 1.6, JSON) of the environment of `python`."""
    make = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--of", "JSON", "--sv", "1.6"]
    subprocess.run([*make, "--pyproject", ROOT / "pyproject.toml", "-o", out, python], check=True)
    held = json.loads(out.read_text(encoding="utf-8"))
    print(f"{out}: {len(held['components'])} components")


def audit(python: Path) -> int:
    """How many packages of the environment of `python` have known vulnerabilities, each printed.

    None where the list of vulnerabilities cannot be reached: that is no fault of the packages, and it is said.
    """
    folder = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    command = [sys.executable, "-m", "pip_audit", "--path", folder, "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    try:
        told = [one for one in json.loads(done.stdout)["dependencies"] if one["name"] != _OWN]
        skipped = [one["skip_reason"] for one in told if "skip_reason" in one]
    except (ValueError, KeyError):
        told, skipped = [], done.stderr.strip().splitlines()[-1:]
    if len(skipped) >= len(told):
        why = skipped[0][:200] if skipped else "it answered nothing"
        print(f"audit: NOT DONE, the list of vulnerabilities cannot be reached from here ({why})")
        return 0
    found = [one for one in told if one.get("vulns")]
    for one in found:
        ids = ", ".join(f"{v['id']} (mended in {', '.join(v['fix_versions']) or 'none'})" for v in one["vulns"])
        print(f"audit: {one['name']} {one['version']}: {ids}")
    print(f"audit: {len(told)} packages, {len(found)} with known vulnerabilities, {len(skipped)} not known to the list")
    return len(found)
