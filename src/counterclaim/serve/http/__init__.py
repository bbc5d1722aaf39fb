"""The desk over HTTP: pages for people, the same as JSON, CSV and GeoJSON, and an API. One process, one ledger.

    request ── guard: host, size, token, origin ── route ── views: what the ledger says ── answers: in which form
               (access)                                     reviewing: what people say of it
               every refusal is one envelope (problems)

`app` puts it together; `counterclaim serve` runs it. docs/api.md lists every route, docs/security.md what is kept out.
"""

from counterclaim.serve.http.application import app

__all__ = ["app"]
