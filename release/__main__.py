"""python -m release: build a release, install it as a stranger would, and say what is in it.

python -m release [--out FOLDER]           all of it, into dist/: sdist, wheel, SBOM; see CONTRIBUTING.md for the rest
python -m release licences [--write]       whether all dependencies have allowed licences; --write the page
python -m release audit                    known vulnerabilities of what is installed beside this Python

All but `licences` need what `make release` installs: release/requirements.txt.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def everything(out: Path) -> int:
    """Builds, installs, lists and audits; 1 where anything is wrong."""
    from release import install
    from release.supply import audit, bill

    wheel = built(out)
    with tempfile.TemporaryDirectory() as made:
        python, wrong = install.main(wheel, Path(made))
        bill(python, out / f"{wheel.name.removesuffix('-py3-none-any.whl')}.cdx.json")
        return int(bool(wrong + audit(python)))


def built(out: Path) -> Path:
    """The wheel, made from the sdist, so that both are whole."""
    subprocess.run([sys.executable, "-m", "build", "--outdir", out, ROOT], check=True, stdout=subprocess.DEVNULL)
    wheel = max(out.glob("counterclaim-*.whl"), key=lambda path: path.stat().st_mtime)
    for path in (wheel, max(out.glob("counterclaim-*.tar.gz"), key=lambda path: path.stat().st_mtime)):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return wheel


def main() -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m release", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", nargs="?", choices=["all", "licences", "audit"], default="all")
    parser.add_argument("--write", action="store_true", help="licences: write docs/licences.md")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    args = parser.parse_args()
    if args.what == "licences":
        from release.licences import main as licences

        return licences(args.write)
    if args.what == "audit":
        from release.supply import audit

        return int(audit(Path(sys.executable)) > 0)
    return everything(args.out)


if __name__ == "__main__":
    sys.exit(main())
