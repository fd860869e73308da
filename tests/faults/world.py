"""The loop of docs/architecture.md on one machine, command by command, each beginning in a folder of its own."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess

PATIENCE = 900  # seconds: no command here takes one; it is there so that what hangs is seen
LARGEST_BUNDLE = "LARGEST-BUNDLE"  # stands in the arguments of a step for what its world has of it


@dataclasses.dataclass(frozen=True)
class Step:
    """One command. `source` is what it reads, `target` what it fills; everything else is the station's own disk."""
    name: str
    verb: str
    station: str
    arguments: tuple
    source: tuple = ()
    target: tuple = ()


STEPS = (
    Step("gather at the site", "gather", "site", ("gather", "spool", "--remove", "--from", "registrar"), source=("spool",)),
    Step("export at the site", "export", "site", ("export", "--out", "stick", "--max-size", LARGEST_BUNDLE), target=("stick",)),
    Step("import at the backend", "import", "backend", ("import", "stick"), source=("stick",)),
    Step("receipts at the backend", "receipt", "backend", ("receipt", "-o", "receipts"), target=("receipts",)),
    Step("receipts at the site", "import", "site", ("import", "receipts"), source=("receipts",)),
    Step("deliver at the backend", "deliver", "backend", ("deliver", "--out", "to-authorities"),
         target=("to-authorities", ".to-authorities.satchel-part")),
    Step("gather at the backend", "gather", "backend", ("gather", "answers"), source=("answers",)),
    Step("export at the backend", "export", "backend", ("export", "--out", "stick-back"), target=("stick-back",)),
    Step("import at the site", "import", "site", ("import", "stick-back"), source=("stick-back",)),
    Step("deliver at the site", "deliver", "site", ("deliver", "--out", "registrar"),
         target=("registrar", ".registrar.satchel-part")),
)


@dataclasses.dataclass(frozen=True)
class Run:
    code: int  # negative: killed by that signal
    report: dict
    said: str


class World:
    def __init__(self, program, folder, largest_bundle):
        self.program = program
        self.folder = pathlib.Path(folder)
        self.largest_bundle = largest_bundle

    def run(self, home, *arguments, extra=None):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SATCHEL_")}
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
        arguments = (str(self.largest_bundle) if each == LARGEST_BUNDLE else each for each in step.arguments)
        return self.run(step.station, *arguments, extra=extra)

    def in_folder(self, folder):
        return World(self.program, folder, self.largest_bundle)

    def copy(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        return self.in_folder(folder)


def make(program, folder, pledges, largest_bundle):
    """A site and a backend that know each other, and the requests of some devices beside the site."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    world = World(program, folder, largest_bundle)
    world.must(None, "demo", "building", "--pledges", str(pledges), "--dir", str(folder.parent / "demo"))
    fingerprints = {}
    for home, role in (("site", "site"), ("backend", "backend")):
        fingerprints[home] = world.must(home, "init", "--role", role, "--name", home)["station"]["fingerprint"]
        world.must(home, "card", "-o", f"{home}.satchel-card")
        for use in ("manufacturer", "domain", "masa"):
            world.must(home, "trust", "add", "--for", use, str(folder.parent / "demo" / "pki" / f"{use}.pem"))
        settings = folder / home / "settings.toml"
        # One thread, so that the calls come in one order every time.
        settings.write_text(settings.read_text().replace("threads = 0", "threads = 1"))
    for home, other in (("site", "backend"), ("backend", "site")):
        world.must(home, "peer", "add", f"{other}.satchel-card", "--name", other, "--fingerprint", fingerprints[other])
    shutil.copytree(folder.parent / "demo" / "registrar" / "requests", folder / "spool")
    for name in ("stick", "answers"):
        (folder / name).mkdir()
    return world


class Snapshots:
    """For each step a world that stands right before it, and one that stands at the end."""

    def __init__(self, program, folder, pledges, largest_bundle):
        folder = pathlib.Path(folder)
        world = make(program, folder / "making", pledges, largest_bundle)
        self.before = {}
        for number, step in enumerate(STEPS):
            if step.name == "gather at the backend":
                shutil.rmtree(folder / "demo" / "issuer" / "issued")  # the demonstration's answers; these are other stations
                world.must(None, "issue", "--ca", str(folder / "demo" / "issuer"), "--in", "to-authorities", "--out", "answers")
                for earlier in self.before.values():  # the same requests get the same answers
                    shutil.copytree(world.folder / "answers", earlier.folder / "answers", dirs_exist_ok=True)
            self.before[step.name] = world.copy(folder / f"before-{number}")
            run = world.do(step)
            if run.code != 0:
                raise RuntimeError(f"\"{step.name}\" ends with {run.code}: {run.said}")
        self.end = world

    def after(self, step):
        following = STEPS[STEPS.index(step) + 1:]
        return self.before[following[0].name] if following else self.end
