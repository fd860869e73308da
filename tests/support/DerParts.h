#pragma once

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>

#include <QByteArray>

namespace satchel::test {

// What messages are put together from by hand.

[[nodiscard]] inline QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

[[nodiscard]] inline QByteArray sequence(const QByteArray& content)
{
    return derElement(der::Sequence, content);
}

[[nodiscard]] inline QByteArray explicitly(unsigned number, const QByteArray& content)
{
    return derElement(der::contextConstructed(number), content);
}

[[nodiscard]] inline QByteArray integer(int value)
{
    return derElement(der::Integer, QByteArray(1, static_cast<char>(value)));
}

[[nodiscard]] inline QByteArray octets(const QByteArray& content)
{
    return derElement(der::OctetString, content);
}

} // namespace satchel::test
