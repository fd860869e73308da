"""Every fault at every call: kills, errors of media and disks, interruptions, power cuts. docs/testing.md tells more."""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import cases
import checks
import power_loss
import recording
import world
from checks import Broken, require

HERE = pathlib.Path(__file__).resolve().parent
FEWEST_CASES = 1000  # of all steps: fewer, and the recordings have missed something
# Passed once for each batch: in a world of small ones somewhere twice, or nothing is killed between two.
BATCHES = ("gather.after-commit", "export.after-recording", "import.after-staging", "deliver.after-recording")
NOT_REACHED = "the fault was not reached"
TRIES = 3  # with several threads a call may be another one's turn, and there be one more or less of it


class Matrix:
    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        shape = world.Shape(options.pledges, options.largest_bundle, options.items_per_batch, options.threads)
        self.snapshots = world.Snapshots(options.program, scratch, shape)
        self.expected = checks.Expectations(self.snapshots)
        self.arrivals, self.kills = collections.Counter(), collections.Counter()
        self.lock = threading.Lock()
        self.recordings = {}

    def shim(self, folder, log, fault=""):
        # The sanitizer wants to be loaded first; it need not be, because the shim calls on to it.
        sanitizer = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        return {"LD_PRELOAD": self.options.shim, "ASAN_OPTIONS": sanitizer, "SATCHEL_SHIM_ROOT": str(folder),
                "SATCHEL_SHIM_LOG": str(log)} | ({"SATCHEL_SHIM_FAULT": fault} if fault else {})

    @staticmethod
    def points(log, point=""):
        return {"SATCHEL_FAULT_POINT_LOG": f"{log}.points"} | ({"SATCHEL_FAULT_POINT": point} if point else {})

    def note_kill(self, point):
        with self.lock:
            self.kills[point] += 1

    def take_arrivals(self, log):
        file = pathlib.Path(f"{log}.points")
        names = file.read_text().split() if file.exists() else []
        file.unlink(missing_ok=True)
        with self.lock:
            self.arrivals.update(names)
        return names

    def cases_of(self, step):
        folder, log = self.scratch / "recorded", self.scratch / "recording"
        before = self.snapshots.before[step.name]
        here = before.copy(folder)
        run = here.do(step, extra=self.shim(folder, log) | self.points(log))
        calls = self.recordings[step.name] = recording.read(log)
        require(run.code == 0 and calls, f"the recording of \"{step.name}\" ends with {run.code}: {run.said}")
        self.require_complete(before, calls, folder)
        arrivals = self.take_arrivals(log)
        shutil.rmtree(folder)
        log.unlink()
        yield from cases.CallCases(step, calls, self.options.quick)
        yield from cases.power_cases(step, calls, before, run)
        yield from cases.point_cases(step, arrivals)

    @staticmethod
    def require_complete(before, calls, folder):
        """Played back, a recording gives what lies on the disk: the shim has missed nothing."""
        disk = power_loss.Disk(before.folder)
        for call in calls:
            disk.do(call)
        replayed = disk.kept()
        there = {str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes() for path in folder.rglob("*")}
        different = [path for path in sorted(set(replayed) | set(there))
                     if replayed.get(path, "absent") != there.get(path, "absent") and not path.endswith("-shm")]
        require(not different, f"the recording does not lead to what is there: {different}")

    def run(self, numbered):
        """None if all is well, else what is not."""
        for _ in range(TRIES if self.options.threads > 1 else 1):
            failure = self.run_once(*numbered)
            if failure != NOT_REACHED:
                break
        return failure

    def run_once(self, number, case):
        folder, log = self.scratch / f"case-{number}", self.scratch / f"case-{number}.log"
        try:
            here, run = case.play(self, folder, log)
            checks.check_right_after(here, case.step, run, self.expected)
            if run.code >= 0:
                checks.check_said(run)
                checks.check_fitting(case, run)
            checks.finish(here, case.step, self.expected, number % self.options.whole_loop == 0)
        except Broken as broken:
            return str(broken)
        except cases.NotReached:
            return NOT_REACHED
        except subprocess.TimeoutExpired as late:
            return f"it hangs: {late}"
        finally:
            self.take_arrivals(log)
            shutil.rmtree(folder, ignore_errors=True)
            log.unlink(missing_ok=True)
        return None

    def all_cases(self):
        steps = [step for step in world.ALL_STEPS if re.search(self.options.steps, step.name)]
        everything = [case for step in steps for case in self.cases_of(step)]
        parts = self.arrivals["bundle.after-a-part"]
        require(parts >= self.options.least_parts, f"the bundles have {parts} parts in all, not {self.options.least_parts}")
        everything += cases.special_point_cases(self.recordings)
        points = {case.point for case in everything if case.group == "named point"}
        single = [point for point in BATCHES if f"{point}:2" not in points]
        require(self.options.steps or not self.options.items_per_batch or not single, f"one batch only of {single}")
        require(self.options.steps or len(everything) >= FEWEST_CASES, f"{len(everything)} cases; {FEWEST_CASES} are due")
        return everything

    def chosen(self):
        everything = self.all_cases()
        if self.options.only:
            return [case for case in everything if re.search(self.options.only, case.name)]
        if not self.options.sample:
            return everything
        # Every named point once (where parts count, each arrival), and of the rest as many as wanted, evenly.
        points = {case.point if self.options.least_parts else case.point.split(":")[0]: case
                  for case in everything if case.group == "named point"}
        rest = [case for case in everything if case.group != "named point"]
        return list(points.values()) + rest[:: max(1, len(rest) // self.options.sample)]

    def missing_points(self):
        listed = (HERE / "fault_points.txt").read_text().split()
        print("named points: times passed, times killed there")
        for point in listed:
            print(f"    {point:36} {self.arrivals[point]:6} {self.kills[point]:5}")
        return [point for point in listed if not self.kills[point]]


def print_summary(results):
    table = collections.defaultdict(lambda: [0, 0])
    for case, failure in results:
        table[case.step.name, case.group][0] += 1
        table[case.step.name, case.group][1] += failure is None
    for (step, group), (count, passed) in sorted(table.items()):
        print(f"{step:24} {group:20} {count:5} cases, {passed:5} passed")


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="satchel, built with SATCHEL_FAULT_POINTS")
    parser.add_argument("--shim", required=True, help="the library that makes calls go wrong")
    parser.add_argument("--sample", type=int, default=0, help="run about so many cases and each named point once")
    parser.add_argument("--only", default="", help="run only cases whose name this regular expression finds")
    parser.add_argument("--quick", action="store_true", help="of what repeats itself only some: writes of a transaction, reads")
    parser.add_argument("--whole-loop", type=int, default=6, help="go all the way round after every Nth case")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="only print the names of the cases")
    parser.add_argument("--steps", default="", help="only at steps whose name this regular expression finds")
    parser.add_argument("--pledges", type=int, default=2, help="how many devices ask")
    parser.add_argument("--threads", type=int, default=1, help="by which the program checks and packs; 1 has one order of calls")
    parser.add_argument("--items-per-batch", type=int, default=2, help="in a transaction, a page, a part; 0: as users have them")
    parser.add_argument("--least-parts", type=int, default=0, help="parts that the bundles must have in all, or it fails")
    parser.add_argument("--largest-bundle", type=int, default=21000, help="bytes: more is split into several")
    options = parser.parse_args()
    options.program, options.shim = os.path.abspath(options.program), os.path.abspath(options.shim)
    return options


def world_of(options):
    """The options that another world than the usual one needs to be made again."""
    given = {"--pledges": (options.pledges, 2), "--largest-bundle": (options.largest_bundle, 21000),
             "--threads": (options.threads, 1), "--items-per-batch": (options.items_per_batch, 2)}
    quick = " --quick" if options.quick else ""
    return quick + "".join(f" {name} {value}" for name, (value, usual) in given.items() if value != usual)


def is_roomy(folder):
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2**30


def main():
    options = parse()
    began = time.monotonic()
    memory = pathlib.Path("/dev/shm")  # flushing costs nothing there; what is not flushed is power_loss.py's affair
    with tempfile.TemporaryDirectory(prefix="satchel-faults-", dir=memory if is_roomy(memory) else None) as scratch:
        matrix = Matrix(options, pathlib.Path(scratch))
        chosen = matrix.chosen()
        if options.list:
            print("\n".join(case.name for case in chosen))
            return 0
        results = []
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for case, failure in zip(chosen, pool.map(matrix.run, enumerate(chosen))):
                results.append((case, failure))
                if failure:
                    print(f"FAILED: {case.name}\n    {failure}\n    again: --only '^{case.name}$'{world_of(options)}", flush=True)
    print_summary(results)
    missing = [] if options.only or options.steps else matrix.missing_points()
    failed = sum(1 for _, failure in results if failure)
    for point in missing:
        print(f"FAILED: nothing was ever killed at {point}")
    print(f"{len(results)} cases, {failed} failed, {time.monotonic() - began:.0f} s")
    return 1 if failed or missing or not results else 0


if __name__ == "__main__":
    sys.exit(main())
