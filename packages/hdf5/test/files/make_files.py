"""Makes the small HDF5 files of the tests: python make_files.py [DIRECTORY]. Needs h5py and numpy.

The files hold no dates and no random ids.
"""

import sys
import zlib
from pathlib import Path

import h5py
import numpy as np

DIRECTORY = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
TEXT = h5py.string_dtype()


def make(name, libver="earliest"):
    return h5py.File(DIRECTORY / name, "w", libver=libver, track_order=False)


def kinds():
    with make("kinds.h5") as f:
        for dtype in ("i1", "u1", "<i2", ">i2", "<u4", ">i4", "<i8", ">i8", "<u8", "<f2", "<f4", ">f4", "<f8", ">f8"):
            values = [0, 1, 100] if dtype == "u1" else [0, 1, -2] if "u" not in dtype else [0, 1, 4000000000]
            f[f"numbers/{dtype.replace('<', 'little-').replace('>', 'big-')}"] = np.array(values, dtype)
        f["numbers/beyond"] = np.array([1, 2**53 + 1], "<i8")
        f["numbers/matrix"] = np.arange(12, dtype="<i4").reshape(3, 4)
        f["numbers/scalar"] = 2.5
        f["numbers/none"] = h5py.Empty("f8")
        f["numbers/no-rows"] = np.zeros((0, 4), "f8")
        f["bool"] = np.array([True, False, True])
        f["enum"] = np.array([2, 0, 1], "u1").astype(h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 2}, "u1"))
        f["text/own-length"] = np.array(["", "é", "a long text " * 20, "b"], TEXT)
        f["text/null-padded"] = np.array([b"ab", b"abcd", b""], "S4")
        f["text/utf-8"] = np.array(["ä".encode(), b"xyz"], h5py.string_dtype("utf-8", 4))
        space = h5py.h5t.C_S1.copy()
        space.set_size(6)
        space.set_strpad(h5py.h5t.STR_SPACEPAD)
        data = h5py.h5d.create(f["text"].id, b"space-padded", space, h5py.h5s.create_simple((2,)))
        data.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"ab    ", b"abcdef"], "S6"), mtype=space)
        f["text/scalar"] = "hello"
        f["text/bytes"] = np.array(b"hello", "S5")
        f.create_dataset("lists", (3,), h5py.vlen_dtype("i2"))
        for row, values in enumerate(([1, 2, 3], [], [-4])):
            f["lists"][row] = np.array(values, "i2")
        f["arrays"] = np.array([([1, 2],), ([3, 4],)], [("pair", "f4", 2)])
        f["opaque"] = np.array([b"\x01\x02\x03"], "V3")
        f["refs/object"] = np.array([f["bool"].ref, f["numbers"].ref, h5py.Reference()], h5py.ref_dtype)
        f["refs/region"] = np.array([f["numbers/matrix"].regionref[0:2, 1]], h5py.regionref_dtype)
        series = np.empty(2, [("first", "<i4"), ("name", TEXT), ("at", h5py.ref_dtype), ("ok", "?")])
        series[0] = (7, "one", f["bool"].ref, True)
        series[1] = (-1, "two", f["lists"].ref, False)
        f["compound"] = series
        f["compound-big"] = np.array([(1, 2.5), (-3, 4.5)], [("first", ">i4"), ("second", ">f8")])
        f["compound-mixed"] = np.array([(1, 2), (3, 4)], [("first", ">i4"), ("second", "<u2")])
        attributes = f.create_group("attributes").attrs
        attributes["number"] = 3.5
        attributes["one-number"] = np.array([3.5])
        attributes["text"] = "plain"
        attributes["one-text"] = np.array(["plain"], TEXT)
        attributes["fixed-text"] = np.array(b"plain", "S8")
        attributes["list"] = np.array(["a", "b"], TEXT)
        attributes["bool"] = True
        attributes["reference"] = f["bool"].ref
        attributes["nothing"] = h5py.Empty("f4")


def links():
    with make("links.h5") as f:
        f["data"] = [1, 2, 3]
        f["group/inner"] = [4]
        f["soft"] = h5py.SoftLink("/data")
        f["soft-to-soft"] = h5py.SoftLink("/soft")
        f["soft-group"] = h5py.SoftLink("/group")
        f["group/relative"] = h5py.SoftLink("inner")
        f["dangling"] = h5py.SoftLink("/nowhere")
        f["round"] = h5py.SoftLink("/about")
        f["about"] = h5py.SoftLink("/round")
        f["group/itself"] = f["group"]
        f["group/root"] = f["/"]
        f["beside"] = h5py.ExternalLink("kinds.h5", "/numbers/matrix")
        f["beside-group"] = h5py.ExternalLink("kinds.h5", "/numbers")
        f["below"] = h5py.ExternalLink("../files/kinds.h5", "/bool")
        f["outside"] = h5py.ExternalLink("../secret.h5", "/data")
        f["absolute"] = h5py.ExternalLink("/etc/hostname", "/data")
        f["absent"] = h5py.ExternalLink("absent.h5", "/data")
        layout = h5py.VirtualLayout((3,), "i8")
        layout[:] = h5py.VirtualSource("/etc/other.h5", "data", (3,))
        f.create_virtual_dataset("view", layout)


def stored():
    rows = np.arange(1000, dtype="<f4").reshape(100, 10)
    with make("stored.h5", "latest") as f:
        f.create_dataset("deflate", data=rows, chunks=(7, 4), compression="gzip", shuffle=True)
        f.create_dataset("checked", data=rows, chunks=(50, 10), fletcher32=True)
        f.create_dataset("compact", data=rows[:3], maxshape=(None, 10), chunks=(1, 10))
        f.create_dataset("unwritten", (4, 2), "f8", chunks=(2, 2), fillvalue=-1)
        f.create_dataset("unknown", data=rows, chunks=(50, 10), compression="lzf")
        texts = np.array([f"text {i % 3}" for i in range(500)], TEXT)
        f.create_dataset("texts", data=texts, chunks=(64,), compression="gzip")


def claims():
    """Shapes that say more than the file holds."""
    with make("claims.h5") as f:
        f.create_dataset("contiguous", (1_250_000_000,), "f8")
        f.create_dataset("chunked", (1_250_000_000,), "f8", chunks=(1000,))
        f.create_dataset("texts", (1_250_000_000,), TEXT, chunks=(1000,))
        f.create_dataset("square", (2**31, 2**31), "f8", chunks=(10, 10))


def heaps():
    """The heap of some texts has an object of no index and no size: the library would go through it without end."""
    with make("heaps.h5") as f:
        f["numbers"] = np.arange(10.0)
        f["small"] = np.array([f"{i:03}" + "+" * 20 for i in range(20)], TEXT)
        f["texts"] = np.array([f"{i:03}".ljust(100, "-") for i in range(100)], TEXT)
    path = DIRECTORY / "heaps.h5"
    damaged = bytearray(path.read_bytes())
    # An object's header of 16 bytes lies before its text: in a heap of 4 kB, and far into a larger one.
    for text in (damaged.index(b"007++"), damaged.index(b"080--")):
        damaged[text - 16 : text] = bytes(16)
    path.write_bytes(damaged)


def hanging():
    """A view that shows another one twice, which shows another one twice, and so on: 2^40 datasets to read."""
    with make("hanging.h5", libver="latest") as f:
        f["numbers"] = np.arange(10.0)
        f["view0"] = np.arange(10.0)
        for level in range(1, 41):
            layout = h5py.VirtualLayout(shape=(10,), dtype="f8")
            layout[:5] = h5py.VirtualSource(".", f"view{level - 1}", shape=(10,))[:5]
            layout[5:] = h5py.VirtualSource(".", f"view{level - 1}", shape=(10,))[5:]
            f.create_virtual_dataset("texts" if level == 40 else f"view{level}", layout)


def crashing():
    """A dataset that is a view of itself: the library follows it until it crashes."""
    with make("crashing.h5", libver="latest") as f:
        f["numbers"] = np.arange(10.0)
        layout = h5py.VirtualLayout(shape=(10,), dtype="f8")
        layout[:] = h5py.VirtualSource(".", "itself", shape=(10,))
        f.create_virtual_dataset("itself", layout)


def large():
    """The head of a file whose only dataset, 256 MB of zeros, is what follows: tests extend it to its length."""
    length = 32 * 2**20
    path = DIRECTORY / "large-head.h5"
    with make("large-head.h5") as f:
        data = f.create_dataset("zeros", (length,), "f8")
        data[-1] = 0
        end = data.id.get_offset()
    with open(path, "r+b") as file:
        file.truncate(end)


def odd_integer(storage, precision, offset):
    odd = storage.copy()
    odd.set_precision(precision)
    odd.set_offset(offset)
    return odd


def without_dates(plist=None):
    plist = plist or h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    return plist


def write(group, name, kind, values, plist=None):
    space = h5py.h5s.create_simple((len(values),))
    data = h5py.h5d.create(group.id, name.encode(), kind, space, dcpl=without_dates(plist))
    data.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array(values))
    return data


def bits():
    for name, libver in (("bits.h5", "earliest"), ("bits-latest.h5", "latest")):
        unusual_numbers(name, libver)


def unusual_numbers(name, libver):
    """Numbers that do not fill their bytes as usual, and enumerations of both byte orders."""
    with make(name, libver) as f:
        names = {"ONE": 1, "TWO": 2, "MANY": 1000}
        for dtype in ("<u2", ">u2", ">i4", ">u8", "<i8"):
            values = np.array([1, 2, 1000, 7], dtype).astype(h5py.enum_dtype(names, dtype))
            f[f"enum/{dtype.replace('<', 'little-').replace('>', 'big-')}"] = values
        kind = h5py.enum_dtype({"LOW": -3, "HIGH": 300}, ">i2")
        f["enum/negative"] = np.array([300, -3], ">i2").astype(kind)
        f["enum/negative"].attrs["one"] = np.array([-3], ">i2").astype(kind)
        f["enum/large"] = np.array([1, 3], "<u4").astype(h5py.enum_dtype({"A": 1, "B": 4_000_000_000, "C": 3_000_000_000}, "<u4"))
        f.create_dataset("enum/lists", (2,), h5py.vlen_dtype(kind))
        f["enum/lists"][0] = np.array([300, -3], ">i2").astype(kind)
        f["enum/compound"] = np.array([(5, 300)], [("first", ">i4"), ("second", kind)])
        signed, unsigned = h5py.h5t.STD_I16LE, h5py.h5t.STD_U32BE
        integers = f.create_group("integers")
        write(integers, "ten", odd_integer(signed, 10, 0), [-512, -1, 0, 511])
        write(integers, "shifted", odd_integer(signed, 10, 5), [-512, -1, 0, 511])
        write(integers, "big", odd_integer(unsigned, 20, 7), [0, 1, 2**20 - 1])

        three = h5py.h5t.STD_I32LE.copy()
        three.set_precision(24)
        three.set_size(3)
        write(integers, "three", three, [-(2**23), -1, 70000])
        write(integers, "long", odd_integer(h5py.h5t.STD_U64LE, 40, 20), [1, 2**40 - 1])
        five = odd_integer(signed, 12, 2)
        attribute = h5py.h5a.create(f["integers"].id, b"odd", five, h5py.h5s.create_simple((2,)))
        attribute.write(np.array([-5, 6], "i2"))
        five.commit(f.id, b"named")
        write(integers, "committed", five, [-5, 6])
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_chunk((3,))
        plist.set_filter(5)
        write(integers, "packed", odd_integer(signed, 10, 5), [-512, -1, 511], plist)
        pair = h5py.h5t.create(h5py.h5t.COMPOUND, 8)
        pair.insert(b"odd", 0, odd_integer(signed, 10, 5))
        pair.insert(b"plain", 4, h5py.h5t.STD_I32LE)
        space = h5py.h5s.create_simple((2,))
        data = h5py.h5d.create(integers.id, b"compound", pair, space, dcpl=without_dates())
        data.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([(-512, 9), (3, -9)], [("odd", "i2"), ("plain", "i4")]))
        brain = h5py.h5t.IEEE_F32LE.copy()
        brain.set_fields(31, 23, 8, 0, 23)
        brain.set_ebias(100)
        write(f, "floats", brain, [1.0, 2.5])


def elsewhere():
    """Numbers that lie in other files: raw ones, and views of views."""
    with make("elsewhere.h5", libver="latest") as f:
        f["numbers"] = np.arange(3.0)
        f.create_dataset("raw", (3,), "f8", external=[("/dev/zero", 0, 24)])
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource("other.h5", "data", (3,))
        f.create_virtual_dataset("first", layout)
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource(".", "first", (3,))
        f.create_virtual_dataset("second", layout)
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource(".", "numbers", (3,))
        f.create_virtual_dataset("within", layout)
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource(".", "absent", (3,))
        f.create_virtual_dataset("gone", layout)


def bomb():
    """A chunk of 8 kB that was packed twice, and unpacks to 1 GB; texts of which one claims 2 GB."""
    with make("bomb.h5", "latest") as f:
        f["numbers"] = np.arange(10.0)
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_chunk((1000,))
        plist.set_deflate(6)
        plist.set_deflate(6)
        space = h5py.h5s.create_simple((1000,))
        data = h5py.h5d.create(f.id, b"packed", h5py.h5t.IEEE_F64LE, space, without_dates(plist))
        data.write_direct_chunk((0,), zlib.compress(zlib.compress(bytes(2**30), 9), 9))
        texts = f.create_dataset("texts", (2,), TEXT)
        texts[:] = ["one text", "two"]
    path = DIRECTORY / "bomb.h5"
    content = bytearray(path.read_bytes())
    # An element is its length, the heap's position and its number there: those of eight and three characters.
    heap = content.index(b"GCOL")
    at = content.index((8).to_bytes(4, "little") + heap.to_bytes(8, "little"))
    content[at : at + 4] = (2**31 - 8).to_bytes(4, "little")
    path.write_bytes(content)


def nested():
    """A type of arrays of arrays, three thousand deep."""
    with make("nested.h5", "latest") as f:
        f["numbers"] = np.arange(10.0)
        kind = h5py.h5t.STD_I8LE
        for _ in range(3000):
            kind = h5py.h5t.array_create(kind, (1,))
        h5py.h5d.create(f.id, b"deep", kind, h5py.h5s.create_simple((1,)), dcpl=without_dates())


def compounds():
    """Compounds of members of every width, beside others with pointers; most rows of the first are zeros that follow
    the file's end: tests extend it by them."""
    members = [("long", "<i8"), ("unsigned", "<u8"), ("float", "<f4"), ("half", "<f2"), ("short", "<u2")]
    members += [("byte", "u1"), ("flag", "?"), ("text", "S5"), ("double", "<f8"), ("int", "<i4"), ("signed", "i1")]
    rows = np.zeros(60, members)
    count = np.arange(60)
    for name, _ in members:
        rows[name] = [b"t%d" % i for i in range(60)] if name == "text" else count % 2 if name == "flag" else count
    rows["long"] -= 30
    rows["long"][50] = 2**60 + 1
    path = DIRECTORY / "compounds.h5"
    with make("compounds.h5") as f:
        f["beside"] = np.arange(3.0)
        f.create_dataset("chunked", data=rows, chunks=(16,), compression="gzip")
        pointing = np.empty(4, [("start", "<i4"), ("at", h5py.ref_dtype), ("name", TEXT), ("pair", "<i2", 2)])
        for i in range(4):
            pointing[i] = (i, f["beside"].ref if i else h5py.Reference(), f"name {i % 2}", [i, -i])
        f["pointing"] = pointing
        f["none"] = h5py.Empty(np.dtype(members[:3]))
        f.create_dataset("no-rows", (0,), members[:3])
        f["one"] = rows[1]
        plist = without_dates()
        plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        plist.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
        space = h5py.h5s.create_simple((40_000,))
        data = h5py.Dataset(h5py.h5d.create(f.id, b"plain", h5py.h5t.py_create(rows.dtype, logical=True), space, plist))
        data[:60] = rows
        data[-1] = np.zeros(1, members)
        end = data.id.get_offset() + rows.nbytes
    with open(path, "r+b") as file:
        file.truncate(end)


def rows():
    """Compounds that are read without the library, in each way in which they can lie in the file."""
    members = [("long", "<i8"), ("unsigned", "<u8"), ("float", "<f4"), ("short", "<u2"), ("byte", "u1"), ("flag", "?")]
    members += [("text", "S5"), ("double", "<f8"), ("int", "<i4"), ("signed", "i1"), ("at", h5py.ref_dtype)]
    with make("rows.h5") as f:
        f["a"] = np.arange(3.0)
        values = np.zeros(50, members)
        count = np.arange(50)
        for name, _ in members:
            values[name] = (
                [f["a"].ref if i % 3 else h5py.Reference() for i in range(50)]
                if name == "at"
                else [b"t%d" % i for i in range(50)]
                if name == "text"
                else count % 2
                if name == "flag"
                else count
            )
        values["long"] -= 25
        f["one-piece"] = values
        f.create_dataset("chunked", data=values, chunks=(16,))
        f.create_dataset("compressed", data=values, chunks=(16,), compression="gzip", shuffle=True)
        f["table"] = values.reshape(10, 5)
        f["one"] = values[1]
        beyond = values[:20].copy()
        beyond["unsigned"][9] = 2**60 + 1
        f["beyond"] = beyond
        f["a"].attrs["compound"] = values[:2]


def indexes():
    """Chunks that are found in each way of the format's newer versions. Each element is its own number in its dataset."""
    with make("indexes.h5", libver="latest") as f:

        def add(name, shape, chunks, room=None):
            values = np.arange(np.prod(shape), dtype="<u2").reshape(shape)
            f.create_dataset(name, data=values, chunks=chunks, maxshape=room)
            f.create_dataset(name + " compressed", data=values, chunks=chunks, maxshape=room, compression="gzip")

        add("single", (50,), (50,))
        add("fixed", (40, 9), (7, 4))
        add("fixed with room", (10, 9), (3, 4), (50, 30))
        add("fixed in pages", (2500,), (2,))
        add("growing", (1000,), (3,), (None,))
        add("growing down", (40, 9), (7, 4), (None, 9))
        add("growing across", (9, 80), (4, 7), (20, None))
        add("growing both ways", (60, 50), (2, 3), (None, None))
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_chunk((10,))
        properties.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        space = h5py.h5s.create_simple((105,))
        h5py.h5d.create(f.id, b"implicit", h5py.h5t.STD_U16LE, space, properties)
        f["implicit"][...] = np.arange(105)
        f.create_dataset("sparse", (1000,), "<u2", chunks=(10,), maxshape=(None,))[500:520] = np.arange(500, 520)
        for i in range(400):
            f.create_group(f"members/a member with a rather long name, number {i}")


parts = (kinds, links, stored, claims, heaps, hanging, crashing, large, bits, elsewhere, bomb, nested, compounds, rows)
parts += (indexes,)
wanted = sys.argv[2:]
for part in parts:
    if not wanted or part.__name__ in wanted:
        part()
