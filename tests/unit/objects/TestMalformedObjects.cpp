#include <core/objects/EnrolmentObject.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/CmcForge.h>
#include <tests/support/DerEdit.h>
#include <tests/support/DerParts.h>
#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/ScepForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

struct Sample {
    const char* name;
    QByteArray bytes;
    bool mayBeBer = false; // CMS, which many write so (docs/objects.md)
};

// So many SEQUENCEs, one in the other.
QByteArray nested(int depth)
{
    QByteArray element;
    for (int i = 0; i < depth; ++i) {
        element = derElement(der::Sequence, element);
    }
    return element;
}

// The outermost element with its length written in another way.
QByteArray withLength(const QByteArray& sound, const QByteArray& length)
{
    return sound.first(1) + length + DerReader{sound}.next()->content.toByteArray();
}

} // namespace

// What is broken in the same way in any object of DER, and what only a PKCS #10, a revocation list, a certificate or a
// CMS can have wrong:
// the other forms have their own tables beside their own tests.
class TestMalformedObjects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormOfDer_data();
    void everyFormOfDer();
    void pkcs10Requests_data();
    void pkcs10Requests();
    void revocationLists_data();
    void revocationLists();
    void certificates_data();
    void certificates();
    void signedMessages_data();
    void signedMessages();

private:
    [[nodiscard]] QList<Sample> samples() const;
    [[nodiscard]] QByteArray pkcs10() const
    {
        return makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});
    }
    [[nodiscard]] QByteArray revocationList() const
    {
        return makeCrl({.issuer = m_forge.domainCa,
            .thisUpdate = MessageForge::now().addDays(-1),
            .nextUpdate = MessageForge::now().addDays(6)});
    }

    // The same certificate with the domain CA's signature over what it says now.
    [[nodiscard]] QByteArray signedAnew(const QByteArray& certificate) const;

    MessageForge m_forge;
};

QByteArray TestMalformedObjects::signedAnew(const QByteArray& certificate) const
{
    const auto content = DerReader{certificate}.next()->content;
    DerReader fields{content};
    const auto said = fields.next()->whole.toByteArray();
    const bool isSigned = fields.rest().size() > 0 && fields.next().has_value() && fields.nextIs(der::BitString);
    if (!isSigned) {
        return certificate;
    }
    const auto& key = m_forge.domainCa.key;
    return derElement(der::Sequence,
        said + signatureAlgorithmOf(key, EVP_sha256())
            + derElement(der::BitString, '\0' + signBytes(said, key, EVP_sha256())));
}

QList<Sample> TestMalformedObjects::samples() const
{
    const auto& authority = m_forge.domainCa.certificate;
    const CmcDraft cmc{.controls = {cmcTransaction(), cmcSenderNonce("1")},
        .requests = {cmcPkcs10(pkcs10())},
        .outside = {.signers = {m_forge.idevid}}};
    return {
        {"PKCS #10", pkcs10()},
        {"certificate", m_forge.ldevid.der()},
        {"certs-only", *makeCertsOnlyCms({m_forge.ldevid}), true},
        {"revocation list", revocationList()},
        {"CMP ir", makeCmp(m_forge.initialRequest())},
        {"CMP ip", makeCmp(m_forge.initialAnswer())},
        {"voucher request", m_forge.pledgeRequest(), true},
        {"voucher", m_forge.voucher(), true},
        {"SCEP", makeScep(scepRequest(m_forge.idevid, authority)), true},
        {"CMC", makeCmc(cmc), true},
    };
}

void TestMalformedObjects::everyFormOfDer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    for (const auto& sample : samples()) {
        const auto row = [&sample](const char* fault, const QByteArray& bytes, const char* code) {
            QTest::addRow("%s, %s", sample.name, fault) << bytes << QString::fromLatin1(code);
        };
        const auto& sound = sample.bytes;
        const auto content = DerReader{sound}.next()->content.toByteArray();
        row("sound", sound, "none");
        row("without its last byte", sound.chopped(1), "malformed");
        row("its first half", sound.first(sound.size() / 2), "malformed");
        row("a byte more", sound + '\0', "trailing-data");
        row("twice", sound + sound, "trailing-data");
        row("of indefinite length", sound.first(1) + '\x80' + content + hex("0000"),
            sample.mayBeBer ? "none" : "malformed");
        row("of indefinite length without an end", sound.first(1) + '\x80' + content, "malformed");
        row("of an absurd length", withLength(sound, hex("847fffffff")), "malformed");
        row("of a length of nine octets", withLength(sound, hex("89010000000000000000")), "malformed");
        row("with a NULL too many", edited(sound, {}, withContent([](const auto& all) { return all + hex("0500"); })),
            "malformed");
        const QList<int> inside{sample.mayBeBer ? 1 : 0};
        const auto deep = withContent([](const auto& all) { return all + nested(80); });
        row("too deep", edited(sound, inside, deep), "malformed");
    }
}

void TestMalformedObjects::everyFormOfDer()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes)), "code");
}

void TestMalformedObjects::pkcs10Requests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code = "malformed") {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    // RFC 2986 section 4: version, subject, key, attributes.
    const auto sound = pkcs10();
    const QList<int> version{0, 0};
    const QList<int> subject{0, 1};
    const QList<int> key{0, 2};
    const QList<int> attributes{0, 3};
    row("a negative version", edited(sound, version, replaceBy(hex("0201ff"))));
    row("version 2", edited(sound, version, replaceBy(hex("020101"))));
    row("a giant version", edited(sound, version, replaceBy(derElement(der::Integer, QByteArray(4096, '\x7f')))));
    row("a version that is a text", edited(sound, version, replaceBy(hex("0c0130"))), "not-recognised");
    row("no subject", edited(sound, subject, replaceBy({})));
    row("a subject that is a number", edited(sound, subject, replaceBy(hex("020100"))), "not-recognised");
    row("no key", edited(sound, key, replaceBy({})));
    row("two keys", edited(sound, key, followedBy(publicKeyInfoOf(m_forge.newKey))));
    row("a key that is a number", edited(sound, key, replaceBy(hex("020100"))));
    row("attributes twice", edited(sound, attributes, followedBy(hex("a000"))));
    row("attributes of another tag", edited(sound, attributes, replaceBy(hex("a100"))));
    row("an attribute that is a number, for the CA to judge", edited(sound, attributes, replaceBy(hex("a003020100"))),
        "none");
    row("a long length inside an attribute, which nobody reads",
        edited(sound, attributes, replaceBy(hex("a00402810105"))));
    row("no algorithm", edited(sound, {1}, replaceBy({})));
    row("no signature", edited(sound, {2}, replaceBy({})));
    row("a signature of seven bits", edited(sound, {2}, replaceBy(hex("03020180"))));
    row("a signature that is octets", edited(sound, {2}, replaceBy(hex("0400"))));
}

void TestMalformedObjects::pkcs10Requests()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes, Kind::CertificationRequest)), "code");
}

void TestMalformedObjects::revocationLists_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code = "malformed") {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    // RFC 5280 section 5.1: version, algorithm, issuer, thisUpdate, nextUpdate, revokedCertificates, extensions.
    const auto sound = revocationList();
    const QList<int> version{0, 0};
    const QList<int> issuer{0, 2};
    const QList<int> thisUpdate{0, 3};
    const QList<int> revoked{0, 5};
    const QList<int> extensions{0, 6};
    row("a giant version", edited(sound, version, replaceBy(derElement(der::Integer, QByteArray(4096, '\x7f')))));
    row("version 1 with extensions", edited(sound, version, replaceBy({})));
    row("an issuer that is a number", edited(sound, issuer, replaceBy(hex("020100"))));
    row("thisUpdate twice", edited(sound, thisUpdate, followedBy(derElement(der::UtcTime, "260531120000Z"))));
    row("thisUpdate with a zone", edited(sound, thisUpdate, replaceBy(derElement(der::UtcTime, "260531120000+0100"))));
    row("thisUpdate without seconds", edited(sound, thisUpdate, replaceBy(derElement(der::UtcTime, "2605311200Z"))));
    row("thisUpdate that is no text", edited(sound, thisUpdate, replaceBy(derElement(der::UtcTime, "\xff\xff"))));
    row("an entry that is a number", edited(sound, revoked, replaceBy(hex("3003020101"))));
    row("a long length inside an entry, which nobody reads",
        edited(sound, revoked, replaceBy(hex("3006300402810105"))));
    row("entries twice", edited(sound, revoked, followedBy(hex("3000"))));
    row("extensions twice", edited(sound, extensions, followedBy(hex("a0023000"))));
    row("an extension that is a number", edited(sound, extensions, replaceBy(hex("a0053003020101"))));
    row("no signature", edited(sound, {2}, replaceBy({})));
}

void TestMalformedObjects::revocationLists()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes, Kind::Crl)), "code");
}

void TestMalformedObjects::certificates_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("verdict"); // of what is recognised
    QTest::addColumn<QString>("word"); // of its only warning; empty: none

    const auto row = [this](const char* name, const QByteArray& bytes, const char* code = "malformed",
                         const char* verdict = "", const char* word = "") {
        QTest::newRow(name) << signedAnew(bytes) << QString::fromLatin1(code) << QString::fromLatin1(verdict)
                            << QString::fromLatin1(word);
    };
    // RFC 5280 section 4.1: version, serialNumber, signature, issuer, validity, subject, key, extensions.
    const auto sound = m_forge.ldevid.der();
    const QList<int> version{0, 0};
    const QList<int> serial{0, 1};
    const QList<int> issuer{0, 3};
    const QList<int> validity{0, 4};
    const QList<int> subject{0, 5};
    const QList<int> key{0, 6};
    const QList<int> extensions{0, 7};
    const auto integer = [](const QByteArray& content) { return derElement(der::Integer, content); };
    const auto commonName = [](const QByteArray& text) {
        return derElement(der::Sequence,
            derElement(der::Set, derElement(der::Sequence, oidOf("2.5.4.3") + derElement(der::Utf8String, text))));
    };
    const auto tagged = [](const QByteArray& content) { return derElement(der::contextConstructed(0), content); };
    row("sound", sound, "none", "none");
    row("a negative version", edited(sound, version, replaceBy(tagged(integer(hex("ff"))))), "none", "none",
        "the version is none");
    row("version 4", edited(sound, version, replaceBy(tagged(integer(hex("03"))))), "none", "none",
        "the version is none");
    row("a giant version", edited(sound, version, replaceBy(tagged(integer(QByteArray(4096, '\x7f'))))), "none", "none",
        "the version is none");
    row("version 1 with extensions", edited(sound, version, replaceBy({})), "none", "none", "only version 3");
    row("a version that is a text", edited(sound, version, replaceBy(tagged(hex("0c0132")))));
    row("a negative serial number", edited(sound, serial, replaceBy(integer(hex("ff")))), "none", "none",
        "the serial number is negative");
    row("a serial number of 21 octets", edited(sound, serial, replaceBy(integer(QByteArray(21, '\x7f')))), "none",
        "none", "longer than 20");
    row("a serial number of 20 octets", edited(sound, serial, replaceBy(integer(QByteArray(20, '\x7f')))), "none",
        "none");
    row("a serial number of 4,096 octets", edited(sound, serial, replaceBy(integer(QByteArray(4096, '\x7f')))), "none",
        "none", "longer than 20");
    row("a serial number with a zero too many", edited(sound, serial, replaceBy(integer(hex("0001")))));
    row("a serial number without octets", edited(sound, serial, replaceBy(integer({}))));
    row("an extension twice", edited(sound, extensions, withContent([](const auto& list) {
        const auto all = DerReader{list}.next()->content.toByteArray();
        const auto first = DerReader{all}.next()->whole.toByteArray();
        return derElement(der::Sequence, all + first);
    })),
        "none", "held:untrusted-issuer");
    row("extensions twice", edited(sound, extensions, followedBy(hex("a3023000"))));
    row("an extension that is a number",
        edited(sound, extensions, replaceBy(derElement(der::contextConstructed(3), hex("3003020101")))));
    row("an issuer that is a number", edited(sound, issuer, replaceBy(hex("020100"))));
    row("an issuer that is not UTF-8", edited(sound, issuer, replaceBy(commonName("caf\xe9"))));
    row("a subject that is not UTF-8", edited(sound, subject, replaceBy(commonName("caf\xe9"))));
    row("a subject without end", edited(sound, subject, replaceBy(commonName(QByteArray(LongestName, 'x')))));
    row("a validity without an end",
        edited(sound, validity, replaceBy(derElement(der::Sequence, derElement(der::UtcTime, "260601120000Z")))));
    row("a time that is no text",
        edited(sound, validity, replaceBy(derElement(der::Sequence, hex("1702ffff1702ffff")))), "none",
        "held:untrusted-issuer");
    row("no key", edited(sound, key, replaceBy({})));
    row("a key that is a number", edited(sound, key, replaceBy(hex("020100"))));
    row("no signature", edited(sound, {2}, replaceBy({})));
    row("a signature that is octets", edited(sound, {2}, replaceBy(hex("0400"))));
}

void TestMalformedObjects::certificates()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes, Kind::CertificationResponse);

    QTEST(codeOf(object), "code");
    if (object) {
        QFETCH(QString, word);
        const auto said = (*object)->assess(m_forge.context());
        QTEST(verdictOf(said), "verdict");
        QCOMPARE(said.warnings.size(), word.isEmpty() ? 0 : 1);
        QVERIFY(word.isEmpty() || said.warnings.first().contains(word));
    }
}

void TestMalformedObjects::signedMessages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code = "malformed") {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    // RFC 5652 sections 3, 5.1 and 5.3: contentType, [0] { version, digestAlgorithms, encapContentInfo, certificates,
    // signerInfos { version, sid, digestAlgorithm, signedAttrs, signatureAlgorithm, signature } }.
    const auto sound = m_forge.voucher();
    const QList<int> version{1, 0, 0};
    const QList<int> digests{1, 0, 1};
    const QList<int> content{1, 0, 2};
    const QList<int> certificates{1, 0, 3};
    const QList<int> signers{1, 0, 4};
    const QList<int> signerVersion{1, 0, 4, 0, 0};
    const auto giant = derElement(der::Integer, QByteArray(4096, '\x7f'));
    row("sound", sound, "none");
    row("a negative version", edited(sound, version, replaceBy(hex("0201ff"))));
    row("a giant version", edited(sound, version, replaceBy(giant)));
    row("a version that is a text", edited(sound, version, replaceBy(hex("0c0131"))));
    row("no version", edited(sound, version, replaceBy({})));
    row("a signer of a negative version", edited(sound, signerVersion, replaceBy(hex("0201ff"))));
    row("a signer of a giant version", edited(sound, signerVersion, replaceBy(giant)));
    row("a signer without a version", edited(sound, signerVersion, replaceBy({})));
    row("digest algorithms that are a list", edited(sound, digests, replaceBy(hex("3000"))));
    row("content twice", edited(sound, content, followedBy(hex("300b06092a864886f70d010701"))));
    row("certificates that are a number, of which a warning tells",
        edited(sound, certificates, replaceBy(hex("a003020100"))), "none");
    row("certificates twice", edited(sound, certificates, followedBy(hex("a000"))));
    row("signers that are a number", edited(sound, signers, replaceBy(hex("020100"))));
    row("signers twice", edited(sound, signers, followedBy(hex("3100"))));
}

void TestMalformedObjects::signedMessages()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes)), "code");
}

SATCHEL_TEST(TestMalformedObjects)
#include "TestMalformedObjects.moc"
