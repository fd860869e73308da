"""Reads the window as a screen reader does: through AT-SPI, on a screen and a session bus of its own.

    atspi_names.py SATCHEL SATCHEL_DESKTOP

In German, so that a name that was never translated shows, and with a file that is to be looked at. Skipped where something that it needs is missing (lacking.py).
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from lacking import lacking
from stage import Stage

PATIENCE = 90  # seconds: with sanitizers on a busy machine
PYTHON = "/usr/bin/python3"  # the system's: another one has none of Debian's modules
USE_ATSPI = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
NAMES = ("satchel-desktop", "Satchel")
PAGES = ["Übersicht", "Mitnehmen", "Einlesen", "Prüfen", "Anfragen", "Bündel", "Stationen", "Protokoll", "Einstellungen"]
BUTTONS = ["Mitnehmen", "Einlesen"]
VERDICT = "Nicht alles ist gut"  # on the page that checks, of the file that the window was started with
# Whoever cannot see has nothing but the name.
CONTROLS = {"push button", "check box", "radio button", "combo box", "text", "list", "table", "tree", "tree table",
            "progress bar", "spin button", "slider", "page tab", "link"}


def skip(reason):
    sys.exit(lacking(reason))


def need():
    for program, package in (("Xvfb", "xvfb"), ("dbus-daemon", "dbus-daemon"), (PYTHON, "python3")):
        if not shutil.which(program):
            skip(f"there is no {program} here (package {package})")
    if subprocess.run([PYTHON, "-c", USE_ATSPI], capture_output=True, check=False).returncode != 0:
        skip("the system's Python cannot use AT-SPI (packages python3-gi, gir1.2-atspi-2.0)")
    if not pathlib.Path("/usr/share/dbus-1/services/org.a11y.Bus.service").exists():
        skip("there is no AT-SPI here (package at-spi2-core)")


def wake(stage):
    """Has the bus of AT-SPI and its registry started: a window or a reader that asks while they start may never hear of the other."""
    if stage.start([PYTHON, "-c", USE_ATSPI + "; Atspi.init(); Atspi.get_desktop(0).get_child_count()"], stderr=None).wait(PATIENCE) != 0:
        sys.exit("AT-SPI does not start")


def run(satchel, desktop):
    need()
    with tempfile.TemporaryDirectory() as folder:
        home = f"{folder}/station"
        subprocess.run([satchel, "--home", home, "init", "--role", "site", "--name", "Keller 7"], check=True,
                       capture_output=True)
        stage = Stage(folder)
        try:
            stage.environment |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
            file = pathlib.Path(folder, "kein.satchel")
            file.write_text("not a bundle", encoding="ascii")
            wake(stage)
            # As the desktop starts it for a double click on a bundle.
            stage.start([desktop, "--home", home, "--language", "de", "--color-scheme", "dark", str(file)])
            reader = stage.start([PYTHON, "-B", __file__, "--read"], stderr=None)
            return reader.wait(3 * PATIENCE)
        finally:
            stage.end()


def all_below(node, depth=0):
    """Each node that is shown, without the cells of tables."""
    if node is None or depth > 30:
        return
    yield node
    if node.get_role_name() in ("table", "tree table", "tree"):
        return
    for i in range(node.get_child_count()):
        yield from all_below(node.get_child_at_index(i), depth + 1)


def name_of(node):
    from gi.repository import Atspi

    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY and relation.get_n_targets() > 0:
            return relation.get_target(0).get_name()
    return node.get_name()


def is_shown(node):
    from gi.repository import Atspi

    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def wait_for_window():
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application and application.get_name() in NAMES and application.get_child_count() > 0:
                return application
        time.sleep(0.5)
    return None


def read():
    """In a process of its own, because the bus is found by the environment once only."""
    window = wait_for_window()
    if window is None:
        print("no window came to the bus", file=sys.stderr)
        return 1
    end = time.monotonic() + PATIENCE
    while True:
        nodes = [(node.get_role_name(), name_of(node), is_shown(node)) for node in all_below(window)]
        pages = [name for role, name, _ in nodes if role == "list item"]
        buttons = [name for role, name, _ in nodes if role == "push button"]
        nameless = [role for role, name, shown in nodes if shown and role in CONTROLS and not (name or "").strip()]
        missing = [name for name in PAGES if name not in pages] + [name for name in BUTTONS if name not in buttons]
        if not any(shown and name == VERDICT for _, name, shown in nodes):
            missing.append(VERDICT)
        if not missing and not nameless:
            print(f"{len(nodes)} nodes; pages {pages}; buttons {buttons}")
            return 0
        if time.monotonic() > end:
            print(f"missing: {missing}; without a name: {nameless}; read: {nodes}", file=sys.stderr)
            return 1
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(read() if sys.argv[1:] == ["--read"] else run(*sys.argv[1:3]))
