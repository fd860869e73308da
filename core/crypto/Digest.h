#pragma once

#include <core/base/HexId.h>

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace satchel {

[[nodiscard]] Sha256Digest sha256(QByteArrayView bytes);

// SHA-256 over bytes that come in pieces. Use by one thread.
class Sha256 final {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void add(QByteArrayView bytes);
    // Each field with its length before it (8 bytes, big-endian), so that no two lists of fields digest alike.
    void addField(QByteArrayView bytes);
    [[nodiscard]] QByteArray finish(); // 32 bytes; nothing may be added afterwards

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

// From the system's generator; never fails in a way that a caller could mend.
[[nodiscard]] QByteArray randomBytes(qsizetype count);

} // namespace satchel
