"""Writes small.nwb anew as other writers may: what belongs together lies far apart.

    python make_scattered.py        # needs h5py

scattered.nwb.gz: datasets in a random order, in small compressed and shuffled chunks, with 448 KiB of something else
between them. scattered-latest.nwb.gz: the same in the newest form of the format, whose groups and chunks are indexed in
other ways.
"""

import gzip
import os
import random

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PADDING = 448 * 1024
SERIES = "acquisition/probe_11_lfp/probe_11_lfp_data"
SAMPLES = 5000


def copy_plain_attributes(source, target):
    for name, value in source.attrs.items():
        if not isinstance(value, h5py.Reference):
            target.attrs.create(name, value, dtype=source.attrs.get_id(name).dtype)


def copy_dataset(source, target, path):
    data = source[path]
    if data.shape == () or data.size == 0 or h5py.check_ref_dtype(data.dtype) is not None:
        target.create_dataset(path, data.shape, data.dtype)
        if data.size and h5py.check_ref_dtype(data.dtype) is None:
            target[path][()] = data[()]
        return
    is_text = h5py.check_string_dtype(data.dtype) is not None
    filters = {} if is_text else {"compression": "gzip", "shuffle": True}
    chunks = (max(1, min(16, len(data))), *data.shape[1:])
    target.create_dataset(path, data=data[()], dtype=data.dtype, chunks=chunks, **filters)


def scatter(name, libver):
    random.seed(11)
    path = os.path.join(HERE, name)
    with h5py.File(os.path.join(HERE, "small.nwb"), "r") as source, h5py.File(path, "w", libver=libver) as target:
        groups, datasets = [], []
        source.visititems(lambda own, found: (groups if isinstance(found, h5py.Group) else datasets).append(own))
        for own in groups:
            target.require_group(own)
        random.shuffle(datasets)
        for i, own in enumerate(datasets):
            copy_dataset(source, target, own)
            target.create_dataset(f"scratch/padding_{i:03}", data=[i % 251] * PADDING, dtype="u1")
        for name, values, chunks in [
            ("timestamps", 5 + np.arange(SAMPLES) / 1250, (500,)),
            ("data", np.arange(2.0 * SAMPLES).reshape(-1, 2), (500, 2)),
            ("electrodes", np.array([0, 1]), (2,)),
        ]:
            target.create_dataset(f"{SERIES}/{name}", data=values, chunks=chunks, compression="gzip", shuffle=True)
            target.create_dataset(f"scratch/padding_{name}", data=[7] * PADDING, dtype="u1")
        for own in ["/", *groups, *datasets]:
            copy_plain_attributes(source[own], target[own])
            for attribute, value in source[own].attrs.items():
                if isinstance(value, h5py.Reference):
                    target[own].attrs[attribute] = target[source[value].name].ref
        for own in datasets:
            if h5py.check_ref_dtype(source[own].dtype) is h5py.Reference:
                for i, value in enumerate(source[own][()]):
                    target[own][i] = target[source[value].name].ref

        def copy_links(group):
            for member in source[group]:
                link = source[group].get(member, getlink=True)
                if isinstance(link, h5py.SoftLink):
                    target[group][member] = h5py.SoftLink(link.path)

        for own in ["/", *groups]:
            copy_links(own)
    with open(path, "rb") as file, open(f"{path}.gz", "wb") as packed:
        packed.write(gzip.compress(file.read(), 9, mtime=0))
    os.remove(path)


scatter("scattered.nwb", "earliest")
scatter("scattered-latest.nwb", "latest")
