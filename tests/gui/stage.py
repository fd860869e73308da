"""A screen and a session bus for a test that wants real ones, and the end of both."""

import os
import subprocess


class Stage:
    """A screen and a bus that end with this."""

    def __init__(self, folder):
        self.processes = []
        self.environment = {**os.environ, "XDG_RUNTIME_DIR": folder, "HOME": folder, "NO_AT_BRIDGE": "0"}
        for inherited in ("AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", "LANGUAGE"):
            self.environment.pop(inherited, None)
        self.environment["DISPLAY"] = ":" + self.told(["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"])
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.told(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"])

    def start(self, command, stderr=subprocess.DEVNULL, **further):
        process = subprocess.Popen(command, env=self.environment, stderr=stderr, text=True, **further)
        self.processes.append(process)
        return process

    def told(self, command):
        """The first line that a program says, when it is ready."""
        return self.start(command, stdout=subprocess.PIPE).stdout.readline().strip()

    def end(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
