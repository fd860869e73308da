#include "TestPki.h"

#include <core/crypto/ChainMemory.h>
#include <core/crypto/PlainLeaf.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/crypto/TrustAnchors.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

#include <openssl/err.h>

#include <vector>

using namespace satchel;
using namespace satchel::test;

namespace {

using Extensions = QList<std::pair<int, QByteArray>>;

const Extensions AuthorityExtensions{
    {NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign"}};

// root -> middle -> any number of leaves, all by odd certificates so that one thing at a time can be wrong.
struct Tree {
    PrivateKey rootKey = PrivateKey::generate(KeyType::P256).value();
    PrivateKey middleKey = PrivateKey::generate(KeyType::P256).value();
    Certificate root = oddCertificate(rootKey.handle(), {.subject = "Root", .extensions = AuthorityExtensions});
    Certificate middle = madeMiddle(AuthorityExtensions);

    [[nodiscard]] Certificate madeMiddle(const Extensions& extensions) const
    {
        return oddCertificate(middleKey.handle(),
            {.subject = "Middle",
                .issuerKey = &rootKey,
                .issuer = "Root",
                .extensions
                = extensions + Extensions{{NID_subject_key_identifier, "99112233445566778899AABBCCDDEEFF00112233"}}});
    }

    [[nodiscard]] Oddity leafFacts(const QByteArray& name, const Extensions& extensions = {}) const
    {
        return {.subject = name, .issuerKey = &middleKey, .issuer = "Middle", .extensions = extensions};
    }

    [[nodiscard]] Certificate leaf(const QByteArray& name, const Extensions& extensions = {}) const
    {
        return oddCertificate(sharedKey(KeyType::P256).handle(), leafFacts(name, extensions));
    }
};

const Tree& tree()
{
    static const Tree made;
    return made;
}

QByteArray signedBy(const PrivateKey& key, const QByteArray& bytes)
{
    const DigestContextHandle context{EVP_MD_CTX_new()};
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.handle());
    std::size_t size = 512;
    QByteArray signature(512, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, openSslBytes(bytes),
        static_cast<std::size_t>(bytes.size()));
    signature.truncate(static_cast<qsizetype>(size));
    return signature;
}

Certificate assembled(const QByteArray& toBeSigned, const QByteArray& algorithm, const QByteArray& bits)
{
    return Certificate::fromDer(derElement(der::Sequence, toBeSigned + algorithm + derElement(der::BitString, bits)))
        .value();
}

// The parts of a certificate, whole.
struct Parts {
    explicit Parts(const Certificate& certificate)
    {
        DerReader fields{DerReader{certificate.der()}.next().value().content};
        toBeSigned = fields.next().value().whole.toByteArray();
        algorithm = fields.next().value().whole.toByteArray();
    }

    QByteArray toBeSigned;
    QByteArray algorithm;
};

// The certificate with something else in what is signed, and signed again by tree()'s middle authority (SHA-256).
Certificate resigned(const Certificate& certificate, const QList<int>& path, const DerEdit& edit,
    const PrivateKey& key = tree().middleKey)
{
    const Parts parts{certificate};
    const auto toBeSigned = edited(parts.toBeSigned, path, edit);
    return assembled(toBeSigned, parts.algorithm, QByteArray(1, '\0') + signedBy(key, toBeSigned));
}

// A NULL beside ecdsa-with-SHA256, inside and outside, which RFC 5758 section 3.2 forbids and OpenSSL lets pass.
Certificate withParameters(const Certificate& certificate)
{
    const auto algorithm = hexBytes("300c06082a8648ce3d0403020500");
    const auto toBeSigned = edited(Parts{certificate}.toBeSigned, {2}, replaceBy(algorithm));
    return assembled(toBeSigned, algorithm, QByteArray(1, '\0') + signedBy(tree().middleKey, toBeSigned));
}

// A signature that says of its last bit, a zero, that it is none.
Certificate withUnusedBit(const Certificate& certificate)
{
    const Parts parts{certificate};
    QByteArray signature;
    do {
        signature = signedBy(tree().middleKey, parts.toBeSigned);
    } while ((signature.back() & 1) != 0);
    return assembled(parts.toBeSigned, parts.algorithm, QByteArray(1, '\1') + signature);
}

PrivateKey shortCurveKey()
{
    return PrivateKey{EVP_EC_gen("P-192")};
}

// A P-256 key the last bit of which is one.
const QByteArray& oddKeyInfo()
{
    static const QByteArray made = [] {
        QByteArray info;
        do {
            info = PrivateKey::generate(KeyType::P256).value().publicKeyInfo();
        } while ((info.back() & 1) == 0);
        return info;
    }();
    return made;
}

// Anchors that have seen a good leaf of tree()'s middle authority.
TrustAnchors taughtAnchors()
{
    TrustAnchors anchors{{tree().root}};
    Q_ASSERT(anchors.verify(tree().leaf("First"), {tree().middle}, someTime()).has_value());
    return anchors;
}

} // namespace

class TestChainMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondLeafIsVouchedFor();
    void onlyWithTheSameCertificatesAtHand();
    void onlyForTheSameInstant();
    void notAmongAuthoritiesOfOneName();
    void leavesAreKnownToSetsThatShareThem();
    void aKnownLeafIsOfItsIssuerAndInstantOnly();
    void notBelowConstrainedNames();
    void ofManyIssuersSomeAreForgotten();
    void ofManyIssuersOfOneNameTheFirstAreKnown();
    void ofManyLeavesSomeAreForgotten();
    void nothingIsLearntFromWhatFailed();
    void saysNothingOfUnusualLeaves_data();
    void saysNothingOfUnusualLeaves();
    void saysNothingOfChangedLeaves();
    void longerDigestsAreCheckedAsWell_data();
    void longerDigestsAreCheckedAsWell();
    void agreesWithTheFullCheck_data();
    void agreesWithTheFullCheck();
    void pointsAreKeys_data();
    void pointsAreKeys();
    void otherPointsAreNone();
    void otherFormsAreNone_data();
    void otherFormsAreNone();
    void otherCurvesAreNotTakenForTheirs();
};

void TestChainMemory::aSecondLeafIsVouchedFor()
{
    ChainMemory memory{{tree().root}};
    const auto first = tree().leaf("First");
    const auto second = tree().leaf("Second");
    QVERIFY(!memory.vouchesFor(second, {tree().middle}, someTime()));
    memory.remember({first, tree().middle, tree().root}, {tree().middle}, someTime());
    QVERIFY(memory.vouchesFor(first, {tree().middle}, someTime()));
    QVERIFY(memory.vouchesFor(second, {tree().middle}, someTime()));
    QVERIFY(memory.vouchesFor(second, {tree().middle}, someTime())); // now by itself
}

void TestChainMemory::onlyWithTheSameCertificatesAtHand()
{
    ChainMemory memory{{tree().root}};
    const auto leaf = tree().leaf("First");
    memory.remember({leaf, tree().middle, tree().root}, {tree().middle}, someTime());
    QVERIFY(!memory.vouchesFor(leaf, {}, someTime()));
    QVERIFY(!memory.vouchesFor(tree().leaf("Second"), {}, someTime()));
    QVERIFY(!memory.vouchesFor(tree().leaf("Second"), {tree().leaf("First")}, someTime()));
    // What the anchors would say, too: no verdict depends on what came before.
    const auto anchors = taughtAnchors();
    QCOMPARE(verdict(anchors.verify(tree().leaf("Second"), {}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
}

void TestChainMemory::onlyForTheSameInstant()
{
    ChainMemory memory{{tree().root}};
    const auto leaf = tree().leaf("First");
    memory.remember({leaf, tree().middle, tree().root}, {tree().middle}, someTime());
    QVERIFY(!memory.vouchesFor(leaf, {tree().middle}, someTime().addSecs(1)));
    QVERIFY(!memory.vouchesFor(tree().leaf("Second"), {tree().middle}, someTime().addSecs(1)));
}

void TestChainMemory::notAmongAuthoritiesOfOneName()
{
    const Tree other; // same names, other keys
    ChainMemory memory{{tree().root}};
    const auto first = tree().leaf("First");
    memory.remember({first, tree().middle, tree().root}, {tree().middle}, someTime());
    QVERIFY(!memory.vouchesFor(tree().leaf("Second"), {other.middle, tree().middle}, someTime()));
    QVERIFY(!memory.vouchesFor(first, {other.middle, tree().middle}, someTime()));

    ChainMemory ambiguous{{tree().root, other.root}};
    ambiguous.remember({first, tree().middle, tree().root}, {tree().middle}, someTime());
    QVERIFY(!ambiguous.vouchesFor(tree().leaf("Second"), {tree().middle}, someTime()));
    ChainMemory crowded{{tree().root}};
    crowded.remember({first, tree().middle, tree().root}, {other.middle, tree().middle}, someTime());
    QVERIFY(!crowded.vouchesFor(tree().leaf("Second"), {tree().middle}, someTime()));
}

void TestChainMemory::leavesAreKnownToSetsThatShareThem()
{
    const Tree other; // same names, other keys
    const auto leaves = std::make_shared<LeafMemory>();
    const TrustAnchors ours{{tree().root}, leaves};
    const TrustAnchors theirs{{other.root}, leaves};
    const auto leaf = tree().leaf("First");
    QVERIFY(ours.verify(tree().leaf("Zero"), {tree().middle}, someTime()).has_value());
    QVERIFY(ours.verify(leaf, {tree().middle}, someTime()).has_value());
    // That its issuer signed it says nothing of whom the other set trusts.
    QVERIFY(theirs.verify(other.leaf("Zero"), {other.middle}, someTime()).has_value());
    for (const auto& middle : {tree().middle, other.middle}) {
        const auto said = theirs.verify(leaf, {middle}, someTime());
        QVERIFY(!said.has_value());
        QCOMPARE(verdict(said), verdict(theirs.verifyInFull(leaf, {middle}, someTime())));
    }
}

void TestChainMemory::aKnownLeafIsOfItsIssuerAndInstantOnly()
{
    const Tree other; // same names, other keys
    LeafMemory leaves;
    const auto leaf = tree().leaf("First");
    QVERIFY(leaves.isPlainLeafOf(tree().middle, leaf, someTime()));
    QVERIFY(leaves.isPlainLeafOf(tree().middle, leaf, someTime())); // from memory
    QVERIFY(!leaves.isPlainLeafOf(other.middle, leaf, someTime()));
    QVERIFY(!leaves.isPlainLeafOf(tree().middle, leaf, leaf.notAfter().addSecs(1)));
    QVERIFY(!leaves.isPlainLeafOf(tree().middle, leaf, leaf.notBefore().addSecs(-1)));
    QVERIFY(!leaves.isPlainLeafOf(tree().middle, other.leaf("First"), someTime()));

    auto facts = tree().leafFacts("Longer");
    facts.notAfter = leaf.notAfter().toSecsSinceEpoch() + 1000;
    const auto longer = oddCertificate(sharedKey(KeyType::P256).handle(), facts);
    const auto later = leaf.notAfter().addSecs(1);
    QVERIFY(leaves.isPlainLeafOf(tree().middle, longer, later)); // from here on it remembers another instant
    QVERIFY(!leaves.isPlainLeafOf(tree().middle, leaf, later));
}

void TestChainMemory::notBelowConstrainedNames()
{
    for (const auto& constraint :
        {std::pair<int, QByteArray>{NID_name_constraints, "critical,permitted;DNS:good.example"},
            std::pair<int, QByteArray>{NID_policy_constraints, "critical,requireExplicitPolicy:0"}}) {
        const auto middle = tree().madeMiddle(AuthorityExtensions + Extensions{constraint});
        ChainMemory memory{{tree().root}};
        memory.remember({tree().leaf("First"), middle, tree().root}, {middle}, someTime());
        QVERIFY(!memory.vouchesFor(tree().leaf("Second"), {middle}, someTime()));
    }
    // A leaf within the permitted names teaches nothing about one outside.
    const auto middle
        = tree().madeMiddle(AuthorityExtensions + Extensions{{NID_name_constraints, "permitted;DNS:good.example"}});
    const TrustAnchors anchors{{tree().root}};
    const auto inside = tree().leaf("A", {{NID_subject_alt_name, "DNS:a.good.example"}});
    const auto outside = tree().leaf("B", {{NID_subject_alt_name, "DNS:b.bad.example"}});
    QVERIFY(anchors.verify(inside, {middle}, someTime()).has_value());
    QCOMPARE(verdict(anchors.verify(outside, {middle}, someTime())), errorCodeName(ErrorCode::UntrustedIssuer));
}

// Forgotten is not refused: the full check is asked again.
void TestChainMemory::ofManyIssuersSomeAreForgotten()
{
    ChainMemory memory{{tree().root}};
    const auto leaf = tree().leaf("Leaf");
    memory.remember({tree().leaf("First"), tree().middle, tree().root}, {tree().middle}, someTime());
    const auto otherIssuer = [](int number) {
        return oddCertificate(tree().middleKey.handle(),
            {.subject = "Middle " + QByteArray::number(number),
                .issuerKey = &tree().rootKey,
                .issuer = "Root",
                .extensions = AuthorityExtensions});
    };
    for (int i = 1; i < 1024; ++i) {
        const auto issuer = otherIssuer(i);
        memory.remember({tree().leaf("First"), issuer, tree().root}, {issuer}, someTime());
    }
    QVERIFY(memory.vouchesFor(tree().leaf("Second"), {tree().middle}, someTime()));
    const auto oneTooMany = otherIssuer(1024);
    memory.remember({tree().leaf("First"), oneTooMany, tree().root}, {oneTooMany}, someTime());
    QVERIFY(!memory.vouchesFor(leaf, {tree().middle}, someTime()));
    QVERIFY(TrustAnchors({tree().root}).verify(leaf, {tree().middle}, someTime()).has_value());
}

void TestChainMemory::ofManyIssuersOfOneNameTheFirstAreKnown()
{
    ChainMemory memory{{tree().root}};
    std::vector<Tree> others(17); // same names, other keys
    for (const auto& other : others) {
        memory.remember({other.leaf("First"), other.middle, tree().root}, {other.middle}, someTime());
    }
    QVERIFY(memory.vouchesFor(others[0].leaf("Second"), {others[0].middle}, someTime()));
    QVERIFY(memory.vouchesFor(others[15].leaf("Second"), {others[15].middle}, someTime()));
    QVERIFY(!memory.vouchesFor(others[16].leaf("Second"), {others[16].middle}, someTime()));
}

void TestChainMemory::ofManyLeavesSomeAreForgotten()
{
    ChainMemory memory{{tree().root}};
    const auto first = tree().leaf("First");
    memory.remember({first, tree().middle, tree().root}, {tree().middle}, someTime());
    // So many issuers that the first one's name is forgotten: from here on the leaf is known by itself or not at all.
    Certificate issuer = tree().middle;
    for (int i = 0; i < 1024; ++i) {
        issuer = oddCertificate(tree().middleKey.handle(),
            {.subject = "Middle " + QByteArray::number(i),
                .issuerKey = &tree().rootKey,
                .issuer = "Root",
                .extensions = AuthorityExtensions});
        memory.remember({tree().leaf("Other"), issuer, tree().root}, {issuer}, someTime());
    }
    QVERIFY(!memory.vouchesFor(tree().leaf("Second"), {tree().middle}, someTime()));
    QVERIFY(memory.vouchesFor(first, {tree().middle}, someTime()));
    for (int i = 0; i < 8192; ++i) {
        memory.remember({tree().leaf(QByteArray::number(i)), issuer, tree().root}, {issuer}, someTime());
    }
    QVERIFY(!memory.vouchesFor(first, {tree().middle}, someTime()));
}

void TestChainMemory::nothingIsLearntFromWhatFailed()
{
    const TrustAnchors anchors{{tree().root}};
    auto facts = tree().leafFacts("Old");
    facts.notAfter = 1000;
    const auto expired = oddCertificate(sharedKey(KeyType::P256).handle(), facts);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(verdict(anchors.verify(expired, {tree().middle}, someTime())), errorCodeName(ErrorCode::Expired));
    }
}

void TestChainMemory::saysNothingOfUnusualLeaves_data()
{
    QTest::addColumn<Certificate>("leaf");

    const auto& t = tree();
    const auto key = sharedKey(KeyType::P256).handle();
    QTest::newRow("authority") << t.leaf("L", AuthorityExtensions);
    QTest::newRow("path length without authority") << t.leaf("L", {{NID_basic_constraints, "CA:FALSE,pathlen:1"}});
    QTest::newRow("unknown critical extension") << t.leaf("L", {{NID_netscape_comment, "critical,hello"}});
    QTest::newRow("name constraints") << t.leaf("L", {{NID_name_constraints, "permitted;DNS:a.example"}});
    QTest::newRow("extension that is not on the list")
        << t.leaf("L", {{NID_crl_distribution_points, "URI:http://a.example/crl"}});
    QTest::newRow("an extension twice") << t.leaf(
        "L", {{NID_key_usage, "digitalSignature"}, {NID_key_usage, "digitalSignature"}});
    QTest::newRow("RSA key") << oddCertificate(sharedKey(KeyType::Rsa3072).handle(), t.leafFacts("L"));
    QTest::newRow("a curve too short") << oddCertificate(shortCurveKey().handle(), t.leafFacts("L"));
    QTest::newRow("a key that cannot be read")
        << resigned(t.leaf("L"), {6, 0, 1}, replaceBy(hexBytes("06082a8648ce3d03017f")));
    auto facts = t.leafFacts("L");
    facts.digest = EVP_sha1();
    QTest::newRow("SHA-1") << oddCertificate(key, facts);
    facts = t.leafFacts("L");
    facts.version = 0;
    QTest::newRow("version 1") << oddCertificate(key, facts);
    facts = t.leafFacts("L");
    facts.notAfter = someTime().toSecsSinceEpoch() - 1;
    QTest::newRow("expired") << oddCertificate(key, facts);
    facts = t.leafFacts("L");
    facts.notBefore = someTime().toSecsSinceEpoch() + 1;
    QTest::newRow("not yet valid") << oddCertificate(key, facts);
    facts = t.leafFacts("L");
    facts.notAfter = someTime().toSecsSinceEpoch();
    QTest::newRow("in its last second") << oddCertificate(key, facts);
    facts = t.leafFacts("L");
    facts.issuerKey = &t.rootKey;
    QTest::newRow("signed by another key") << oddCertificate(key, facts);
    facts = t.leafFacts("L");
    facts.issuer = "Root";
    QTest::newRow("of another issuer's name") << oddCertificate(key, facts);
    facts = t.leafFacts("Middle");
    QTest::newRow("self-issued") << oddCertificate(key, facts);
    const auto plain = t.leaf("L", {{NID_key_usage, "digitalSignature"}});
    const QList<int> extension{7, 0, 0};
    QTest::newRow("an extension that cannot be read")
        << resigned(plain, extension, replaceBy(hexBytes("300b0603551d0f040404020580")));
    QTest::newRow("an unknown extension that is critical")
        << resigned(plain, extension, replaceBy(hexBytes("300d06042a0304050101ff04020500")));
    QTest::newRow("another algorithm inside than outside")
        << resigned(plain, {2}, replaceBy(hexBytes("300a06082a8648ce3d040303")));
    QTest::newRow("parameters beside the algorithm") << withParameters(plain);
    QTest::newRow("a signature that is not whole octets") << withUnusedBit(plain);
    QTest::newRow("the key identifier of another issuer") << resigned(
        plain, extension, replaceBy(hexBytes("301f0603551d2304183016801400112233445566778899aabbccddeeff00112233")));
}

void TestChainMemory::saysNothingOfUnusualLeaves()
{
    QFETCH(Certificate, leaf);
    ChainMemory memory{{tree().root}};
    memory.remember({tree().leaf("First"), tree().middle, tree().root}, {tree().middle}, someTime());
    QVERIFY(memory.vouchesFor(tree().leaf("Usual",
                                  {{NID_key_usage, "critical,digitalSignature"}, {NID_basic_constraints, "CA:FALSE"},
                                      {NID_ext_key_usage, "clientAuth"}, {NID_subject_alt_name, "DNS:a.example"}}),
        {tree().middle}, someTime()));
    QVERIFY(!memory.vouchesFor(leaf, {tree().middle}, someTime()));
    QVERIFY(!isPlainLeafOf(tree().middle, leaf, someTime()));
    // With or without a memory, the same is said.
    const auto anchors = taughtAnchors();
    QCOMPARE(verdict(anchors.verify(leaf, {tree().middle}, someTime())),
        verdict(TrustAnchors{{tree().root}}.verifyInFull(leaf, {tree().middle}, someTime())));
}

void TestChainMemory::longerDigestsAreCheckedAsWell_data()
{
    QTest::addColumn<QString>("curve");
    QTest::addColumn<int>("bits");
    QTest::newRow("P-384, SHA-384") << QStringLiteral("P-384") << 384;
    QTest::newRow("P-521, SHA-512") << QStringLiteral("P-521") << 512;
    QTest::newRow("P-256, SHA-512") << QStringLiteral("P-256") << 512;
}

void TestChainMemory::longerDigestsAreCheckedAsWell()
{
    QFETCH(QString, curve);
    QFETCH(int, bits);
    const PrivateKey authorityKey{EVP_EC_gen(curve.toLatin1().constData())};
    const PrivateKey otherKey{EVP_EC_gen(curve.toLatin1().constData())};
    const auto authority = oddCertificate(authorityKey.handle(),
        {.subject = "Middle", .issuerKey = &tree().rootKey, .issuer = "Root", .extensions = AuthorityExtensions});
    auto facts = tree().leafFacts("L");
    facts.issuerKey = &authorityKey;
    facts.digest = bits == 384 ? EVP_sha384() : EVP_sha512();
    const auto leaf = oddCertificate(sharedKey(KeyType::P256).handle(), facts);
    const auto full = [&](const Certificate& certificate) {
        return TrustAnchors{{tree().root}}.verifyInFull(certificate, {authority}, someTime()).has_value();
    };
    QVERIFY(isPlainLeafOf(authority, leaf, someTime()));
    QVERIFY(full(leaf));

    facts.issuerKey = &otherKey;
    const auto forged = oddCertificate(sharedKey(KeyType::P256).handle(), facts);
    // With SHA-256, under the name of the longer one.
    const auto shorter = resigned(leaf, {}, [](const QByteArray& bytes) { return bytes; }, authorityKey);
    for (const auto& bad : {forged, shorter}) {
        QVERIFY(!isPlainLeafOf(authority, bad, someTime()));
        QVERIFY(!full(bad));
    }
}

void TestChainMemory::saysNothingOfChangedLeaves()
{
    const auto same = resigned(tree().leaf("L"), {}, [](const QByteArray& bytes) { return bytes; });
    QVERIFY(isPlainLeafOf(tree().middle, same, someTime())); // or the rows above prove nothing
    const auto anchors = taughtAnchors();
    const auto der = tree().leaf("L", {{NID_key_usage, "digitalSignature"}}).der();
    // An RSA signature under the name of ECDSA, below an authority with an RSA key.
    const auto& rsa = sharedKey(KeyType::Rsa3072);
    const auto authority = oddCertificate(rsa.handle(),
        {.subject = "Middle", .issuerKey = &tree().rootKey, .issuer = "Root", .extensions = AuthorityExtensions});
    QVERIFY(!isPlainLeafOf(
        authority, resigned(tree().leaf("L"), {}, [](const QByteArray& b) { return b; }, rsa), someTime()));
    // A sound signature of an authority whose curve is too short.
    const auto weakKey = shortCurveKey();
    const auto weak = oddCertificate(weakKey.handle(),
        {.subject = "Middle", .issuerKey = &tree().rootKey, .issuer = "Root", .extensions = AuthorityExtensions});
    QVERIFY(!isPlainLeafOf(
        weak, resigned(tree().leaf("L"), {}, [](const QByteArray& b) { return b; }, weakKey), someTime()));
    int tried = 0;
    for (qsizetype i = 0; i < der.size(); ++i) {
        auto changed = der;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        const auto leaf = Certificate::fromDer(changed);
        if (leaf) {
            ++tried;
            QVERIFY2(!anchors.verify(*leaf, {tree().middle}, someTime()).has_value(), qPrintable(QString::number(i)));
        }
    }
    QVERIFY(tried > 100);
}

void TestChainMemory::agreesWithTheFullCheck_data()
{
    QTest::addColumn<QDateTime>("at");

    QTest::newRow("now") << someTime();
    QTest::newRow("before all") << QDateTime::fromSecsSinceEpoch(-1, Qt::UTC);
    QTest::newRow("the last second") << QDateTime::fromSecsSinceEpoch(4'000'000'000, Qt::UTC);
    QTest::newRow("after all") << QDateTime::fromSecsSinceEpoch(4'000'000'001, Qt::UTC);
}

void TestChainMemory::agreesWithTheFullCheck()
{
    QFETCH(QDateTime, at);
    const TrustAnchors anchors{{tree().root}};
    for (const auto& name : {"A", "B", "A"}) {
        const auto leaf = tree().leaf(name);
        QCOMPARE(verdict(anchors.verify(leaf, {tree().middle}, at)),
            verdict(anchors.verifyInFull(leaf, {tree().middle}, at)));
    }
}

void TestChainMemory::pointsAreKeys_data()
{
    QTest::addColumn<KeyType>("type");

    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("P-384") << KeyType::P384;
    QTest::newRow("RSA, the long way") << KeyType::Rsa3072;
}

void TestChainMemory::pointsAreKeys()
{
    QFETCH(KeyType, type);
    const auto& key = sharedKey(type);
    const auto info = key.publicKeyInfo();
    const auto decoded = decodePublicKey(info);
    QVERIFY(decoded);
    QCOMPARE(EVP_PKEY_eq(decoded.get(), key.handle()), 1);
    QVERIFY(!decodePublicKey(info + 'x'));
    QVERIFY(!decodePublicKey(info.chopped(1)));
}

void TestChainMemory::otherPointsAreNone()
{
    QVERIFY(decodePublicKey(sharedKey(KeyType::P256).publicKeyInfo())); // the next one begins as a copy of it
    auto info = sharedKey(KeyType::P256).publicKeyInfo();
    info[info.size() - 1] = static_cast<char>(info[info.size() - 1] ^ 1); // not on the curve
    QVERIFY(!decodePublicKey(info));
    QCOMPARE(ERR_peek_error(), 0UL);
    // What is no uncompressed point goes to OpenSSL's own decoder, which takes compressed ones.
    const auto& key = sharedKey(KeyType::P256);
    const auto whole = key.publicKeyInfo();
    const auto point = whole.last(65);
    const auto compressed = hexBytes("3039301306072a8648ce3d020106082a8648ce3d030107032200")
        + static_cast<char>((static_cast<unsigned char>(point[64]) & 1U) != 0 ? 3 : 2) + point.sliced(1, 32);
    const auto decoded = decodePublicKey(compressed);
    QVERIFY(decoded);
    QCOMPARE(EVP_PKEY_eq(decoded.get(), key.handle()), 1);
}

void TestChainMemory::otherFormsAreNone_data()
{
    QTest::addColumn<QByteArray>("info");

    const auto sound = sharedKey(KeyType::P256).publicKeyInfo();
    const auto null = hexBytes("0500");
    QTest::newRow("an element after the key") << edited(sound, {1}, followedBy(null));
    QTest::newRow("an element after the curve") << edited(sound, {0, 1}, followedBy(null));
    QTest::newRow("the curve under the name of RSA")
        << edited(sound, {0, 0}, replaceBy(hexBytes("06092a864886f70d010101")));
    // A bit that is said to be none reads as zero: the key whose last bit is one is then another one.
    QTest::newRow("an unused bit") << edited(
        oddKeyInfo(), {1}, withContent([](const QByteArray& bits) { return '\1' + bits.sliced(1); }));
    QTest::newRow("no point") << edited(sound, {1}, replaceBy(hexBytes("030100")));
    QTest::newRow("no bits at all") << edited(sound, {1}, replaceBy(hexBytes("0300")));
    QTest::newRow("a point of one octet more")
        << edited(sound, {1}, withContent([](const QByteArray& bits) { return bits + '\0'; }));
}

void TestChainMemory::otherFormsAreNone()
{
    QFETCH(QByteArray, info);
    QVERIFY(decodePublicKey(sharedKey(KeyType::P256).publicKeyInfo()));
    QVERIFY(decodePublicKey(oddKeyInfo())); // or the row with the unused bit proves nothing
    QVERIFY(!decodePublicKey(info));
    QCOMPARE(ERR_peek_error(), 0UL);
}

void TestChainMemory::otherCurvesAreNotTakenForTheirs()
{
    // The curve's name, 1.3.132.0.34, has a zero octet: what stands before it, 1.3.132, is another name and no curve.
    auto info = sharedKey(KeyType::P384).publicKeyInfo();
    const auto curve = hexBytes("06052b81040022");
    QCOMPARE(info.first(4), hexBytes("30763010"));
    QVERIFY(info.contains(curve));
    info.replace(curve, hexBytes("06032b8104"));
    info[1] = 0x74;
    info[3] = 0x0e;
    QVERIFY(!decodePublicKey(info));
    // P-521's curve with P-384's point, and the other way round.
    auto crossed = sharedKey(KeyType::P384).publicKeyInfo();
    crossed.replace(curve, hexBytes("06052b81040023"));
    QVERIFY(!decodePublicKey(crossed));
    QVERIFY(decodePublicKey(sharedKey(KeyType::P384).publicKeyInfo()));
}

SATCHEL_TEST(TestChainMemory)

#include "TestChainMemory.moc"
