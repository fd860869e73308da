#include "Giants.h"

#include <core/crypto/DerReader.h>

#include <QList>

namespace satchel::torture {

// Lines: of PEM, base64, multipart bodies and settings.
void forEachTextGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take)
{
    const auto lines = seed.split('\n');
    const auto room = size - seed.size();
    const auto give = [&](const QString& what, qsizetype at, const QByteArray& instead) {
        auto changed = lines;
        changed[at] = instead;
        take({QStringLiteral("line %1 %2").arg(at + 1).arg(what), changed.join('\n')});
    };
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        const auto end = line.endsWith('\r') ? QByteArray{"\r"} : QByteArray{};
        give(QStringLiteral("repeated"), i, (line + '\n').repeated(room / (line.size() + 1)) + line);
        give(QStringLiteral("stretched"), i, line.chopped(end.size()) + QByteArray(room, 'A') + end);
        give(QStringLiteral("stretched with blanks"), i, line.chopped(end.size()) + QByteArray(room, ' ') + end);
    }
}

void forEachGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take)
{
    constexpr std::uint8_t FirstArray = 0x80; // of CBOR, and after it maps and tags; no text begins so
    const auto start = static_cast<std::uint8_t>(seed.isEmpty() ? 0 : seed.front());
    if (start == der::Sequence && derTotalLength(seed).value_or(0) == seed.size()) {
        forEachDerGiant(seed, size, take);
    } else if (start >= FirstArray) {
        forEachCborGiant(seed, size, take);
    } else if (start == '{') {
        forEachJsonGiant(seed, size, take);
    } else {
        forEachTextGiant(seed, size, take);
    }
}

} // namespace satchel::torture
