"""Usage: lims.py HOST PORT USER PASSWORD: AllenSDK reads every unit and every channel of the database lims2."""
import sys

from report import Stopwatch

host, port, user, password = sys.argv[1:5]
watch = Stopwatch()

with watch.step("import"):
    from allensdk.brain_observatory.ecephys.ecephys_project_api import (
        EcephysProjectLimsApi,
    )
    from allensdk.core.authentication import DbCredentials

api = EcephysProjectLimsApi.default(
    lims_credentials=DbCredentials(
        dbname="lims2", user=user, host=host, port=int(port), password=password
    )
)
with watch.step("units"):
    units = api.get_units()
with watch.step("channels"):
    channels = api.get_channels()
watch.report(len(units) + len(channels))
