"""When things happened: the dates of a report."""
