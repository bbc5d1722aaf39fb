"""Writes compiled.json anew after a file beside it was edited: `python -m counterclaim.knowledge.actors`."""

import msgspec

from counterclaim.knowledge.actors.entries import data_files
from counterclaim.knowledge.actors.lookup import COMPILED, compiled_from


def main() -> None:
    """Reads the files and writes what loads fastest."""
    compiled = compiled_from(data_files())
    COMPILED.write_bytes(msgspec.json.encode(compiled) + b"\n")
    known = compiled.knowledge
    print(
        f"{COMPILED.name}: {len(known.entries)} actors, {len(known.conflicts)} conflicts, {len(compiled.index)} names"
    )


if __name__ == "__main__":
    main()
