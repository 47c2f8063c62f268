"""Times AllenSDK on one session, one JSON line a step: seconds, and the process's peak memory so far in MB.

    python session.py DIRECTORY STEP...

DIRECTORY is what make_session.py made. The steps run in the order given, in one session object, as a user's
script would run them; a step that needs spikes or presentations finds them loaded if they came before.
"""

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np

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

    def units(self):
        self.open()
        return len(self.session.units)

    def presentations(self):
        return [len(self.session.stimulus_presentations), len(self.session.stimulus_conditions)]

    def spike_times(self):
        return sum(len(times) for times in self.session.spike_times.values())

    def waveforms(self):
        return len(self.session.mean_waveforms)

    def spike_counts(self):
        counts = self.session.presentationwise_spike_counts(
            bin_edges=np.linspace(0, 1, 101),
            stimulus_presentation_ids=self.presentation_ids(5_000),
            unit_ids=self.unit_ids(100),
        )
        return int(counts.values.sum())

    def statistics(self):
        rows = self.session.conditionwise_spike_statistics(
            stimulus_presentation_ids=self.presentation_ids(1_000),
            unit_ids=self.unit_ids(100),
        )
        return [len(rows), int(rows["spike_count"].sum())]

    def lfp(self):
        lfp = self.session.get_lfp(PROBE, mask_invalid_intervals=False)
        second = lfp.sel(time=slice(4_000, 4_001))
        return [*second.shape, round(float(second.values.sum(dtype=np.float64)), 9)]

    def scenes(self):
        import tifffile

        started = time.perf_counter()
        total = 0
        for number in range(118):
            total += int(tifffile.imread(self.directory / "scenes" / f"natural_scene_{number}.tiff")[0, 0])
        return total, time.perf_counter() - started

    def unit_ids(self, count):
        return np.sort(self.session.units.index.values)[:count]

    def presentation_ids(self, count):
        presentations = self.session.stimulus_presentations
        return presentations[presentations["stimulus_name"] == "static_gratings"].index.values[:count]


def main(directory, *names):
    steps = Steps(directory)
    for name in names:
        started = time.perf_counter()
        answer = getattr(steps, name)()
        seconds = time.perf_counter() - started
        if name == "scenes":
            answer, seconds = answer
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"step": name, "seconds": seconds, "peakMb": peak, "answer": answer}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
