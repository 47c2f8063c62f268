"""Usage: tables.py MANIFEST getUnits|getSessionTable|getChannels: AllenSDK opens a cache, and makes the call twice."""
import sys

from report import Stopwatch

manifest, method = sys.argv[1:3]
watch = Stopwatch()

with watch.step("import"):
    from allensdk.brain_observatory.ecephys.ecephys_project_cache import EcephysProjectCache

with watch.step("open"):
    cache = EcephysProjectCache.from_warehouse(manifest=manifest)


def ask(isi_violations_maximum):
    if method == "getSessionTable":
        return cache.get_session_table()
    if method == "getChannels":
        return cache.get_channels()
    return cache.get_units(
        isi_violations_maximum=isi_violations_maximum,
        amplitude_cutoff_maximum=isi_violations_maximum / 5,
    )


with watch.step("first"):
    table = ask(0.5)
with watch.step("second"):
    ask(0.25)
watch.report(len(table))
