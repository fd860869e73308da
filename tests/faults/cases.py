"""Which cases there are: they follow from recordings of undisturbed runs, so that new calls bring their cases with them."""

import collections
import dataclasses
import errno
import itertools
import random
import re

import power_loss
import recording
from world import ALL_STEPS, Run

MEDIUM_ERRORS = ("ENOSPC", "EIO", "EROFS", "ENODEV")
MOST_ARRIVALS = 3  # at one point in one run; the last one besides
# Of the calls that change nothing. Nothing that is read is full or read-only.
READING_ERRORS = collections.defaultdict(lambda: ["EIO", "ENODEV"], lock=["ENOLCK"], look=["EIO"])
# Where a signal may come in, by POSIX or Linux. Where others are interrupted, as on FUSE, the command may fail, and says so.
INTERRUPTIBLE = frozenset(
    ("open", "create", "read", "list", "write", "truncate", "sync", "syncall", "writeout", "chmod", "close", "lock"))


class NotReached(Exception):
    """The run went by another way than the recorded one and never met the fault."""


def require_hit(log):
    if not any(call.hit for call in recording.read(log)):
        raise NotReached


@dataclasses.dataclass(frozen=True)
class Case:
    step: object
    group: str  # what the summary counts it under
    name: str  # by which --only finds it
    error: str = ""  # of the call that fails, where an exit code is expected
    zone: str = ""
    is_harmless: bool = False  # no error at all: the command must succeed
    is_look: bool = False

    def play(self, matrix, folder, log):
        """The world after the fault, and the run that met it."""
        raise NotImplementedError


@dataclasses.dataclass(frozen=True)
class CallCase(Case):
    """Something happens at one call."""
    fault: str = ""

    def play(self, matrix, folder, log):
        world = matrix.snapshots.before[self.step.name].copy(folder)
        run = world.do(self.step, extra=matrix.shim(folder, log, self.fault))
        require_hit(log)
        return world, run


@dataclasses.dataclass(frozen=True)
class PointCase(Case):
    """Killed at a named point; where no undisturbed run gets there, something goes wrong before."""
    point: str = ""
    earlier: tuple = ()  # points at which the command was killed before
    fault: str = ""

    def play(self, matrix, folder, log):
        world = matrix.snapshots.before[self.step.name].copy(folder)
        for point in (*self.earlier, self.point):
            shim = matrix.shim(folder, log, self.fault) if point == self.point and self.fault else {}
            run = world.do(self.step, extra=shim | matrix.points(log, point))
            if run.code != -9:
                raise NotReached
        if self.fault:
            require_hit(log)
        matrix.note_kill(self.point.split(":")[0])
        return world, run


@dataclasses.dataclass(frozen=True)
class PowerCase(Case):
    """What one way of losing the power after so many calls leaves. Made anew when its turn comes: images are large."""
    calls: tuple = ()
    way: str = ""
    run: Run = None

    def image(self, disk):
        return disk.image(self.way, random.Random(self.name))

    def play(self, matrix, folder, log):
        before = matrix.snapshots.before[self.step.name]
        disk = power_loss.Disk(before.folder)
        for call in self.calls:
            disk.do(call)
        power_loss.write(self.image(disk), folder)
        return before.in_folder(folder), self.run


def zone_of(step, path):
    """The part of the world that fails as one: the station's disk, the medium, the folder of the local system."""
    return next((zone for zone in (step.station, *step.source, *step.target) if path == zone or path.startswith(zone + "/")), "")


def is_ledger_write(call):
    return call.kind == "write" and call.folder.endswith("/ledger")


def is_tried_again(call):
    """Whether what a signal interrupts is done once more. SQLite does not do so when it flushes."""
    return call.kind in INTERRUPTIBLE and not (call.kind == "sync" and call.folder.endswith("/ledger"))


def without_repetition(calls):
    """Of the many writes of one transaction or checkpoint the first, a middle one and the last, all else as it is."""
    for alike, run in itertools.groupby(calls, is_ledger_write):
        run = list(run)
        yield from (dict.fromkeys((run[0], run[len(run) // 2], run[-1])) if alike else run)


def reads(calls):
    """Of what changes nothing, the first and the last of each kind in each folder."""
    places = collections.defaultdict(list)
    for call in calls:
        if call.kind not in recording.CHANGES:
            places[call.kind, call.folder].append(call)
    for of_place in places.values():
        yield from dict.fromkeys((of_place[0], of_place[-1]))


class CallCases:
    def __init__(self, step, calls, quick):
        self.step = step
        calls = [call for call in calls if not call.error]
        self.changes = [call for call in calls if call.kind in recording.CHANGES]
        self.chosen = list(without_repetition(self.changes)) if quick else self.changes
        self.reads = list(reads(calls)) if quick else [call for call in calls if call.kind not in recording.CHANGES]
        self.quick = quick
        self.turn = itertools.cycle(MEDIUM_ERRORS)

    def _case(self, call, group, what, error="", sticks=False):
        place = f"{call.kind}:{call.folder}:{call.number}"
        zone = zone_of(self.step, call.path)
        name = re.sub("[0-9a-f]{64}", "ID", f"{self.step.name}/{'-'.join(filter(None, (error, what)))}/{place}")
        number = getattr(errno, error) if error else 0
        is_harmless = what == "short" or (error == "EINTR" and is_tried_again(call))
        fault = f"{place}:{what}:{number}:{zone if sticks else ''}"
        return CallCase(self.step, group, name, error, zone, is_harmless, call.kind == "look", fault)

    def __iter__(self):
        # After one call is before the next: nothing between them changes the disk.
        for call in self.changes:
            yield self._case(call, "killed", "kill-before")
        yield self._case(self.changes[-1], "killed", "kill-after")
        for call in self.chosen:
            if call.kind == "write" and len(call.data) > 1:
                yield self._case(call, "killed in a write", "tear-and-kill")
                yield self._case(call, "short write", "short")
            for error in [next(self.turn)] if self.quick and is_ledger_write(call) else MEDIUM_ERRORS:
                yield self._case(call, error, "once", error)
            error = next(self.turn)
            yield self._case(call, f"{error} from then on", "on", error, sticks=True)
            yield self._case(call, "EINTR", "once", "EINTR")
        for call in self.reads:
            errors = READING_ERRORS[call.kind]
            signals = [] if call.kind == "look" else ["EINTR"]
            for error in ([errors[call.number % len(errors)]] if self.quick else errors) + signals:
                yield self._case(call, error, "once", error)


def power_cases(step, calls, before, run):
    """Every moment, every way, each image once."""
    disk, seen = power_loss.Disk(before.folder), set()
    last = max(number for number, call in enumerate(calls) if call.kind in recording.CHANGES and not call.error)
    for number, call in enumerate(calls):
        disk.do(call)
        if call.kind not in recording.CHANGES or call.error:
            continue
        for way in power_loss.WAYS:
            case = PowerCase(step, "power cut", f"{step.name}/power-{way.replace(' ', '-')}/{number}",
                             calls=calls[:number + 1], way=way, run=run if number == last else Run(-9, {}, ""))
            mark = (power_loss.fingerprint(case.image(disk)), number == last)
            if mark not in seen:
                seen.add(mark)
                yield case


def point_cases(step, arrivals):
    for point, count in sorted(collections.Counter(arrivals).items()):
        for number in sorted({*range(1, min(count, MOST_ARRIVALS) + 1), count}):
            yield PointCase(step, "named point", f"{step.name}/point/{point}:{number}", point=f"{point}:{number}")


def bad_luck_case(step, point, **earlier):
    return PointCase(step, "named point", f"{step.name}/point/{point}:1", point=f"{point}:1", **earlier)


def last_call(recordings, step, kind, folder):
    return [call for call in recordings[step.name] if call.kind == kind and call.folder == folder][-1]


def special_point_cases(recordings):
    """Points that only bad luck leads to: a command that was killed before, or an error that makes something be given up."""
    by_name = {step.name: step for step in ALL_STEPS}
    export, taking_in = by_name["export at the site"], by_name["import at the backend"]
    if export.name not in recordings or taking_in.name not in recordings:
        return
    killed = ("bundle.after-a-part:1",)
    yield bad_luck_case(export, "session.after-removing-a-part", earlier=killed)
    # Every command passes these two; only here have they something to tidy up.
    for point in ("session.before-tidying-up", "session.after-tidying-up"):
        yield dataclasses.replace(bad_luck_case(export, point, earlier=killed), name=f"{export.name}/point/{point}:killed")
    written = last_call(recordings, export, "write", "stick")
    for point in ("export.before-giving-up-a-number", "export.after-giving-up-a-number"):
        yield bad_luck_case(export, point, fault=f"write:stick:{written.number}:once:{errno.ENOSPC}:")
    was_read = last_call(recordings, taking_in, "read", "stick")
    for point in ("import.before-forgetting", "import.after-forgetting"):
        yield bad_luck_case(taking_in, point, fault=f"read:stick:{was_read.number}:once:{errno.EIO}:")
