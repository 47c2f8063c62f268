"""Records what AllenSDK answers: python make_answers.py DIRECTORY. See README.md."""

import gzip
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pynwb
from allensdk.brain_observatory.behavior.data_objects.trials.trials import Trials
from allensdk.brain_observatory.ecephys._probe import ProbeWithLFPMeta
from allensdk.brain_observatory.ecephys.behavior_ecephys_session import BehaviorEcephysSession

warnings.simplefilter("ignore")
DIRECTORY = Path(sys.argv[1])
START = 0.15
FLAGS = ("aborted", "hit", "miss", "false_alarm", "correct_reject")


def made_up(count, passive):
    rng = np.random.default_rng(7)
    kinds = rng.choice(FLAGS, count, p=[0.3, 0.35, 0.2, 0.05, 0.1])
    if passive:
        kinds[kinds == "hit"] = "miss"
        kinds[kinds == "false_alarm"] = "correct_reject"
    start = np.round(np.cumsum(rng.uniform(1, 12, count)), 3)
    change = np.where(kinds == "aborted", np.nan, start + 2.25)
    licks = []
    for kind, begin, at in zip(kinds, start, change):
        own = {"aborted": [begin + 0.4], "hit": [at + 0.1, at + 0.3, at + 0.5], "false_alarm": [at + 0.6]}.get(kind, [])
        if kind == "miss" and rng.random() < 0.3:
            own = [at + 0.9]
        licks.append([] if passive else np.round(own, 3).tolist())
    return pd.DataFrame(
        {
            "start_time": start,
            "change_time_no_display_delay": change,
            "change_frame": np.full(count, 3),
            "reward_volume": np.where((kinds == "hit") & (not passive), 0.005, 0.0),
            "lick_times": licks,
            **{flag: kinds == flag for flag in FLAGS},
        }
    )


def plain(values):
    return [None if isinstance(value, float) and np.isnan(value) else value for value in np.asarray(values).tolist()]


def nested(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "values": plain(array.astype(float).ravel())}


def trials_of(frame):
    trials = Trials(trials=frame, response_window_start=START)
    rolling = trials.rolling_performance
    return {
        "columns": {name: plain(frame[name]) if name != "lick_times" else frame[name].tolist() for name in frame},
        "reward_rate": plain(trials.calculate_reward_rate()),
        "rolling": {name: plain(rolling[name]) for name in rolling},
        "engaged": {str(most): int(trials.get_engaged_trial_count(most)) for most in (2.0, 5.0)},
    }


def session_of(path):
    with pynwb.NWBHDF5IO(str(path), "r", load_namespaces=True) as io:
        nwb = io.read()
        meta = {}
        for name in nwb.electrode_groups:
            lfp = path.with_name(f"{path.stem}_{name}_lfp.nwb")
            if lfp.exists():
                meta[name] = ProbeWithLFPMeta(lfp_csd_filepath=str(lfp), lfp_sampling_rate=625.0)
        session = BehaviorEcephysSession.from_nwb(nwbfile=nwb, probe_meta=meta)
        templates = session.stimulus_templates
        answers = {
            "waveforms": {str(unit): nested(values) for unit, values in session.mean_waveforms.items()},
            "templates": {
                name: {kind: nested(row[kind]) for kind in ("unwarped", "warped")} for name, row in templates.iterrows()
            },
            "lfp": {},
            "csd": {},
        }
        for probe in session.probes.index:
            lfp = session.get_lfp(probe)
            if lfp is not None:
                answers["lfp"][str(probe)] = nested(lfp.values)
                answers["csd"][str(probe)] = nested(session.get_current_source_density(probe).values)
        return answers


answers = {
    "response_window_start": START,
    "trials": {"active": trials_of(made_up(160, False)), "passive": trials_of(made_up(40, True))},
    "sessions": {
        path.stem.removeprefix("ecephys_session_"): session_of(path)
        for path in sorted(DIRECTORY.glob("ecephys_session_*.nwb"))
        if not path.stem.endswith("_lfp")
    },
}
text = json.dumps(answers, separators=(",", ":"))
Path(__file__).with_name("allensdk.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
