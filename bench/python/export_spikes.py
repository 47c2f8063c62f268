"""Writes all spikes of a session as Parquet with pyarrow from h5py: export_spikes.py session.nwb out.parquet snappy"""

import json
import os
import resource
import sys
import time

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

path, out, compression = sys.argv[1:4]
start = time.perf_counter()
with h5py.File(path) as file:
    units = file["units"]
    times = units["spike_times"][:]
    ends = units["spike_times_index"][:].astype("int64")
    ids = units["id"][:].astype("int64")
counts = np.diff(ends, prepend=0)
order = np.argsort(ids)
starts = ends - counts
if np.any(order != np.arange(len(ids))):
    times = np.concatenate([times[starts[unit] : ends[unit]] for unit in order])
table = pa.table({"unit_id": np.repeat(ids[order], counts[order]), "spike_time": times})
pq.write_table(table, out, compression=compression)
# As ours does: what was written must be on the disk.
with open(out, "rb+") as written:
    os.fsync(written.fileno())
used = os.times()
print(
    json.dumps(
        {
            "rows": len(times),
            "bytes": os.path.getsize(out),
            "seconds": time.perf_counter() - start,
            "processorSeconds": used.user + used.system,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        }
    )
)
