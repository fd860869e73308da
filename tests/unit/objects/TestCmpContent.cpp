#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/objects/cmp/CmpMessage.h>
#include <tests/support/DerEdit.h>
#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QCryptographicHash>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray DerNull = QByteArray::fromHex("0500");

// SHAKE256 with 512 bits (RFC 8702 section 3.1), which QCryptographicHash does not have.
QByteArray shake256(const QByteArray& bytes)
{
    QByteArray hash(64, '\0');
    const DigestContextHandle context{EVP_MD_CTX_new()};
    EVP_DigestInit_ex2(context.get(), EVP_shake256(), nullptr);
    EVP_DigestUpdate(context.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
    EVP_DigestFinalXOF(
        context.get(), reinterpret_cast<unsigned char*>(hash.data()), static_cast<std::size_t>(hash.size()));
    return hash;
}

// Members by their names one inside the other ("signer/key"), of a list the first.
QString textAt(const JsonValue& value, const QString& path)
{
    const JsonValue* at = &value;
    for (const QString& name : path.split(QLatin1Char('/'))) {
        at = at->array() != nullptr ? &at->array()->front() : at;
        at = at->find(name);
        if (at == nullptr) {
            return {};
        }
    }
    return at->string() != nullptr ? *at->string() : QString{};
}

} // namespace

// What CMP messages say inside: general information, decisions, confirmations.
class TestCmpContent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void describesWhatMatters();
    void describesWhatIsAskedFor_data();
    void describesWhatIsAskedFor();
    void describesWhoProtects_data();
    void describesWhoProtects();
    void remarksOnHeaders_data();
    void remarksOnHeaders();
    void tellsWhatADeviceThinksOfItsCertificate_data();
    void tellsWhatADeviceThinksOfItsCertificate();
    void comparesAConfirmationWithItsAnswer_data();
    void comparesAConfirmationWithItsAnswer();
    void knowsTheDigestOfEachSignature_data();
    void knowsTheDigestOfEachSignature();
    void tellsEachDecision();
    void leavesAnEncryptedCertificateUnchecked();
    void leavesAKeyToTheAuthority();

private:
    [[nodiscard]] CmpDraft request(unsigned tag, const QByteArray& body) const
    {
        return with(m_forge.initialRequest(), tag, body);
    }
    [[nodiscard]] CmpDraft answer(unsigned tag, const QByteArray& body) const
    {
        return with(m_forge.initialAnswer(), tag, body);
    }
    [[nodiscard]] static CmpDraft with(CmpDraft draft, unsigned tag, const QByteArray& body)
    {
        draft.bodyTag = tag;
        draft.body = body;
        return draft;
    }

    MessageForge m_forge;
};

void TestCmpContent::describesWhatMatters()
{
    const auto text = [](const JsonValue& value, const char16_t* name) {
        const auto* const member = value.find(QString::fromUtf16(name));
        return member != nullptr && member->string() != nullptr ? *member->string() : QString{};
    };
    CmpDraft offer = m_forge.initialAnswer();
    offer.generalInfo = makeInfo(13, DerNull) + makeInfo(14, derElement(der::GeneralizedTime, "20260602120000Z"))
        + makeInfo(21, derElement(der::Sequence, derElement(der::Utf8String, "tls-server")));
    const auto offered = recognised(makeCmp(offer))->describe();
    QCOMPARE(text(offered, u"form"), QStringLiteral("CMP ip"));
    QCOMPARE(text(offered, u"status"), QStringLiteral("accepted"));
    QCOMPARE(text(offered, u"confirmWaitTime"), QStringLiteral("2026-06-02T12:00:00Z"));
    QVERIFY(offered.find(u"implicitConfirm") != nullptr);
    QCOMPARE(*offered.find(u"certProfiles")->array()->front().string(), QStringLiteral("tls-server"));

    offer.generalInfo = makeInfo(21, derElement(der::Utf8String, "tls-client"));
    const auto bare = recognised(makeCmp(offer))->describe();
    QCOMPARE(*bare.find(u"certProfiles")->array()->front().string(), QStringLiteral("tls-client"));

    CmpDraft no = answer(23, {});
    // PKIStatusInfo rejection, "no such device", badPOP; errorCode 17; errorDetails "ask again".
    no.body = derElement(der::Sequence,
        QByteArray::fromHex("301a 020102 3010 0c0e 6e6f2073756368206465766963 65 0303060040 020111 300b 0c09")
            + "ask again");
    const auto told = recognised(makeCmp(no))->describe();
    QCOMPARE(text(told, u"status"), QStringLiteral("rejection"));
    QCOMPARE(text(told, u"statusText"), QStringLiteral("no such device error code 17 ask again"));
    const auto& failures = *told.find(u"failures")->array();
    QCOMPARE(failures.size(), std::size_t{1});
    QVERIFY2(failures.front().string()->contains(QStringLiteral("proof of possession")), "badPOP in words");

    CmpDraft revocation = request(11, {});
    revocation.body = derElement(der::Sequence,
        derElement(der::Sequence,
            derElement(der::Sequence,
                derElement(der::contextPrimitive(1), "\x2A")
                    + derElement(der::contextConstructed(3), makeName(QStringLiteral("Domain CA"))))));
    const auto revoked = recognised(makeCmp(revocation))->describe().find(u"revokes")->array()->front();
    QCOMPARE(text(revoked, u"issuer"), QStringLiteral("CN=Domain CA"));
    QCOMPARE(text(revoked, u"serialNumber"), QStringLiteral("2a"));

    CmpDraft question = request(21, {});
    question.body = derElement(der::Sequence, makeInfo(17));
    const auto asked = recognised(makeCmp(question))->describe();
    QCOMPARE(text(asked.find(u"infos")->array()->front(), u"type"), QStringLiteral("caCerts"));
    QVERIFY(asked.find(u"infos")->array()->front().find(u"value") == nullptr);
    question.bodyTag = 22;
    const auto& authority = m_forge.domainCa.certificate;
    question.body = derElement(der::Sequence,
        makeInfo(17, derElement(der::Sequence, authority.der())) + makeInfo(20, authority.der())
            + makeInfo(16, derElement(der::Sequence, derElement(der::Utf8String, "de"))) + makeInfo(17, DerNull)
            + makeInfo(6, derElement(der::OctetString, QByteArray(5000, '\0'))));
    const auto infos = *recognised(makeCmp(question))->describe().find(u"infos")->array();
    QCOMPARE(infos.size(), std::size_t{5});
    for (const auto& info : {infos[0], infos[1]}) {
        QCOMPARE(text(info.find(u"value")->array()->front(), u"subject"), authority.subject());
    }
    QCOMPARE(*infos[2].find(u"value")->array()->front().string(), QStringLiteral("de"));
    QVERIFY(infos[3].find(u"value") != nullptr); // no list of certificates
    QCOMPARE(text(infos[4], u"value"), QStringLiteral("5004 bytes"));
}

// For each certificate: whose, which key, how it is shown to be held, and which certificate it replaces.
void TestCmpContent::describesWhatIsAskedFor_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");

    const QByteArray subject = makeName(QStringLiteral("pledge"), QStringLiteral("device-1"));
    const QString key = sha256(publicKeyInfoOf(m_forge.newKey)).toString();
    const auto of = [&](CrmfProof proof, const QByteArray& controls = {}) {
        return makeCmp(request(7, makeCrmf(m_forge.newKey, subject, proof, controls)));
    };
    const auto row = [](const char* name, const QByteArray& bytes, const char* path, const QString& text) {
        QTest::newRow(name) << bytes << QString::fromLatin1(path) << text;
    };
    const QByteArray kur = of(CrmfProof::Signature, oldCertificateControl(m_forge.ldevid));
    row("its subject", kur, "requests/subject", QStringLiteral("serialNumber=device-1,CN=pledge"));
    row("its serial number", kur, "requests/serialNumber", QStringLiteral("device-1"));
    row("its key", kur, "requests/key", key);
    row("its kind of key", kur, "requests/keyType", QStringLiteral("EC P-256"));
    row("its proof", kur, "requests/proofOfPossession", QStringLiteral("signature"));
    row("what it renews", kur, "requests/renews/serialNumber",
        QString::fromLatin1(m_forge.ldevid.serialNumber().toHex()));
    row("whose it renews", kur, "requests/renews/issuer", m_forge.ldevid.issuer());
    row("nothing that it renews", of(CrmfProof::Signature), "requests/renews/issuer", {});
    row("a key in the proof only", of(CrmfProof::WithInput), "requests/key", key);
    row("no proof", of(CrmfProof::None), "requests/proofOfPossession", none());
    row("a proof seen", of(CrmfProof::SeenByAuthority), "requests/proofOfPossession",
        QStringLiteral("seen by a registration authority"));
    row("a proof to come", of(CrmfProof::Later), "requests/proofOfPossession",
        QStringLiteral("later, to the authority"));
    QByteArray keyless = makeCmp(request(0,
        derElement(der::Sequence,
            derElement(der::Sequence,
                derElement(der::Sequence,
                    QByteArray::fromHex("020100")
                        + derElement(der::Sequence, derElement(der::contextConstructed(5), subject)))))));
    row("no key", keyless, "requests/keyMadeBy", QStringLiteral("the authority"));
    row("nothing of a key that is not there", keyless, "requests/key", {});
    const auto pkcs10
        = makeCmp(request(4, makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey})));
    row("a PKCS #10", pkcs10, "requests/form", QStringLiteral("PKCS #10 request"));
    row("the key of a PKCS #10", pkcs10, "requests/key", key);
    row("the kind of key of a PKCS #10", pkcs10, "requests/keyType", QStringLiteral("EC P-256"));
}

void TestCmpContent::describesWhatIsAskedFor()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, path);

    QTEST(textAt(recognised(bytes)->describe(), path), "text");
}

void TestCmpContent::describesWhoProtects_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("protection");
    QTest::addColumn<QString>("signer");

    const auto with = [this](auto change) {
        CmpDraft draft = m_forge.initialRequest();
        change(draft);
        return makeCmp(draft);
    };
    const QString ecdsa = QStringLiteral("ecdsa-with-SHA256");
    QTest::newRow("the device") << makeCmp(m_forge.initialRequest()) << ecdsa << m_forge.idevid.certificate.subject();
    QTest::newRow("an authority") << makeCmp(m_forge.initialAnswer()) << ecdsa
                                  << m_forge.registrar.certificate.subject();
    QTest::newRow("somebody whose certificate is not inside")
        << with([](CmpDraft& draft) { draft.includesSigner = false; }) << ecdsa << QString{};
    QTest::newRow("an algorithm that nobody knows")
        << with([](CmpDraft& draft) { draft.claimedAlgorithm = QByteArray::fromHex("3006 0604 2a030405"); })
        << QStringLiteral("signature of an unknown kind") << m_forge.idevid.certificate.subject();
    QTest::newRow("a MAC") << with(
        [](CmpDraft& draft) { draft.claimedAlgorithm = QByteArray::fromHex("300b06092a864886f67d07420d"); })
                           << QStringLiteral("MAC") << QString{};
    QTest::newRow("nobody") << with([](CmpDraft& draft) { draft.signer.reset(); }) << none() << QString{};
}

void TestCmpContent::describesWhoProtects()
{
    QFETCH(QByteArray, bytes);

    const auto shown = recognised(bytes)->describe();

    QTEST(textAt(shown, QStringLiteral("protection")), "protection");
    QTEST(textAt(shown, QStringLiteral("signer/subject")), "signer");
}

// What only informs and cannot be read is a remark; what is said twice too.
void TestCmpContent::remarksOnHeaders_data()
{
    QTest::addColumn<QByteArray>("generalInfo");
    QTest::addColumn<QString>("remark");

    const auto time = [](const char* text) { return makeInfo(14, derElement(der::GeneralizedTime, text)); };
    QTest::newRow("none") << makeInfo(13, DerNull) << QString{};
    QTest::newRow("another type") << makeInfo(99, DerNull) << QString{};
    QTest::newRow("confirmWaitTime, a day that is none")
        << time("20260230120000Z") << QStringLiteral("confirmWaitTime");
    QTest::newRow("confirmWaitTime, a fraction that is none")
        << time("20260601120000.Z") << QStringLiteral("confirmWaitTime");
    QTest::newRow("confirmWaitTime, another type") << makeInfo(14, DerNull) << QStringLiteral("confirmWaitTime");
    QTest::newRow("confirmWaitTime, none") << makeInfo(14) << QStringLiteral("confirmWaitTime");
    QTest::newRow("certProfile, another type") << makeInfo(21, DerNull) << QStringLiteral("certProfile");
    QTest::newRow("certProfile, a list") << makeInfo(21, derElement(der::Sequence, derElement(der::Utf8String, "tls")))
                                         << QString{};
    QTest::newRow("certProfile, no list")
        << makeInfo(21, derElement(der::Utf8String, "tls")) << QStringLiteral("no list of names");
    QTest::newRow("twice") << time("20260601120000Z") + time("20270601120000Z") << QStringLiteral("twice");
}

void TestCmpContent::remarksOnHeaders()
{
    QFETCH(QByteArray, generalInfo);
    QFETCH(QString, remark);
    CmpDraft draft = m_forge.initialRequest();
    draft.generalInfo = generalInfo;

    const Assessment assessment = recognised(makeCmp(draft))->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
    QCOMPARE(assessment.warnings.size(), remark.isEmpty() ? 0 : 1);
    QVERIFY(remark.isEmpty() || assessment.warnings.first().contains(remark));
}

void TestCmpContent::tellsWhatADeviceThinksOfItsCertificate_data()
{
    QTest::addColumn<QByteArray>("statuses");
    QTest::addColumn<QString>("warning");

    const QByteArray hash(32, 'h');
    QTest::newRow("accepts") << makeCertStatus(hash) << QString{};
    QTest::newRow("accepts expressly") << makeCertStatus(hash, QByteArray::fromHex("3003020100")) << QString{};
    QTest::newRow("accepts none") << QByteArray{} << QStringLiteral("accepts none");
    QTest::newRow("rejects") << makeCertStatus(hash, QByteArray::fromHex("3003020102")) << QStringLiteral("rejection");
    QTest::newRow("rejects with a reason")
        << makeCertStatus(hash, QByteArray::fromHex("300d 020102 3003 0c016f 0303040010"))
        << QStringLiteral("certConfirmed");
}

void TestCmpContent::tellsWhatADeviceThinksOfItsCertificate()
{
    QFETCH(QByteArray, statuses);
    QFETCH(QString, warning);
    CmpDraft draft = request(24, {});
    draft.body = derElement(der::Sequence, statuses);

    const Assessment assessment = recognised(makeCmp(draft))->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
    QCOMPARE(assessment.warnings.size(), warning.isEmpty() ? 0 : 1);
    QVERIFY2(warning.isEmpty() || assessment.warnings.first().contains(warning),
        assessment.warnings.isEmpty() ? "" : qPrintable(assessment.warnings.first()));
}

void TestCmpContent::comparesAConfirmationWithItsAnswer_data()
{
    QTest::addColumn<QByteArray>("confirmation");
    QTest::addColumn<QString>("remark");

    const QByteArray sha256Hash = sha256(m_forge.ldevid.der()).bytes();
    const QByteArray sha384Name = QByteArray::fromHex("a00d 300b 0609 608648016503040202");
    const auto with = [this](const QByteArray& status, int version = 2, const QByteArray& nonce = "answer-nonce-001") {
        CmpDraft draft = request(24, {});
        draft.version = version;
        draft.recipientNonce = nonce;
        draft.body = derElement(der::Sequence, status);
        return makeCmp(draft);
    };
    const QByteArray sha384Hash = QCryptographicHash::hash(m_forge.ldevid.der(), QCryptographicHash::Sha384);
    QByteArray ofAnother = makeCertStatus(sha256Hash);
    ofAnother.replace(ofAnother.size() - 1, 1, "\x07");
    const auto row = [](const char* name, const QByteArray& bytes, const char* remark) {
        QTest::newRow(name) << bytes << QString::fromLatin1(remark);
    };
    row("the certificate", with(makeCertStatus(sha256Hash)), "");
    row("by another digest, which it names", with(makeCertStatus(sha384Hash, sha384Name), 3), "");
    row("by another digest", with(makeCertStatus(sha384Hash)), "another certificate");
    row("another certificate", with(makeCertStatus(QByteArray(32, 'h'))), "another certificate");
    row("a hash by its name", with(makeCertStatus(sha256Hash, sha384Name), 3), "another certificate");
    row("a digest that nobody knows", with(makeCertStatus(sha256Hash, QByteArray::fromHex("a006 3004 0602 2a03")), 3),
        "cannot be told");
    row("a request that was not made", with(ofAnother), "does not have");
    row("another nonce", with(makeCertStatus(sha256Hash), 2, "answer-nonce-002"), "another nonce");
    row("no nonce", with(makeCertStatus(sha256Hash), 2, {}), "");
}

void TestCmpContent::comparesAConfirmationWithItsAnswer()
{
    QFETCH(QByteArray, confirmation);
    QFETCH(QString, remark);
    const auto answered = CmpMessage::parse(makeCmp(m_forge.initialAnswer()));
    const auto confirmed = CmpMessage::parse(confirmation);
    QVERIFY(answered.has_value() && confirmed.has_value());

    const QStringList remarks = (*confirmed)->remarksBeside(**answered);

    QCOMPARE(remarks.size(), remark.isEmpty() ? 0 : 1);
    QVERIFY2(
        remark.isEmpty() || remarks.first().contains(remark), remarks.isEmpty() ? "" : qPrintable(remarks.first()));
}

// RFC 9810 section 5.3.18: where the signature of the certificate names no digest, its kind does.
void TestCmpContent::knowsTheDigestOfEachSignature_data()
{
    QTest::addColumn<QByteArray>("algorithm"); // of the certificate's signature
    QTest::addColumn<QString>("digest");
    QTest::addColumn<QString>("remark");

    const auto row = [](const char* name, const char* algorithm, const char* digest, const char* remark) {
        QTest::newRow(name) << hexBytes(algorithm) << QString::fromLatin1(digest) << QString::fromLatin1(remark);
    };
    row("ECDSA with SHA-384", "300a06082a8648ce3d040303", "SHA-384", "");
    row("Ed25519", "300506032b6570", "SHA-512", "");
    row("Ed25519, another digest", "300506032b6570", "SHA-256", "another certificate");
    row("Ed448", "300506032b6571", "SHAKE256", "");
    row("Ed448, another digest", "300506032b6571", "SHA-512", "another certificate");
    row("a signature that nobody knows", "300406022a03", "SHA-256", "is not known here");
    row("PSS that does not say its digest", "300f06092a864886f70d01010a02020100", "SHA-256", "is not known here");
}

void TestCmpContent::knowsTheDigestOfEachSignature()
{
    QFETCH(QByteArray, algorithm);
    QFETCH(QString, digest);
    QFETCH(QString, remark);
    const QByteArray inside = edited(m_forge.ldevid.der(), {0, 2}, replaceBy(algorithm));
    const auto certificate = Certificate::fromDer(edited(inside, {1}, replaceBy(algorithm)));
    QVERIFY2(certificate.has_value(), certificate ? "" : qPrintable(certificate.error().message));
    const QByteArray bytes = certificate->der();
    const QHash<QString, QByteArray> hashes{{QStringLiteral("SHA-256"), sha256(bytes).bytes()},
        {QStringLiteral("SHA-384"), QCryptographicHash::hash(bytes, QCryptographicHash::Sha384)},
        {QStringLiteral("SHA-512"), QCryptographicHash::hash(bytes, QCryptographicHash::Sha512)},
        {QStringLiteral("SHAKE256"), shake256(bytes)}};
    CmpDraft offer = m_forge.initialAnswer();
    offer.body = makeCertRep(0, *certificate);
    const auto answered = CmpMessage::parse(makeCmp(offer));
    const auto confirmed
        = CmpMessage::parse(makeCmp(request(24, derElement(der::Sequence, makeCertStatus(hashes[digest])))));
    QVERIFY(answered.has_value() && confirmed.has_value());

    const QString remarks = (*confirmed)->remarksBeside(**answered).join(QLatin1Char(' '));

    QCOMPARE(remarks.isEmpty(), remark.isEmpty());
    QVERIFY2(remarks.contains(remark), qPrintable(remarks));
}

void TestCmpContent::tellsEachDecision()
{
    const auto decision = [](int id, int status) { return sequence(integer(id) + sequence(integer(status))); };
    CmpDraft offer = m_forge.initialAnswer();
    offer.body = sequence(sequence(decision(0, 2) + decision(1, 3)));

    const auto described = recognised(makeCmp(offer))->describe();

    const auto& decisions = *described.find(u"decisions")->array();
    QCOMPARE(decisions.size(), std::size_t{2});
    QCOMPARE(*decisions[0].find(u"status")->string(), QStringLiteral("rejection"));
    QCOMPARE(*decisions[1].find(u"status")->string(), QStringLiteral("waiting"));
    QVERIFY(described.find(u"status") == nullptr);
}

// Only the device can open it.
void TestCmpContent::leavesAnEncryptedCertificateUnchecked()
{
    CmpDraft offer = m_forge.initialAnswer();
    const QByteArray pair = sequence(explicitly(1, sequence({}))); // certOrEncCert [1]
    offer.body = sequence(sequence(sequence(integer(0) + sequence(integer(0)) + pair)));

    const auto object = recognised(makeCmp(offer));
    const Assessment assessment = object->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(checkOf(assessment, u"issued"), checkResultName(CheckResult::Skipped));
    QVERIFY(object->describe().find(u"issued") == nullptr);
}

void TestCmpContent::leavesAKeyToTheAuthority()
{
    const QByteArray subject = makeName(QStringLiteral("pledge"), QStringLiteral("device-1"));
    const QByteArray asked = sequence(integer(0) + sequence(explicitly(5, subject)));

    const Assessment assessment = recognised(makeCmp(request(0, sequence(sequence(asked)))))->assess(m_forge.context());

    QCOMPARE(checkOf(assessment, u"proof-of-possession"), checkResultName(CheckResult::Skipped));
}

SATCHEL_TEST(TestCmpContent)
#include "TestCmpContent.moc"
