#include <core/objects/est/Pkcs10Request.h>
#include <tests/support/DerEdit.h>
#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>
#include <tests/support/SignedForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

class TestPkcs10Request : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhoAndWhat();
    void namesTheDeviceByCommonNameOnlyToShowIt();
    void refusesBadProofs_data();
    void refusesBadProofs();
    void refusesANameWithoutEnd();
    void holdsWeakProofs_data();
    void holdsWeakProofs();
    void acceptsKeyTypes_data();
    void acceptsKeyTypes();
    void judgesTheRequester_data();
    void judgesTheRequester();
    void holdsTwoNamesOfUnknownDevices();
    void showsKeyAndAttributes();
    void showsWhatItCannotName();
    void holdsAnotherDevicesName_data();
    void holdsAnotherDevicesName();
    void takesRenewalsByTheDomain();
    void warnsOfMissingProof();
    void answersNothing();
    void warnsOfOddForms_data();
    void warnsOfOddForms();

private:
    MessageForge m_forge;
};

void TestPkcs10Request::tellsWhoAndWhat()
{
    const auto request = recognised(makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey}));

    QCOMPARE(request->device(), QStringLiteral("device-1"));
    QVERIFY(!request->isSelfContained());
    const QString key = QStringLiteral("key:") + m_forge.newKey.fingerprint().toString();
    QCOMPARE(request->correlation(), key);
    QCOMPARE(request->supersedingMark(), key);
    QCOMPARE(request->sameRequestMark(), key);
    QVERIFY(request->lookups().isEmpty());
    QVERIFY(!request->lapses());
}

// Two devices may well share a common name, and neither may push the other's request out.
void TestPkcs10Request::namesTheDeviceByCommonNameOnlyToShowIt()
{
    const auto request = recognised(makePkcs10({.commonName = QStringLiteral("controller"), .key = m_forge.newKey}));

    QCOMPARE(request->device(), QStringLiteral("controller"));
    QCOMPARE(request->supersedingMark(), QString{});
    QVERIFY(!request->sameRequestMark().isEmpty());
}

void TestPkcs10Request::refusesBadProofs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const PrivateKey other = *PrivateKey::generate(KeyType::P256);
    const PrivateKey rsa = makeRsaKey(2048);
    QByteArray changed = makePkcs10({.commonName = QStringLiteral("pledge"), .key = m_forge.newKey});
    changed.replace("pledge", "plexge");
    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("another key signed", makePkcs10({.key = m_forge.newKey, .signedBy = other}), "bad-proof-of-possession");
    row("a key of another kind signed", makePkcs10({.key = m_forge.newKey, .signedBy = rsa}),
        "bad-proof-of-possession");
    row("changed name", changed, "bad-proof-of-possession");
    row("SHA-1 by another key", makePkcs10({.key = m_forge.newKey, .signedBy = other, .digest = EVP_sha1()}),
        "bad-proof-of-possession");
}

void TestPkcs10Request::refusesBadProofs()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QTEST(codeOf(assessment.refusal), "code");
    QVERIFY(!assessment.hold);
}

void TestPkcs10Request::refusesANameWithoutEnd()
{
    const QString name(LongestName, QLatin1Char('x'));
    const auto request = EnrolmentObject::recognise(makePkcs10({.commonName = name, .key = m_forge.newKey}));
    QVERIFY(!request);
    QCOMPARE(request.error().code, ErrorCode::Malformed);
    QVERIFY(EnrolmentObject::recognise(makePkcs10({.commonName = name.chopped(100), .key = m_forge.newKey})));
}

void TestPkcs10Request::holdsWeakProofs_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("SHA-1") << makePkcs10({.key = m_forge.newKey, .digest = EVP_sha1()});
    QTest::newRow("MD5") << makePkcs10({.key = makeRsaKey(2048), .digest = EVP_md5()});
    QTest::newRow("P-192") << makePkcs10({.key = makeEcKey("P-192")});
    QTest::newRow("RSA with 1024 bits") << makePkcs10({.key = makeRsaKey(1024)});
}

void TestPkcs10Request::holdsWeakProofs()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QCOMPARE(codeOf(assessment.hold), QStringLiteral("weak-algorithm"));
}

void TestPkcs10Request::acceptsKeyTypes_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("P-256") << makePkcs10({.key = m_forge.newKey});
    QTest::newRow("P-384, SHA-384") << makePkcs10(
        {.key = *PrivateKey::generate(KeyType::P384), .digest = EVP_sha384()});
    QTest::newRow("RSA 2048") << makePkcs10({.key = makeRsaKey(2048)});
    QTest::newRow("Ed25519") << makePkcs10({.key = makeEd25519Key()});
}

void TestPkcs10Request::acceptsKeyTypes()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QCOMPARE(assessment.checks.first().name, QStringLiteral("proof-of-possession"));
    QCOMPARE(checkResultName(assessment.checks.first().result), QStringLiteral("pass"));
}

void TestPkcs10Request::judgesTheRequester_data()
{
    QTest::addColumn<int>("record"); // 0 none, 1 empty, 2 IDevID, 3 a stranger's
    QTest::addColumn<bool>("atBackend");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    const QString none = QStringLiteral("none");
    const QString unknown = QStringLiteral("requester-unknown");
    QTest::newRow("no record, site") << 0 << false << none << 1;
    QTest::newRow("no record, backend") << 0 << true << unknown << 0;
    QTest::newRow("no IDevID, site") << 1 << false << none << 1;
    QTest::newRow("no IDevID, backend") << 1 << true << unknown << 0;
    QTest::newRow("IDevID, site") << 2 << false << none << 0;
    QTest::newRow("IDevID, backend") << 2 << true << none << 0;
    QTest::newRow("stranger, site") << 3 << false << QStringLiteral("untrusted-issuer") << 0;
    QTest::newRow("stranger, backend") << 3 << true << QStringLiteral("untrusted-issuer") << 0;
}

void TestPkcs10Request::judgesTheRequester()
{
    QFETCH(int, record);
    QFETCH(bool, atBackend);
    CheckContext context = m_forge.context(atBackend ? StationRole::Backend : StationRole::Site);
    if (record > 0) {
        context.requester = m_forge.requester();
        if (record == 1) {
            context.requester->idevid.clear();
        } else if (record == 3) {
            context.requester->idevid = {m_forge.stranger.certificate};
        }
    }

    const Assessment assessment = recognised(makePkcs10({.key = m_forge.newKey}))->assess(context);

    QVERIFY(!assessment.refusal);
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
}

void TestPkcs10Request::holdsAnotherDevicesName_data()
{
    QTest::addColumn<QString>("serial");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("atBackend");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    const QString none = QStringLiteral("none");
    const QString mismatch = QStringLiteral("serial-mismatch");
    const QString own = QStringLiteral("device-1");
    const QString another = QStringLiteral("device-2");
    QTest::newRow("its own, backend") << own << QString{} << true << none << 0;
    QTest::newRow("its own twice, backend") << own << own << true << none << 0;
    QTest::newRow("no serial, backend") << QString{} << QString{} << true << none << 0;
    QTest::newRow("another's, backend") << another << QString{} << true << mismatch << 0;
    QTest::newRow("another's, site") << another << QString{} << false << none << 1;
    QTest::newRow("another's before its own, backend") << another << own << true << mismatch << 0;
    QTest::newRow("its own before another's, backend") << own << another << true << mismatch << 0;
    QTest::newRow("another's before its own, site") << another << own << false << none << 1;
}

void TestPkcs10Request::holdsAnotherDevicesName()
{
    QFETCH(QString, serial);
    QFETCH(QString, second);
    QFETCH(bool, atBackend);
    CheckContext context = m_forge.context(atBackend ? StationRole::Backend : StationRole::Site);
    context.requester = m_forge.requester();

    const Assessment assessment
        = recognised(makePkcs10({.serialNumber = serial, .secondSerialNumber = second, .key = m_forge.newKey}))
              ->assess(context);

    QTEST(codeOf(assessment.hold), "hold");
    QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
}

// Without anybody's word for who asks, nobody can ask for two at once either.
void TestPkcs10Request::holdsTwoNamesOfUnknownDevices()
{
    const auto request = recognised(makePkcs10({.serialNumber = QStringLiteral("device-1"),
        .secondSerialNumber = QStringLiteral("device-2"),
        .key = m_forge.newKey}));
    CheckContext context = m_forge.context(StationRole::Backend);
    context.requester = m_forge.requester();
    context.requester->idevid.clear();
    QCOMPARE(codeOf(request->assess(context).hold), QStringLiteral("serial-mismatch"));
}

void TestPkcs10Request::showsKeyAndAttributes()
{
    const auto shown = recognised(makePkcs10({.key = m_forge.newKey}))->describe();
    QCOMPARE(*shown.find(u"keyType")->string(), QStringLiteral("EC P-256"));
    QVERIFY(shown.find(u"attributes") == nullptr);
    QCOMPARE(*recognised(makePkcs10({.key = makeRsaKey(2048)}))->describe().find(u"keyType")->string(),
        QStringLiteral("RSA 2048"));
    QCOMPARE(*recognised(makePkcs10({.key = makeEd25519Key()}))->describe().find(u"keyType")->string(),
        QStringLiteral("ED25519"));

    const auto attribute = [](const char* oidHex, const char* text) {
        return derElement(der::Sequence,
            QByteArray::fromHex(oidHex) + derElement(der::Set, derElement(der::Utf8String, QByteArray{text})));
    };
    const auto attributes = derElement(der::contextConstructed(0),
        attribute("06092a864886f70d010907", "secret") + attribute("06092a864886f70d010902", "sensor 7"));
    const auto bytes = edited(makePkcs10({.key = m_forge.newKey}), {0, 3}, replaceBy(attributes));
    const auto all = *recognised(bytes)->describe().find(u"attributes")->array();
    QCOMPARE(all.size(), std::size_t{2});
    QVERIFY(all[0].find(u"type")->string()->contains(QStringLiteral("challengePassword")));
    QCOMPARE(*all[0].find(u"values")->string(), QStringLiteral("not shown"));
    QCOMPARE(*all[1].find(u"values")->array()->front().string(), QStringLiteral("sensor 7"));
}

void TestPkcs10Request::showsWhatItCannotName()
{
    QCOMPARE(*recognised(makePkcs10({.key = makeEcKey("brainpoolP256r1")}))->describe().find(u"keyType")->string(),
        QStringLiteral("EC brainpoolP256r1"));
    const auto with = [this](const QList<int>& path, const QByteArray& element) {
        return recognised(edited(makePkcs10({.key = m_forge.newKey}), path, replaceBy(element)))->describe();
    };
    const QByteArray unknownKey = sequence(sequence(hexBytes("06022a03")) + hexBytes("03020001"));
    QCOMPARE(*with({0, 2}, unknownKey).find(u"keyType")->string(), QString{});

    const auto attribute = [](const QByteArray& value) {
        return sequence(hexBytes("06092a864886f70d010902") + derElement(der::Set, value));
    };
    const QByteArray large = explicitly(0, attribute(octets(QByteArray(16 * 1024, 'x'))));
    const auto counted = *with({0, 3}, large).find(u"attributes")->array();
    QCOMPARE(counted.size(), std::size_t{1});
    QCOMPARE(*counted[0].string(), QStringLiteral("%1 bytes").arg(large.size()));
    // Up to the first that is none.
    const QByteArray name = attribute(derElement(der::Utf8String, "sensor 7"));
    const auto some = *with({0, 3}, explicitly(0, name + integer(1) + name)).find(u"attributes")->array();
    QCOMPARE(some.size(), std::size_t{1});
    QCOMPARE(*some[0].find(u"values")->array()->front().string(), QStringLiteral("sensor 7"));
}

// EST's simplereenroll is asked with the LDevID (RFC 7030 section 4.2.2).
void TestPkcs10Request::takesRenewalsByTheDomain()
{
    CheckContext context = m_forge.context(StationRole::Backend);
    context.requester = m_forge.requester();
    context.requester->idevid = {m_forge.ldevid};

    QVERIFY(!recognised(makePkcs10({.key = m_forge.newKey}))->assess(context).hold);

    context.at = MessageForge::now().addYears(2);
    QCOMPARE(codeOf(recognised(makePkcs10({.key = m_forge.newKey}))->assess(context).hold), QStringLiteral("expired"));
}

void TestPkcs10Request::warnsOfMissingProof()
{
    CheckContext context = m_forge.context(StationRole::Backend);
    context.requester = m_forge.requester();
    context.requester->proofOfPossession = QStringLiteral("none");

    const Assessment assessment = recognised(makePkcs10({.key = m_forge.newKey}))->assess(context);

    QVERIFY(!assessment.hold);
    QCOMPARE(assessment.warnings.size(), 1);
}

void TestPkcs10Request::answersNothing()
{
    const auto request = recognised(makePkcs10({.key = m_forge.newKey}));

    const auto outcome = request->matches(*request);

    QVERIFY(!outcome.has_value());
    QCOMPARE(errorCodeName(outcome.error().code), QStringLiteral("no-matching-request"));
}

void TestPkcs10Request::warnsOfOddForms_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word"); // of the only such warning; empty: none

    const auto sound = makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});
    const auto password = [](const char* text) { return attribute("1.2.840.113549.1.9.7", printableString(text)); };
    const auto name = attribute("1.2.840.113549.1.9.2", printableString("a name"));
    const auto row = [&sound](const char* title, const QList<int>& path, const QByteArray& element, const char* word) {
        QTest::newRow(title) << edited(sound, path, replaceBy(element)) << QString::fromLatin1(word);
    };
    const QList<int> subject{0, 1};
    const QList<int> attributes{0, 3};
    const auto set = [](const QByteArray& content) { return derElement(der::contextConstructed(0), content); };
    row("two attributes", attributes, set(password("one") + name), "");
    row("two challengePasswords", attributes, set(password("one") + password("two")), "stands there twice");
    row("two alike", attributes, set(password("one") + password("one")), "stands there twice");
    row("three alike, told once", attributes, set(password("one").repeated(3)), "stands there twice");
    row("two with another between", attributes, set(password("one") + name + password("two")), "challengePassword");
    row("256 attributes", attributes, set(password("one") + name.repeated(255)), "stands there twice");
    QByteArray many;
    for (int number = 0; number < 256; ++number) {
        many += attribute(("1.2." + QByteArray::number(number)).constData(), printableString("x"));
    }
    row("256 different ones", attributes, set(many), "");
    row("one more than are looked at", attributes, set(many + name), "more than 256");
    row("an attribute that is a number", attributes, set(hexBytes("020100")), "not all of its attributes");
    row("a subject that is not UTF-8", subject,
        derElement(der::Sequence,
            derElement(der::Set, derElement(der::Sequence, oidOf("2.5.4.5") + derElement(der::Utf8String, "caf\xe9")))),
        "the subject cannot be read");
}

// Each CA may take another one of two. The signature is of another request: what is asked here is the form.
void TestPkcs10Request::warnsOfOddForms()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);

    const auto said = recognised(bytes)->assess(m_forge.context());

    const auto form = std::ranges::count_if(said.checks, [](const Check& check) { return check.name == u"form"; });
    QCOMPARE(form, word.isEmpty() ? 0 : 1);
    QCOMPARE(said.warnings.filter(word).size(), word.isEmpty() ? said.warnings.size() : 1);
}

SATCHEL_TEST(TestPkcs10Request)
#include "TestPkcs10Request.moc"
