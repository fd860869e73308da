#include "Workload.h"

#include "Demand.h"
#include "WorkloadMaker.h"

#include <core/base/File.h>
#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>

#include <QDir>
#include <QDirIterator>

namespace satchel::bench {

namespace {

constexpr int MakerVersion = 4; // to be raised when the maker makes something else
constexpr qint64 StampBytes = 4096;

qint64 numberOf(const QString& stamp, QStringView name)
{
    const auto json = demanded(parseJson(demanded(readFile(stamp, StampBytes))));
    const auto* const member = json.find(name);
    return member && member->integer() ? *member->integer() : 0;
}

} // namespace

Workload::Workload(const WorkloadPlan& plan, const QString& folder)
    : m_plan{plan}
    , m_folder{folder}
{
}

QString Workload::stamp() const
{
    return m_folder + QStringLiteral("/made.json");
}

bool Workload::isMade() const
{
    return QFile::exists(stamp()) && numberOf(stamp(), u"version") == MakerVersion
        && numberOf(stamp(), u"devices") == m_plan.devices;
}

void Workload::make() const
{
    QDir{m_folder}.removeRecursively();
    const auto made = WorkloadMaker{m_plan, *this}.make();
    JsonWriter writer;
    writer.beginObject().member(u"version", MakerVersion).member(u"devices", m_plan.devices);
    writer.member(u"files", made.files).member(u"bytes", made.bytes).endObject();
    demanded(writeFileAtomically(stamp(), writer.text()));
}

QString Workload::anchors(const QString& use) const
{
    return m_folder + QStringLiteral("/anchors/%1.pem").arg(use);
}

QStringList Workload::filesOf(const QString& kindFolder, qint64 most) const
{
    QStringList files;
    QDirIterator walk{spool() + QLatin1Char('/') + kindFolder, QDir::Files, QDirIterator::Subdirectories};
    while (walk.hasNext() && files.size() < most) {
        const auto file = walk.next();
        if (!file.endsWith(u".meta")) {
            files.append(file);
        }
    }
    return files;
}

qint64 Workload::files() const
{
    return numberOf(stamp(), u"files");
}

qint64 Workload::bytes() const
{
    return numberOf(stamp(), u"bytes");
}

} // namespace satchel::bench
