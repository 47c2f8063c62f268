"""Times AllenSDK on one session, one line of JSON per step: seconds, and the process's peak memory so far in MB.

    python session.py DIRECTORY STEP...

DIRECTORY is what make_session.py made. The steps run in the order given, in one session object, as a user's
script would run them; a step that needs spikes or presentations finds them loaded if an earlier step needed them. What
each step found is summarised outside its time.
"""

import builtins
import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import tifffile

warnings.simplefilter("ignore")

PROBE = 752552876
OPEN = {
    "amplitude_cutoff_maximum": np.inf,
    "presence_ratio_minimum": -np.inf,
    "isi_violations_maximum": np.inf,
    "filter_by_validity": False,
    "filter_out_of_brain_units": False,
}


class Steps:
    def __init__(self, directory):
        self.directory = Path(directory)
        self.session = None
        self.presentation_ids = self.unit_ids = ()

    def open(self):
        import pynwb
        from allensdk.brain_observatory.ecephys.ecephys_session import EcephysSession

        def lfp():
            return pynwb.NWBHDF5IO(str(self.directory / "probe_lfp.nwb"), "r").read()

        self.session = EcephysSession.from_nwb_path(
            path=str(self.directory / "session.nwb"),
            api_kwargs={**OPEN, "probe_lfp_paths": {PROBE: lfp}},
        )

    def imports(self):
        import pynwb  # noqa: F401
        from allensdk.brain_observatory.ecephys import ecephys_session  # noqa: F401

        return lambda: None

    def units(self):
        self.open()
        units = self.session.units
        return lambda: len(units)

    def presentations(self):
        presentations, conditions = self.session.stimulus_presentations, self.session.stimulus_conditions
        return lambda: [len(presentations), len(conditions)]

    def spike_times(self):
        times = self.session.spike_times
        return lambda: sum(map(len, times.values()))

    def waveforms(self):
        waveforms = self.session.mean_waveforms
        return lambda: len(waveforms)

    def ids(self):
        presentations = self.session.stimulus_presentations
        gratings = presentations["stimulus_name"] == "static_gratings"
        self.presentation_ids = presentations[gratings].index.values
        self.unit_ids = np.sort(self.session.units.index.values)
        return lambda: [len(self.presentation_ids), len(self.unit_ids)]

    def spike_counts(self):
        counts = self.session.presentationwise_spike_counts(
            bin_edges=np.linspace(0, 1, 101),
            stimulus_presentation_ids=self.presentation_ids[:5_000],
            unit_ids=self.unit_ids[:100],
        )
        return lambda: int(counts.values.sum())

    def statistics(self):
        rows = self.session.conditionwise_spike_statistics(
            stimulus_presentation_ids=self.presentation_ids[:1_000],
            unit_ids=self.unit_ids[:100],
        )
        return lambda: [len(rows), int(rows["spike_count"].sum())]

    def fresh_metrics(self):
        self.open()
        return self.stimulus_metrics()

    def stimulus_metrics(self):
        # Its plots ask for Python 2's name, or for a package that its requirements do not name.
        builtins.xrange = range
        from allensdk.brain_observatory.ecephys.stimulus_analysis import (
            drifting_gratings,
            flashes,
            natural_scenes,
            receptive_field_mapping,
            static_gratings,
        )

        units = [int(unit) for unit in np.sort(self.session.units.index.values)[:40]]
        classes = (
            drifting_gratings.DriftingGratings,
            static_gratings.StaticGratings,
            natural_scenes.NaturalScenes,
            flashes.Flashes,
            receptive_field_mapping.ReceptiveFieldMapping,
        )
        tables = [own(self.session, filter=units).metrics for own in classes]
        return lambda: [len(tables[0]), round(float(tables[0]["firing_rate_dg"].sum()), 6)]

    def lfp(self):
        lfp = self.session.get_lfp(PROBE, mask_invalid_intervals=False)
        second = lfp.sel(time=slice(4_000, 4_001))
        return lambda: [*second.shape, round(float(second.values.sum(dtype=np.float64)), 9)]

    def scenes(self):
        files = [self.directory / "scenes" / f"natural_scene_{number}.tiff" for number in range(118)]
        scenes = [tifffile.imread(file) for file in files]
        return lambda: sum(int(scene[0, 0]) for scene in scenes)


def main(directory, *names):
    steps = Steps(directory)
    # The start of the process counts with the first step.
    processor = 0
    for name in names:
        started = time.perf_counter()
        answer = getattr(steps, name)()
        seconds = time.perf_counter() - started
        worked = time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        step = {"step": name, "seconds": seconds, "processor": worked, "peakMb": peak, "answer": answer()}
        print(json.dumps(step), flush=True)
        processor = time.process_time()


if __name__ == "__main__":
    main(*sys.argv[1:])
