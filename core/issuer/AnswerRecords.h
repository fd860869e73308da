#pragma once

#include <core/base/HexId.h>
#include <core/base/Result.h>

#include <QByteArray>
#include <QString>

#include <optional>

namespace satchel {

// What has been answered, by the request's SHA-256: `issued/<sha256>.<ext>` holds the answer's bytes. Until an answer
// has reached its reader's folder its record is called `.pending`, so that whatever happens in between, the same
// request never gets a second answer and never goes without the first.
class AnswerRecords final {
public:
    [[nodiscard]] static Result<AnswerRecords> open(const QString& folder);

    struct Record {
        QByteArray answer;
        bool isHandedOver = false;
    };

    // nullopt if the request has not been answered yet.
    [[nodiscard]] Result<std::optional<Record>> find(const Sha256Digest& request, const QString& extension) const;
    [[nodiscard]] Result<void> remember(
        const Sha256Digest& request, const QString& extension, const QByteArray& answer) const;
    [[nodiscard]] Result<void> markHandedOver(const Sha256Digest& request, const QString& extension) const;

private:
    explicit AnswerRecords(QString folder)
        : m_folder{std::move(folder)}
    {
    }

    [[nodiscard]] QString pathOf(const Sha256Digest& request, const QString& extension) const;

    QString m_folder;
};

} // namespace satchel
