#include "VectorSet.h"

#include "VectorWorld.h"

#include <QDir>
#include <QFile>

namespace satchel::vectors {

VectorSet::VectorSet(const QString& folder, Making making)
    : m_folder{folder}
    , m_making{making}
{
    for (const auto* const name : {"bundles", "receipts", "cards"}) {
        QDir kind{folder + u'/' + QLatin1StringView{name}};
        const bool isReady = making == Making::Missing || kind.removeRecursively();
        if (!isReady || !QDir{}.mkpath(kind.path())) {
            qFatal("cannot make %s anew", qPrintable(kind.path()));
        }
    }
}

QByteArray VectorSet::fileOf(const QByteArray& kind, const QByteArray& name)
{
    if (kind == "bundle") {
        return "bundles/" + name + ".satchel";
    }
    return kind == "receipt" ? "receipts/" + name + ".receipt" : "cards/" + name + ".satchel-card";
}

void VectorSet::add(const Row& row, const QByteArray& file)
{
    const auto path = m_folder + u'/' + QString::fromLatin1(fileOf(row.kind, row.name));
    if (m_making == Making::Anew || !QFile::exists(path)) {
        writeFile(path, file);
    }
    again(row, row.name);
}

void VectorSet::again(const Row& row, const QByteArray& nameOfFile)
{
    if (m_names.contains(row.name)) {
        qFatal("two vectors are called %s", row.name.constData());
    }
    m_names.append(row.name);
    const auto code = row.code ? errorCodeName(*row.code).toLatin1() : QByteArray{"-"};
    const QByteArrayList cells{row.name, row.kind, fileOf(row.kind, nameOfFile), row.reader, row.before,
        row.fingerprint, row.verify, row.take, code, row.warns, row.section, row.rule, row.scenario, row.word};
    m_lines += cells.join('\t') + '\n';
}

void VectorSet::writeIndex() const
{
    writeFile(m_folder + QStringLiteral("/index.tsv"),
        "name\tkind\tfile\treader\tbefore\tfingerprint\tverify\ttake\tcode\twarns\tsection\trule\tscenario\tword\n"
            + m_lines);
}

} // namespace satchel::vectors
