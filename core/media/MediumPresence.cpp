#include "MediumPresence.h"

#include "FileSystem.h"

#include <core/base/FileLook.h>

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

// What a folder that went makes of calls. Everything else has a reason of its own.
constexpr std::array Consequences{ErrorCode::Unreadable, ErrorCode::MediumReadOnly, ErrorCode::MediumFull,
    ErrorCode::ReadBackMismatch, ErrorCode::NotFound};

} // namespace

Result<MediumPresence> MediumPresence::at(const QString& folder)
{
    const auto look = FileLook::at(folder);
    if (!look) {
        return fail(Error{ErrorCode::Unreadable, QStringLiteral("the folder cannot be looked at"), folder});
    }
    return MediumPresence{folder, look->device};
}

bool MediumPresence::isThere() const
{
    const auto now = FileLook::at(m_folder);
    return now && now->device == m_device;
}

Result<void> MediumPresence::require() const
{
    if (!isThere()) {
        return fail(explain({ErrorCode::Unreadable, QStringLiteral("its folder is not there"), m_folder}));
    }
    return {};
}

Error MediumPresence::explain(Error error) const
{
    const bool maybe = std::find(Consequences.begin(), Consequences.end(), error.code) != Consequences.end();
    if (!maybe || isThere()) {
        return error;
    }
    return {ErrorCode::MediumGone,
        QStringLiteral("the medium was pulled or unmounted while it was in use (%1)").arg(error.message),
        error.file.isEmpty() ? m_folder : error.file, error.item};
}

Result<void> requireMounted(const QString& mountPoint, const QString& folder)
{
    const auto facts = fileSystemOf(nearestThere(folder));
    if (!facts || facts->mountPoint != QDir::cleanPath(mountPoint)) {
        return fail(Error{ErrorCode::MediumGone,
            QStringLiteral("no medium is mounted at %1 any more; nothing was written").arg(mountPoint), folder});
    }
    return {};
}

} // namespace satchel
