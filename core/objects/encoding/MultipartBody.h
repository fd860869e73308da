#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace satchel {

// The body of an HTTP answer in several parts (RFC 2046 section 5.1), with its header lines before it or without. Views
// into the caller's bytes.
class MultipartBody final {
public:
    struct Part {
        QString mediaType; // lower-case, without parameters: "application/pkcs8"; empty if the part does not say
        QByteArrayView content; // as it stands
    };

    // Does it begin like one: a Content-Type of multipart, or a line that names a boundary and then a part's header?
    [[nodiscard]] static bool looksLikeOne(QByteArrayView text);
    // Malformed if the boundary is missing or too long, a header line is none, or the last part has no end; TooLarge
    // beyond 16 parts; TrailingData if anything but blanks follows the end. What stands before the first part is for
    // people, and passed over (section 5.1.1).
    [[nodiscard]] static Result<MultipartBody> parse(QByteArrayView text);

    [[nodiscard]] const QList<Part>& parts() const { return m_parts; }
    [[nodiscard]] QByteArrayView preamble() const { return m_preamble; }

private:
    QByteArrayView m_preamble;
    QList<Part> m_parts;
};

} // namespace satchel
