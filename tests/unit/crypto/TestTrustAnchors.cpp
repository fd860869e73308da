#include "TestPki.h"

#include <core/crypto/TrustAnchors.h>

#include <tests/support/TestRegistry.h>

#include <openssl/err.h>

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace satchel;
using namespace satchel::test;

namespace {

QDateTime fromSeconds(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

const QList<std::pair<int, QByteArray>> AnchorExtensions{
    {NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign"}};

// root -> middle -> leaf, each with a key of its own.
struct Chain {
    PrivateKey rootKey = PrivateKey::generate(KeyType::P256).value();
    PrivateKey middleKey = PrivateKey::generate(KeyType::P256).value();
    Certificate root = selfSigned(rootKey, Use::Authority, QStringLiteral("Root"));
    Certificate middle
        = issueCertificate(facts(Use::Authority, QStringLiteral("Middle")), middleKey.publicKeyInfo(), {root, rootKey})
              .value();
    Certificate leaf = issueCertificate(
        facts(Use::EndEntity, QStringLiteral("Leaf")), sharedKey(KeyType::P256).publicKeyInfo(), {middle, middleKey})
                           .value();
};

} // namespace

class TestTrustAnchors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChainLeadsToTheAnchor();
    void anAnchorMayBeAnywhereInTheChain();
    void withoutAnAnchorNothingIsTrusted();
    void timeAloneHasItsOwnCodes_data();
    void timeAloneHasItsOwnCodes();
    void aGraverReasonComesBeforeTime();
    void aForgedSignatureIsBad();
    void weakAlgorithmsAreRefused_data();
    void weakAlgorithmsAreRefused();
    void anAnchorsOwnSignatureIsNotJudged();
    void aLeafIsNoAuthority();
    void anAuthorityMustSayThatItIsOne();
    void anAuthorityMustBeAllowedToSignCertificates();
    void pathLengthIsKept();
    void nameConstraintsAreKept();
    void version1IsForLeavesAndAnchors();
    void anUnreadableKeyIsRefused();
    void threadsMayAskAtOnce();
    void anchorsAreFoundByNameAndKey();
    void failuresLeaveNoErrorBehind();
};

void TestTrustAnchors::aChainLeadsToTheAnchor()
{
    const Chain chain;
    const TrustAnchors anchors{{chain.root}};
    QVERIFY(anchors.verify(chain.leaf, {chain.middle}, someTime()).has_value());
    QVERIFY(anchors.verify(chain.middle, {}, someTime()).has_value());
    QCOMPARE(verdict(anchors.verify(chain.leaf, {}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
    QVERIFY(anchors.contains(chain.root));
    QVERIFY(!anchors.contains(chain.middle));
    QCOMPARE(anchors.certificates(), QList<Certificate>{chain.root});
    QVERIFY(!anchors.isEmpty());
}

void TestTrustAnchors::anAnchorMayBeAnywhereInTheChain()
{
    const Chain chain;
    QVERIFY(TrustAnchors{{chain.middle}}.verify(chain.leaf, {}, someTime()).has_value());
    QVERIFY(TrustAnchors{{chain.leaf}}.verify(chain.leaf, {}, someTime()).has_value());
}

void TestTrustAnchors::withoutAnAnchorNothingIsTrusted()
{
    const Chain chain;
    const Chain stranger;
    const QList<Certificate> all{chain.middle, chain.root};
    QVERIFY(TrustAnchors{}.isEmpty());
    QCOMPARE(verdict(TrustAnchors{}.verify(chain.leaf, all, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
    QCOMPARE(verdict(TrustAnchors{}.verify(chain.root, {}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
    // Of another name altogether.
    const TrustAnchors others{{selfSigned(sharedKey(KeyType::P384), Use::Authority, QStringLiteral("Other"))}};
    const auto refused = others.verify(chain.leaf, all, someTime());
    QCOMPARE(verdict(refused), errorCodeName(ErrorCode::UntrustedIssuer));
    QVERIFY(refused.error().message.contains(QStringLiteral("CN=")));
    // Of the same names, which any stranger may choose: the key identifiers tell them apart.
    QCOMPARE(verdict(TrustAnchors{{stranger.root}}.verify(chain.leaf, all, someTime())),
        errorCodeName(ErrorCode::UntrustedIssuer));
}

void TestTrustAnchors::timeAloneHasItsOwnCodes_data()
{
    QTest::addColumn<qint64>("at");
    QTest::addColumn<bool>("good");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("part");

    const QString leaf = QStringLiteral("CN=Timed");
    QTest::newRow("before") << qint64{999} << false << ErrorCode::NotYetValid << leaf;
    QTest::newRow("first second") << qint64{1000} << true << ErrorCode::Internal << QString();
    QTest::newRow("last second") << qint64{2000} << true << ErrorCode::Internal << QString();
    QTest::newRow("after") << qint64{2001} << false << ErrorCode::Expired << QStringLiteral("1970-01-01T00:33:20Z");
    QTest::newRow("issuer over first") << qint64{5001} << false << ErrorCode::Expired << QStringLiteral("CN=");
}

void TestTrustAnchors::timeAloneHasItsOwnCodes()
{
    QFETCH(qint64, at);
    QFETCH(bool, good);
    QFETCH(ErrorCode, code);
    QFETCH(QString, part);

    const PrivateKey& rootKey = sharedKey(KeyType::P384);
    const Certificate root
        = oddCertificate(rootKey.handle(), {.subject = "Root", .notAfter = 5000, .extensions = AnchorExtensions});
    const Certificate leaf = oddCertificate(sharedKey(KeyType::P256).handle(),
        {.subject = "Timed", .issuerKey = &rootKey, .issuer = "Root", .notBefore = 1000, .notAfter = 2000});
    const auto verified = TrustAnchors{{root}}.verify(leaf, {}, fromSeconds(at));
    QCOMPARE(verified.has_value(), good);
    if (!good) {
        QCOMPARE(verdict(verified), errorCodeName(code));
        QVERIFY2(verified.error().message.contains(part), qPrintable(verified.error().message));
    }
}

void TestTrustAnchors::aGraverReasonComesBeforeTime()
{
    const PrivateKey& rootKey = sharedKey(KeyType::P384);
    const Certificate root = oddCertificate(rootKey.handle(), {.subject = "Root", .extensions = AnchorExtensions});
    const Certificate expired = oddCertificate(sharedKey(KeyType::P256).handle(),
        {.subject = "Leaf", .issuerKey = &rootKey, .issuer = "Root", .notAfter = 10});
    QCOMPARE(verdict(TrustAnchors{{root}}.verify(expired, {}, someTime())), errorCodeName(ErrorCode::Expired));

    const Certificate forged = oddCertificate(sharedKey(KeyType::P256).handle(),
        {.subject = "Leaf", .issuerKey = &sharedKey(KeyType::P256), .issuer = "Root", .notAfter = 10});
    QCOMPARE(verdict(TrustAnchors{{root}}.verify(forged, {}, someTime())), errorCodeName(ErrorCode::BadSignature));
    const Certificate stranger = oddCertificate(sharedKey(KeyType::P256).handle(),
        {.subject = "Leaf", .issuerKey = &rootKey, .issuer = "Nobody", .notAfter = 10});
    QCOMPARE(verdict(TrustAnchors{{root}}.verify(stranger, {}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
}

void TestTrustAnchors::aForgedSignatureIsBad()
{
    const Chain chain;
    QByteArray der = chain.leaf.der();
    der[der.size() - 1] = static_cast<char>(der[der.size() - 1] ^ 1);
    const Certificate forged = Certificate::fromDer(der).value();
    QCOMPARE(
        verdict(TrustAnchors{{chain.middle}}.verify(forged, {}, someTime())), errorCodeName(ErrorCode::BadSignature));
    QCOMPARE(verdict(TrustAnchors{{chain.root}}.verify(forged, {chain.middle}, someTime())),
        errorCodeName(ErrorCode::BadSignature));
}

void TestTrustAnchors::weakAlgorithmsAreRefused_data()
{
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<int>("rsaBits");
    QTest::addColumn<bool>("good");

    QTest::newRow("SHA-256") << QByteArray("SHA256") << 0 << true;
    QTest::newRow("SHA-1") << QByteArray("SHA1") << 0 << false;
    QTest::newRow("MD5") << QByteArray("MD5") << 0 << false;
    QTest::newRow("RSA 2048") << QByteArray("SHA256") << 2048 << true;
    QTest::newRow("RSA 1024") << QByteArray("SHA256") << 1024 << false;
}

void TestTrustAnchors::weakAlgorithmsAreRefused()
{
    QFETCH(QByteArray, digest);
    QFETCH(int, rsaBits);
    QFETCH(bool, good);

    const PrivateKey& rootKey = sharedKey(KeyType::Rsa3072);
    const Certificate root = oddCertificate(rootKey.handle(), {.subject = "Root", .extensions = AnchorExtensions});
    const PkeyHandle rsa{
        rsaBits > 0 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(rsaBits)) : nullptr};
    const Certificate leaf = oddCertificate(rsa ? rsa.get() : sharedKey(KeyType::P256).handle(),
        {.subject = "Leaf",
            .issuerKey = &rootKey,
            .issuer = "Root",
            .digest = EVP_get_digestbyname(digest.constData())});
    const auto verified = TrustAnchors{{root}}.verify(leaf, {}, someTime());
    QCOMPARE(verified.has_value(), good);
    if (!good) {
        QCOMPARE(verdict(verified), errorCodeName(ErrorCode::WeakAlgorithm));
    }
}

void TestTrustAnchors::anAnchorsOwnSignatureIsNotJudged()
{
    const PrivateKey& rootKey = sharedKey(KeyType::Rsa3072);
    const Certificate root
        = oddCertificate(rootKey.handle(), {.subject = "Root", .digest = EVP_sha1(), .extensions = AnchorExtensions});
    const Certificate leaf = oddCertificate(
        sharedKey(KeyType::P256).handle(), {.subject = "Leaf", .issuerKey = &rootKey, .issuer = "Root"});
    QVERIFY(TrustAnchors{{root}}.verify(leaf, {}, someTime()).has_value());
}

void TestTrustAnchors::aLeafIsNoAuthority()
{
    const Chain chain;
    const auto forged = issueCertificate(facts(Use::EndEntity, QStringLiteral("Forged")),
        sharedKey(KeyType::P384).publicKeyInfo(), {chain.leaf, sharedKey(KeyType::P256)});
    QVERIFY(forged.has_value());
    QCOMPARE(verdict(TrustAnchors{{chain.root}}.verify(*forged, {chain.leaf, chain.middle}, someTime())),
        errorCodeName(ErrorCode::UntrustedIssuer));
    // Not even where somebody made it an anchor: it says itself that it is none.
    QCOMPARE(
        verdict(TrustAnchors{{chain.leaf}}.verify(*forged, {}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
}

namespace {

// A root, and a leaf below a "Middle" whose extensions are what a test is about.
struct OddChain {
    const PrivateKey& key = sharedKey(KeyType::P256);
    const PrivateKey& middleKey = sharedKey(KeyType::P384);
    Certificate root = oddCertificate(key.handle(), {.subject = "Root", .extensions = AnchorExtensions});
    Certificate leaf = oddCertificate(key.handle(), {.subject = "Leaf", .issuerKey = &middleKey, .issuer = "Middle"});

    [[nodiscard]] Certificate middle(const QList<std::pair<int, QByteArray>>& extensions) const
    {
        return oddCertificate(
            middleKey.handle(), {.subject = "Middle", .issuerKey = &key, .issuer = "Root", .extensions = extensions});
    }
};

} // namespace

// Without a key usage, so that nothing else refuses it.
void TestTrustAnchors::anAuthorityMustSayThatItIsOne()
{
    const OddChain chain;
    const QList<std::pair<int, QByteArray>> saysNo{{NID_basic_constraints, "CA:FALSE"}};
    for (const auto& extensions : {saysNo, {}}) {
        const auto middle = chain.middle(extensions);
        QCOMPARE(verdict(TrustAnchors{{chain.root}}.verify(chain.leaf, {middle}, someTime())),
            errorCodeName(ErrorCode::UntrustedIssuer));
        QCOMPARE(verdict(TrustAnchors{{middle}}.verify(chain.leaf, {}, someTime())),
            errorCodeName(ErrorCode::UntrustedIssuer));
    }
}

void TestTrustAnchors::anAuthorityMustBeAllowedToSignCertificates()
{
    const OddChain chain;
    for (const auto& [usage, code] : {std::pair<QByteArray, QString>{"critical,keyCertSign", {}},
             std::pair<QByteArray, QString>{"critical,digitalSignature", errorCodeName(ErrorCode::UntrustedIssuer)}}) {
        const auto middle = chain.middle({{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, usage}});
        const auto said = TrustAnchors{{chain.root}}.verify(chain.leaf, {middle}, someTime());
        QCOMPARE(said ? QString{} : errorCodeName(said.error().code), code);
    }
}

void TestTrustAnchors::pathLengthIsKept()
{
    const PrivateKey& key = sharedKey(KeyType::P256);
    const PrivateKey& middleKey = sharedKey(KeyType::P384);
    const Certificate root = oddCertificate(
        key.handle(), {.subject = "Root", .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}}});
    const Certificate middle = oddCertificate(
        middleKey.handle(), {.subject = "Middle", .issuerKey = &key, .issuer = "Root", .extensions = AnchorExtensions});
    const Certificate leaf
        = oddCertificate(key.handle(), {.subject = "Leaf", .issuerKey = &middleKey, .issuer = "Middle"});
    QCOMPARE(
        verdict(TrustAnchors{{root}}.verify(leaf, {middle}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
}

void TestTrustAnchors::nameConstraintsAreKept()
{
    const PrivateKey& key = sharedKey(KeyType::P384);
    auto extensions = AnchorExtensions;
    extensions.append({NID_name_constraints, "critical,permitted;DNS:example.com"});
    const Certificate root = oddCertificate(key.handle(), {.subject = "Root", .extensions = extensions});
    const auto leafFor = [&key](const QByteArray& name) {
        return oddCertificate(sharedKey(KeyType::P256).handle(),
            {.subject = "Leaf", .issuerKey = &key, .issuer = "Root", .extensions = {{NID_subject_alt_name, name}}});
    };
    const TrustAnchors anchors{{root}};
    QVERIFY(anchors.verify(leafFor("DNS:a.example.com"), {}, someTime()).has_value());
    QCOMPARE(verdict(anchors.verify(leafFor("DNS:a.example.org"), {}, someTime())),
        errorCodeName(ErrorCode::UntrustedIssuer));
}

void TestTrustAnchors::version1IsForLeavesAndAnchors()
{
    const PrivateKey& rootKey = sharedKey(KeyType::P384);
    const PrivateKey& middleKey = sharedKey(KeyType::P256);
    const PrivateKey leafKey = PrivateKey::generate(KeyType::P256).value();
    const Certificate root = oddCertificate(rootKey.handle(), {.subject = "Root", .version = 0});
    const Certificate middle = oddCertificate(
        middleKey.handle(), {.subject = "Middle", .issuerKey = &rootKey, .issuer = "Root", .version = 0});
    const Certificate leaf = oddCertificate(
        leafKey.handle(), {.subject = "Leaf", .issuerKey = &middleKey, .issuer = "Middle", .version = 0});

    QVERIFY(TrustAnchors{{root}}.verify(middle, {}, someTime()).has_value());
    // Not self-signed, and yet somebody made it an anchor.
    QVERIFY(TrustAnchors{{middle}}.verify(leaf, {}, someTime()).has_value());
    QCOMPARE(
        verdict(TrustAnchors{{root}}.verify(leaf, {middle}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
}

void TestTrustAnchors::anUnreadableKeyIsRefused()
{
    const Certificate root = selfSigned(sharedKey(KeyType::P256), Use::Authority);
    QByteArray der = root.der();
    der.replace(hexBytes("06082a8648ce3d030107"), hexBytes("06082a8648ce3d03017f"));
    const Certificate unreadable = Certificate::fromDer(der).value();
    const auto refused = TrustAnchors{{root}}.verify(unreadable, {}, someTime());
    QCOMPARE(verdict(refused), errorCodeName(ErrorCode::WeakAlgorithm));
    QVERIFY(refused.error().message.contains(QStringLiteral("of a kind that cannot be used")));
    QCOMPARE(verdict(TrustAnchors{{unreadable}}.verify(unreadable, {}, someTime())),
        errorCodeName(ErrorCode::WeakAlgorithm));
}

void TestTrustAnchors::threadsMayAskAtOnce()
{
    const Chain chain;
    const TrustAnchors anchors{{chain.root}};
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&chain, &anchors, &good] {
            for (int round = 0; round < 5; ++round) {
                good += anchors.verify(chain.leaf, {chain.middle}, someTime()).has_value() ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    QCOMPARE(good.load(), 40);
}

void TestTrustAnchors::anchorsAreFoundByNameAndKey()
{
    const Chain chain;
    const TrustAnchors anchors{{chain.root, chain.middle}};
    QCOMPARE(anchors.findByName(chain.root.subjectDer(), {}), QList<Certificate>{chain.root});
    QCOMPARE(anchors.findByName({}, chain.middle.subjectKeyIdentifier()), QList<Certificate>{chain.middle});
    QCOMPARE(anchors.findByName(chain.root.subjectDer(), chain.middle.subjectKeyIdentifier()).size(), 2);
    QVERIFY(anchors.findByName({}, {}).isEmpty());
    QVERIFY(anchors.findByName("junk", "junk").isEmpty());
    // "ROOT" as PrintableString where the anchor says "Root" in UTF-8.
    QCOMPARE(anchors.findByName(hexBytes("300f310d300b06035504031304524f4f54"), {}), QList<Certificate>{chain.root});
    // A certificate without an identifier is not found by having none.
    const TrustAnchors old{{oddCertificate(sharedKey(KeyType::P256).handle(), {.version = 0})}};
    QVERIFY(old.findByName({}, {}).isEmpty());
}

void TestTrustAnchors::failuresLeaveNoErrorBehind()
{
    ERR_clear_error();
    const Chain chain;
    QVERIFY(!TrustAnchors{{chain.root}}.verify(chain.leaf, {}, someTime()).has_value());
    QVERIFY(TrustAnchors{{chain.root}}.findByName("junk", {}).isEmpty());
    QCOMPARE(ERR_peek_error(), 0UL);
}

SATCHEL_TEST(TestTrustAnchors)
#include "TestTrustAnchors.moc"
