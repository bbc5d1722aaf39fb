"""Getting reports in: bytes to Report, one room a kind of source."""
