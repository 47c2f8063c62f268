"""Usage: download_small.py MANIFEST HOST COUNT: AllenSDK fetches natural scenes into an empty cache."""
import sys

from report import Stopwatch

manifest, host, count = sys.argv[1:4]
watch = Stopwatch()

with watch.step("import"):
    from allensdk.brain_observatory.ecephys.ecephys_project_cache import EcephysProjectCache

cache = EcephysProjectCache.from_warehouse(scheme="http", host=host, manifest=manifest)
with watch.step("download"):
    for number in range(int(count)):
        cache.get_natural_scene_template(number)
watch.report(int(count))
