"""Makes a file of compounds, or times h5py on it: python compounds.py FILE [--make]. Needs h5py and numpy.

One line of JSON per dataset: milliseconds of processor time and of the clock to read it and take it apart into one array
for each member, texts and references as objects; the least of several, each with the file opened anew.
"""

import json
import sys
import time

import h5py
import numpy as np

ROWS = 100_000
ROUNDS = 60


def make(path):
    rng = np.random.default_rng(1)
    numbers = np.zeros(ROWS, [("start", "<i4"), ("count", "<i4"), ("value", "<f8")])
    numbers["start"] = np.arange(ROWS)
    numbers["count"] = rng.integers(0, 9, ROWS)
    numbers["value"] = rng.normal(size=ROWS)
    kinds = ["<i8", "<u8", "<f4", "<f8", "<u2", "u1", "<i2", "<f8"]
    wide = np.zeros(ROWS, [(f"m{i}", kind) for i, kind in enumerate(kinds)])
    wide["m0"] = np.arange(ROWS)
    with h5py.File(path, "w") as f:
        series = [f.create_dataset(f"series/{i}", data=np.zeros(3)).ref for i in range(4)]
        f["contiguous"] = numbers
        f.create_dataset("chunked", data=numbers, chunks=(1000,))
        f.create_dataset("compressed", data=numbers, chunks=(10_000,), compression="gzip")
        f["eight members"] = wide
        references = np.zeros(ROWS, [("idx_start", "<i4"), ("count", "<i4"), ("timeseries", h5py.ref_dtype)])
        references["timeseries"] = [series[i % 4] for i in range(ROWS)]
        f["with references"] = references
        texts = np.zeros(ROWS, [("id", "<i4"), ("name", h5py.string_dtype()), ("x", "<f8")])
        texts["name"] = [f"name {i % 50}" for i in range(ROWS)]
        f["with texts"] = texts


def read(path, name):
    with h5py.File(path) as f:
        dataset = f[name]
        start, process = time.perf_counter(), time.process_time()
        rows = dataset[:]
        members = {member: rows[member].copy() for member in rows.dtype.names}
        if "name" in members:
            members["name"] = [text.decode() for text in members["name"]]
        return time.process_time() - process, time.perf_counter() - start


path = sys.argv[1]
if "--make" in sys.argv:
    make(path)
else:
    with h5py.File(path) as f:
        names = [name for name in f if name != "series"]
    for name in names:
        times = [read(path, name) for _ in range(ROUNDS)]
        processor, clock = (1000 * min(column) for column in zip(*times))
        print(json.dumps({"name": name, "processor": processor, "clock": clock}))
