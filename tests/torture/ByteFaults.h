#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>

namespace satchel::torture {

// One way in which bytes go bad on their way.
enum class ByteFault {
    Flip, // each bit
    Cut, // to each shorter length
    Removal, // of each byte
    ZeroInserted, // before each byte, and at the end
    Doubling, // of each byte
    Blanking, // of each block of 512 bytes that is not blank
    Tail, // what may hang on at the end
};

inline constexpr std::array AllByteFaults{ByteFault::Flip, ByteFault::Cut, ByteFault::Removal, ByteFault::ZeroInserted,
    ByteFault::Doubling, ByteFault::Blanking, ByteFault::Tail};

// "bits", "cuts" ...: what they are counted as.
[[nodiscard]] QString byteFaultName(ByteFault fault);

// Every altered version of some bytes, by number. None of them equals the bytes. May be shared by threads.
class ByteFaults final {
public:
    explicit ByteFaults(QByteArray whole);

    [[nodiscard]] const QByteArray& whole() const { return m_whole; }
    [[nodiscard]] qsizetype count(ByteFault fault) const;
    [[nodiscard]] qsizetype count() const; // of all

    struct Altered {
        ByteFault fault = ByteFault::Flip;
        qsizetype index = 0; // among those of this fault
        QByteArray bytes;
    };
    // `number` is below count(). Neighbouring numbers are of one fault, in the order of AllByteFaults.
    [[nodiscard]] Altered at(qsizetype number) const;

private:
    [[nodiscard]] QByteArray altered(ByteFault fault, qsizetype index) const;

    QByteArray m_whole;
    QList<qsizetype> m_blocks; // where those begin that are not blank
    QList<QByteArray> m_tails;
};

} // namespace satchel::torture
