"""The report of a measured process, as one line of JSON."""
import contextlib
import json
import re
import resource
import sys
import time


class Stopwatch:
    def __init__(self):
        self.steps = {}

    @contextlib.contextmanager
    def step(self, name):
        start = time.perf_counter()
        yield
        self.steps[name] = (time.perf_counter() - start) * 1000

    def report(self, rows):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        processor = (usage.ru_utime + usage.ru_stime) * 1000
        print(json.dumps({"rows": rows, "steps": self.steps, "processor": processor, "peakMemory": peak_memory()}))


def peak_memory():
    """Highest resident memory, MiB."""
    try:
        with open("/proc/self/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) / 1024
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
