"""Archives that one process is too slow for: the same reading over shards, on this machine's processes or on Ray.

manifest   sources ──plan──> shards: which parts of which sources, and by which reader
shards     one shard ──> Parquet files beside the table, not yet of it
engines    who reads the shards: processes here, or Ray's actors
output     the table of documents: a Delta table, one commit a shard, and never two
running    what is left of a manifest, read and committed
loading    the table ──> a ledger
    reconciling  the table ──> incidents, in shards too
"""
