#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// How a file gets a new name without ever replacing another one. Not every file system knows every way.
enum class RenameWay {
    KernelFlag, // renameat2(RENAME_NOREPLACE): one step
    HardLink, // link, then unlink the old name: as safe, but FAT has no links
    CheckFirst, // look, then rename: safe only among writers that hold their unfinished names exclusively
};

enum class RenameOutcome { Renamed, NameTaken, WayUnknown };

[[nodiscard]] Result<RenameOutcome> renameBy(RenameWay way, const QString& from, const QString& to);

// The first way that the file system knows, safest first. False if the name is taken.
[[nodiscard]] Result<bool> renameWithoutReplacing(const QString& from, const QString& to);

} // namespace satchel
