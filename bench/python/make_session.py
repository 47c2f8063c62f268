"""Makes a full-size session and an LFP file, in the layout that AllenSDK writes.

    python make_session.py TEMPLATE_DIRECTORY OUTPUT_DIRECTORY [SCALE]

TEMPLATE_DIRECTORY has small files written by AllenSDK, session_715093703.nwb and
probe_752552876_lfp.nwb; everything in them that is small in reality is kept, the rest is replaced by
random content of full size. SCALE below 1 makes everything smaller, to try the bench out.

It also makes 118 natural scenes. Needs h5py, numpy and tifffile; about 7.5 GB on disk.
"""

import json
import shutil
import sys
from pathlib import Path

import h5py
import numpy as np
import tifffile

UNITS = 2_779
SPIKES = 131_242_535
CHANNELS = 2_219
WAVEFORM_CHANNELS = 384
SESSION_SECONDS = 9_600.0
LFP_SAMPLES = 12_000_000
LFP_CHANNELS = 95
LFP_RATE = 1_250.0
BLOCK = 4_000_000
SCENES = 118
SCENE_SHAPE = (918, 1174)

# Presentations of a session of brain_observatory_1.1, 70,000 in all, in blocks of one stimulus each.
PRESENTATIONS = {
    "gabors": 3_645,
    "flashes": 150,
    "drifting_gratings": 630,
    "natural_movie_three": 36_000,
    "natural_movie_one": 18_000,
    "natural_scenes": 5_950,
    "static_gratings": 5_590,
    "drifting_gratings_contrast": 20,
    "spontaneous": 15,
}
SECONDS_EACH = {
    "gabors": 0.25,
    "flashes": 2.0,
    "drifting_gratings": 3.0,
    "natural_movie_three": 1 / 30,
    "natural_movie_one": 1 / 30,
    "natural_scenes": 0.25,
    "static_gratings": 0.25,
    "drifting_gratings_contrast": 1.5,
    "spontaneous": 20.0,
}


def is_index(group, name):
    """Whether a column holds the row ends of a ragged one ("stimulus_index" does not)."""
    return name.endswith("_index") and name.removesuffix("_index") in group


def replace(group, name, values):
    """Replaces a dataset by other values, with its type (wider for indices) and attributes."""
    old = group[name]
    attributes = dict(old.attrs)
    dtype = np.uint32 if is_index(group, name) else old.dtype
    del group[name]
    new = group.create_dataset(name, data=values, dtype=dtype)
    for key, value in attributes.items():
        new.attrs[key] = value


def point_indices(group):
    """The index of a ragged column refers to the column: to the new one."""
    for name in group:
        if f"{name}_index" in group:
            group[f"{name}_index"].attrs["target"] = group[name].ref


def tile(group, rows, given):
    """Repeats every column of a table until it has this many rows, except for the given ones."""
    old_rows = group["id"].shape[0]
    for name in list(group):
        if name in given:
            replace(group, name, given[name])
        elif not is_index(group, name) and f"{name}_index" not in group:
            replace(group, name, group[name][()][np.arange(rows) % old_rows])
        elif f"{name}_index" in group:
            replace(group, name, np.repeat(group[name][:1], rows, axis=0))
            replace(group, f"{name}_index", np.arange(1, rows + 1))
    point_indices(group)


def allocate(group, name, shape):
    """Replaces a dataset by a contiguous one, to be written block by block."""
    old = group[name]
    attributes, dtype = dict(old.attrs), old.dtype
    del group[name]
    new = group.create_dataset(name, shape=shape, dtype=dtype)
    for key, value in attributes.items():
        new.attrs[key] = value
    return new


def electrodes(table, rows):
    ids = 850_000_000 + 2 * np.arange(rows)
    tile(table, rows, {"id": ids})
    table["valid_data"][...] = True
    return ids


def spike_counts(rng, units, spikes):
    """Log-normal firing rates, scaled to the number of spikes exactly."""
    weights = rng.lognormal(0.8, 1.1, units)
    counts = np.floor(weights / weights.sum() * spikes).astype(np.int64)
    counts[: spikes - counts.sum()] += 1
    return counts


def write_units(table, rng, scale, channel_ids):
    units, spikes = max(20, round(UNITS * scale)), round(SPIKES * scale)
    counts = spike_counts(rng, units, spikes)
    ends = np.cumsum(counts)
    waveforms = WAVEFORM_CHANNELS * np.arange(1, units + 1)
    ragged = {"spike_times", "spike_amplitudes", "waveform_mean"}
    indices = {
        "spike_times_index": ends,
        "spike_amplitudes_index": ends,
        "waveform_mean_index": waveforms,
    }
    given = {
        "id": 950_000_000 + np.arange(units),
        "cluster_id": np.arange(units),
        "local_index": np.arange(units),
        "peak_channel_id": channel_ids[np.arange(units) % len(channel_ids)],
        "quality": np.where(rng.random(units) < 0.85, "good", "noise").astype(object),
        "amplitude_cutoff": rng.exponential(0.08, units),
        "presence_ratio": 1 - rng.exponential(0.02, units),
        "isi_violations": rng.exponential(0.3, units),
    }
    old_rows = table["id"].shape[0]
    for name in list(table):
        if name in indices:
            replace(table, name, indices[name])
        elif name not in ragged:
            replace(table, name, given.get(name, table[name][()][np.arange(units) % old_rows]))
    times = allocate(table, "spike_times", (spikes,))
    amplitudes = allocate(table, "spike_amplitudes", (spikes,))
    for end, count in zip(ends, counts):
        times[end - count : end] = np.sort(rng.random(count)) * SESSION_SECONDS
        amplitudes[end - count : end] = rng.random(count) * 1e-4
    means = allocate(table, "waveform_mean", (int(waveforms[-1]), 82))
    for start in range(0, means.shape[0], 100 * WAVEFORM_CHANNELS):
        stop = min(start + 100 * WAVEFORM_CHANNELS, means.shape[0])
        means[start:stop] = rng.normal(0, 20, (stop - start, 82))
    point_indices(table)


def every_grating(rng, rows):
    """The 120 static gratings in random order."""
    shown = rng.permutation(np.arange(rows) % 120)
    frequencies = np.array(["0.02", "0.04", "0.08", "0.16", "0.32"], dtype=object)
    phases = np.array(["0.0", "0.25", "0.5", "0.75"], dtype=object)
    return {
        "orientation": 30.0 * (shown % 6),
        "spatial_frequency": frequencies[shown // 6 % 5],
        "phase": phases[shown // 30],
    }


def write_presentations(intervals, rng, scale):
    begin = 30.0
    for block, (name, full) in enumerate(PRESENTATIONS.items()):
        rows = max(5, round(full * scale))
        each = SECONDS_EACH[name]
        starts = begin + each * np.arange(rows) + rng.random(rows) * 1e-4
        stops = np.append(starts[1:], starts[-1] + each)
        given = {"id": np.arange(rows), "start_time": starts, "stop_time": stops}
        table = intervals[f"{name}_presentations"]
        if "stimulus_block" in table:
            given["stimulus_block"] = np.full(rows, float(block))
        if "frame" in table:
            given["frame"] = (np.arange(rows) % (900 if "movie" in name else 119)).astype(float)
        if name == "static_gratings":
            given.update(every_grating(rng, rows))
        tile(table, rows, given)
        begin = stops[-1] + 10.0


def make_session(template, path, scale):
    rng = np.random.default_rng(715093703)
    shutil.copyfile(template, path)
    path.chmod(0o644)
    with h5py.File(path, "r+") as file:
        channels = max(20, round(CHANNELS * scale))
        ids = electrodes(file["general/extracellular_ephys/electrodes"], channels)
        write_units(file["units"], rng, scale, ids)
        write_presentations(file["intervals"], rng, scale)


def make_lfp(template, path, scale):
    rng = np.random.default_rng(752552876)
    shutil.copyfile(template, path)
    path.chmod(0o644)
    samples, block = round(LFP_SAMPLES * scale), BLOCK // LFP_CHANNELS
    noise = rng.normal(0, 1e-4, (block, LFP_CHANNELS)).astype(np.float32)
    with h5py.File(path, "r+") as file:
        electrodes(file["general/extracellular_ephys/electrodes"], LFP_CHANNELS)
        series = file["acquisition/probe_752552876_lfp/probe_752552876_lfp_data"]
        replace(series, "electrodes", np.arange(LFP_CHANNELS))
        replace(series, "timestamps", np.arange(samples) / LFP_RATE)
        data = allocate(series, "data", (samples, LFP_CHANNELS))
        for start in range(0, samples, block):
            stop = min(start + block, samples)
            data[start:stop] = np.roll(noise, start // block, axis=0)[: stop - start]


def make_scenes(directory):
    rng = np.random.default_rng(118)
    directory.mkdir(exist_ok=True)
    for number in range(SCENES):
        scene = rng.integers(0, 256, SCENE_SHAPE, dtype=np.uint8)
        tifffile.imwrite(directory / f"natural_scene_{number}.tiff", scene)


def main(template_directory, directory, scale=1.0):
    templates, output = Path(template_directory), Path(directory)
    output.mkdir(parents=True, exist_ok=True)
    made = {"session": output / "session.nwb", "lfp": output / "probe_lfp.nwb"}
    make_session(templates / "session_715093703.nwb", made["session"], float(scale))
    make_lfp(templates / "probe_752552876_lfp.nwb", made["lfp"], float(scale))
    make_scenes(output / "scenes")
    print(json.dumps({name: path.stat().st_size for name, path in made.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
