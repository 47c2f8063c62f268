"""Writes a session's file anew as other writers may: what belongs together lies far apart.

    python scatter_session.py SESSION SCATTERED

Datasets are created in a random order, with their data between them; tables are in chunks of 1,000 rows, compressed.
Links and object references are left out, which the steps of the benchmark do not read.
"""

import random
import sys

import h5py

LARGE = 1 << 22
STEP = 1 << 22


def copy_attributes(source, target):
    for name, value in source.attrs.items():
        try:
            kind = h5py.check_ref_dtype(getattr(value, "dtype", None)) if hasattr(value, "dtype") else None
            if kind is None and not isinstance(value, h5py.Reference):
                target.attrs[name] = value
        except TypeError:
            continue


def copy_dataset(source, target, path):
    data = source[path]
    is_text = h5py.check_string_dtype(data.dtype) is not None
    if data.dtype.kind == "V" or h5py.check_ref_dtype(data.dtype) is not None:
        return
    if data.shape == () or data.size * data.dtype.itemsize > LARGE:
        made = target.create_dataset(path, data.shape, data.dtype)
        if data.shape == ():
            made[()] = data[()]
        else:
            rows = max(1, STEP // max(1, int(data.size // len(data))))
            for row in range(0, len(data), rows):
                made[row : row + rows] = data[row : row + rows]
    else:
        filters = {} if is_text else {"compression": "gzip", "shuffle": True}
        chunks = (max(1, min(1000, len(data))), *data.shape[1:])
        made = target.create_dataset(path, data=data[:], dtype=data.dtype, chunks=chunks, **filters)
    copy_attributes(data, made)


source = h5py.File(sys.argv[1], "r")
target = h5py.File(sys.argv[2], "w")
copy_attributes(source, target)
groups, datasets = [], []
source.visititems(lambda path, found: (groups if isinstance(found, h5py.Group) else datasets).append(path))
random.seed(11)
for path in groups:
    copy_attributes(source[path], target.require_group(path))
random.shuffle(datasets)
small = [path for path in datasets if source[path].size * source[path].dtype.itemsize <= LARGE]
large = [path for path in datasets if path not in set(small)]
# A megabyte of something else behind every third dataset, as where recordings are written meanwhile.
for i, path in enumerate(small):
    copy_dataset(source, target, path)
    if i % 3 == 0:
        target.create_dataset(f"scratch/padding_{i}", data=[i % 251] * (1 << 20), dtype="u1")
for path in large:
    copy_dataset(source, target, path)
target.close()
