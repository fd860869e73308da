"""What must hold after any fault: the invariants of docs/architecture.md, held against what lies on the disk."""

import hashlib
import json
import pathlib
import re
import shutil
import sqlite3
import tempfile

from world import ALL_STEPS, STEPS, following

LEFTOVER = re.compile(r"\.part$|\.satchel-part$|\.sqlite\.new")
SEQUENCE = re.compile(r"satchel-[0-9a-f]{8}-[0-9a-f]{8}-(\d{6})(?:-\d+)?\.satchel$")
HANDED_OVER = {"site": "registrar", "backend": "to-authorities"}
OUTCOMES = {  # docs/cli.md: exit codes; whatever is not here judges an input
    "usage": 2, "medium-full": 5, "medium-gone": 5, "medium-read-only": 5, "read-back-mismatch": 5, "station-in-use": 6,
    "cancelled": 130, "unreadable": 1, "requester-unknown": 1, "held": 1, "unknown-peer": 1, "key-unavailable": 1,
    "wrong-passphrase": 1, "no-space-for-ledger": 1, "not-a-station": 1, "not-found": 1, "database-unavailable": 1,
    "internal": 1}


class Broken(Exception):
    """An invariant does not hold."""


def require(truth, words):
    if not truth:
        raise Broken(words)


def digest(data):
    return hashlib.sha256(data).hexdigest()


def require_found(base):
    """Each item is there once, and under the keys of its id and of the request that it answers (ItemKeys.h); each
    certificate under that of its fingerprint (DeviceRecords.h)."""
    keys = set(base.execute("SELECT key, item FROM item_lookups"))
    ids = set()
    for number, item, request in base.execute("SELECT item, id, in_reply_to FROM item_facts"):
        require(item not in ids, f"item {item} is there twice")
        ids.add(item)
        require((int(item[:11], 16), number) in keys, f"item {item} has no key")
        require(not request or (2**44 + int(request[:11], 16), number) in keys, f"item {item} has no key of its request")
    certificates = list(base.execute("SELECT number, fingerprint, item FROM device_certificates"))
    require(len({each[1:] for each in certificates}) == len(certificates), "a certificate of an item is there twice")
    meant = []
    for number, fingerprint, item in certificates:
        brought = int(digest((fingerprint + item).encode())[:11], 16)
        meant += [(int(fingerprint[:11], 16), number), (2**44 + brought, number)]
    require(sorted(base.execute("SELECT key, certificate FROM certificate_lookups")) == sorted(meant),
            "certificates are not found by their fingerprints and items")


class Ledger:
    """What the ledger of a station says, read from a copy: looking must not mend what a fault left."""

    def __init__(self, world, home):
        with tempfile.TemporaryDirectory(dir=world.folder.parent) as scratch:
            shutil.copytree(world.folder / home / "ledger", pathlib.Path(scratch) / "ledger")
            base = sqlite3.connect(pathlib.Path(scratch) / "ledger" / "ledger.sqlite")
            try:
                self._read(base)
            except sqlite3.Error as error:
                raise Broken(f"the ledger of {home} cannot be read: {error}") from error
            finally:
                base.close()

    def _read(self, base):
        sound = base.execute("PRAGMA integrity_check").fetchall()
        require(sound == [("ok",)], f"integrity_check: {sound}")
        require(not base.execute("PRAGMA foreign_key_check").fetchall(), "foreign_key_check finds something")
        astray = base.execute(
            "SELECT COUNT(*) FROM items WHERE due <> (gathered_here = 1 AND (state IN ('pending', 'packed') "
            "OR (state = 'received' AND peer = ''))) OR waiting <> (deadline < '9999' "
            "AND state IN ('held', 'pending', 'packed', 'received', 'ready', 'delivered'))").fetchone()[0]
        require(astray == 0, f"{astray} items are due or wait otherwise than their states say")
        require_found(base)
        self.items, self.bundle_of = {}, {}
        for item, kind, state, bundle, data in base.execute(
                "SELECT f.id, i.kind, i.state, i.bundle, COALESCE(b.bytes, c.bytes) FROM items i "
                "LEFT JOIN item_facts f ON f.item = i.number LEFT JOIN item_bytes b ON b.item = i.number "
                "LEFT JOIN carried_bytes c ON c.item = i.number"):
            require(item is not None, "of an item nothing is known")
            require(data is not None, f"item {item} has no bytes")
            self.items[item] = (kind, state, digest(data))
            self.bundle_of[item] = bundle
        self.staged = base.execute("SELECT COUNT(*) FROM staged_items").fetchone()[0]
        twice = base.execute("SELECT COUNT(*) FROM item_bytes JOIN carried_bytes USING (item)").fetchone()[0]
        require(twice == 0, f"{twice} items have their bytes twice")
        astray = base.execute("SELECT COUNT(*) FROM carried_bytes WHERE item NOT IN (SELECT number FROM items) "
                              "AND item NOT IN (SELECT number FROM staged_items)").fetchone()[0]
        require(astray == 0, f"the bytes of {astray} items are there that are not")
        self.outgoing = {number: (bundle, state, items) for number, bundle, state, items in base.execute(
            "SELECT o.sequence, o.bundle, o.state, (SELECT COUNT(*) FROM outgoing_items i WHERE i.outgoing = o.number) "
            "FROM outgoing o")}
        self.packed = base.execute("SELECT o.bundle, f.id FROM outgoing_items p JOIN outgoing o ON o.number = p.outgoing "
                                   "JOIN item_facts f ON f.item = p.item").fetchall()
        self.incoming = {bundle for bundle, in base.execute("SELECT bundle FROM incoming")}
        self.wrappings = {name: digest(data) for name, data in base.execute("SELECT name, bytes FROM wrappings ORDER BY number")}

    def digests(self):
        return {data for _, _, data in self.items.values()}

    def handed_over(self, name):
        """The digest of what must stand under this name; None if nothing may."""
        return self.wrappings.get(name) or self.items.get(name.split(".")[0], (None,) * 3)[2]


class Expectations:
    """What an undisturbed run leaves, to compare with."""

    def __init__(self, snapshots):
        self.end = {home: Ledger(snapshots.end, home).items for home in HANDED_OVER}
        self.delivered = {home: delivered(snapshots.end, home) for home in HANDED_OVER}
        self.delivered_after = {step.name: delivered(snapshots.after[step.name], step.station) for step in ALL_STEPS}
        self.before = {step.name: Ledger(snapshots.before[step.name], step.station) for step in ALL_STEPS}
        self.after = {step.name: Ledger(snapshots.after[step.name], step.station) for step in ALL_STEPS}
        self.sources = {path.name: digest(path.read_bytes())
                        for path in (snapshots.before[STEPS[0].name].folder / "spool").iterdir()}


def delivered(world, home):
    """Name and digest of what the local system finds there, sidecars apart: these tell when it was taken in.

    A nested message is signed anew where the one before was never written down: of it only the ledger knows the bytes.
    """
    there, wrappings = world.folder / HANDED_OVER[home], Ledger(world, home).wrappings
    files = {path.name: digest(path.read_bytes()) for path in (there.iterdir() if there.is_dir() else ())
             if not path.name.endswith(".meta")}
    return {name: "as in the ledger" if wrappings.get(name) == data else data for name, data in files.items()}


def check_right_after(world, step, run, expected):
    """Before anything is mended: nothing acknowledged is missing, nothing half done can be taken for whole."""
    ledger = Ledger(world, step.station)
    if step.verb == "gather":
        gone = {name: data for name, data in expected.sources.items()
                if not name.endswith(".meta") and not (world.folder / "spool" / name).exists()}
        for name, data in gone.items() if step.station == "site" else ():
            require(data in ledger.digests(), f"{name} was removed and is not in the ledger")
    if step.verb == "export":
        check_bundles(world, step, ledger)
    if step.verb == "import":
        check_whole_bundles(step, ledger, expected)
        check_whole_receipts(step, ledger, expected)
    if step.verb == "deliver":
        check_handed_over(world, step, ledger)
    check_report(world, step, run, ledger, expected)


def check_bundles(world, step, ledger):
    """Whatever has its final name is whole, and the sender knows what went into it."""
    receiver = "backend" if step.station == "site" else "site"
    folder = world.folder / step.target[0]
    for path in sorted(folder.glob("*.satchel")) if folder.is_dir() else ():
        run = world.run(receiver, "verify", str(path))
        require(run.code == 0, f"{path.name} has its final name and is not good: {run.said}")
        known = ledger.outgoing.get(int(SEQUENCE.search(path.name)[1]))
        require(known and known[2] > 0, f"{path.name} is on the medium and the ledger knows nothing of its items: {known}")


def check_whole_bundles(step, ledger, expected):
    """All of a bundle is visible, or nothing."""
    complete, before = expected.after[step.name], expected.before[step.name].items
    for bundle in complete.incoming - expected.before[step.name].incoming:
        whole = {item for item, carrier in complete.bundle_of.items() if carrier == bundle and item not in before}
        here = whole & set(ledger.items)
        require(not here or here == whole, f"bundle {bundle} was imported in part")
        require(bundle not in ledger.incoming or here == whole, f"bundle {bundle} counts as imported and its items are missing")


def check_whole_receipts(step, ledger, expected):
    """A receipt file counts for each request of its bundle, or for none."""
    received = {bundle for bundle, state, _ in ledger.outgoing.values() if state == "received"}
    for bundle, item in ledger.packed if step.source == ("receipts",) else ():
        wanted = (expected.after if bundle in received else expected.before)[step.name].items[item]
        require(ledger.items[item] == wanted, f"the receipt of {bundle} counts in part: {ledger.items[item][:2]}")


def check_handed_over(world, step, ledger):
    """No file that a reader of the folder can meet is half a file."""
    folder = world.folder / HANDED_OVER[step.station]
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.endswith(".meta"):
            json.loads(path.read_bytes())
        elif not path.name.startswith("."):
            require(digest(path.read_bytes()) == ledger.handed_over(path.name),
                    f"{path.name} was handed over and is not what was gathered")


def check_report(world, step, run, ledger, expected):
    """What the report says is so. A command that was killed has said nothing."""
    report = run.report
    if step.verb == "gather":
        missing = set(report.get("items", [])) - set(ledger.items)
        require(not missing, f"reported as gathered and not in the ledger: {missing}")
    for bundle in report.get("bundles", []) if step.verb == "export" else ():
        path = pathlib.Path(bundle["path"])
        path = world.folder / step.target[0] / path.name  # the world may be an image of the one that was run in
        require(path.is_file() and digest(path.read_bytes()) == bundle["sha256"], f"reported and not on the medium: {path.name}")
        require(ledger.outgoing[bundle["sequence"]][1] == "packed", f"reported and not recorded: {path.name}")
    for bundle in report.get("bundles", []) if step.verb == "import" else ():
        taken = bundle["verdict"] in ("imported", "already-imported")
        require(not taken or bundle["id"] in ledger.incoming, f"reported as imported and not in the ledger: {bundle}")
    for receipt in report.get("receipts", []) if step.verb == "import" else ():
        heard = (receipt["bundle"], "received") in {known[:2] for known in ledger.outgoing.values()}
        require(heard or receipt["verdict"] not in ("applied", "already-applied"), f"reported and not recorded: {receipt}")
    for receipt in report.get("receipts", []) if step.verb == "receipt" else ():
        path = world.folder / step.target[0] / pathlib.Path(receipt["path"]).name
        require(path.is_file() and path.stat().st_size, f"reported and not on the medium: {path.name}")
    for file in report.get("files", []) if step.verb == "deliver" else ():
        path = world.folder / HANDED_OVER[step.station] / pathlib.Path(file["path"]).name
        there = path.is_file() and digest(path.read_bytes()) == ledger.handed_over(path.name)
        require(there, f"reported and not there: {path.name}")
        require(ledger.items[file["item"]][1] == "delivered", f"reported and not recorded: {path.name}")
    if run.code == 0:
        # Success means all of it, whatever was met on the way.
        missing = set(expected.after[step.name].items) - set(ledger.items)
        require(not missing, f"the command succeeded without {len(missing)} items")
        states = {item for item, facts in expected.after[step.name].items.items() if ledger.items[item] != facts}
        require(not states, f"the command succeeded and {len(states)} items are not where they should be")


def check_said(run):
    """A command that fails says why, with a code of the closed list that its exit code belongs to."""
    if run.code == 0:
        return
    error = run.report.get("error")
    rows = [row["code"] for row in run.report.get("refused", [])]
    rows += [row["code"] for bundle in run.report.get("bundles", []) for row in bundle.get("refused", [])]
    require(error or (run.code in (3, 4) and rows), f"exit code {run.code} without a reason: {run.said!r}")
    if error:
        require(error["message"], f"an error without words: {run.said!r}")
        named = error["code"] == "not-found" and rows  # what was to be taken in is refused like any other input
        require((4 if named else OUTCOMES.get(error["code"], 4)) == run.code, f"exit code {run.code} for {error['code']}: {run.said!r}")


STATION_DISK = {"ENOSPC": {"no-space-for-ledger", "database-unavailable"}} | dict.fromkeys(
    # SQLite does not tell why the -shm file cannot grow; the program takes it for want of room.
    ("EIO", "EROFS", "ENODEV"), {"database-unavailable", "no-space-for-ledger", "key-unavailable", "unreadable"})
MEDIUM = {"ENOSPC": "medium-full", "EROFS": "medium-read-only", "EIO": "medium-gone", "ENODEV": "medium-gone"}


def check_fitting(case, run):
    """The exit code and its reason fit what went wrong, and where. That nothing is lost at success is checked elsewhere."""
    code = run.report.get("error", {}).get("code", "")
    if case.is_harmless:
        require(run.code == 0, f"no error, and yet exit code {run.code}: {run.said!r}")
    elif case.is_look:
        # What cannot be looked at may be told as not being there. But nobody shall change the stick for the station's disk.
        require(run.code != 5 or case.zone != case.step.station, f"a look at the station's disk gives 5: {run.said!r}")
    elif case.error in MEDIUM and run.code != 0:
        if case.zone == case.step.station:
            require(run.code == 1 and code in STATION_DISK[case.error],
                    f"{case.error} on the station's disk gives {run.code} {code}: {run.said!r}")
        elif case.step.verb == "gather":
            rows = {row["code"] for row in run.report["refused"]}
            require(run.code in (3, 4) and rows == {MEDIUM[case.error]}, f"{case.error} on a source gives {run.code} {rows}")
        else:
            require(run.code == 5 and code == MEDIUM[case.error],
                    f"{case.error} on the medium gives {run.code} {code}: {run.said!r}")


def finish(world, step, expected, whole):
    """Run the command again and, where the whole loop is wanted, all that follows: it is as if nothing had happened."""
    for each in (step, *(following(step) if whole else ())):
        run = world.do(each)
        require(run.code == 0, f"then, \"{each.name}\" ends with {run.code}: {run.said}")
    around = whole and not step.cmp_nested
    for home in HANDED_OVER if around else (step.station,):
        items = expected.end[home] if around else expected.after[step.name].items
        files = expected.delivered[home] if around else expected.delivered_after[step.name]
        ledger = Ledger(world, home)
        require(ledger.items == items, f"in the end the {home} has other items: {differences(ledger.items, items)}")
        require(ledger.staged == 0, f"staged rows are left at the {home}")
        require(all(state != "writing" for _, state, _ in ledger.outgoing.values()), f"an unfinished bundle is left at the {home}")
        require(delivered(world, home) == files, f"in the end other files were handed over at the {home}")
        log = world.run(home, "log", "--verify") if whole else None
        require(not log or (log.code == 0 and log.report["intact"]), f"the custody log of the {home} is broken: {log and log.said}")
    left = [str(path.relative_to(world.folder)) for path in world.folder.rglob("*") if LEFTOVER.search(path.name)]
    require(not left, f"left behind: {left}")


def differences(ours, theirs):
    return [(item[:8], ours.get(item, ())[:2], theirs.get(item, ())[:2])
            for item in sorted(set(ours) | set(theirs)) if ours.get(item) != theirs.get(item)]
