#include "MessageForge.h"

#include "DerParts.h"

#include <core/base/Time.h>
#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/crypto/OpenSslBytes.h>

#include <openssl/rsa.h>

#include <QJsonDocument>

namespace satchel::test {

namespace {

template <typename T> T orDie(Result<T> result)
{
    if (!result) {
        qFatal("the forge: %s", qPrintable(result.error().message));
    }
    return *std::move(result);
}

void require(bool met, const char* what)
{
    if (!met) {
        qFatal("the forge: %s", what);
    }
}

QByteArray bitString(const QByteArray& octets)
{
    return derElement(der::BitString, QByteArray(1, '\0') + octets);
}

QByteArray octetString(const QByteArray& octets)
{
    return derElement(der::OctetString, octets);
}

// On one of Edwards's curves, whose signatures have a digest of their own.
bool isEdwards(const EVP_PKEY* key)
{
    return EVP_PKEY_get_base_id(key) == NID_ED25519 || EVP_PKEY_get_base_id(key) == NID_ED448;
}

// The AlgorithmIdentifier of a signature by this key with this digest.
QByteArray algorithmIdentifier(EVP_PKEY* key, const EVP_MD* digest)
{
    int nid = EVP_PKEY_get_base_id(key);
    if (!isEdwards(key)) {
        const int keyNid = nid;
        require(OBJ_find_sigid_by_algs(&nid, EVP_MD_get_type(digest), keyNid) == 1, "no such signature algorithm");
    }
    const AlgorithmHandle algorithm{X509_ALGOR_new()};
    const bool isRsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
    X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(nid), isRsa ? V_ASN1_NULL : V_ASN1_UNDEF, nullptr);
    return derOf<&i2d_X509_ALGOR>(algorithm.get());
}

QByteArray sign(const QByteArray& bytes, EVP_PKEY* key, const EVP_MD* digest)
{
    const DigestContextHandle context{EVP_MD_CTX_new()};
    require(EVP_DigestSignInit(context.get(), nullptr, isEdwards(key) ? nullptr : digest, nullptr, key) == 1,
        "cannot sign");
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, openSslBytes(bytes), static_cast<std::size_t>(bytes.size()));
    QByteArray signature(static_cast<qsizetype>(size), '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                openSslBytes(bytes), static_cast<std::size_t>(bytes.size()))
            == 1,
        "cannot sign");
    signature.truncate(static_cast<qsizetype>(size));
    return signature;
}

void addSigner(CMS_ContentInfo* cms, const CmsDraft& draft, const IssuerIdentity& signer, unsigned flags)
{
    EVP_PKEY* const key = signer.key.handle();
    const unsigned pss = draft.usesPss ? CMS_KEY_PARAM : 0U;
    CMS_SignerInfo* const info = CMS_add1_signer(cms, signer.certificate.x509(), key, draft.digest, flags | pss);
    require(info != nullptr, "no signer");
    if (draft.usesPss) {
        EVP_PKEY_CTX* const parameters = CMS_SignerInfo_get0_pkey_ctx(info);
        require(EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) > 0, "no PSS");
    }
}

QByteArray laidOver(QJsonObject content, const QJsonObject& changes, const QString& name)
{
    for (auto at = changes.begin(); at != changes.end(); ++at) {
        if (at.value().isNull()) {
            content.remove(at.key());
        } else {
            content[at.key()] = at.value();
        }
    }
    return QJsonDocument{QJsonObject{{name, content}}}.toJson(QJsonDocument::Compact);
}

QString base64(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

CertificateTemplate authority(const QString& name)
{
    return {.commonName = name,
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Authority};
}

CertificateTemplate entity(const QString& name, const QString& serialNumber, CertificateTemplate::Use use)
{
    return {.commonName = name,
        .serialNumber = serialNumber,
        .notBefore = MessageForge::now().addYears(-1),
        .notAfter = MessageForge::now().addYears(1),
        .use = use};
}

IssuerIdentity selfSigned(const QString& name)
{
    PrivateKey key = orDie(PrivateKey::generate(KeyType::P256));
    Certificate certificate = orDie(issueSelfSigned(authority(name), key));
    return {std::move(certificate), std::move(key)};
}

QByteArray proofOf(const PrivateKey& key, const QByteArray& certRequest, CrmfProof proof)
{
    EVP_PKEY* const handle = key.handle();
    const EVP_MD* const digest = proof == CrmfProof::WeakSignature ? EVP_sha1() : EVP_sha256();
    const QByteArray algorithm = algorithmIdentifier(handle, digest);
    switch (proof) {
    case CrmfProof::Signature:
    case CrmfProof::WeakSignature:
        return explicitly(1, algorithm + bitString(sign(certRequest, handle, digest)));
    case CrmfProof::BadSignature:
        return explicitly(1, algorithm + bitString(sign(certRequest + "x", handle, digest)));
    case CrmfProof::WithInput: {
        const QByteArray input
            = explicitly(0, explicitly(4, makeName(QStringLiteral("pledge")))) + publicKeyInfoOf(key);
        return explicitly(1, explicitly(0, input) + algorithm + bitString(sign(sequence(input), handle, digest)));
    }
    case CrmfProof::ForeignInput:
        return proofOf(orDie(PrivateKey::generate(KeyType::P256)), certRequest, CrmfProof::WithInput);
    case CrmfProof::SeenByAuthority:
        return derElement(der::contextPrimitive(0), {});
    case CrmfProof::Later:
        return explicitly(2, derElement(der::contextPrimitive(1), integer(0).sliced(2)));
    case CrmfProof::None:
        break;
    }
    return {};
}

QByteArray optionalOctets(unsigned number, const QByteArray& octets)
{
    return octets.isEmpty() ? QByteArray{} : explicitly(number, octetString(octets));
}

} // namespace

QByteArray makeCms(const CmsDraft& draft)
{
    const unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL | (draft.includesSigner ? 0U : CMS_NOCERTS)
        | (draft.signsAttributes ? 0U : CMS_NOATTR) | (draft.isDetached ? CMS_DETACHED : 0U)
        | (draft.streams ? CMS_STREAM : 0U);
    const CmsHandle cms{CMS_sign(nullptr, nullptr, nullptr, nullptr, flags)};
    require(cms != nullptr, "no CMS");
    if (draft.contentType != nullptr) {
        const Asn1ObjectHandle type{OBJ_txt2obj(draft.contentType, 1)};
        CMS_set1_eContentType(cms.get(), type.get());
    }
    for (const Certificate& certificate : draft.certificates) {
        CMS_add1_cert(cms.get(), certificate.x509());
    }
    addSigner(cms.get(), draft, draft.signer, flags);
    if (draft.secondSigner) {
        addSigner(cms.get(), draft, *draft.secondSigner, flags);
    }
    const BioHandle content = readingBio(draft.content);
    if (draft.streams) {
        const BioHandle out = writingBio();
        require(i2d_CMS_bio_stream(out.get(), cms.get(), content.get(), static_cast<int>(flags)) == 1, "no stream");
        return writtenBytes(out.get());
    }
    require(CMS_final(cms.get(), content.get(), nullptr, flags) == 1, "cannot finish the CMS");
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

QByteArray makePkcs10(const Pkcs10Draft& draft)
{
    const QByteArray info
        = sequence(integer(0) + makeName(draft.commonName, draft.serialNumber, draft.secondSerialNumber)
            + publicKeyInfoOf(draft.key) + (draft.hasAttributes ? explicitly(0, {}) : QByteArray{}));
    EVP_PKEY* const signer = draft.signedBy ? draft.signedBy->handle() : draft.key.handle();
    return sequence(info + algorithmIdentifier(signer, draft.digest) + bitString(sign(info, signer, draft.digest)));
}

QByteArray oldCertificateControl(const Certificate& old)
{
    const QByteArray oid = QByteArray::fromHex("06092b0601050507050105");
    return sequence(oid + sequence(explicitly(4, old.issuerDer()) + old.serialNumberDer()));
}

QByteArray makeCrmf(const PrivateKey& key, const QByteArray& subjectDer, CrmfProof proof, const QByteArray& controls)
{
    QByteArray keyField = publicKeyInfoOf(key);
    keyField[0] = static_cast<char>(der::contextConstructed(6));
    const bool namesKeyInInput = proof == CrmfProof::WithInput;
    const QByteArray fields = explicitly(5, subjectDer) + (namesKeyInInput ? QByteArray{} : keyField);
    const QByteArray certRequest
        = sequence(integer(0) + sequence(fields) + (controls.isEmpty() ? QByteArray{} : sequence(controls)));
    return sequence(sequence(certRequest + proofOf(key, certRequest, proof)));
}

QByteArray makeCertRep(int status, const std::optional<Certificate>& certificate)
{
    const QByteArray pair = certificate ? sequence(explicitly(0, certificate->der())) : QByteArray{};
    return sequence(sequence(sequence(integer(0) + sequence(integer(status)) + pair)));
}

QByteArray makeCmp(const CmpDraft& draft)
{
    EVP_PKEY* const key = draft.signer ? draft.signer->key.handle() : nullptr;
    QByteArray sender = draft.senderDer;
    if (sender.isEmpty()) {
        sender = draft.signer ? draft.signer->certificate.subjectDer() : makeName({});
    }
    QByteArray algorithm = draft.claimedAlgorithm;
    if (key != nullptr && algorithm.isEmpty()) {
        algorithm = algorithmIdentifier(key, draft.digest);
    }
    algorithm = algorithm.isEmpty() || draft.omitsAlgorithm ? QByteArray{} : explicitly(1, algorithm);
    const QByteArray header = sequence(integer(draft.version) + explicitly(4, sender) + explicitly(4, makeName({}))
        + explicitly(0, derElement(der::GeneralizedTime, "20260601120000Z")) + algorithm
        + optionalOctets(2, draft.senderKeyId) + optionalOctets(4, draft.transactionId)
        + optionalOctets(5, draft.senderNonce) + optionalOctets(6, draft.recipientNonce)
        + (draft.generalInfo.isEmpty() ? QByteArray{} : explicitly(8, sequence(draft.generalInfo))));
    const QByteArray body = explicitly(draft.bodyTag, draft.body);
    QByteArray extra;
    for (const Certificate& certificate : draft.extraCertificates) {
        extra += certificate.der();
    }
    if (draft.signer && draft.includesSigner) {
        extra.prepend(draft.signer->certificate.der());
    }
    QByteArray message = header + body;
    if (key != nullptr && !draft.omitsProtection) {
        message += explicitly(0, bitString(sign(sequence(header + body), key, draft.digest)));
    }
    return sequence(message + (extra.isEmpty() ? QByteArray{} : explicitly(1, sequence(extra))));
}

QByteArray makeInfo(char number, const QByteArray& value)
{
    return sequence(derElement(der::Oid, QByteArray::fromHex("2b06010505 0704") + number) + value);
}

QByteArray makeCertStatus(const QByteArray& hash, const QByteArray& more)
{
    return sequence(octetString(hash) + integer(0) + more);
}

QByteArray makeName(const QString& commonName, const QString& serialNumber, const QString& secondSerialNumber)
{
    const auto attribute = [](const QByteArray& oid, const QString& text) {
        return text.isEmpty()
            ? QByteArray{}
            : derElement(der::Set, sequence(derElement(der::Oid, oid) + derElement(der::Utf8String, text.toUtf8())));
    };
    return sequence(attribute("\x55\x04\x03", commonName) + attribute("\x55\x04\x05", serialNumber)
        + attribute("\x55\x04\x05", secondSerialNumber));
}

QByteArray publicKeyInfoOf(const PrivateKey& key)
{
    return derOf<&i2d_PUBKEY>(key.handle());
}

PrivateKey makeRsaKey(unsigned bits)
{
    EVP_PKEY* const key = EVP_RSA_gen(bits);
    require(key != nullptr, "no RSA key");
    return PrivateKey{key};
}

QByteArray signatureAlgorithmOf(const PrivateKey& key, const EVP_MD* digest)
{
    return algorithmIdentifier(key.handle(), digest);
}

QByteArray signBytes(const QByteArray& bytes, const PrivateKey& key, const EVP_MD* digest)
{
    return sign(bytes, key.handle(), digest);
}

PrivateKey makeEcKey(const char* curve)
{
    EVP_PKEY* const key = EVP_EC_gen(curve);
    require(key != nullptr, "no EC key");
    return PrivateKey{key};
}

PrivateKey makeEd25519Key()
{
    EVP_PKEY* const key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    require(key != nullptr, "no Ed25519 key");
    return PrivateKey{key};
}

PrivateKey makeEd448Key()
{
    EVP_PKEY* const key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED448");
    require(key != nullptr, "no Ed448 key");
    return PrivateKey{key};
}

MessageForge::MessageForge()
    : manufacturer{selfSigned(QStringLiteral("Manufacturer CA"))}
    , idevid{device(QStringLiteral("device-1"))}
    , masa{issue(entity(QStringLiteral("MASA"), {}, CertificateTemplate::Use::Signing), manufacturer)}
    , domainCa{selfSigned(QStringLiteral("Domain CA"))}
    , registrar{issue(entity(QStringLiteral("Registrar"), {}, CertificateTemplate::Use::Registrar), domainCa)}
    , stranger{selfSigned(QStringLiteral("Stranger CA"))}
    , newKey{orDie(PrivateKey::generate(KeyType::P256))}
    , ldevid{certify(publicKeyInfoOf(newKey), QStringLiteral("device-1"), domainCa)}
    , m_trust{TrustStore::inMemory({{AnchorUse::Manufacturer, manufacturer.certificate},
          {AnchorUse::Domain, domainCa.certificate}, {AnchorUse::Masa, masa.certificate}})}
{
}

QDateTime MessageForge::now()
{
    return QDateTime{QDate{2026, 6, 1}, QTime{12, 0}, Qt::UTC};
}

IssuerIdentity MessageForge::issue(const CertificateTemplate& facts, const IssuerIdentity& issuer, KeyType type)
{
    PrivateKey key = orDie(PrivateKey::generate(type));
    Certificate certificate = orDie(issueCertificate(facts, publicKeyInfoOf(key), issuer));
    return {std::move(certificate), std::move(key)};
}

Certificate MessageForge::certify(
    const QByteArray& publicKeyInfo, const QString& serialNumber, const IssuerIdentity& issuer)
{
    const auto facts = entity(QStringLiteral("LDevID"), serialNumber, CertificateTemplate::Use::EndEntity);
    return orDie(issueCertificate(facts, publicKeyInfo, issuer));
}

IssuerIdentity MessageForge::device(const QString& serialNumber) const
{
    return issue(entity(QStringLiteral("IDevID"), serialNumber, CertificateTemplate::Use::EndEntity), manufacturer);
}

CheckContext MessageForge::context(StationRole here) const
{
    return CheckContext{.trust = m_trust, .at = now(), .here = here};
}

RequesterRecord MessageForge::requester() const
{
    return RequesterRecord{.idevid = {idevid.certificate},
        .authenticatedBy = QStringLiteral("tls-client-certificate"),
        .proofOfPossession = QStringLiteral("signature"),
        .at = now()};
}

QByteArray MessageForge::pledgeJson(const QJsonObject& changes) const
{
    const QJsonObject usual{
        {QStringLiteral("assertion"), QStringLiteral("proximity")},
        {QStringLiteral("created-on"), QStringLiteral("2026-06-01T11:00:00Z")},
        {QStringLiteral("serial-number"), QStringLiteral("device-1")},
        {QStringLiteral("nonce"), QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ==")},
        {QStringLiteral("proximity-registrar-cert"), base64(registrar.certificate.der())},
    };
    return laidOver(usual, changes, QStringLiteral("ietf-voucher-request:voucher"));
}

QByteArray MessageForge::registrarJson(const QByteArray& prior, const QJsonObject& changes) const
{
    const QJsonObject usual{
        {QStringLiteral("assertion"), QStringLiteral("proximity")},
        {QStringLiteral("created-on"), QStringLiteral("2026-06-01T11:01:00Z")},
        {QStringLiteral("serial-number"), QStringLiteral("device-1")},
        {QStringLiteral("nonce"), QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ==")},
        {QStringLiteral("prior-signed-voucher-request"), base64(prior)},
    };
    return laidOver(usual, changes, QStringLiteral("ietf-voucher-request:voucher"));
}

QByteArray MessageForge::voucherJson(const QJsonObject& changes) const
{
    const QJsonObject usual{
        {QStringLiteral("assertion"), QStringLiteral("logged")},
        {QStringLiteral("created-on"), QStringLiteral("2026-06-01T11:30:00Z")},
        {QStringLiteral("serial-number"), QStringLiteral("device-1")},
        {QStringLiteral("nonce"), QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ==")},
        {QStringLiteral("pinned-domain-cert"), base64(domainCa.certificate.der())},
    };
    return laidOver(usual, changes, QStringLiteral("ietf-voucher:voucher"));
}

QByteArray MessageForge::pledgeRequest(const QJsonObject& changes) const
{
    return makeCms({.content = pledgeJson(changes), .signer = idevid});
}

QByteArray MessageForge::registrarRequest(const QJsonObject& changes) const
{
    return makeCms({.content = registrarJson(pledgeRequest(), changes), .signer = registrar});
}

QByteArray MessageForge::voucher(const QJsonObject& changes) const
{
    return makeCms({.content = voucherJson(changes), .signer = masa});
}

QByteArray MessageForge::signedIn(
    VoucherForm form, const QByteArray& json, const IssuerIdentity& signer, bool includesSigner)
{
    if (form == VoucherForm::Cms) {
        return makeCms({.content = json, .signer = signer, .includesSigner = includesSigner});
    }
    const QList<Certificate> chain = includesSigner ? QList<Certificate>{signer.certificate} : QList<Certificate>{};
    const auto made = form == VoucherForm::Jws ? makeJws(json, signer.key, chain) : makeCose(json, signer.key, chain);
    if (!made) {
        qFatal("%s", qPrintable(made.error().message));
    }
    return *made;
}

CmpDraft MessageForge::initialRequest() const
{
    const QByteArray subject = makeName(QStringLiteral("pledge"), QStringLiteral("device-1"));
    return {.bodyTag = 0, .body = makeCrmf(newKey, subject, CrmfProof::Signature), .signer = idevid};
}

CmpDraft MessageForge::initialAnswer() const
{
    return {.senderNonce = QByteArray("answer-nonce-001"),
        .recipientNonce = QByteArray("sender-nonce-001"),
        .bodyTag = 1,
        .body = makeCertRep(0, ldevid),
        .signer = registrar};
}

EnrolmentObjectPtr recognised(const QByteArray& bytes)
{
    return orDie(EnrolmentObject::recognise(bytes));
}

} // namespace satchel::test
