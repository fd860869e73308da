#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace satchel {

// Which texts were put in, of any length, in 12 bytes each: the beginning of SHA-256 over a secret of this object and
// the text. Nobody outside can look for two texts that it would take for one, and by chance, with as many in it as fit,
// it takes one text in 2^76 for one of them. When it is full, nothing more is put in.
class DigestSet final {
public:
    static constexpr std::size_t Most = 3U << 18U; // 786,432 texts, 12 MiB
    using Mark = std::array<std::uint32_t, 3>;

    DigestSet();

    [[nodiscard]] bool contains(QByteArrayView text) const;
    void insert(QByteArrayView text);
    void clear(); // gives its memory back
    [[nodiscard]] std::size_t size() const { return m_size; }

    // What stands for a text; never all zero.
    [[nodiscard]] static Mark markOf(const QByteArray& secret, QByteArrayView text);

private:
    [[nodiscard]] std::size_t slotOf(const Mark& mark) const; // where it is or would be
    void place(const Mark& mark);
    void grow();

    QByteArray m_secret;
    std::vector<Mark> m_slots; // a power of two of them, at most three quarters in use; all zero: free
    std::size_t m_size = 0;
};

} // namespace satchel
