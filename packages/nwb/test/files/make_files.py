"""Makes the small NWB files of the tests: python make_files.py [DIRECTORY]. Needs h5py and numpy.

The files hold no dates and no random ids.
"""

import sys
from pathlib import Path

import h5py
import numpy as np

DIRECTORY = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
TEXT = h5py.string_dtype()


def make(name, libver="earliest"):
    return h5py.File(DIRECTORY / name, "w", libver=libver, track_order=False)


def tables(f, text, column):
    """A session of two probes, four channels, three units and five presentations."""
    f["identifier"] = text("123")
    f["session_start_time"] = text("2019-01-02T03:04:05+00:00")
    f["general/stimulus"] = text("brain_observatory_1.1")
    subject = f.create_group("general/subject")
    subject.attrs["age_in_days"] = np.array([100.0])
    subject.attrs["specimen_name"] = text("Someone")
    subject["sex"] = text("F")
    ephys = f.create_group("general/extracellular_ephys")
    for name, probe in (("probeA", 10), ("probeB", 11)):
        device = f.create_group(f"general/devices/{name}")
        device.attrs["sampling_rate"] = np.array([30000.0])
        device.attrs["probe_id"] = np.array([probe])
        group = ephys.create_group(name)
        group.attrs["probe_id"] = np.array([probe])
        group.attrs["location"] = text("See electrode locations")
        group.attrs["lfp_sampling_rate"] = np.array([1250.0])
        group.attrs["has_lfp_data"] = np.array([1], "i1")
        group["device"] = h5py.SoftLink(f"/general/devices/{name}")
    electrodes = ephys.create_group("electrodes")
    column(electrodes, "id", np.array([100, 101, 102, 103]))
    column(electrodes, "probe_id", np.array([10, 10, 11, 11]))
    column(electrodes, "local_index", np.array([0, 1, 0, 1]))
    column(electrodes, "probe_vertical_position", np.array([20, 40, 20, 40]))
    column(electrodes, "probe_horizontal_position", np.array([11, 59, 11, 59]))
    column(electrodes, "valid_data", np.array([1, 1, 1, 0], "i1"))
    column(electrodes, "location", ["VISp", "LGd-sh", "", "CA1"])
    for axis, at in zip("xyz", (1.0, 2.0, 3.0)):
        column(electrodes, axis, np.full(4, at))
    units = f.create_group("units")
    column(units, "id", np.array([1, 2, 3, 4]))
    column(units, "peak_channel_id", np.array([101, 100, 102, 103]))
    column(units, "quality", ["good", "good", "good", "good"])
    column(units, "firing_rate", np.array([1.0, 2.0, 3.0, 4.0]))
    column(units, "amplitude_cutoff", np.array([0.1, 0.0, 0.0, 0.0]))
    column(units, "presence_ratio", np.array([0.95, 1.0, 1.0, 1.0]))
    column(units, "isi_violations", np.array([0.5, 0.0, 0.0, 0.0]))
    column(units, "spike_times", np.array([0.5, 1.5, 2.5, 1.0, 3.0, 4.0]))
    column(units, "spike_times_index", np.array([3, 3, 5, 6], "u1"))
    column(units, "spike_amplitudes", np.array([5.0, 6.0, 7.0, 8.0, 9.0, 10.0]) / 1e5)
    column(units, "spike_amplitudes_index", np.array([3, 3, 5, 6], "u1"))
    column(units, "waveform_mean", np.arange(16, dtype="f4").reshape(8, 2))
    column(units, "waveform_mean_index", np.array([2, 4, 6, 8], "u1"))
    gabors = f.create_group("intervals/gabors_presentations")
    column(gabors, "id", np.array([0, 1, 2]))
    column(gabors, "start_time", np.array([3.0, 1.0, 2.0]))
    column(gabors, "stop_time", np.array([4.0, 2.0, 3.0]))
    column(gabors, "stimulus_name", ["gabor_20_deg_250ms"] * 3)
    column(gabors, "stimulus_block", np.array([0.0, 0.0, 0.0]))
    column(gabors, "Ori", np.array([45.0, 0.0, 45.0]))
    column(gabors, "Phase", ["[0.5, 0.25]", "0.5", "[0.5, 0.25]"])
    spontaneous = f.create_group("intervals/spontaneous_presentations")
    column(spontaneous, "id", np.array([0, 1]))
    column(spontaneous, "start_time", np.array([0.0, 4.0]))
    column(spontaneous, "stop_time", np.array([1.0, 5.0]))
    column(spontaneous, "stimulus_name", ["", ""])
    column(spontaneous, "stimulus_block", np.array([np.nan, np.nan]))


def other_writer():
    """The layout of 2019 as MATLAB writes it: compressed chunks, texts of one length, attributes of one element."""

    def text(value):
        return np.array([value.encode()], f"S{max(1, len(value))}")

    def column(group, name, values):
        if isinstance(values, list):
            length = max(1, *(len(value) for value in values))
            values = np.array([value.encode() for value in values], f"S{length}")
        group.create_dataset(name, data=values, chunks=values.shape, compression="gzip", shuffle=True)

    with make("other-writer.nwb", "latest") as f:
        f.attrs["nwb_version"] = text("2.2.5")
        f.attrs["neurodata_type"] = text("NWBFile")
        tables(f, text, column)


def matrices():
    """The same session with columns that are matrices: one wide, as MATLAB has them, and spike times two wide."""

    def column(group, name, values):
        values = np.array(values, TEXT) if isinstance(values, list) else values
        group[name] = values if values.ndim > 1 else values.reshape(-1, 1)

    for name in ("matrices.nwb", "wide.nwb"):
        with make(name, "latest") as f:
            f.attrs["nwb_version"] = "2.2.5"
            tables(f, lambda value: value, column)
            if name == "wide.nwb":
                times = f["units/spike_times"][()]
                del f["units/spike_times"]
                f["units/spike_times"] = np.hstack([times, times + 100])


def session():
    """The same session as Python writes it."""

    def column(group, name, values):
        group.create_dataset(name, data=np.array(values, TEXT) if isinstance(values, list) else values)

    with make("small.nwb") as f:
        f.attrs["nwb_version"] = "2.10.0"
        tables(f, lambda value: value, column)
        f["general/extracellular_ephys/electrodes"].move("local_index", "probe_channel_number")
        invalid = f.create_group("intervals/invalid_times")
        column(invalid, "id", np.array([0]))
        column(invalid, "start_time", np.array([2.5]))
        column(invalid, "stop_time", np.array([3.0]))
        column(invalid, "tags", ["EcephysSession", "123", "stimulus"])
        column(invalid, "tags_index", np.array([3], "u1"))
        lfp = f.create_group("acquisition/probe_10_lfp/probe_10_lfp_data")
        column(lfp, "data", np.arange(40, dtype="i2").reshape(20, 2))
        start = lfp.create_dataset("starting_time", data=1.0)
        start.attrs["rate"] = 10.0
        column(lfp, "electrodes", np.array([1, 0]))


def incomplete():
    with make("empty.nwb") as f:
        f.attrs["nwb_version"] = "2.7.0"
        f["identifier"] = "not a number"
    with make("old.nwb") as f:
        f.attrs["nwb_version"] = "2.2.1"
        f["identifier"] = "1"
    with make("first.nwb") as f:
        f["nwb_version"] = "NWB-1.0.6"
    with make("bad-index.nwb") as f:
        f.attrs["nwb_version"] = "2.7.0"
        units = f.create_group("units")
        units["id"] = [1, 2]
        units["spike_times"] = [1.0, 2.0, 3.0]
        units["spike_times_index"] = np.array([3, 2], "u1")
        units["peak_channel_id"] = [1, 1, 1]


def hanging():
    """Units with a column that is a view of a view twice over, forty times: the library reads it without end."""
    path = DIRECTORY / "hanging.nwb"
    path.write_bytes((DIRECTORY / "small.nwb").read_bytes())
    with h5py.File(path, "r+", libver="latest") as f:
        f["views/view0"] = np.arange(4.0)
        for level in range(1, 41):
            layout = h5py.VirtualLayout(shape=(4,), dtype="f8")
            for rows in (slice(0, 2), slice(2, 4)):
                layout[rows] = h5py.VirtualSource(".", f"views/view{level - 1}", shape=(4,))[rows]
            f.create_virtual_dataset("units/notes" if level == 40 else f"views/view{level}", layout)


def damaged_heap():
    """Units whose notes' heap has an object of no index and no size: the library would go through it without end."""
    path = DIRECTORY / "damaged-heap.nwb"
    path.write_bytes((DIRECTORY / "small.nwb").read_bytes())
    with h5py.File(path, "r+") as f:
        f["units/notes"] = np.array([f"note {row} ".ljust(2500, "-") for row in range(4)], TEXT)
    damaged = bytearray(path.read_bytes())
    # An object's header of 16 bytes lies before its text.
    text = damaged.index(b"note 2 ")
    damaged[text - 16 : text] = bytes(16)
    path.write_bytes(damaged)


def odd():
    """What other writers and old files do: two rows of running times, no names and blocks of stimuli, basic times."""
    path = DIRECTORY / "odd.nwb"
    path.write_bytes((DIRECTORY / "small.nwb").read_bytes())
    with h5py.File(path, "r+") as f:
        del f["session_start_time"]
        f["session_start_time"] = "20180301T120000.250"
        speed = f.create_group("processing/running/running_speed")
        speed["timestamps"] = np.array([[1.0, 2.0, 3.0], [1.5, 2.5, 3.5]])
        speed["data"] = np.array([10.0, 20.0, 30.0])
        for name in ("gabors", "spontaneous"):
            del f[f"intervals/{name}_presentations/stimulus_block"]
            del f[f"intervals/{name}_presentations/stimulus_name"]
        del f["units/spike_times_index"]
        f["units/spike_times_index"] = np.array([0, 5, 5, 6], "u1")


def odd_lfp():
    """LFP as whole numbers with conversions, and with channels first; units without spike times."""
    path = DIRECTORY / "odd-lfp.nwb"
    path.write_bytes((DIRECTORY / "small.nwb").read_bytes())
    with h5py.File(path, "r+") as f:
        series = f["acquisition/probe_10_lfp/probe_10_lfp_data"]
        series["data"].attrs["conversion"] = np.array([0.5])
        series["data"].attrs["offset"] = 100.0
        series["data"].attrs["unit"] = "volts"
        series.create_dataset("channel_conversion", data=np.array([1.0, 3.0])).attrs["axis"] = 1
        del series["starting_time"]
        start = series.create_dataset("starting_time", data=np.array([1.0]))
        start.attrs["rate"] = np.array([10.0])
        turned = f.create_group("acquisition/probe_11_lfp/probe_11_lfp_data")
        turned["data"] = np.arange(40, dtype="f4").reshape(20, 2).T
        turned["timestamps"] = np.arange(20.0)
        turned["electrodes"] = np.array([2, 3])
        del f["units/spike_times"]
        del f["units/spike_times_index"]


def odd_columns():
    """Columns that other writers make: null text, big-endian enums, groups by reference in group_name, lists, matrices."""
    path = DIRECTORY / "odd-columns.nwb"
    path.write_bytes((DIRECTORY / "small.nwb").read_bytes())
    with h5py.File(path, "r+") as f:
        electrodes = f["general/extracellular_ephys/electrodes"]
        del electrodes["location"]
        # Text that was never written is null.
        location = electrodes.create_dataset("location", (4,), TEXT, chunks=(1,))
        location[0], location[3] = "VISp", "CA1"
        groups = [f[f"general/extracellular_ephys/probe{name}"].ref for name in "AABB"]
        electrodes.create_dataset("group_name", data=np.array(groups, dtype=h5py.ref_dtype))
        units = f["units"]
        names = h5py.enum_dtype({"none": -1, "left": 1, "right": 300}, basetype=">i2")
        units.create_dataset("side", data=np.array([300, -1, 1, 300], ">i2"), dtype=names)
        note = units.create_dataset("note", (4,), TEXT, chunks=(1,))
        note[0] = "first"
        units["depths"] = np.arange(6, dtype="f4")
        units["depths_index"] = np.array([3, 3, 5, 6], "u1")
        units["labels"] = np.array(["a", "b", "c", "d"], dtype=TEXT)
        units["labels_index"] = np.array([1, 2, 2, 4], "u1")
        units["position"] = np.arange(12.0).reshape(4, 3)
        gabors = f["intervals/gabors_presentations"]
        del gabors["Phase"]
        phase = gabors.create_dataset("Phase", (3,), TEXT, chunks=(1,))
        phase[0], phase[2] = "0.5", "0.5"


parts = (other_writer, matrices, session, incomplete, hanging, damaged_heap, odd, odd_lfp, odd_columns)
wanted = sys.argv[2:]
for part in parts:
    if not wanted or part.__name__ in wanted:
        part()
