"""Where names are: places of the world in one file that is opened, not loaded.

    with open_gazetteer() as gazetteer:
        gazetteer.lookup("Xankendi")[0]      the best entry first, each with how well the name fits
        gazetteer.country("Ukrainian")       a country by name or by its people
        gazetteer.nearest(40.6, 47.1)        the settlement closest to a point
        gazetteer.units(40.6, 47.1)          the units that it lies in, with how that is known

Places: GeoNames (https://www.geonames.org), CC BY 4.0, selected and folded by build.py; regions.yaml, supplement.csv
and countries.tsv beside this file are Counterclaim's own.
"""

from counterclaim.knowledge.gazetteer.entry import Entry, Kind
from counterclaim.knowledge.gazetteer.store import Gazetteer, Units, open_gazetteer

__all__ = ["Entry", "Gazetteer", "Kind", "Units", "open_gazetteer"]
