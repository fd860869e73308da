#pragma once

#include <core/crypto/DerReader.h>

#include <QString>

#include <memory>
#include <optional>

namespace satchel {

// Reads the fields of nested DER values by name of their tags and keeps the first failure: after it every read gives an
// empty element, so that a parser is a plain list of fields with one result at its end. Readers made by enter() and
// inside() share that failure. Views into the caller's bytes.
class DerFields final {
public:
    // `place` is how messages name the value: "the CMP header".
    DerFields(QByteArrayView content, QString place);

    [[nodiscard]] bool atEnd() const; // also after a failure
    [[nodiscard]] bool nextIs(std::uint8_t tag) const;

    DerElement take(); // whatever comes next
    DerElement take(std::uint8_t tag);
    std::optional<DerElement> takeIf(std::uint8_t tag);
    [[nodiscard]] DerFields enter(std::uint8_t tag);
    [[nodiscard]] std::optional<DerFields> enterIf(std::uint8_t tag);
    [[nodiscard]] DerFields inside(const DerElement& element) const;
    std::int64_t takeSmallInteger();
    QByteArray takeOid(); // dotted
    QByteArrayView takeBitString(); // whole octets only
    QByteArrayView takeName(); // the whole of a Name (RFC 5280 section 4.1.2.4), at most LongestName

    void end(); // nothing more may follow
    void refuse(const QString& reason);
    // Malformed, naming the place, if anything failed.
    [[nodiscard]] Result<void> result() const;

private:
    struct Failure {
        QString place;
        std::optional<Error> error;
    };

    DerFields(QByteArrayView content, std::shared_ptr<Failure> failure);
    template <typename T> T keep(Result<T> read);

    DerReader m_reader;
    std::shared_ptr<Failure> m_failure;
};

} // namespace satchel
