"""Of a fault point, and of batches that tests make smaller, nothing is left in a build without them; with them all is there."""

import pathlib
import sys

TRACES = (b"a-point-for-tests", b"faultPoint", b"itemsPerBatch")


def traces(path):
    data = pathlib.Path(path).read_bytes()
    return [trace.decode() for trace in TRACES if trace in data]


def main(without, with_points):
    left, there = traces(without), traces(with_points)
    print(f"without: {left}, with: {there}")
    return 1 if left or len(there) != len(TRACES) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
