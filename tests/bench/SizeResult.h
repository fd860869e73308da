#pragma once

#include "Measurement.h"
#include "WorkloadPlan.h"

#include <QList>

namespace satchel::bench {

// Everything that was measured with one workload.
struct SizeResult {
    WorkloadPlan plan;
    qint64 files = 0; // sidecars included
    qint64 bytes = 0;
    QList<Measurement> measurements = {};
    int runsAgo = 0; // 0: measured in this run

    // nullptr if nobody of that name was measured, or it was skipped.
    [[nodiscard]] const Measurement* find(const QString& contender) const;
};

// How contenders are named wherever they appear.
namespace contender {

inline QString satchel(const QString& verb)
{
    return QStringLiteral("satchel ") + verb;
}
inline QString plainBesideGather()
{
    return QStringLiteral("plain OpenSSL loop");
}
inline QString plainBesideImport()
{
    return QStringLiteral("plain OpenSSL loop, beside import");
}
inline QString signaturesAlone()
{
    return QStringLiteral("plain OpenSSL loop, no sidecars");
}
inline QString age()
{
    return QStringLiteral("tar | zstd | age");
}
inline QString cms()
{
    return QStringLiteral("tar | zstd | openssl cms");
}
inline QString nncp()
{
    return QStringLiteral("nncp-file, nncp-bundle");
}
inline QString shellLoop()
{
    return QStringLiteral("shell loop of openssl cms");
}

} // namespace contender

} // namespace satchel::bench
