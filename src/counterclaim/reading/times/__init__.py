"""When things happened: the times of a report, its own date, and which time belongs to an event.

document_date   the day the report was published, from its date line or address
find            the times in its sentences, each with its days or without, where they would be guessed
when_for        the time of an event
said_on         the time of a saying
"""

from counterclaim.reading.times.binding import said_on, when_for
from counterclaim.reading.times.dating import document_date
from counterclaim.reading.times.finding import find
from counterclaim.reading.times.timex import Timex

__all__ = ["Timex", "document_date", "find", "said_on", "when_for"]
