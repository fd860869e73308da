#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QCborStreamReader>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>

namespace satchel {

// Reads CBOR (RFC 8949) front to back and keeps the first failure, as DerFields does for DER; after it every further
// read gives an empty value. Memory never exceeds the input's: nothing is built that is not asked for.
class CborFields final {
public:
    // `bytes` must outlive it. `what` is how messages name it: "the COSE message".
    CborFields(const QByteArray& bytes, QString what);

    [[nodiscard]] bool isFailed() const { return m_error.has_value(); }
    [[nodiscard]] QCborStreamReader::Type type() const { return m_reader.type(); }
    [[nodiscard]] bool isNull() const { return m_reader.isNull(); }

    // Each refuses the input if something else comes.
    [[nodiscard]] QByteArray takeBytes();
    [[nodiscard]] QString takeText();
    [[nodiscard]] std::int64_t takeInteger();
    [[nodiscard]] double takeNumber(); // an integer or a float
    [[nodiscard]] bool takeBoolean();
    // The tag before the next item; nullopt if there is none.
    [[nodiscard]] std::optional<std::uint64_t> takeTag();
    // One item as it stands, whatever it is, to the same depth as skip().
    [[nodiscard]] QByteArray takeWhole();
    void skip(); // one item, whatever it is, to a depth of 16

    // Goes into an array and says how many items it has; definite lengths only. leave() when all are taken.
    [[nodiscard]] std::uint64_t enterArray();
    void leave();
    // Calls `entry` for each key with the reader before its value, which it must take. Keys are integers or texts;
    // one that comes twice refuses the input (DuplicateField), and so do more than 64.
    using Entry = std::function<void(std::optional<std::int64_t> number, const QString& name)>;
    void eachEntry(const Entry& entry);

    void refuse(const QString& why, ErrorCode code = ErrorCode::Malformed);
    // TrailingData if anything follows what was taken.
    [[nodiscard]] Result<void> finish();

private:
    [[nodiscard]] bool takesString(bool isRightType);

    const QByteArray& m_bytes;
    QString m_what;
    QCborStreamReader m_reader;
    std::optional<Error> m_error;
};

} // namespace satchel
