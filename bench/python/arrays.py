"""Times h5py and numpy on one session, one line of JSON per step, like session.py.

    python arrays.py DIRECTORY STEP...

Reads are the plainest that h5py has; analyses go from unit to unit with numpy's searchsorted, on spike times that are
in memory. What each step found is summarised outside its time.
"""

import json
import resource
import sys
import time
from pathlib import Path

PROBE = 752552876
UNIT = 10
SECONDS = 0.01


UNIT_NAMES = {
    "id": "unit_id",
    "PT_ratio": "waveform_PT_ratio",
    "amplitude": "waveform_amplitude",
    "l_ratio": "L_ratio",
    "recovery_slope": "waveform_recovery_slope",
    "repolarization_slope": "waveform_repolarization_slope",
    "spread": "waveform_spread",
    "velocity_above": "waveform_velocity_above",
    "velocity_below": "waveform_velocity_below",
}
CHANNEL_NAMES = {
    "id": "channel_id",
    "location": "structure_acronym",
    "x": "anterior_posterior_ccf_coordinate",
    "y": "dorsal_ventral_ccf_coordinate",
    "z": "left_right_ccf_coordinate",
}


def read_table(pd, group):
    """The columns of a table that have one value a row; texts are decoded."""
    indices = {name for name in group if name.endswith("_index") and name.removesuffix("_index") in group}
    columns = {}
    for name, dataset in group.items():
        if name in indices or f"{name}_index" in group:
            continue
        is_text = h5py.check_string_dtype(dataset.dtype) is not None
        columns[name] = dataset.asstr()[:] if is_text else dataset[:]
    return pd.DataFrame(columns)


def electrode_groups(file):
    groups = file["general/extracellular_ephys"].values()
    return [group for group in groups if "probe_id" in group.attrs]


def probe_of(group):
    return {
        "probe_id": group.attrs["probe_id"],
        "probe_description": group.name.rpartition("/")[2],
        "location": group.attrs["location"],
        "probe_sampling_rate": group["device"].attrs["sampling_rate"],
        "probe_lfp_sampling_rate": group.attrs["lfp_sampling_rate"],
        "probe_has_lfp_data": group.attrs["has_lfp_data"],
    }


class Steps:
    def __init__(self, directory):
        self.directory = Path(directory)
        self.file = None

    def imports(self):
        global h5py, np
        import h5py
        import numpy as np

        return lambda: None

    def units(self):
        self.file = h5py.File(self.directory / "session.nwb")
        units = self.file["units"]
        ragged = {name.removesuffix("_index") for name in units if name.endswith("_index")}
        columns = {name: units[name][:] for name in units if name not in ragged and not name.endswith("_index")}
        return lambda: len(columns["id"])

    def unit_table(self):
        """The table that ours gives: columns decoded and named as AllenSDK names them, with channels and probes."""
        import pandas as pd

        with h5py.File(self.directory / "session.nwb") as file:
            units = read_table(pd, file["units"]).rename(columns=UNIT_NAMES)
            channels = read_table(pd, file["general/extracellular_ephys/electrodes"])
            channels = channels.rename(columns=CHANNEL_NAMES).drop(columns=["group", "group_name", "imp"])
            probes = pd.DataFrame([probe_of(group) for group in electrode_groups(file)])
        table = units.merge(channels, left_on="peak_channel_id", right_on="channel_id", how="left")
        table = table.drop(columns="channel_id").merge(probes, on="probe_id", how="left")
        order = ["probe_description", "probe_vertical_position", "probe_horizontal_position"]
        table = table.sort_values(order, kind="stable", ignore_index=True)
        ids = table["unit_id"].tolist()
        return lambda: [len(table), sorted(table.columns), ids[:5], ids[-5:], int(table["valid_data"].sum())]

    def bounds(self, name, unit):
        index = self.file[f"units/{name}_index"]
        return int(index[unit - 1]), int(index[unit])

    def one_unit(self):
        start, stop = self.bounds("spike_times", UNIT)
        times = self.file["units/spike_times"][start:stop]
        return lambda: int(len(times) > 0)

    def one_waveform(self):
        start, stop = self.bounds("waveform_mean", UNIT)
        waveform = self.file["units/waveform_mean"][start:stop]
        return lambda: int(len(waveform) > 0)

    def presentations(self):
        intervals = self.file["intervals"]
        self.tables = {
            name: {column: intervals[name][column][:] for column in intervals[name] if "timeseries" not in column}
            for name in intervals
            if name.endswith("_presentations")
        }
        return lambda: None

    def spike_times(self):
        ends = self.file["units/spike_times_index"][:]
        self.times = np.split(self.file["units/spike_times"][:], ends[:-1])
        return lambda: sum(map(len, self.times))

    def waveforms(self):
        waveforms = self.file["units/waveform_mean"][:]
        ends = self.file["units/waveform_mean_index"][:]
        parts = np.split(waveforms, ends[:-1])
        return lambda: len(parts)

    def read_lfp(self, seconds):
        group = f"acquisition/probe_{PROBE}_lfp/probe_{PROBE}_lfp_data"
        with h5py.File(self.directory / "probe_lfp.nwb") as file:
            times = file[f"{group}/timestamps"]
            start, stop = (bisect(times, time, side) for time, side in ((4_000, "left"), (4_000 + seconds, "right")))
            return file[f"{group}/data"][start:stop]

    def lfp(self):
        part = self.read_lfp(1)
        return lambda: [*part.shape, round(float(part.sum(dtype=np.float64)), 9)]

    def lfp_minute(self):
        part = self.read_lfp(60)
        return lambda: list(part.shape)

    def ids(self):
        """The presentations by stimulus, without those in invalid times."""
        group = self.file["intervals/invalid_times"]
        ends = [0, *group["tags_index"][:]]
        invalid = [
            (start, stop)
            for start, stop, first, last in zip(group["start_time"][:], group["stop_time"][:], ends, ends[1:])
            if b"stimulus" in group["tags"][first:last]
        ]
        self.valid = {}
        for name, table in self.tables.items():
            kept = np.ones(len(table["start_time"]), bool)
            for start, stop in invalid:
                kept &= np.maximum(table["start_time"], start) > np.minimum(table["stop_time"], stop)
            self.valid[name.removesuffix("_presentations")] = {
                column: cells[kept] for column, cells in table.items() if len(cells) == len(kept)
            }
        return lambda: None

    def psth(self):
        table = self.valid["drifting_gratings_contrast"]
        edges = -0.1 + np.arange(61) * 0.01
        groups = conditions(table, "contrast", "orientation")
        rates = np.empty((groups.max() + 1, len(self.times), 60))
        for group in range(len(rates)):
            starts = table["start_time"][groups == group]
            bins = starts[:, None] + edges
            for unit, times in enumerate(self.times):
                counts = np.diff(np.searchsorted(times, bins), axis=1).sum(axis=0)
                rates[group, unit] = counts / (len(starts) * SECONDS)
        shown = np.bincount(groups)
        return lambda: int(round((rates.sum(axis=(1, 2)) * shown * SECONDS).sum()))

    def receptive_fields(self):
        table = self.valid["gabors"]
        cells = conditions(table, "x_position", "y_position")
        seconds = np.bincount(cells, table["stop_time"] - table["start_time"])
        rates = np.array([np.bincount(cells, self.counts(times, table)) / seconds for times in self.times])
        return lambda: int(round(rates.sum()))

    def counts_all(self):
        starts = self.valid["static_gratings"]["start_time"][:5_000]
        bins = starts[:, None] + np.arange(51) / 200
        counts = np.empty((len(self.times), len(starts), 50), "uint16")
        for unit, times in enumerate(self.times):
            counts[unit] = np.diff(np.searchsorted(times, bins), axis=1)
        return lambda: int(counts.sum())

    def statistics_all(self):
        table = {name: cells[:5_000] for name, cells in self.valid["static_gratings"].items()}
        groups = conditions(table, "orientation", "spatial_frequency", "phase")
        shown = np.bincount(groups)
        total = 0
        for times in self.times:
            counts = self.counts(times, table)
            means = np.bincount(groups, counts) / shown
            std = np.sqrt(np.bincount(groups, (counts - means[groups]) ** 2) / np.maximum(shown - 1, 1))
            std / np.sqrt(shown)
            total += counts.sum()
        return lambda: int(total)

    def rates(self):
        starts, stops = (np.concatenate([table[end] for table in self.tables.values()]) for end in TIMES)
        groups = np.repeat(np.arange(len(self.tables)), [len(table["id"]) for table in self.tables.values()])
        order = np.argsort(starts, kind="stable")
        table = {"start_time": starts[order], "stop_time": stops[order]}
        counts = np.array([np.bincount(groups[order], self.counts(times, table)) for times in self.times])
        return lambda: int(counts.sum())

    def optotagging(self):
        starts = self.file["processing/optotagging/optogenetic_stimulation/start_time"][:]
        windows = [{"start_time": starts + a, "stop_time": starts + b} for a, b in ((-0.01, -0.002), (0.001, 0.009))]
        counts = np.array([[self.counts(times, window).sum() for window in windows] for times in self.times])
        return lambda: int(counts.sum())

    def counts(self, times, table):
        return np.searchsorted(times, table["stop_time"]) - np.searchsorted(times, table["start_time"])


TIMES = ("start_time", "stop_time")


def conditions(table, *columns):
    codes = np.array([np.unique(table[column], return_inverse=True)[1] for column in columns])
    return np.unique(codes, axis=1, return_inverse=True)[1].ravel()


def bisect(times, time, side):
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        value = times[middle]
        if value < time or (side == "right" and value == time):
            low = middle + 1
        else:
            high = middle
    return low


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
