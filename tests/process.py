"""Real second processes for tests: the same Python, if need be without the rights of root."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


def start(code: str, *args: object, unprivileged: bool = False) -> subprocess.Popen[str]:
    """Starts `code` with `args` in sys.argv; an `unprivileged` process must heed file permissions even as root."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, args)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=_heed_permissions if unprivileged and os.geteuid() == 0 else None,
    )


def run(code: str, *args: object, unprivileged: bool = False, seconds: float = 60) -> str:
    """What `code` prints; AssertionError with its errors where it fails."""
    process = start(code, *args, unprivileged=unprivileged)
    out, err = process.communicate(timeout=seconds)
    assert process.returncode == 0, err
    return out


def _heed_permissions() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "cannot give up root's rights")
