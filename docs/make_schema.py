"""python docs/make_schema.py: writes docs/record.schema.json, the JSON Schema of the record, from the records."""

import json
from inspect import cleandoc
from pathlib import Path

from counterclaim.records import json_schema

SCHEMA = Path(__file__).with_name("record.schema.json")


def schema_text() -> str:
    """The schema as it stands in the file, the same under every version of Python."""
    schema = json_schema()
    for part in schema["$defs"].values():
        if "description" in part:
            part["description"] = cleandoc(part["description"])  # Python 3.13 cleans docstrings itself, 3.11 does not
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
