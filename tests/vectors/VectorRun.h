#pragma once

#include "VectorIndex.h"

#include <core/base/StrictJson.h>

#include <QTemporaryDir>

namespace satchel::vectors {

// How a command ended and what --json shows of it.
struct Said {
    int exitCode = -1;
    JsonValue json;
};

// The verbs that vectors need, in process or through the built program; `home` is the station's directory.
class Face {
public:
    virtual ~Face() = default;
    virtual Said init(const QString& home, const ReaderRow& reader, const QString& signing, const QString& decryption)
        = 0;
    virtual Said trust(const QString& home, const QString& use, const QString& file) = 0;
    virtual Said addPeer(const QString& home, const QString& card, const QString& alias, const QString& fingerprint)
        = 0;
    virtual Said revoke(const QString& home, const QString& alias) = 0;
    virtual Said gather(const QString& home, const QString& file) = 0;
    virtual Said exportTo(const QString& home, const QString& peer, const QString& folder) = 0;
    virtual Said verify(const QString& home, const QStringList& files) = 0;
    virtual Said import(const QString& home, const QStringList& files) = 0;
};

// Makes the readers of an index once, and reads each vector. What is to be refused changes nothing and needs no reader
// of its own; as starting takes longer than reading, all those of which the same is due are named to one command, whose
// report tells of each. Everything else is done with a copy of the reader and a command of its own.
class VectorRun final {
public:
    // The vectors of the repository, or those that SATCHEL_VECTOR_SET names.
    [[nodiscard]] static QString folder();

    VectorRun(const QString& folder, Face& face);

    [[nodiscard]] const QList<VectorRow>& rows() const { return m_index.rows(); }
    // What is not as the index has it, for people; empty if all is.
    [[nodiscard]] QString check(const VectorRow& row);

private:
    struct Answer;

    void prepare(const ReaderRow& reader);
    [[nodiscard]] QString homeFor(const VectorRow& row);
    [[nodiscard]] Said doStep(const VectorRow& row, const QString& home, const QString& step);
    [[nodiscard]] Said take(const QString& kind, const QString& home, const QString& file, const QString& fingerprint);
    [[nodiscard]] QStringList filesLike(const VectorRow& row, QString VectorRow::* verdict) const;
    [[nodiscard]] const Said& sharedImport(const VectorRow& row);
    [[nodiscard]] const Said& sharedVerify(const VectorRow& row);
    [[nodiscard]] QString checkVerify(const VectorRow& row, const QString& home);
    [[nodiscard]] QString checkTake(const VectorRow& row, const QString& home);

    VectorIndex m_index;
    Face& m_face;
    QTemporaryDir m_folder;
    QMap<QString, Said> m_said; // to those that share one command
    int m_homes = 0;
};

} // namespace satchel::vectors
