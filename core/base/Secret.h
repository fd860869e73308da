#pragma once

#include <QByteArray>

#include <cstring>
#include <utility>

namespace satchel {

// Bytes that must not outlive their use: a passphrase, a key in the clear. Wiped when it goes; cannot be copied,
// compared or printed by accident.
class Secret final {
public:
    Secret() = default;

    explicit Secret(QByteArray bytes)
        : m_bytes{std::move(bytes)}
    {
        m_bytes.detach();
    }

    Secret(Secret&& other) noexcept
        : m_bytes{std::exchange(other.m_bytes, {})}
    {
    }

    Secret& operator=(Secret&& other) noexcept
    {
        wipe();
        m_bytes = std::exchange(other.m_bytes, {});
        return *this;
    }

    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    ~Secret() { wipe(); }
    [[nodiscard]] Secret clone() const { return Secret{m_bytes}; }
    [[nodiscard]] const QByteArray& reveal() const { return m_bytes; }
    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }

private:
    void wipe()
    {
        if (!m_bytes.isEmpty()) {
            explicit_bzero(m_bytes.data(), static_cast<std::size_t>(m_bytes.size()));
        }
    }

    QByteArray m_bytes;
};

} // namespace satchel
