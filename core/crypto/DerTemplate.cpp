#include "DerTemplate.h"

namespace satchel {

QByteArrayView DerTemplate::content(std::uint8_t tag, const char* what)
{
    return next(tag, what).content;
}

QByteArrayView DerTemplate::whole(std::uint8_t tag, const char* what)
{
    return next(tag, what).whole;
}

DerTemplate DerTemplate::inside(std::uint8_t tag, const char* what)
{
    return DerTemplate{content(tag, what), m_code, *m_fault};
}

void DerTemplate::exactly(QByteArrayView expected, const char* what)
{
    const auto tag = static_cast<std::uint8_t>(expected.front());
    require(whole(tag, what) == expected, what);
}

void DerTemplate::end(const char* what)
{
    if (!m_reader.atEnd()) {
        deviate(what, QStringLiteral("bytes follow where nothing more may stand"));
    }
}

void DerTemplate::require(bool met, const char* what)
{
    if (!met) {
        deviate(what, QStringLiteral("is not what the form prescribes"));
    }
}

DerElement DerTemplate::next(std::uint8_t tag, const char* what)
{
    if (m_fault->has_value()) {
        return {};
    }
    const auto element = m_reader.expect(tag);
    if (!element) {
        deviate(what, element.error().message);
        return {};
    }
    return *element;
}

void DerTemplate::deviate(const char* what, const QString& why)
{
    if (!m_fault->has_value()) {
        *m_fault = Error{m_code, QStringLiteral("%1: %2").arg(QString::fromLatin1(what), why)};
    }
    m_reader = DerReader{{}};
}

} // namespace satchel
