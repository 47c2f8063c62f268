"""Makes tiffs.json.gz: small TIFF files of many encodings, each with the values that tifffile reads.

python make_tiffs.py [CASES]. Needs numpy, tifffile and imagecodecs. CASES is a folder of further files.
"""

import base64
import gzip
import io
import itertools
import json
import struct
import sys
from pathlib import Path

import numpy as np
import tifffile

files = []


def keep(name, content):
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        values = file.pages[0].asarray() if len(file.pages) == 1 else file.asarray()
        page = file.pages[0]
        if page.planarconfig == 2 and values.ndim == 3 and page.samplesperpixel > 1:
            values = np.moveaxis(values, 0, -1)
    numbers = [str(value) if not np.isfinite(value) else value for value in values.ravel().tolist()]
    file = base64.b64encode(content).decode()
    files.append({"name": name, "dtype": values.dtype.name, "shape": values.shape, "values": numbers, "file": file})


def written():
    """By tifffile itself."""
    kinds = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
    steps = np.arange(19 * 17 * 3).reshape(19, 17, 3)
    for kind, order in itertools.product(kinds, "<>"):
        large = {"1": 100, "2": 20_000, "4": 2_000_000, "8": 2**45}[kind[1]]
        values = (steps % 40) * (large // 40) - (0 if kind[0] == "u" else large // 3)
        data = (values / 7 if kind[0] == "f" else values).astype(kind)
        variants = [
            {"compression": "lzw", "rowsperstrip": 7},
            {"compression": "zlib", "predictor": True},
            {"compression": "lzw", "tile": (16, 16), "predictor": 2},
            {"compression": "packbits", "planarconfig": "separate"},
            {"tile": (16, 16)},
        ]
        for n, variant in enumerate(variants):
            if kind[0] == "f" and variant.get("predictor") is not None:
                variant = {**variant, "predictor": 3 if n == 1 else 2}
            if "predictor" in variant and variant["predictor"] == 2 and kind == "f2":
                continue
            values = np.moveaxis(data, -1, 0) if variant.get("planarconfig") else data
            out = io.BytesIO()
            try:
                tifffile.imwrite(out, values, byteorder=order, photometric="rgb", metadata=None, **variant)
            except Exception as error:
                print("not written:", kind, order, variant, error)
                continue
            try:
                keep(f"{kind}{'be' if order == '>' else 'le'} {variant}", out.getvalue())
            except Exception as error:
                print("not read:", kind, order, variant, error)


def by_hand(order, bits, samples, width, height, pixels, **tags):
    """A file of one strip."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = {
        256: (4, [width]),
        257: (4, [height]),
        258: (3, [bits] * samples),
        259: (3, [1]),
        262: (3, [2 if samples == 3 else 1]),
        273: (4, [8]),
        277: (3, [samples]),
        278: (4, [height]),
        279: (4, [len(pixels)]),
        **{int(tag[1:]): (3, value) for tag, value in tags.items()},
    }
    directory = 8 + len(pixels) + len(pixels) % 2
    after = directory + 2 + 12 * len(entries) + 4
    table, rest = struct.pack(order + "H", len(entries)), b""
    for tag in sorted(entries):
        kind, values = entries[tag]
        code = {3: "H", 4: "I"}[kind]
        raw = struct.pack(order + code * len(values), *values)
        if len(raw) > 4:
            place, rest = struct.pack(order + "I", after + len(rest)), rest + raw
        else:
            place = raw.ljust(4, b"\0")
        table += struct.pack(order + "HHI", tag, kind, len(values)) + place
    return mark + struct.pack(order + "I", directory) + pixels.ljust(directory - 8, b"\0") + table + bytes(4) + rest


def packed(values, bits, width):
    rows = np.array(values, dtype=np.uint64).reshape(-1, width)
    out = b""
    for row in rows:
        text = "".join(format(int(value), f"0{bits}b") for value in row)
        text += "0" * (-len(text) % 8)
        out += int(text, 2).to_bytes(len(text) // 8, "big")
    return out


def odd_depths():
    for bits in range(1, 16):
        if bits == 8:
            continue
        for order, samples in itertools.product("<>", (1, 3)):
            values = [(i * 7919) % 2**bits for i in range(5 * 3 * samples)]
            content = by_hand(order, bits, samples, 5, 3, packed(values, bits, 5 * samples))
            keep(f"{bits} bits {order} {samples}", content)
    for bits in (1, 4, 8, 12):
        values = [(i * 7919) % 2**bits for i in range(15)]
        turned = bytes(int(format(byte, "08b")[::-1], 2) for byte in packed(values, bits, 5))
        keep(f"{bits} bits, lowest bit first", by_hand("<", bits, 1, 5, 3, turned, t266=[2]))


written()
odd_depths()
for path in sorted(Path(sys.argv[1]).glob("*.tif")) if len(sys.argv) > 1 else []:
    if path.stat().st_size < 10_000:
        keep(path.stem, path.read_bytes())
text = json.dumps(files, separators=(",", ":")).encode()
target = Path(__file__).parent / "tiffs.json.gz"
target.write_bytes(gzip.compress(text, mtime=0))
print(len(files), "files,", target.stat().st_size, "bytes")
