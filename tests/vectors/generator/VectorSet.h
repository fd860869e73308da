#pragma once

#include <core/base/ErrorCode.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace satchel::vectors {

// One row of index.tsv (tests/vectors/README.md says what each column means).
struct Row {
    QByteArray name; // also the file's, unless it has another vector's
    QByteArray kind = "bundle";
    QByteArray reader = "backend";
    QByteArray before = "-";
    QByteArray fingerprint = "-"; // station whose fingerprint was compared, for cards
    QByteArray verify = "refused";
    QByteArray take = "refused";
    std::optional<ErrorCode> code = {};
    QByteArray warns = "-";
    QByteArray section; // of the reject table, or what it is a good example of
    QByteArray rule; // the row of the reject table
    QByteArray scenario; // what was done, in one line
    QByteArray word = "-"; // in the message of this project's reader
};

// Missing keeps the files of an earlier making; Anew takes them away.
enum class Making { Anew, Missing };

// The vectors of one making: writes each file as it is added, the index at the end.
class VectorSet final {
public:
    VectorSet(const QString& folder, Making making);

    void add(const Row& row, const QByteArray& file);
    // A row about a file that is there.
    void again(const Row& row, const QByteArray& nameOfFile);
    void writeIndex() const;

    [[nodiscard]] static QByteArray fileOf(const QByteArray& kind, const QByteArray& name);

private:
    QString m_folder;
    Making m_making;
    QByteArray m_lines;
    QList<QByteArray> m_names;
};

} // namespace satchel::vectors
