"""What numpy and scipy answer for analyses that AllenSDK does not have: writes answers.json.gz beside this file.

    python make_answers.py        # numpy 1.24.4, scipy 1.15.3
"""

import gzip
import json
from pathlib import Path

import numpy as np
import scipy.signal


def train(seed, length, rate):
    """Bursty spikes in seconds, ascending, on a grid of 0.1 ms, so that no lag is near an edge by rounding alone."""
    random = np.random.RandomState(seed)
    times = np.cumsum(random.exponential(1 / rate, length))
    bursts = np.repeat(times[::5], 3) + np.tile([0.002, 0.004, 0.0063], len(times[::5]))
    return np.unique(np.round(np.concatenate([times, bursts]), 4)) + 0.00003 * seed


def correlogram(first, second, window, width, leave=None):
    edges = (np.arange(2 * round(window / width) + 2) - round(window / width) - 0.5) * width
    lags = (second[None, :] - first[:, None]).ravel()
    if leave is not None:
        lags = lags[~np.eye(len(first), dtype=bool).ravel()]
    return np.histogram(lags, edges)[0], edges


def expected(first, second, edges, jitter):
    """The mean of correlograms whose second spikes are anywhere in their intervals of jitter."""
    starts = np.floor(second / jitter) * jitter
    low = np.maximum(starts[None, None, :], first[None, :, None] + edges[:-1, None, None])
    high = np.minimum(starts[None, None, :] + jitter, first[None, :, None] + edges[1:, None, None])
    return (np.clip(high - low, 0, None) / jitter).sum(axis=(1, 2))


def intervals(times):
    gaps = np.diff(times)
    a, b = gaps[:-1], gaps[1:]
    return {
        "count": len(gaps),
        "mean": gaps.mean(),
        "median": np.median(gaps),
        "cv": gaps.std(ddof=1) / gaps.mean(),
        "cv2": np.mean(2 * np.abs(a - b) / (a + b)),
        "localVariation": np.mean(3 * ((a - b) / (a + b)) ** 2),
        "violations": np.mean(gaps < 0.0025),
    }


def bursts(times, silence, interval):
    gaps = np.diff(times)
    runs = np.split(np.arange(len(times)), np.flatnonzero(gaps > interval) + 1)
    runs = [run for run in runs if len(run) > 1 and run[0] > 0 and gaps[run[0] - 1] >= silence]
    return {
        "starts": [times[run[0]] for run in runs],
        "stops": [times[run[-1]] for run in runs],
        "spikes": [len(run) for run in runs],
        "share": sum(map(len, runs)) / len(times),
    }


def correlations(trains, starts, conditions):
    counts = np.array([np.searchsorted(times, starts + 1) - np.searchsorted(times, starts) for times in trains], float)
    kinds = np.unique(conditions)
    means = np.array([counts[:, conditions == kind].mean(axis=1) for kind in kinds]).T
    scores = np.empty_like(counts)
    for kind in kinds:
        own = counts[:, conditions == kind]
        scores[:, conditions == kind] = (own - own.mean(axis=1, keepdims=True)) / own.std(axis=1, ddof=1, keepdims=True)
    return np.corrcoef(means), np.corrcoef(scores)


def lfp():
    random = np.random.RandomState(4)
    times = np.arange(900) / 500
    noise = np.cumsum(random.randn(900, 2), axis=0)
    return np.round(noise + 3 * np.sin(2 * np.pi * np.array([9, 40]) * times[:, None]), 4)


def main():
    first, second, third = train(1, 120, 6), train(2, 100, 5), train(3, 140, 8)
    counts, edges = correlogram(first, second, 0.05, 0.005)
    own, _ = correlogram(first, first, 0.05, 0.005, leave="diagonal")
    starts = np.arange(16.0)
    conditions = np.arange(16) % 4
    signal, noise = correlations((first, second, third), starts, conditions)
    values = lfp()
    sections = scipy.signal.butter(3, [4, 16], btype="bandpass", fs=500, output="sos")
    frequencies, centres, power = scipy.signal.spectrogram(values[:, 0], 500, window="hann", nperseg=200, noverlap=100)
    at = np.searchsorted(np.arange(900) / 500, third[(third > 0.3) & (third < 1.5)])
    around = np.arange(-25, 51)
    # Nearest samples: third is never half-way between two.
    nearest = np.rint(third[(third > 0.3) & (third < 1.5)] * 500).astype(int)
    assert len(at) == len(nearest)
    answers = {
        "trains": [first, second, third],
        "cross": counts,
        "auto": own,
        "corrected": counts - expected(first, second, edges, 0.02),
        "intervals": intervals(first),
        "bursts": bursts(first, 0.05, 0.0045),
        "conditions": conditions,
        "signal": signal,
        "noise": noise,
        "lfp": values,
        "bandPass": scipy.signal.sosfiltfilt(sections, values, axis=0)[::30],
        "frequencies": frequencies,
        "centres": centres,
        "power": power[:40],
        "triggered": values[nearest[:, None] + around].mean(axis=0),
        "triggeredSpikes": len(nearest),
    }
    plain = json.loads(json.dumps(answers, default=lambda value: value.tolist()))
    text = json.dumps(plain, separators=(",", ":"))
    Path(__file__).with_name("answers.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
