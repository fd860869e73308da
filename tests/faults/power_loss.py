"""What a disk may hold after the power went: all that was flushed, and of the rest nothing, some, or the wrong half.

A write or a new length lasts from the next fsync of that file on, a name (made, renamed, removed) from the next fsync of
its folder, everything from the next syncfs. File systems keep more than that; a program must not count on it.
"""

import dataclasses
import hashlib
import posixpath

SECTOR = 512
DROPPED, NAMES_ONLY, CONTENTS_ONLY, REORDERED = "dropped", "names only", "contents only", "reordered"
WAYS = (DROPPED, NAMES_ONLY, CONTENTS_ONLY, REORDERED)


@dataclasses.dataclass(eq=False)
class Node:
    entries: dict = None  # of a folder: what its names mean, flushed
    live: dict = None  # the same, as the program sees it
    data: bytes = b""  # of a file, flushed
    pending: list = dataclasses.field(default_factory=list)  # writes (offset, bytes) and lengths (size, None)


def applied(data, changes):
    content = bytearray(data)
    for offset, written in changes:
        if written is None:
            content[offset:] = bytes(max(0, offset - len(content)))
        else:
            content.extend(bytes(max(0, offset - len(content))))
            content[offset:offset + len(written)] = written
    return bytes(content)


def torn(change, random):
    """The first sectors of a write, up to a boundary between two of them."""
    offset, written = change
    first = SECTOR - offset % SECTOR
    boundaries = range(first, len(written or b""), SECTOR)
    return [(offset, written[:random.choice(boundaries)])] if boundaries else []


class Disk:
    def __init__(self, folder):
        self.root = self._load(folder)
        self.descriptors = {}
        self.names = []  # what was done to names and is not flushed: lists of [folder, name, node or None]

    def _load(self, path):
        if path.is_dir():
            entries = {child.name: self._load(child) for child in path.iterdir()}
            return Node(entries=entries, live=dict(entries))
        return Node(data=path.read_bytes())

    def _folder(self, path):
        node = self.root
        for name in [part for part in posixpath.dirname(path).split("/") if part]:
            node = node.live[name]
        return node

    def _find(self, path):
        return self.root if path == "." else self._folder(path).live.get(posixpath.basename(path))

    def _name(self, *assignments):
        change = []
        for path, node in assignments:
            folder, name = self._folder(path), posixpath.basename(path)
            folder.live[name] = node
            if node is None:
                del folder.live[name]
            change.append([folder, name, node])
        self.names.append(change)

    def _flush_names(self, folder=None):
        for change in self.names:
            for where, name, node in [each for each in change if folder in (None, each[0])]:
                where.entries[name] = node
                if node is None:
                    del where.entries[name]
            change[:] = [each for each in change if folder is not None and each[0] is not folder]
        self.names = [change for change in self.names if change]

    @staticmethod
    def _flush_content(node):
        node.data, node.pending = applied(node.data, node.pending), []

    def _all_files(self, node):
        for child in node.live.values():
            yield from self._all_files(child) if child.live is not None else (child,)

    def do(self, call):
        """One call of a recording, in its turn."""
        if call.error:
            return
        if call.kind in ("open", "create"):
            if self._find(call.path) is None:
                self._name((call.path, Node()))
            node = self.descriptors[call.descriptor] = self._find(call.path)
            if call.offset and node.live is None:
                node.pending.append((0, None))
        elif call.kind == "write":
            self.descriptors[call.descriptor].pending.append((call.offset, call.data))
        elif call.kind == "truncate":
            self.descriptors[call.descriptor].pending.append((call.offset, None))
        elif call.kind == "sync":
            node = self.descriptors[call.descriptor]
            self._flush_content(node) if node.live is None else self._flush_names(node)
        elif call.kind == "syncall":
            self._flush_names()
            for node in self._all_files(self.root):
                self._flush_content(node)
        elif call.kind == "rename":
            self._name((call.other, self._find(call.path)), (call.path, None))
        elif call.kind == "link":
            self._name((call.other, self._find(call.path)))
        elif call.kind in ("unlink", "rmdir"):
            self._name((call.path, None))
        elif call.kind == "mkdir":
            self._name((call.path, Node(entries={}, live={})))

    def image(self, way, random):
        """Path and content of every file, None for a folder, as the disk may have them after a cut now."""
        entries = {}

        def of(folder):
            return entries.setdefault(id(folder), dict(folder.entries))

        for change in self.names:
            if way == NAMES_ONLY or (way == REORDERED and random.random() < 0.5):
                for folder, name, node in change:
                    of(folder)[name] = node
        files = {}

        def walk(folder, path):
            for name, node in of(folder).items():
                if node is None:
                    continue
                files[path + name] = None if node.live is not None else self._content(node, way, random)
                if node.live is not None:
                    walk(node, f"{path}{name}/")

        walk(self.root, "")
        return files

    @staticmethod
    def _content(node, way, random):
        if way == CONTENTS_ONLY:
            return applied(node.data, node.pending)
        if way != REORDERED:
            return node.data
        kept = []
        for change in node.pending:
            chance = random.random()
            kept += [change] if chance < 0.5 else torn(change, random) if chance < 0.7 and change[1] else []
        return applied(node.data, kept)

    def kept(self):
        """The image of a disk that lost nothing."""
        files = {}

        def walk(folder, path):
            for name, node in folder.live.items():
                files[path + name] = None if node.live is not None else applied(node.data, node.pending)
                if node.live is not None:
                    walk(node, f"{path}{name}/")

        walk(self.root, "")
        return files


def fingerprint(files):
    """Equal images need one look only."""
    whole = hashlib.sha256()
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{'' if data is None else len(data)}\0".encode() + (data or b""))
    return whole.digest()


def write(files, folder):
    folder.mkdir(mode=0o700)
    for path, data in files.items():  # folders come before what is in them
        if data is None:
            (folder / path).mkdir(mode=0o700)
        else:
            (folder / path).write_bytes(data)
            (folder / path).chmod(0o600)
