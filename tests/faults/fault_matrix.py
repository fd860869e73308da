"""Every fault at every call: kills, errors of media and disks, interruptions, power cuts. docs/testing.md tells more."""

import argparse
import collections
import concurrent.futures
import dataclasses
import errno
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

import checks
import recording
import world
from checks import Broken, require

MEDIUM_ERRORS = ("ENOSPC", "EIO", "EROFS", "ENODEV")


@dataclasses.dataclass(frozen=True)
class Case:
    step: world.Step
    group: str  # what the summary counts it under
    name: str  # by which --only finds it
    fault: str  # for the shim
    error: str = ""
    zone: str = ""


def zone_of(step, folder_or_path):
    """The part of the world that fails as one: the station's disk, the medium, the folder of the local system."""
    for zone in (step.station, *step.source, *step.target):
        if folder_or_path == zone or folder_or_path.startswith(zone + "/"):
            return zone
    return ""


def fault_cases(step, calls):
    """One undisturbed run tells which calls there are; each of them goes wrong in each way that it can."""
    for call in calls:
        place = f"{call.kind}:{call.folder}:{call.number}"
        name = re.sub("[0-9a-f]{64}", "ID", f"{step.name}/{{}}/{place}")
        zone = zone_of(step, call.path)
        if call.kind in recording.CHANGES and not call.error:
            for what in ("kill-before", "kill-after"):
                yield Case(step, "killed", name.format(what), f"{place}:{what}:0:")
            if call.kind == "write" and len(call.data) > 1:
                yield Case(step, "torn and killed", name.format("tear-and-kill"), f"{place}:tear-and-kill:0:")
                yield Case(step, "short write", name.format("short"), f"{place}:short:0:")
            for error in MEDIUM_ERRORS:
                for what in ("once", "on"):
                    yield Case(step, f"{error} {what}", name.format(f"{error}-{what}"),
                               f"{place}:{what}:{getattr(errno, error)}:{zone}", error, zone)
        if call.kind in ("open", "read") and not call.error:
            for error in ("EIO", "ENODEV"):
                yield Case(step, f"{error} reading", name.format(error), f"{place}:once:{getattr(errno, error)}:", error, zone)
        if call.kind != "close" and not call.error:
            yield Case(step, "EINTR", name.format("EINTR"), f"{place}:once:{errno.EINTR}:", "EINTR", zone)


class Matrix:
    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        self.snapshots = world.Snapshots(options.program, scratch)
        self.expected = checks.Expectations(self.snapshots)

    def shim(self, folder, log, fault=""):
        preload = ":".join(filter(None, (self.options.preload, self.options.shim)))
        return {"LD_PRELOAD": preload, "SATCHEL_SHIM_ROOT": str(folder), "SATCHEL_SHIM_LOG": str(log)} | (
            {"SATCHEL_SHIM_FAULT": fault} if fault else {})

    def record(self, step):
        folder, log = self.scratch / "recorded", self.scratch / "recording"
        here = self.snapshots.before[step.name].copy(folder)
        run = here.do(step, extra=self.shim(folder, log))
        calls = recording.read(log)
        log.unlink()
        shutil.rmtree(folder)
        require(run.code == 0 and calls, f"the recording of \"{step.name}\" ends with {run.code}: {run.said}")
        return calls

    def run(self, case, number):
        """None if all is well, else what is not."""
        folder = self.scratch / f"case-{number}"
        log = self.scratch / f"case-{number}.log"
        here = self.snapshots.before[case.step.name].copy(folder)
        try:
            run = here.do(case.step, extra=self.shim(folder, log, case.fault))
            if not any(call.hit for call in recording.read(log)):
                return "the fault was not reached"
            if self.options.observe:
                print(f"@ {case.name.split('/')[1]} {case.zone} {case.fault.split(':')[0]} {case.step.verb} -> {run.code} {run.report.get('error', {}).get('code')} {sorted({r['code'] for r in run.report.get('refused', [])})}")
            checks.check_right_after(here, case.step, run, self.expected)
            if run.code >= 0:
                checks.check_said(run)
            checks.finish(here, case.step, self.expected, number % self.options.whole_loop == 0)
        except Broken as broken:
            return str(broken)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            log.unlink(missing_ok=True)
        return None


def chosen(cases, options):
    if options.only:
        return [case for case in cases if re.search(options.only, case.name)]
    return cases[:: options.every]


def summary(results):
    """One line for each verb and kind of fault."""
    table = collections.defaultdict(lambda: [0, 0])
    for case, failure in results:
        table[case.step.name, case.group][0] += 1
        table[case.step.name, case.group][1] += failure is not None
    for (step, group), (count, failed) in table.items():
        print(f"{step:24} {group:18} {count:5} cases, {count - failed:5} passed")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="satchel, built with SATCHEL_FAULT_POINTS")
    parser.add_argument("--shim", required=True, help="the library that makes calls go wrong")
    parser.add_argument("--preload", default="", help="what must be loaded before the shim: the runtime of a sanitizer")
    parser.add_argument("--every", type=int, default=1, help="run only every Nth case")
    parser.add_argument("--only", default="", help="run only cases whose name matches this")
    parser.add_argument("--whole-loop", type=int, default=4, help="go all the way round after every Nth case")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="only print the names of the cases")
    parser.add_argument("--observe", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="satchel-faults-", dir=memory if os.access(memory, os.W_OK) else None) as scratch:
        matrix = Matrix(options, pathlib.Path(scratch))
        cases = chosen([case for step in world.STEPS for case in fault_cases(step, matrix.record(step))], options)
        if options.list:
            print("\n".join(case.name for case in cases))
            return 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = list(zip(cases, pool.map(matrix.run, cases, range(len(cases)))))
    for case, failure in results:
        if failure:
            print(f"FAILED: {case.name}\n    {failure}\n    again: --only '^{re.escape(case.name)}$'")
    summary(results)
    failed = sum(1 for _, failure in results if failure)
    print(f"{len(results)} cases, {failed} failed, {time.monotonic() - began:.0f} s")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
