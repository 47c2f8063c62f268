"""Usage: fill.py MANIFEST HOST: AllenSDK fills an empty cache from a warehouse, and gets its units."""
import sys

from report import Stopwatch

manifest, host = sys.argv[1:3]
watch = Stopwatch()

with watch.step("import"):
    from allensdk.brain_observatory.ecephys.ecephys_project_cache import EcephysProjectCache

with watch.step("open"):
    cache = EcephysProjectCache.from_warehouse(scheme="http", host=host, manifest=manifest)
with watch.step("first"):
    units = cache.get_units()
watch.report(len(units))
