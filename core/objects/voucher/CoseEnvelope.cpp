#include "CoseVoucherContent.h"
#include "VoucherEnvelope.h"

#include <core/objects/encoding/CborFields.h>
#include <core/objects/encoding/JoseAlgorithm.h>

#include <QCborStreamWriter>

#include <algorithm>

namespace satchel {

namespace {

constexpr std::uint64_t CoseSign1Tag = 18; // RFC 9052 section 2

// Labels of header parameters (RFC 9052 section 3.1, RFC 9360 section 2).
constexpr std::int64_t AlgorithmLabel = 1;
constexpr std::int64_t CriticalLabel = 2;
constexpr std::int64_t CertificateBagLabel = 32;
constexpr std::int64_t CertificateChainLabel = 33;

struct CoseHeaders {
    std::optional<std::int64_t> algorithm;
    QString algorithmName; // of one that is named by a text
    bool hasCritical = false;
    QList<Certificate> bag; // in no order
    QList<Certificate> chain; // the signer's first
    QStringList deviations;
};

// A certificate that none of the others is issued by: the one that signs.
Certificate leafOf(const QList<Certificate>& bag)
{
    const auto issuesAnother = [&bag](const Certificate& issuer) {
        return std::ranges::any_of(bag, [&issuer](const Certificate& other) {
            return !(other == issuer) && other.issuerDer() == issuer.subjectDer();
        });
    };
    const auto found = std::ranges::find_if(bag, [&](const Certificate& each) { return !issuesAnother(each); });
    return found == bag.end() ? bag.first() : *found;
}

class CoseEnvelope final : public VoucherEnvelope {
public:
    CoseEnvelope(CoseHeaders headers, QByteArray protectedHeader, QByteArray payload, QByteArray signature)
        : m_headers{std::move(headers)}
        , m_protected{std::move(protectedHeader)}
        , m_payload{std::move(payload)}
        , m_signature{std::move(signature)}
    {
    }

    void deviate(const QStringList& texts) { m_headers.deviations += texts; }
    void setBare() { m_isBare = true; }

    [[nodiscard]] VoucherForm form() const override { return VoucherForm::Cose; }
    [[nodiscard]] std::size_t signerCount() const override { return 1; }

    [[nodiscard]] std::optional<Certificate> signer(std::size_t) const override
    {
        if (!m_headers.chain.isEmpty()) {
            return m_headers.chain.first();
        }
        return m_headers.bag.isEmpty() ? std::nullopt : std::optional{leafOf(m_headers.bag)};
    }

    [[nodiscard]] bool mustHoldSigner() const override { return false; }
    [[nodiscard]] QString whyUnverifiable() const override;
    [[nodiscard]] QList<Certificate> certificates() const override { return m_headers.chain + m_headers.bag; }
    [[nodiscard]] Result<void> verify(std::size_t index, const Certificate& signer) const override;
    [[nodiscard]] QStringList deviations() const override { return m_headers.deviations; }

private:
    CoseHeaders m_headers;
    QByteArray m_protected;
    QByteArray m_payload;
    QByteArray m_signature;
    bool m_isBare = false; // the content is a map where a byte string is due
};

// Sig_structure (RFC 9052 section 4.4). An empty map of protected headers is signed as no bytes at all.
QByteArray signedBytes(const QByteArray& protectedHeader, const QByteArray& payload)
{
    QByteArray bytes;
    QCborStreamWriter writer{&bytes};
    writer.startArray(4);
    writer.append(QLatin1StringView{"Signature1"});
    writer.append(protectedHeader == "\xA0" ? QByteArray{} : protectedHeader);
    writer.append(QByteArray{});
    writer.append(payload);
    writer.endArray();
    return bytes;
}

QString CoseEnvelope::whyUnverifiable() const
{
    return m_isBare
        ? QStringLiteral("what the signature is over cannot be told, since the content is a map and no byte "
                         "string (RFC 9052 section 4.4)")
        : QString{};
}

Result<void> CoseEnvelope::verify(std::size_t, const Certificate& signer) const
{
    if (m_headers.hasCritical) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("the signature names headers (crit) that its reader must understand; this program "
                           "understands none"));
    }
    if (!m_headers.algorithm && m_headers.algorithmName.isEmpty()) {
        return fail(ErrorCode::UnsupportedVersion, QStringLiteral("no algorithm is named"));
    }
    const auto algorithm = m_headers.algorithm ? JoseAlgorithm::fromCoseNumber(*m_headers.algorithm)
                                               : JoseAlgorithm::fromName(m_headers.algorithmName);
    if (!algorithm) {
        return fail(algorithm.error());
    }
    return algorithm->verify(signer, signedBytes(m_protected, m_payload), m_signature);
}

void addCertificate(CborFields& fields, QList<Certificate>& certificates, CoseHeaders& headers)
{
    const QByteArray der = fields.takeBytes();
    if (fields.isFailed()) {
        return;
    }
    if (auto certificate = Certificate::fromDer(der)) {
        certificates.append(*std::move(certificate));
    } else {
        headers.deviations.append(QStringLiteral("a certificate in its headers cannot be read"));
    }
}

// COSE_X509 (RFC 9360 section 2): one certificate or a list.
void readCertificates(CborFields& fields, QList<Certificate>& certificates, CoseHeaders& headers)
{
    if (fields.type() == QCborStreamReader::ByteArray) {
        addCertificate(fields, certificates, headers);
        return;
    }
    const auto count = fields.enterArray();
    if (count > MostChainCertificates) {
        fields.refuse(QStringLiteral("more than %1 certificates").arg(MostChainCertificates));
    }
    for (std::uint64_t i = 0; i < count && !fields.isFailed(); ++i) {
        addCertificate(fields, certificates, headers);
    }
    fields.leave();
}

void readHeader(CborFields& fields, std::optional<std::int64_t> label, bool isProtected, CoseHeaders& headers)
{
    if (label == AlgorithmLabel) {
        if (headers.algorithm || !headers.algorithmName.isEmpty()) {
            fields.refuse(QStringLiteral("the algorithm is named twice"), ErrorCode::DuplicateField);
        } else if (fields.type() == QCborStreamReader::String) {
            headers.algorithmName = fields.takeText();
        } else {
            headers.algorithm = fields.takeInteger();
        }
        if (!isProtected) {
            headers.deviations.append(QStringLiteral("the algorithm is named in a header that is not signed"));
        }
    } else if (label == CertificateBagLabel) {
        readCertificates(fields, headers.bag, headers);
    } else if (label == CertificateChainLabel) {
        readCertificates(fields, headers.chain, headers);
    } else {
        headers.hasCritical = headers.hasCritical || label == CriticalLabel;
        fields.skip();
    }
}

void readHeaders(CborFields& fields, bool isProtected, CoseHeaders& headers)
{
    fields.eachEntry(
        [&](std::optional<std::int64_t> label, const QString&) { readHeader(fields, label, isProtected, headers); });
}

} // namespace

Result<QByteArray> makeCose(const QByteArray& json, const PrivateKey& key, const QList<Certificate>& chain)
{
    const auto algorithm = JoseAlgorithm::forKey(key);
    const auto content = parseJson(json, JsonDialect::Lenient);
    if (!algorithm || !content) {
        return fail(algorithm ? content.error() : algorithm.error());
    }
    const QByteArray payload = cborOfJsonVoucher(*content);
    QByteArray protectedHeader;
    QCborStreamWriter protectedWriter{&protectedHeader};
    protectedWriter.startMap(1);
    protectedWriter.append(static_cast<qint64>(AlgorithmLabel));
    protectedWriter.append(static_cast<qint64>(algorithm->coseNumber()));
    protectedWriter.endMap();
    const auto signature = algorithm->sign(key, signedBytes(protectedHeader, payload));
    if (!signature) {
        return fail(signature.error());
    }
    QByteArray cose;
    QCborStreamWriter writer{&cose};
    writer.append(QCborTag{CoseSign1Tag});
    writer.startArray(4);
    writer.append(protectedHeader);
    writer.startMap(chain.isEmpty() ? 0 : 1);
    if (!chain.isEmpty()) {
        writer.append(static_cast<qint64>(CertificateChainLabel));
        writer.startArray(static_cast<quint64>(chain.size()));
        for (const Certificate& certificate : chain) {
            writer.append(certificate.der());
        }
        writer.endArray();
    }
    writer.endMap();
    writer.append(payload);
    writer.append(*signature);
    writer.endArray();
    return cose;
}

bool looksLikeCoseSign1(const QByteArray& bytes)
{
    // A list of four, with the tag or without, and a short byte string or an empty one at its beginning.
    const qsizetype start = bytes.startsWith('\xD2') ? 1 : 0;
    if (bytes.size() < start + 2 || bytes[start] != '\x84') {
        return false;
    }
    const auto next = static_cast<std::uint8_t>(bytes[start + 1]);
    return next >= 0x40 && next <= 0x59;
}

Result<OpenedVoucher> openCoseVoucher(const QByteArray& bytes)
{
    CborFields fields{bytes, QStringLiteral("the COSE message")};
    const auto tag = fields.takeTag();
    if ((tag && *tag != CoseSign1Tag) || fields.enterArray() != 4) {
        fields.refuse(QStringLiteral("it is no COSE_Sign1"));
    }
    CoseHeaders headers;
    const QByteArray protectedHeader = fields.takeBytes();
    if (!protectedHeader.isEmpty()) {
        CborFields inner{protectedHeader, QStringLiteral("the protected headers of the COSE message")};
        readHeaders(inner, true, headers);
        SATCHEL_TRY(inner.finish());
    }
    readHeaders(fields, false, headers);
    if (fields.isNull()) {
        fields.refuse(QStringLiteral("the signed content is missing"));
    }
    const bool isBare = fields.type() == QCborStreamReader::Map;
    const QByteArray payload = isBare ? fields.takeWhole() : fields.takeBytes();
    const QByteArray signature = fields.takeBytes();
    fields.leave();
    SATCHEL_TRY(fields.finish());

    QStringList deviations;
    auto json = jsonOfCborVoucher(payload, deviations);
    if (!json) {
        return fail(std::move(json).error());
    }
    const auto envelope = std::make_shared<CoseEnvelope>(std::move(headers), protectedHeader, payload, signature);
    envelope->deviate(deviations);
    if (isBare) {
        envelope->setBare();
        envelope->deviate({QStringLiteral("the signed content is a map and no byte string, as in examples of 2017")});
    }
    return OpenedVoucher{envelope, *std::move(json)};
}

} // namespace satchel
