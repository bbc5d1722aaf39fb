"""From the words of an expression to its value: one reader for each rule of knowledge/lexicons/times.yaml.

Nothing is guessed: a reading without days is recognised but not resolved, and the day of publication never stands in
for a date that is not given.
"""

from __future__ import annotations

from counterclaim.reading.times import days, lengths, periods, relative
from counterclaim.reading.times.grammar import Found
from counterclaim.reading.times.now import Now, Reader, Reading

READERS: dict[str, Reader] = {
    "written": days.read_written,
    "weekday": days.read_weekday,
    "deictic": days.read_deictic,
    "part": days.read_day_part,
    "part_of": days.read_part_of,
    "part_alone": days.read_part_alone,
    "date_of_year": days.read_date_of_year,
    "week_of": days.read_week_of,
    "told_day": days.read_told_day,
    "overnight": days.read_overnight,
    "clock": days.read_clock,
    "nth_day": days.read_nth_day,
    "holiday": periods.read_holiday,
    "christmas": periods.read_christmas,
    "month": periods.read_month,
    "month_week": periods.read_month_week,
    "season": periods.read_season,
    "quarter": periods.read_quarter,
    "year": periods.read_year,
    "year_pair": periods.read_year_pair,
    "bc": periods.read_bc,
    "spoken_year": periods.read_spoken_year,
    "decade": periods.read_decade,
    "century": periods.read_century,
    "relative_unit": relative.read_relative_unit,
    "span_unit": relative.read_span_unit,
    "vague_unit": relative.read_vague_unit,
    "adjacent_day": relative.read_adjacent_day,
    "same_time": relative.read_same_time,
    "ago": relative.read_ago,
    "in_time": relative.read_in_time,
    "set": lengths.read_set,
    "set_each": lengths.read_set_each,
    "set_rate": lengths.read_set_rate,
    "hyphen_duration": lengths.read_hyphen_duration,
    "duration": lengths.read_duration,
    "bare_duration": lengths.read_bare_duration,
    "the_unit": relative.read_the_unit,
    "reference": lengths.read_reference,
}


def read(found: Found, now: Now) -> Reading | None:
    """What `found` means where the report stands; null where it is no expression of time after all."""
    return READERS[found.rule](found, now)
