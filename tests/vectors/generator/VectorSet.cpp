#include "VectorSet.h"

#include "VectorWorld.h"

#include <QDir>

namespace satchel::vectors {

VectorSet::VectorSet(const QString& folder)
    : m_folder{folder}
{
    for (const auto* const name : {"bundles", "receipts", "cards"}) {
        QDir kind{folder + u'/' + QLatin1StringView{name}};
        if (!kind.removeRecursively() || !QDir{}.mkpath(kind.path())) {
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
    writeFile(m_folder + u'/' + QString::fromLatin1(fileOf(row.kind, row.name)), file);
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
