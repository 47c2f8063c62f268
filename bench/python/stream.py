"""Times a Python peer on a session over HTTP ranges; prints one JSON object of seconds by step.

    python stream.py remfile|fsspec SESSION_URL LFP_URL COUNT_URL

Each step reads what the same step of children/our-stream.ts reads. COUNT_URL tells what the server sent since it was
last asked.
"""

import json
import sys
import time
from urllib.request import urlopen

import fsspec
import fsspec.implementations.http
import h5py
import numpy as np
import remfile

PEER, SESSION, LFP, COUNT = sys.argv[1:5]
PROBE_PATH = "/acquisition/probe_752552876_lfp/probe_752552876_lfp_data"
LEFT_OUT = {"tags", "timeseries", "tags_index", "timeseries_index"}


def open_url(url):
    if PEER == "remfile":
        return h5py.File(remfile.File(url), "r")
    return h5py.File(fsspec.open(url, "rb").open(), "r")


def columns(table):
    found = {}
    for name, column in table.items():
        if name in LEFT_OUT or f"{name}_index" in table or column.ndim != 1:
            continue
        text = h5py.check_string_dtype(column.dtype)
        found[name] = column.asstr()[:] if text else column[:]
    return found


def first_at(times, wanted):
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


class Steps:
    def units(self):
        self.session = open_url(SESSION)
        self.table = columns(self.session["units"])
        columns(self.session["general/extracellular_ephys/electrodes"])
        return len(self.table["id"])

    def unit(self):
        ends = self.table["spike_times_index"]
        row = int(np.argsort(self.table["id"])[100])
        return len(self.session["units/spike_times"][ends[row - 1] if row > 0 else 0 : ends[row]])

    def presentations(self):
        intervals = self.session["intervals"]
        tables = [columns(intervals[name]) for name in intervals if name.endswith("_presentations")]
        return sum(len(table["id"]) for table in tables)

    def lfp(self):
        self.series = open_url(LFP)[PROBE_PATH]
        return self.second(1000)

    def next_second(self):
        return self.second(1001.0001)

    def second(self, start):
        times = self.series["timestamps"]
        first, last = first_at(times, start), first_at(times, start + 1)
        return len(self.series["data"][first : last + 1])


steps = Steps()
result = {}
urlopen(COUNT).read()
for name, step in [
    ("open and units", steps.units),
    ("one unit", steps.unit),
    ("presentations", steps.presentations),
    ("a second of LFP", steps.lfp),
    ("the next second", steps.next_second),
]:
    start = time.perf_counter()
    found = step()
    seconds = time.perf_counter() - start
    result[name] = {"seconds": seconds, "found": int(found), **json.loads(urlopen(COUNT).read())}
print(json.dumps(result))
