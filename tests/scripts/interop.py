"""Opens a cache directory with AllenSDK and with pandas, to check that AllenSDK can use what ecephys wrote.

    python tests/scripts/interop.py DIRECTORY [--compare OTHER] [--session ID]

Everything must be in the directory: the cache's host never answers. With --compare, every
table must equal that of another cache directory, values and dtypes alike (for instance one that AllenSDK
filled itself). With --session, the session's NWB file is opened as well. Needs Python with allensdk.
"""

import argparse
import sys
import warnings
from pathlib import Path

import pandas as pd

TABLES = ("get_session_table", "get_probes", "get_channels", "get_units")
NOWHERE = "127.0.0.1:9"


def open_cache(directory: Path):
    from allensdk.brain_observatory.ecephys.ecephys_project_cache import EcephysProjectCache

    manifest = directory / "ecephys_project_manifest.json"
    if not manifest.is_file():
        sys.exit(f"{directory} holds no {manifest.name}")
    return EcephysProjectCache.from_warehouse(manifest=str(manifest), scheme="http", host=NOWHERE, fetch_tries=1)


def public_tables(directory: Path) -> dict:
    cache = open_cache(directory)
    tables = {name: getattr(cache, name)() for name in TABLES}
    for metrics in sorted(directory.glob("*_analysis_metrics.csv")):
        kind = metrics.name.removesuffix("_analysis_metrics.csv")
        tables[f"metrics of {kind}"] = cache.get_unit_analysis_metrics_by_session_type(kind)
    return tables


def csv_tables(directory: Path) -> dict:
    paths = sorted(directory.rglob("*.csv"))
    return {str(path.relative_to(directory)): pd.read_csv(path, index_col=0) for path in paths}


def compare(ours: dict, theirs: dict) -> list:
    different = []
    for name in sorted(ours.keys() & theirs.keys()):
        try:
            pd.testing.assert_frame_equal(ours[name].sort_index(), theirs[name].sort_index(), rtol=1e-11)
            print(f"  same: {name}")
        except AssertionError as error:
            different.append(name)
            print(f"  DIFFERENT: {name}\n{error}")
    return different


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--compare", type=Path, help="a cache directory that must hold the same tables")
    parser.add_argument("--session", type=int, help="a session whose NWB file is opened")
    options = parser.parse_args()
    warnings.simplefilter("ignore")

    print(f"{options.directory}, opened by AllenSDK:")
    tables = public_tables(options.directory)
    for name, frame in tables.items():
        kinds = ", ".join(f"{count} {kind}" for kind, count in frame.dtypes.astype(str).value_counts().items())
        print(f"  {name}: {len(frame)} rows, {len(frame.columns)} columns ({kinds})")
    if options.session is not None:
        session = open_cache(options.directory).get_session_data(options.session)
        print(f"  session {session.ecephys_session_id}: {len(session.units)} units")
    if options.compare is None:
        return 0

    print(f"compared with {options.compare}, as AllenSDK gives them:")
    different = compare(tables, public_tables(options.compare))
    print("and as pandas reads the files:")
    different += compare(csv_tables(options.directory), csv_tables(options.compare))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
