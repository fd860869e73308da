#include "DerFields.h"

#include <core/crypto/Certificate.h>

namespace satchel {

DerFields::DerFields(QByteArrayView content, QString place)
    : DerFields{content, std::make_shared<Failure>(Failure{std::move(place), std::nullopt})}
{
}

DerFields::DerFields(QByteArrayView content, std::shared_ptr<Failure> failure)
    : m_reader{content}
    , m_failure{std::move(failure)}
{
}

template <typename T> T DerFields::keep(Result<T> read)
{
    if (read) {
        return *std::move(read);
    }
    refuse(read.error().message);
    return T{};
}

bool DerFields::atEnd() const
{
    return m_failure->error.has_value() || m_reader.atEnd();
}

bool DerFields::nextIs(std::uint8_t tag) const
{
    return !m_failure->error && m_reader.nextIs(tag);
}

DerElement DerFields::take()
{
    return m_failure->error ? DerElement{} : keep(m_reader.next());
}

DerElement DerFields::take(std::uint8_t tag)
{
    return m_failure->error ? DerElement{} : keep(m_reader.expect(tag));
}

std::optional<DerElement> DerFields::takeIf(std::uint8_t tag)
{
    if (!nextIs(tag)) {
        return std::nullopt;
    }
    return take();
}

DerFields DerFields::enter(std::uint8_t tag)
{
    return inside(take(tag));
}

std::optional<DerFields> DerFields::enterIf(std::uint8_t tag)
{
    if (!nextIs(tag)) {
        return std::nullopt;
    }
    return enter(tag);
}

DerFields DerFields::inside(const DerElement& element) const
{
    return DerFields{element.content, m_failure};
}

std::int64_t DerFields::takeSmallInteger()
{
    return m_failure->error ? 0 : keep(m_reader.expectSmallInteger());
}

QByteArray DerFields::takeOid()
{
    const QByteArray dotted = dottedOid(take(der::Oid).content);
    if (dotted.isEmpty()) {
        refuse(QStringLiteral("an object identifier cannot be read"));
    }
    return dotted;
}

QByteArrayView DerFields::takeBitString()
{
    const QByteArrayView content = take(der::BitString).content;
    if (content.isEmpty() || content.front() != 0) {
        refuse(QStringLiteral("a bit string does not hold whole octets"));
        return {};
    }
    return content.sliced(1);
}

QByteArrayView DerFields::takeName()
{
    const QByteArrayView name = take(der::Sequence).whole;
    if (name.size() > LongestName) {
        refuse(QStringLiteral("a name has more than %1 bytes").arg(LongestName));
    }
    return name;
}

void DerFields::end()
{
    if (!atEnd()) {
        refuse(QStringLiteral("more fields than the standard knows"));
    }
}

void DerFields::refuse(const QString& reason)
{
    if (!m_failure->error) {
        m_failure->error = Error{ErrorCode::Malformed, m_failure->place + QStringLiteral(": ") + reason};
    }
}

Result<void> DerFields::result() const
{
    if (m_failure->error) {
        return fail(*m_failure->error);
    }
    return {};
}

} // namespace satchel
