"""A storage daemon for tests, by python-dbusmock: sticks that a test plugs, pulls and lets fail.

It speaks the interfaces of UDisks2 as its reference manual tells them (ObjectManager; Block, Filesystem and Drive), as far as
Satchel uses them, and mounts nothing: a stick's folder is given by the test. The methods of MOCK_IFACE are the test's side.
"""

import time

import dbus
from dbusmock import MOCK_IFACE, mockobject

BUS_NAME = "org.freedesktop.UDisks2"
MAIN_OBJ = "/org/freedesktop/UDisks2"
MAIN_IFACE = "org.freedesktop.UDisks2.Manager"
SYSTEM_BUS = True
IS_OBJECT_MANAGER = True

BLOCK = "org.freedesktop.UDisks2.Block"
FILESYSTEM = "org.freedesktop.UDisks2.Filesystem"
DRIVE = "org.freedesktop.UDisks2.Drive"
ERROR = "org.freedesktop.UDisks2.Error."

failures = {}  # by method: (error name, text), once each
delays = {}  # by method: seconds, once each
calls = []


def load(mock, parameters):
    pass


def file_name(text):
    return dbus.ByteArray(text.encode() + b"\0")


def file_names(texts):
    return dbus.Array([file_name(text) for text in texts], signature="ay")


def block_path(name):
    return f"{MAIN_OBJ}/block_devices/{name}"


def drive_path(name):
    return f"{MAIN_OBJ}/drives/{name}"


def begin(method, path):
    calls.append(f"{method} {path.rsplit('/', 1)[1]}")
    time.sleep(delays.pop(method, 0))
    if method in failures:
        name, text = failures.pop(method)
        raise dbus.exceptions.DBusException(text, name=name)


def set_mounts(block, folders):
    block.UpdateProperties(FILESYSTEM, {"MountPoints": file_names(folders)})


def mount(block, options):
    begin("Mount", block.path)
    if block.mounted:
        raise dbus.exceptions.DBusException("it is mounted", name=ERROR + "AlreadyMounted")
    block.mounted = [block.folder]
    set_mounts(block, block.mounted)
    return block.folder


def unmount(block, options):
    begin("Unmount", block.path)
    if not block.mounted:
        raise dbus.exceptions.DBusException("it is not mounted", name=ERROR + "NotMounted")
    block.mounted.pop()
    set_mounts(block, block.mounted)


def blocks_of(drive):
    return [path for path, there in mockobject.objects.items()
            if there.props.get(BLOCK, {}).get("Drive") == drive.path]


def remove(manager, path):
    interfaces = list(mockobject.objects[path].props)
    manager.RemoveObject(path)
    manager.EmitSignal("org.freedesktop.DBus.ObjectManager", "InterfacesRemoved", "oas", [dbus.ObjectPath(path), interfaces])


def refuse_mounted(drive):
    if any(mockobject.objects[path].mounted for path in blocks_of(drive)):
        raise dbus.exceptions.DBusException("a file system of it is mounted", name=ERROR + "DeviceBusy")


def eject(drive, options):
    begin("Eject", drive.path)
    refuse_mounted(drive)
    for path in blocks_of(drive):
        remove(drive.object_manager, path)


def power_off(drive, options):
    begin("PowerOff", drive.path)
    refuse_mounted(drive)
    for path in [*blocks_of(drive), drive.path]:
        remove(drive.object_manager, path)


@dbus.service.method(MOCK_IFACE, in_signature="sa{sv}", out_signature="")
def AddDrive(self, name, wishes):
    properties = {
        "Id": dbus.String(name), "Vendor": dbus.String("Acme"), "Model": dbus.String("Stick 3000"),
        "Serial": dbus.String(f"SERIAL-{name}"), "ConnectionBus": dbus.String("usb"), "SiblingId": dbus.String(""),
        "Removable": dbus.Boolean(True), "MediaRemovable": dbus.Boolean(True), "Ejectable": dbus.Boolean(True),
        "CanPowerOff": dbus.Boolean(True)}
    properties.update(wishes)
    self.AddObject(drive_path(name), DRIVE, properties,
                   [("Eject", "a{sv}", "", eject), ("PowerOff", "a{sv}", "", power_off)])
    self.object_manager_emit_added(drive_path(name))


@dbus.service.method(MOCK_IFACE, in_signature="sssasa{sv}", out_signature="")
def AddVolume(self, name, drive, folder, mounted, wishes):
    """`folder` is where it is mounted on request, `mounted` where it is from the beginning."""
    properties = {
        "Device": file_name(f"/dev/{name}"), "PreferredDevice": file_name(f"/dev/{name}"),
        "Drive": dbus.ObjectPath(drive_path(drive) if drive else "/"), "IdLabel": dbus.String("DEPOT"),
        "IdUUID": dbus.String("5A3F-11D2"), "IdType": dbus.String("vfat"), "IdUsage": dbus.String("filesystem"),
        "Size": dbus.UInt64(8_000_000_000), "ReadOnly": dbus.Boolean(False), "HintSystem": dbus.Boolean(False),
        "HintIgnore": dbus.Boolean(False)}
    properties.update(wishes)
    self.AddObject(block_path(name), BLOCK, properties, [])
    block = mockobject.objects[block_path(name)]
    block.folder, block.mounted = str(folder), [str(one) for one in mounted]
    block.AddProperties(FILESYSTEM, {"MountPoints": file_names(block.mounted)})
    block.AddMethods(FILESYSTEM, [("Mount", "a{sv}", "s", mount), ("Unmount", "a{sv}", "", unmount)])
    self.object_manager_emit_added(block_path(name))


@dbus.service.method(MOCK_IFACE, in_signature="s", out_signature="")
def Pull(self, drive):
    """Without a word to anybody, as people do."""
    pulled = mockobject.objects[drive_path(drive)]
    for path in [*blocks_of(pulled), pulled.path]:
        remove(self, path)


@dbus.service.method(MOCK_IFACE, in_signature="sss", out_signature="")
def FailNext(self, method, error, text):
    failures[str(method)] = (str(error), str(text))


@dbus.service.method(MOCK_IFACE, in_signature="si", out_signature="")
def DelayNext(self, method, milliseconds):
    delays[str(method)] = milliseconds / 1000


@dbus.service.method(MOCK_IFACE, in_signature="ssv", out_signature="")
def SetBlock(self, name, property_name, value):
    mockobject.objects[block_path(name)].UpdateProperties(BLOCK, {property_name: value})


@dbus.service.method(MOCK_IFACE, in_signature="", out_signature="as")
def TakeCalls(self):
    taken, calls[:] = list(calls), []
    return dbus.Array(taken, signature="s")
