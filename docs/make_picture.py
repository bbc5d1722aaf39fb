"""python docs/make_picture.py: puts what `counterclaim demo` prints into README.md, between the two marks."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- picture: docs/make_picture.py -->\n", "<!-- end of picture -->"
COLUMNS = "110"


def picture() -> str:
    """The command and its output up to what to type next, with the ledger's own folder left out."""
    command = Path(sys.executable).with_name("counterclaim")
    environment = {**os.environ, "COLUMNS": COLUMNS}
    ran = subprocess.run([command, "demo"], capture_output=True, text=True, check=True, env=environment)
    shown = re.sub(r"\S+/(demo\.db)", r"\1", ran.stdout).partition("\nNext:")[0].rstrip()
    return f"    $ counterclaim demo\n{''.join(f'    {line}'.rstrip() + chr(10) for line in shown.splitlines())}"


if __name__ == "__main__":
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{picture()}\n{END}{after}", encoding="utf-8")
