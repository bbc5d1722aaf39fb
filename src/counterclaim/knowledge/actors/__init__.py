"""Who speaks and fights: states, bodies, armed groups, persons and the conflicts they stand in, from readable files.

    actors = load_actors()
    actors.lookup("Baku")                              Azerbaijan, a metonym
    actors.lookup("the Armenian Defence Ministry")     Ministry of Defence of Armenia, made by a pattern
    actors.side_of("Wagner Group", date(2022, 4, 1))   Russia

The files lie beside this module and say themselves what they hold; docs/decisions/actors.md tells the choices. A user's
own files have the same format: `actors:` (or `conflicts:`) lists, an optional `defaults:` that every row inherits.
"""

from counterclaim.knowledge.actors.entries import Conflict, Entry, EntryType, Role
from counterclaim.knowledge.actors.lookup import Actors, Match, load_actors
from counterclaim.knowledge.actors.names import key

__all__ = ["Actors", "Conflict", "Entry", "EntryType", "Match", "Role", "key", "load_actors"]
