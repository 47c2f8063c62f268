"""Reads a dataset of `ecephys export` with each reader there is: the counts and sums of all must be the same.

    python read_dataset.py DIRECTORY
"""

import glob
import os
import sys
import time

import duckdb
import pandas as pd
import polars as pl
import pyarrow.compute as pc
import pyarrow.dataset as ds

root = sys.argv[1]
# The table, a column of numbers without missing values, and one with some.
TABLES = {
    "units": ("id", "snr"),
    "presentations": ("stimulus_presentation_id", "contrast"),
    "spikes": ("unit_id", "spike_time"),
    "running": ("start_time", "velocity"),
    "statistics": ("unit_id", "spike_std"),
}


def place(table):
    single = os.path.join(root, table + ".parquet")
    return single if os.path.exists(single) else os.path.join(root, table)


def files(table):
    path = place(table)
    return path if path.endswith(".parquet") else os.path.join(path, "*", "*.parquet")


def with_duckdb(table, whole, partial):
    source = f"read_parquet('{files(table)}', hive_partitioning = {not files(table).startswith(place(table) + '.')})"
    query = f'select count(*), sum("{whole}"), count("{partial}"), sum("{partial}") from {source}'
    return duckdb.sql(query).fetchall()[0]


def with_pyarrow(table, whole, partial):
    found = ds.dataset(place(table), partitioning="hive").to_table(columns=[whole, partial])
    column = found[partial]
    return found.num_rows, pc.sum(found[whole]).as_py(), len(column) - column.null_count, pc.sum(column).as_py()


def with_pandas(table, whole, partial):
    found = pd.read_parquet(place(table), columns=[whole, partial])
    return len(found), found[whole].sum(), found[partial].count(), found[partial].sum()


def with_polars(table, whole, partial):
    found = pl.scan_parquet(files(table), hive_partitioning=True).select(whole, partial).collect()
    return found.height, found[whole].sum(), found[partial].count(), found[partial].sum()


def with_spark(table, whole, partial):
    from pyspark.sql import functions as f

    found = spark.read.parquet(place(table))
    count = [f.count(f.lit(1)), f.sum(whole), f.count(partial), f.sum(partial)]
    return tuple(found.agg(*count).collect()[0])


READERS = {"duckdb": with_duckdb, "pyarrow": with_pyarrow, "pandas": with_pandas, "polars": with_polars}
try:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    READERS["spark"] = with_spark
except Exception as error:  # No pyspark, or no Java.
    print("without Spark:", str(error).splitlines()[0], file=sys.stderr)

same = True
for table, columns in TABLES.items():
    if not glob.glob(files(table)):
        continue
    expected = None
    for name, read in READERS.items():
        start = time.perf_counter()
        rows, total, present, partial = read(table, *columns)
        found = (int(rows), float(total), int(present), round(float(partial), 3))
        expected = expected or found
        close = found[0] == expected[0] and found[2] == expected[2]
        close = close and all(abs(found[i] - expected[i]) <= 1e-9 * abs(expected[i]) + 1e-3 for i in (1, 3))
        same = same and close
        print(f"{table:14} {name:8} {found} {time.perf_counter() - start:.2f} s{'' if close else '  DIFFERS'}")
sys.exit(0 if same else 1)
