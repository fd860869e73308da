#pragma once

#include "DerReader.h"

#include <core/base/Result.h>

#include <QString>

#include <optional>

namespace satchel {

// Reads along a strict form, in which most bytes are known beforehand. The first deviation is kept in `fault`, which
// all readers of one encoding share; from then on everything reads as empty, so that a form can be written down as the
// list of its fields and be asked once, at the end, whether it was met.
class DerTemplate final {
public:
    // `code` is that of every deviation. `fault` must outlive the reader.
    DerTemplate(QByteArrayView bytes, ErrorCode code, std::optional<Error>& fault)
        : m_reader{bytes}
        , m_code{code}
        , m_fault{&fault}
    {
    }

    // Content, and whole encoding, of the next element, which must have this tag.
    QByteArrayView content(std::uint8_t tag, const char* what);
    QByteArrayView whole(std::uint8_t tag, const char* what);
    // The next element opened up.
    DerTemplate inside(std::uint8_t tag, const char* what);
    // The next element must be these very bytes.
    void exactly(QByteArrayView expected, const char* what);
    // Nothing may follow.
    void end(const char* what);
    void require(bool met, const char* what);

    [[nodiscard]] bool nextIs(std::uint8_t tag) const { return m_reader.nextIs(tag); }

    [[nodiscard]] bool atEnd() const { return m_reader.atEnd(); }

private:
    DerElement next(std::uint8_t tag, const char* what);
    void deviate(const char* what, const QString& why);

    DerReader m_reader;
    ErrorCode m_code;
    std::optional<Error>* m_fault;
};

} // namespace satchel
