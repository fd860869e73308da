#include "CborFields.h"

#include <QSet>

namespace satchel {

namespace {

constexpr int DeepestSkipped = 16;
constexpr int MostEntries = 64;

} // namespace

CborFields::CborFields(const QByteArray& bytes, QString what)
    : m_bytes{bytes}
    , m_what{std::move(what)}
    , m_reader{bytes}
{
}

void CborFields::refuse(const QString& why, ErrorCode code)
{
    if (!m_error) {
        m_error = Error{code, QStringLiteral("%1: %2").arg(m_what, why)};
    }
}

// Before a string is read: a claimed length of gigabytes must not be believed.
bool CborFields::takesString(bool isRightType)
{
    if (isFailed() || !isRightType) {
        refuse(QStringLiteral("something else stands where a string is due"));
        return false;
    }
    if (m_reader.isLengthKnown() && m_reader.length() > static_cast<quint64>(m_bytes.size())) {
        refuse(QStringLiteral("it is cut off"));
        return false;
    }
    return true;
}

QByteArray CborFields::takeBytes()
{
    QByteArray whole;
    if (!takesString(m_reader.isByteArray())) {
        return whole;
    }
    auto chunk = m_reader.readByteArray();
    for (; chunk.status == QCborStreamReader::Ok; chunk = m_reader.readByteArray()) {
        whole += chunk.data;
    }
    if (chunk.status != QCborStreamReader::EndOfString) {
        refuse(QStringLiteral("it is cut off"));
    }
    return whole;
}

QString CborFields::takeText()
{
    QString whole;
    if (!takesString(m_reader.isString())) {
        return whole;
    }
    auto chunk = m_reader.readString();
    for (; chunk.status == QCborStreamReader::Ok; chunk = m_reader.readString()) {
        whole += chunk.data;
    }
    if (chunk.status != QCborStreamReader::EndOfString) {
        refuse(QStringLiteral("a text is cut off or not UTF-8"));
    }
    return whole;
}

std::int64_t CborFields::takeInteger()
{
    const bool isInteger = !isFailed() && m_reader.isInteger();
    const bool fits = isInteger
        && (m_reader.isNegativeInteger()
                ? static_cast<quint64>(m_reader.toNegativeInteger()) - 1 <= static_cast<quint64>(INT64_MAX)
                : m_reader.toUnsignedInteger() <= static_cast<quint64>(INT64_MAX));
    if (!fits) {
        refuse(QStringLiteral("something else stands where a number is due"));
        return 0;
    }
    const std::int64_t number = m_reader.toInteger();
    m_reader.next();
    return number;
}

double CborFields::takeNumber()
{
    if (!isFailed() && (m_reader.isDouble() || m_reader.isFloat() || m_reader.isFloat16())) {
        const double number = m_reader.isDouble() ? m_reader.toDouble()
            : m_reader.isFloat()                  ? static_cast<double>(m_reader.toFloat())
                                                  : static_cast<double>(static_cast<float>(m_reader.toFloat16()));
        m_reader.next();
        return number;
    }
    return static_cast<double>(takeInteger());
}

bool CborFields::takeBoolean()
{
    if (isFailed() || !m_reader.isBool()) {
        refuse(QStringLiteral("something else stands where yes or no is due"));
        return false;
    }
    const bool truth = m_reader.toBool();
    m_reader.next();
    return truth;
}

std::optional<std::uint64_t> CborFields::takeTag()
{
    if (isFailed() || !m_reader.isTag()) {
        return std::nullopt;
    }
    const auto tag = static_cast<std::uint64_t>(m_reader.toTag());
    m_reader.next();
    return tag;
}

QByteArray CborFields::takeWhole()
{
    const auto start = m_reader.currentOffset();
    skip();
    return isFailed() ? QByteArray{} : m_bytes.mid(start, m_reader.currentOffset() - start);
}

void CborFields::skip()
{
    if (!isFailed() && !m_reader.next(DeepestSkipped)) {
        refuse(QStringLiteral("it is cut off, broken or nested too deeply"));
    }
}

std::uint64_t CborFields::enterArray()
{
    if (isFailed() || !m_reader.isArray() || !m_reader.isLengthKnown()) {
        refuse(QStringLiteral("no list of a known length where one is due"));
        return 0;
    }
    const auto length = m_reader.length();
    m_reader.enterContainer();
    return length;
}

void CborFields::leave()
{
    if (!isFailed() && (m_reader.hasNext() || !m_reader.leaveContainer())) {
        refuse(QStringLiteral("it is cut off or broken"));
    }
}

void CborFields::eachEntry(const Entry& entry)
{
    if (isFailed() || !m_reader.isMap()) {
        refuse(QStringLiteral("something else stands where a map is due"));
        return;
    }
    m_reader.enterContainer();
    QSet<QString> seen;
    while (!isFailed() && m_reader.hasNext()) {
        std::optional<std::int64_t> number;
        QString name;
        if (m_reader.isString()) {
            name = takeText();
        } else {
            number = takeInteger();
        }
        const QString key = number ? QString::number(*number) : QLatin1Char('"') + name + QLatin1Char('"');
        if (seen.contains(key)) {
            refuse(QStringLiteral("%1 stands in it twice").arg(key.left(64)), ErrorCode::DuplicateField);
        }
        seen.insert(key);
        if (seen.size() > MostEntries) {
            refuse(QStringLiteral("more than %1 entries").arg(MostEntries));
        }
        if (!isFailed()) {
            entry(number, name);
        }
    }
    leave();
}

Result<void> CborFields::finish()
{
    if (m_error) {
        return fail(*m_error);
    }
    if (m_reader.lastError() != QCborError::NoError && m_reader.lastError() != QCborError::EndOfFile) {
        return fail(ErrorCode::Malformed, QStringLiteral("%1: it is cut off or broken").arg(m_what));
    }
    if (m_reader.currentOffset() < m_bytes.size()) {
        return fail(ErrorCode::TrailingData,
            QStringLiteral("%1 bytes follow the end of %2").arg(m_bytes.size() - m_reader.currentOffset()).arg(m_what));
    }
    return {};
}

} // namespace satchel
