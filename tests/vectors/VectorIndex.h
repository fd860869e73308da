#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace satchel::vectors {

// A row of index.tsv (README.md says what the columns mean). "-" reads as empty.
struct VectorRow {
    QString name;
    QString kind;
    QString file;
    QString reader;
    QStringList before;
    QString fingerprint;
    QString verify;
    QString take;
    QString code;
    QString warns;
    QString word;
};

// A row of world/readers.tsv, with what world/stations.tsv says of its station.
struct ReaderRow {
    QString name;
    QString station;
    QString role;
    QString displayName;
    bool refusesExpiredSenders = false;
    QStringList peers;
    QStringList revoked;
    QStringList unfit;
};

// What stands in a folder of vectors. A table that cannot be read ends the test.
class VectorIndex final {
public:
    explicit VectorIndex(const QString& folder);

    [[nodiscard]] QString path(const QString& file) const { return m_folder + u'/' + file; }
    [[nodiscard]] QString worldPath(const QString& file) const { return path(QStringLiteral("world/") + file); }
    [[nodiscard]] const QList<VectorRow>& rows() const { return m_rows; }
    [[nodiscard]] const QList<ReaderRow>& readers() const { return m_readers; }
    [[nodiscard]] QString stationId(const QString& station) const; // ends the test if there is none

private:
    using Table = QList<QMap<QString, QString>>;
    [[nodiscard]] Table table(const QString& file) const;
    void readRows();
    void readReaders();

    QString m_folder;
    QList<VectorRow> m_rows;
    Table m_stations;
    QList<ReaderRow> m_readers;
};

} // namespace satchel::vectors
