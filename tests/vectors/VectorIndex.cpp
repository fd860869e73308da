#include "VectorIndex.h"

#include <core/base/File.h>

namespace satchel::vectors {

namespace {

constexpr qint64 LargestTable = 1024 * 1024;

QString plain(const QString& cell)
{
    return cell == u"-" ? QString{} : cell;
}

QStringList list(const QString& cell)
{
    return plain(cell).split(QLatin1Char(','), Qt::SkipEmptyParts);
}

} // namespace

VectorIndex::VectorIndex(const QString& folder)
    : m_folder{folder}
    , m_stations{table(QStringLiteral("world/stations.tsv"))}
{
    readRows();
    readReaders();
}

VectorIndex::Table VectorIndex::table(const QString& file) const
{
    const auto text = readFile(path(file), LargestTable);
    if (!text) {
        qFatal("%s", qPrintable(text.error().message));
    }
    auto lines = QString::fromUtf8(*text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const auto columns = lines.takeFirst().split(QLatin1Char('\t'));
    Table rows;
    for (const auto& line : lines) {
        const auto cells = line.split(QLatin1Char('\t'));
        if (cells.size() != columns.size()) {
            qFatal("%s: not as many cells as columns: %s", qPrintable(file), qPrintable(line));
        }
        QMap<QString, QString> row;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            row.insert(columns.at(i), plain(cells.at(i)));
        }
        rows.append(row);
    }
    return rows;
}

void VectorIndex::readRows()
{
    for (const auto& row : table(QStringLiteral("index.tsv"))) {
        const auto cell = [&row](const char* name) { return row.value(QLatin1StringView{name}); };
        m_rows.append({cell("name"), cell("kind"), cell("file"), cell("reader"),
            cell("before").split(QStringLiteral(", "), Qt::SkipEmptyParts), cell("fingerprint"), cell("verify"),
            cell("take"), cell("code"), cell("warns"), cell("word")});
    }
}

void VectorIndex::readReaders()
{
    for (const auto& row : table(QStringLiteral("world/readers.tsv"))) {
        const auto cell = [&row](const char* name) { return row.value(QLatin1StringView{name}); };
        for (const auto& station : m_stations) {
            if (station.value(QStringLiteral("station")) == cell("station")) {
                m_readers.append({cell("reader"), cell("station"), station.value(QStringLiteral("role")),
                    station.value(QStringLiteral("name")), cell("refuse-expired-senders") == u"true",
                    list(cell("peers")), list(cell("revoked")), list(cell("unfit"))});
            }
        }
    }
}

QString VectorIndex::stationId(const QString& station) const
{
    for (const auto& row : m_stations) {
        if (row.value(QStringLiteral("station")) == station) {
            return row.value(QStringLiteral("id"));
        }
    }
    qFatal("no station %s", qPrintable(station));
}

} // namespace satchel::vectors
