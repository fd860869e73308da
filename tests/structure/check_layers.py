"""A layer includes only itself and those below it, and what belongs to one layer is used in that layer only."""

import re

import structure

LAYERS = ["base", "crypto", "media", "station", "ledger", "bundle", "objects", "issuer", "exchange"]

# What an include begins with, the only folders that may have it, and what it is.
CONFINED = [
    (r"openssl/(?!types\.h)", ("core/crypto", "core/objects"), "OpenSSL"),
    (r"sqlite3\.h|libpq|QtSql/|QSql", ("core/ledger",), "SQL"),
    (r"z(std|dict|lib)\w*\.h|archive(_entry)?\.h", ("core/bundle",), "compression and archives"),
    (r"nlohmann/", ("core/base",), "JSON"),
    (r"toml\+\+/|toml\.hpp", ("core/station",), "TOML"),
    (r"CLI/|CLI11", ("cli",), "the command line parser"),
    (r"tl/expected", ("core/base",), "tl::expected, known as Result"),
    (r"QtDBus/|QDBus", ("core/media", "app/look"), "D-Bus"),
    (r"qrencode\.h", ("app/widgets",), "QR codes"),
    (r"QJson", (), "Qt's lenient JSON reader"),
    (r"Qt(Gui|Widgets|Svg|Network|Qml|Quick)/|Q(Gui)?Application|Q(Widget|Pixmap|Image|Icon|Font|Color|Clipboard|SvgRenderer)\b", ("app",),
        "Qt beyond Core and DBus"),
]

# Folders, what no file there may include, and why.
APART = [
    ("core/exchange/export/", "core/objects/", "what goes into a bundle was checked when it was taken in, and is not checked again"),
]

# A string literal that begins as a statement does.
SQL = re.compile(
    r'"\s*(SELECT|INSERT (INTO|OR)|UPDATE \w+ SET|DELETE FROM|CREATE (\w+ )?(TABLE|INDEX|VIEW|TRIGGER)|ALTER TABLE|DROP \w+'
    r'|PRAGMA|BEGIN|COMMIT|ROLLBACK|VACUUM|ATTACH)\b')


def layer_of(name):
    """core/ledger/Item.h: ledger; cli/main.cpp: cli."""
    parts = name.split("/")
    return parts[1] if parts[0] == "core" else parts[0]


def include_findings(name, place, included, quoted):
    here, rank = layer_of(name), {layer: i for i, layer in enumerate(LAYERS + ["cli", "app"])}
    if here not in rank:
        return [f"{place}: {here} is no layer that docs/architecture.md knows"]
    if quoted and "/" in included:
        return [f"{place}: quotes are for headers of the same folder; write <core/...> instead of \"{included}\""]
    for folder, apart, why in APART:
        if name.startswith(folder) and included.startswith(apart):
            return [f"{place}: {folder} may not include {included}: {why}"]
    if included.startswith(("core/", "cli/", "app/")):
        there = layer_of(included)
        if there not in rank or rank[there] > rank[here]:
            return [f"{place}: {here} may not include {included}: {there} is not below it"]
        return []
    return [f"{place}: {what} ({included}) belongs to {' and '.join(folders) or 'no part of core or cli'}"
            for prefix, folders, what in CONFINED
            if re.match(prefix, included) and not name.startswith(tuple(folder + "/" for folder in folders))]


def findings(tree):
    found = []
    for name in tree.names(r"^(core|cli|app)/.*\.(cpp|h)$"):
        for number, line in tree.lines(name):
            place = f"{name}:{number}"
            include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
            if include:
                found += include_findings(name, place, include[2], include[1] == '"')
            elif SQL.search(line) and not name.startswith("core/ledger/"):
                found.append(f"{place}: SQL belongs to core/ledger")
    for name in tree.names(r"^(core|cli)/.*CMakeLists\.txt$"):
        for number, line in tree.lines(name):
            if re.search(r"Qt6::(Gui|Widgets|Svg|Network|Qml|Quick)", line):
                found.append(f"{name}:{number}: links Qt beyond Core and DBus")
            if "Qt6::DBus" in line and not name.startswith("core/media/"):
                found.append(f"{name}:{number}: D-Bus belongs to core/media")
            linked = re.findall(r"\bsatchel_(\w+)", line) if "satchel_add" not in line else []
            for there in linked:
                if there in LAYERS and name.startswith("core/") and layer_of(name) in LAYERS \
                        and LAYERS.index(there) > LAYERS.index(layer_of(name)):
                    found.append(f"{name}:{number}: {layer_of(name)} may not link {there}: it is not below it")
    return found


CLEAN = {
    "core/base/File.h": "#pragma once\n#include <QFile>\n",
    "core/base/StrictJson.cpp": '#include "StrictJson.h"\n#include <nlohmann/json.hpp>\n#include <tl/expected.hpp>\n',
    "core/crypto/Digest.cpp": "#include <core/base/File.h>\n#include <openssl/evp.h>\n",
    "core/objects/Cms.cpp": "#include <openssl/cms.h>\n#include <core/ledger/Kind.h>\n",
    "core/ledger/Items.cpp": '#include <sqlite3.h>\nq("SELECT 1 FROM items");\n',
    "core/exchange/gather/Gather.h": "#include <openssl/types.h>\n",
    "core/media/Volumes.cpp": "#include <QDBusConnection>\n",
    "core/media/CMakeLists.txt": "target_link_libraries(satchel_media PUBLIC satchel_crypto Qt6::DBus)\n",
    "core/bundle/Zip.cpp": "#include <zstd.h>\n",
    "app/widgets/QrCode.cpp": "#include <QPainter>\n#include <qrencode.h>\n",
    "core/ledger/CMakeLists.txt": "target_link_libraries(satchel_ledger PUBLIC satchel_base SQLite::SQLite3)\n",
    "cli/main.cpp": '#include <CLI/CLI.hpp>\n#include <core/exchange/gather/Gather.h>\nprint("Select a file");\n',
}

PLANTED = [
    ("upward include", {"core/base/File.h": "#include <core/crypto/Digest.h>\n"}, "crypto is not below it"),
    ("core includes cli", {"core/exchange/gather/Gather.h": "#include <cli/Context.h>\n"}, "cli is not below it"),
    ("unknown layer", {"core/utils/Stuff.h": "#include <QFile>\n"}, "no layer"),
    ("quoted path", {"core/ledger/Items.cpp": '#include "../base/File.h"\n'}, "quotes are for"),
    ("OpenSSL in exchange", {"core/exchange/gather/Gather.cpp": "#  include <openssl/x509.h>\n"}, "OpenSSL"),
    ("OpenSSL in cli", {"cli/main.cpp": "#include <openssl/evp.h>\n"}, "OpenSSL"),
    ("SQLite outside the ledger", {"core/station/Peers.cpp": "#include <sqlite3.h>\n"}, "SQL (sqlite3.h)"),
    ("Qt Sql outside the ledger", {"core/station/Peers.cpp": "#include <QSqlDatabase>\n"}, "SQL (QSqlDatabase)"),
    ("SQL text outside the ledger", {"core/exchange/gather/Gather.cpp": 'run(u"SELECT id FROM items");\n'}, "SQL belongs"),
    ("pragma outside the ledger", {"cli/main.cpp": 'run("PRAGMA journal_mode");\n'}, "SQL belongs"),
    ("zstd in exchange", {"core/exchange/gather/Gather.cpp": "#include <zstd.h>\n"}, "compression"),
    ("libarchive in cli", {"cli/main.cpp": "#include <archive_entry.h>\n"}, "compression"),
    ("nlohmann in station", {"core/station/Card.cpp": "#include <nlohmann/json.hpp>\n"}, "JSON"),
    ("QJsonDocument", {"core/base/StrictJson.cpp": "#include <QJsonDocument>\n"}, "lenient"),
    ("toml++ in base", {"core/base/File.cpp": "#include <toml++/toml.h>\n"}, "TOML"),
    ("CLI11 in core", {"core/exchange/gather/Gather.cpp": "#include <CLI/CLI.hpp>\n"}, "command line"),
    ("QR codes in a page", {"app/pages/PeersPage.cpp": "#include <qrencode.h>\n"}, "QR codes"),
    ("Qt Gui", {"core/media/Icon.cpp": "#include <QImage>\n"}, "Qt beyond"),
    ("D-Bus in exchange", {"core/exchange/session/Eject.cpp": "#include <QDBusMessage>\n"}, "D-Bus (QDBusMessage)"),
    ("D-Bus in a page", {"app/pages/LogPage.cpp": "#include <QDBusConnection>\n"}, "D-Bus (QDBusConnection)"),
    ("drawings in core", {"core/media/Icon.cpp": "#include <QSvgRenderer>\n"}, "Qt beyond"),
    ("linked D-Bus", {"cli/CMakeLists.txt": "target_link_libraries(satchel Qt6::DBus)\n"}, "D-Bus belongs to core/media"),
    ("linked Qt Widgets", {"cli/CMakeLists.txt": "target_link_libraries(satchel Qt6::Widgets)\n"}, "links Qt beyond"),
    ("transaction outside the ledger", {"core/bundle/Zip.cpp": 'run("BEGIN IMMEDIATE");\n'}, "SQL belongs"),
    ("a check in export", {"core/exchange/export/DueItems.cpp": "#include <core/objects/EnrolmentObject.h>\n"}, "not checked again"),
    ("linked upward", {"core/base/CMakeLists.txt": "target_link_libraries(satchel_base PUBLIC satchel_ledger)\n"},
        "may not link ledger"),
]

if __name__ == "__main__":
    structure.main(findings, CLEAN, PLANTED)
