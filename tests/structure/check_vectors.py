"""No third-party message is copied into the repository: tests read them where they are."""

import hashlib
import os
import pathlib
import sys

import structure

SMALLEST = 65  # shorter files may well be equal by chance
NOT_MESSAGES = ("INDEX.md",)


def folder():
    return pathlib.Path(os.environ.get("SATCHEL_VECTORS") or structure.ROOT / ".." / "shared" / "vectors")


def known_digests(base):
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in base.rglob("*")
            if path.is_file() and path.stat().st_size >= SMALLEST and path.name not in NOT_MESSAGES}


def findings_against(known, tree):
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in tree.files.items()}
    return [f"{name} is a copy of the third-party message {known[digest]}"
            for name, digest in sorted(digests.items()) if digest in known]


MESSAGE = b"0" * SMALLEST

if __name__ == "__main__":
    if "--self-test" in sys.argv[1:]:
        known = {hashlib.sha256(MESSAGE).hexdigest(): "voucher.der"}
    elif folder().is_dir():
        known = known_digests(folder())
    else:
        print(f"skipped: no third-party messages in {folder()}")
        sys.exit(structure.SKIPPED)
    structure.main(lambda tree: findings_against(known, tree), {"tests/a.der": b"1" * SMALLEST},
                   [("a copy", {"tests/data/b.bin": MESSAGE}, "copy of the third-party message voucher.der")])
