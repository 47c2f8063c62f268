"""Makes odd-kinds.nwb: python make_odd_kinds.py [DIRECTORY]. Needs h5py and numpy.

What other writers leave in NWB files: ids that a number does not hold, columns that are scalars, of no space, opaque, of
two bytes, of the other byte order; compounds in matrices of one column; lists where tables of sessions have none; a
filter that few have. The file holds no dates of its own.
"""

import sys
from pathlib import Path

import h5py
import numpy as np

DIRECTORY = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
TEXT = h5py.string_dtype()
STARTS = np.array([0.0, 1.0, 2.0])


def typed(item, kind, **attributes):
    item.attrs.update({"neurodata_type": kind, "namespace": "core", **attributes})
    return item


def table(file, path, columns, ids, kind="TimeIntervals"):
    group = typed(file.create_group(path), kind, description="odd")
    group.attrs["colnames"] = np.array([name for name in columns if not name.endswith("_index")], dtype=object)
    group["id"] = ids
    for name, values in columns.items():
        kind = "VectorIndex" if name.endswith("_index") else "VectorData"
        typed(group.create_dataset(name, data=values), kind, description=name)


def times(**columns):
    return {"start_time": STARTS, "stop_time": STARTS + 0.5, **columns}


def series(file, path, data, **options):
    group = typed(file.create_group(path), "TimeSeries")
    group.create_dataset("data", data=data, **options).attrs.update(unit="V", conversion=1.0)
    group.create_dataset("starting_time", data=0.5).attrs.update(rate=10.0, unit="seconds")
    return group


with h5py.File(DIRECTORY / "odd-kinds.nwb", "w") as f:
    f.attrs.update({"nwb_version": "2.6.0", "neurodata_type": "NWBFile", "namespace": "core"})
    f["identifier"] = "odd"
    f["session_start_time"] = "2024-01-02T03:04:05+00:00"
    units = {"spike_times": np.array([0.1, 0.2, 0.3]), "spike_times_index": np.array([1, 3])}
    table(f, "units", units, np.array([2**60 + 1, 7], "u8"), "Units")
    electrodes = "general/extracellular_ephys/electrodes"
    table(f, electrodes, {"x": np.array([1.0, 2.0])}, np.array([2**62 + 1, 4]), "DynamicTable")
    lfp = typed(series(f, "acquisition/lfp", np.arange(8, dtype="<i2").reshape(4, 2)), "ElectricalSeries")
    region = typed(lfp.create_dataset("electrodes", data=np.array([0, 1])), "DynamicTableRegion")
    region.attrs["table"] = f[electrodes].ref
    series(f, "acquisition/lzf", np.arange(100.0), compression="lzf", chunks=(10,))
    tags = {"tags": np.array(["a", "b", "c"], dtype=object), "tags_index": np.array([1, 2, 3])}
    table(f, "intervals/invalid_times", times(matrix=np.ones((3, 2)), **tags), np.arange(3))
    table(f, "intervals/scalars", {"start_time": 3.0, "stop_time": 4.0, "word": "text"}, 5)
    table(f, "intervals/nothing", times(none=h5py.Empty("f8"), text=h5py.Empty(TEXT)), np.arange(3))
    shared = np.array([4, 4, 5])
    table(f, "intervals/shared", times(half=np.array([0.5, np.nan, 2], "<f2"), kind=np.array([1, 0, 1], ">i2")), shared)
    parts = np.zeros(3, [("idx_start", "<i4"), ("count", "<i4"), ("timeseries", h5py.ref_dtype)])
    parts["idx_start"], parts["count"], parts["timeseries"] = [0, -1, 2], [1, -1, 2], lfp.ref
    pairs = np.array([(1, 2.5), (2**60 + 1, 3.5), (3, 4.5)], [("a", "<i8"), ("b", "<f8")])
    opaque = np.array([b"\1\2", b"\3\4", b"\5\6"], "V2")
    compounds = times(timeseries=parts.reshape(3, 1), pair=pairs, opaque=opaque)
    table(f, "intervals/compounds", compounds, np.arange(3).reshape(1, 3))
