"""The loop of docs/architecture.md on one machine, command by command, each beginning in a folder of its own."""

import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess

PATIENCE = 900  # seconds: no command here takes one; it is there so that what hangs is seen
LARGEST_BUNDLE = "LARGEST-BUNDLE"  # stands in the arguments of a step for what its world has of it
TO_AUTHORITIES = ("to-authorities", ".to-authorities.satchel-part")


@dataclasses.dataclass(frozen=True)
class Step:
    """One command. `source` is what it reads, `target` what it fills; everything else is the station's own disk."""
    name: str
    verb: str
    station: str
    arguments: tuple
    source: tuple = ()
    target: tuple = ()
    killed: str = ""  # the point at which this very command was killed before, in the place of the step named so in `like`
    like: str = ""
    cmp_nested: int = 0  # in a world of its own, of devices that speak CMP; nothing follows


@dataclasses.dataclass(frozen=True)
class Shape:
    """What kind of world: how many devices ask, and what decides how their requests go."""
    pledges: int
    largest_bundle: int
    items_per_batch: int  # in a transaction, a page, a part; 0: as many as users have
    threads: int


STEPS = (
    Step("gather at the site", "gather", "site", ("gather", "spool", "--remove", "--from", "registrar"), source=("spool",)),
    Step("export at the site", "export", "site", ("export", "--out", "stick", "--max-size", LARGEST_BUNDLE), target=("stick",)),
    Step("import at the backend", "import", "backend", ("import", "stick"), source=("stick",)),
    Step("receipts at the backend", "receipt", "backend", ("receipt", "-o", "receipts"), target=("receipts",)),
    Step("receipts at the site", "import", "site", ("import", "receipts"), source=("receipts",)),
    Step("deliver at the backend", "deliver", "backend", ("deliver", "--out", "to-authorities"), target=TO_AUTHORITIES),
    Step("gather at the backend", "gather", "backend", ("gather", "answers"), source=("answers",)),
    Step("export at the backend", "export", "backend", ("export", "--out", "stick-back"), target=("stick-back",)),
    Step("import at the site", "import", "site", ("import", "stick-back"), source=("stick-back",)),
    Step("deliver at the site", "deliver", "site", ("deliver", "--out", "registrar"),
         target=("registrar", ".registrar.satchel-part")),
)

# Beside the loop: what only another policy, or a command that was killed, leads to.
SIDE_STEPS = (
    Step("deliver after a killed one", "deliver", "backend", ("deliver", "--out", "to-authorities"), target=TO_AUTHORITIES,
         killed="deliver.before-renaming:2", like="deliver at the backend"),
    Step("deliver nested messages", "deliver", "backend", ("deliver", "--out", "to-authorities", "--for", "ra"),
         target=TO_AUTHORITIES, cmp_nested=2),
)
ALL_STEPS = STEPS + SIDE_STEPS


def following(step):
    """What comes after it in the loop."""
    if step.cmp_nested:
        return ()
    names = [each.name for each in STEPS]
    return STEPS[names.index(step.like or step.name) + 1:]


@dataclasses.dataclass(frozen=True)
class Run:
    code: int  # negative: killed by that signal
    report: dict
    said: str


class World:
    def __init__(self, program, folder, shape):
        self.program = program
        self.folder = pathlib.Path(folder)
        self.shape = shape

    def run(self, home, *arguments, extra=None):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SATCHEL_")}
        if self.shape.items_per_batch:
            environment["SATCHEL_ITEMS_PER_BATCH"] = str(self.shape.items_per_batch)
        environment |= {"LC_ALL": "C"} | (extra or {})
        command = [self.program, *(("--home", home) if home else ()), "--json", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=PATIENCE, check=False)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            report = {}
        return Run(done.returncode, report, (done.stdout + done.stderr).decode(errors="replace"))

    def must(self, home, *arguments):
        run = self.run(home, *arguments)
        if run.code != 0:
            raise RuntimeError(f"satchel {' '.join(arguments)} ends with {run.code}: {run.said}")
        return run.report

    def do(self, step, extra=None):
        arguments = (str(self.shape.largest_bundle) if each == LARGEST_BUNDLE else each for each in step.arguments)
        return self.run(step.station, *arguments, extra=extra)

    def in_folder(self, folder):
        return World(self.program, folder, self.shape)

    def copy(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        return self.in_folder(folder)


def set_policy(world, home, **values):
    file = world.folder / home / "settings.toml"
    text = file.read_text()
    for name, value in values.items():
        text, times = re.subn(rf"^{name.replace('_', '-')} = \d+$", f"{name.replace('_', '-')} = {value}", text, flags=re.M)
        if times != 1:
            raise RuntimeError(f"{file} has no {name}")
    file.write_text(text)


def make_registration_authority(world, home):
    """A key that signs nested messages, and its certificate, which nobody else need trust."""
    keys = world.folder / home / "keys"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
                    "-subj", "/CN=RA", "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                    "keyUsage=critical,digitalSignature", "-addext", "extendedKeyUsage=1.3.6.1.5.5.7.3.28",
                    "-keyout", keys / "ra.key.pem", "-out", keys / "ra.cert.pem"], check=True, capture_output=True)
    with (world.folder / home / "settings.toml").open("a") as settings:
        settings.write('\n[registration-authority]\nkey = "keys/ra.key.pem"\ncertificate = "keys/ra.cert.pem"\n')


def make(program, folder, shape):
    """A site and a backend that know each other, and the requests of some devices beside the site."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    world = World(program, folder, shape)
    world.must(None, "demo", "building", "--pledges", str(shape.pledges), "--dir", str(folder.parent / "demo"))
    fingerprints = {}
    for home, role in (("site", "site"), ("backend", "backend")):
        fingerprints[home] = world.must(home, "init", "--role", role, "--name", home)["station"]["fingerprint"]
        world.must(home, "card", "-o", f"{home}.satchel-card")
        for use in ("manufacturer", "domain", "masa"):
            world.must(home, "trust", "add", "--for", use, str(folder.parent / "demo" / "pki" / f"{use}.pem"))
        set_policy(world, home, threads=shape.threads)
    for home, other in (("site", "backend"), ("backend", "site")):
        world.must(home, "peer", "add", f"{other}.satchel-card", "--name", other, "--fingerprint", fingerprints[other])
    shutil.copytree(folder.parent / "demo" / "registrar" / "requests", folder / "spool")
    for name in ("stick", "answers"):
        (folder / name).mkdir()
    return world


class Snapshots:
    """For each step a world that stands right before it and one right after it, and one at the end of the loop."""

    def __init__(self, program, folder, shape):
        self.folder = pathlib.Path(folder)
        self.before, self.after = {}, {}
        world = make(program, self.folder / "making", shape)
        for step in STEPS:
            if step.name == "gather at the backend":
                self._issue(world)
            self._take(step, world)
        self.end = world
        for step in SIDE_STEPS:
            self._take(step, self._nested(program, step, shape) if step.cmp_nested else self._killed(step))

    def _take(self, step, world):
        """Both of a step, by doing it in that world."""
        self.before[step.name] = world.copy(self.folder / f"before-{len(self.before)}")
        self._do(step, world)
        self.after[step.name] = world.copy(self.folder / f"after-{len(self.after)}")

    @staticmethod
    def _do(step, world):
        run = world.do(step)
        if run.code != 0:
            raise RuntimeError(f"\"{step.name}\" ends with {run.code}: {run.said}")

    def _issue(self, world):
        issuer = self.folder / "demo" / "issuer"
        shutil.rmtree(issuer / "issued")  # the demonstration's answers; these are other stations
        world.must(None, "issue", "--ca", str(issuer), "--in", "to-authorities", "--out", "answers")
        for earlier in (*self.before.values(), *self.after.values()):  # the same requests get the same answers
            shutil.copytree(world.folder / "answers", earlier.folder / "answers", dirs_exist_ok=True)

    def _killed(self, step):
        world = self.before[step.like].copy(self.folder / "killed")
        run = world.do(step, extra={"SATCHEL_FAULT_POINT": step.killed})
        if run.code != -9:
            raise RuntimeError(f"\"{step.name}\" is not killed at {step.killed}: {run.said}")
        return world

    def _nested(self, program, step, shape):
        """Two devices ask by CMP, and their requests are at a backend that makes a batch of them."""
        shape = dataclasses.replace(shape, pledges=6)  # of which the second and the sixth speak CMP
        world = make(program, self.folder / "nested" / "making", shape)
        for file in (world.folder / "spool").iterdir():
            if not file.with_suffix(".pki").exists():
                file.unlink()
        for earlier in STEPS[:3]:
            self._do(earlier, world)
        make_registration_authority(world, step.station)
        set_policy(world, step.station, cmp_nested=step.cmp_nested)
        return world
