"""What the shim wrote down: the calls by which a program read and changed the files below one folder, in their order."""

import collections
import dataclasses
import pathlib
import posixpath
import struct

KINDS = ("open", "create", "read", "write", "truncate", "sync", "syncall", "rename", "link", "unlink", "mkdir", "rmdir",
         "chmod", "close", "writeout", "list", "stream", "lock", "look")
CHANGES = frozenset(KINDS) - {"open", "read", "close", "list", "stream", "lock", "look"}
HEAD = struct.Struct("<BBHHhiIq")


@dataclasses.dataclass(frozen=True)
class Call:
    kind: str
    path: str
    other: str  # the second path of rename and link
    descriptor: int
    offset: int  # of a write; the size of a truncate; 1 for an open that empties the file
    data: bytes
    error: int
    hit: bool  # the fault was here
    number: int  # from 1, among the calls of its kind in its folder

    @property
    def folder(self):
        return posixpath.dirname(self.path) or "."


def read(path):
    """The calls of a recording, which may be missing, or end in the middle of a call that was killed."""
    file = pathlib.Path(path)
    data, at, calls, counts = file.read_bytes() if file.exists() else b"", 0, [], collections.Counter()
    while at + HEAD.size <= len(data):
        kind, hit, path_size, other_size, error, descriptor, size, offset = HEAD.unpack_from(data, at)
        at += HEAD.size
        texts = data[at:at + path_size + other_size].decode(errors="surrogateescape")
        at += path_size + other_size
        place = (KINDS[kind], posixpath.dirname(texts[:path_size]) or ".")
        counts[place] += 1
        calls.append(Call(KINDS[kind], texts[:path_size], texts[path_size:], descriptor, offset, data[at:at + size], error,
                          bool(hit), counts[place]))
        at += size
    return calls
