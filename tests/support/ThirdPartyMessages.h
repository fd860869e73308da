#pragma once

#include <QDir>
#include <QString>

namespace satchel::test {

// What others made lies beside the repository, or where SATCHEL_VECTORS says. It need not be there: skip then.
inline QDir thirdPartyMessages()
{
    const auto named = qEnvironmentVariable("SATCHEL_VECTORS");
    return QDir{named.isEmpty() ? QStringLiteral(SATCHEL_SOURCE_DIR "/../shared/vectors") : named};
}

} // namespace satchel::test
