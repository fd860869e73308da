#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/objects/encoding/SealedContent.h>
#include <core/objects/scep/ScepMessage.h>
#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>
#include <tests/support/ScepForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

#include <functional>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray Nonce = QByteArrayLiteral("sender-nonce-001");

bool hasWarning(const Assessment& assessment, const QString& part)
{
    return !assessment.warnings.filter(part).isEmpty();
}

// An EnvelopedData for whom OpenSSL is told to add.
QByteArray sealedFor(const std::function<void(CMS_ContentInfo*)>& addRecipient)
{
    const CmsHandle cms{CMS_encrypt(nullptr, nullptr, EVP_aes_256_cbc(), CMS_PARTIAL | CMS_BINARY)};
    addRecipient(cms.get());
    const BioHandle content = readingBio("content");
    if (CMS_final(cms.get(), content.get(), nullptr, CMS_BINARY) != 1) {
        qFatal("cannot seal");
    }
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

QByteArray sealedByKeyIdentifier(const Certificate& certificate)
{
    return sealedFor([&certificate](CMS_ContentInfo* cms) {
        QVERIFY(CMS_add1_recipient_cert(cms, certificate.x509(), CMS_USE_KEYID) != nullptr);
    });
}

QByteArray sealedByPassword()
{
    return sealedFor([](CMS_ContentInfo* cms) {
        auto* const password = static_cast<unsigned char*>(OPENSSL_memdup("secret", 6)); // becomes the CMS's own
        QVERIFY(CMS_add0_recipient_password(cms, -1, NID_undef, NID_undef, password, 6, EVP_aes_256_cbc()) != nullptr);
    });
}

} // namespace

class TestScepMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhoAndWhat();
    void knowsEachMessage_data();
    void knowsEachMessage();
    void doesNotCarryTheRest_data();
    void doesNotCarryTheRest();
    void refusesMalformedAttributes_data();
    void refusesMalformedAttributes();
    void wantsContentThatIsSealed_data();
    void wantsContentThatIsSealed();
    void readsSealedContentInBer();
    void checksSignatures_data();
    void checksSignatures();
    void holdsWeakOnes_data();
    void holdsWeakOnes();
    void judgesRequests_data();
    void judgesRequests();
    void askerOfASelfMadeCertificateIsToldByTheRecord();
    void judgesAnswers_data();
    void judgesAnswers();
    void readsAnswersOfAnchorsThatBringNoCertificate();
    void letsDeviationsPass_data();
    void letsDeviationsPass();
    void answersItsRequest_data();
    void answersItsRequest();
    void answersOnlyWhomItIsSealedFor();
    void stepsOfATransaction();
    void beginsAnew();
    void saysWhyInWords();
    void describesWhomItIsSealedFor();
    void largeInputsCostLittle_data();
    void largeInputsCostLittle();
    void knowsEachKindOfRecipient_data();
    void knowsEachKindOfRecipient();
    void looksNoFurtherThanItCanRead();

private:
    [[nodiscard]] ScepDraft request() const { return scepRequest(m_forge.idevid, m_forge.domainCa.certificate); }
    [[nodiscard]] ScepDraft success() const
    {
        return scepSuccess(m_forge.registrar, m_forge.idevid.certificate, Nonce);
    }
    [[nodiscard]] QByteArray with(const std::function<void(ScepDraft&)>& change) const
    {
        auto draft = request();
        change(draft);
        return makeScep(draft);
    }
    [[nodiscard]] QByteArray answerWith(const std::function<void(ScepDraft&)>& change) const
    {
        auto draft = success();
        change(draft);
        return makeScep(draft);
    }

    MessageForge m_forge;
};

void TestScepMessage::tellsWhoAndWhat()
{
    const auto asked = recognised(makeScep(request()));
    QCOMPARE(asked->kind(), Kind::CertificationRequest);
    QCOMPARE(asked->protocol(), Protocol::Scep);
    QCOMPARE(asked->extension(), QStringLiteral("scep"));
    QCOMPARE(asked->device(), QStringLiteral("device-1"));
    QCOMPARE(asked->correlation(), QStringLiteral("scep:A+b/C=1"));
    QVERIFY(asked->lookups().isEmpty());
    QVERIFY(asked->isSelfContained());
    QVERIFY(!asked->lapses());

    const auto answer = recognised(makeScep(success()));
    QCOMPARE(answer->kind(), Kind::CertificationResponse);
    QCOMPARE(answer->lookups(), QStringList{QStringLiteral("scep:A+b/C=1")});
    QCOMPARE(answer->correlation(), QString{});
    QCOMPARE(answer->device(), QString{});
    QVERIFY(answer->isSelfContained());
    QVERIFY(!answer->transactionStep());
    QVERIFY(codeOf(asked->matches(*asked)) == u"no-matching-request");
}

void TestScepMessage::knowsEachMessage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("form");

    const auto row = [](const QByteArray& bytes, const char* kind, const char* form) {
        QTest::newRow(form) << bytes << QString::fromLatin1(kind) << QString::fromLatin1(form);
    };
    row(with([](auto&) { }), "certification-request", "SCEP PKCSReq");
    row(with([](auto& draft) { draft.type = "17"; }), "certification-request", "SCEP RenewalReq");
    row(with([](auto& draft) { draft.type = "20"; }), "certification-request", "SCEP CertPoll");
    row(makeScep(success()), "certification-response", "SCEP CertRep SUCCESS");
    row(makeScep(scepStatus(m_forge.registrar, "3", Nonce)), "waiting", "SCEP CertRep PENDING");
    row(makeScep(scepStatus(m_forge.registrar, "2", Nonce)), "rejection", "SCEP CertRep FAILURE");
}

void TestScepMessage::knowsEachMessage()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, form);

    const auto object = recognised(bytes);

    QTEST(kindName(object->kind()), "kind");
    QCOMPARE(*object->describe().find(u"form")->string(), form);
    // As EST bodies bring it.
    QCOMPARE(recognised(bytes.toBase64())->correlation(), object->correlation());
}

void TestScepMessage::doesNotCarryTheRest_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("name");
    QTest::newRow("GetCert") << QByteArray("21") << QStringLiteral("a SCEP GetCert");
    QTest::newRow("GetCRL") << QByteArray("22") << QStringLiteral("a SCEP GetCRL");
    QTest::newRow("of another time") << QByteArray("18") << QStringLiteral("unknown type 18");
}

void TestScepMessage::doesNotCarryTheRest()
{
    QFETCH(QByteArray, type);
    QFETCH(QString, name);

    const auto object = EnrolmentObject::recognise(with([&](auto& draft) { draft.type = type; }));

    QCOMPARE(codeOf(object), QStringLiteral("not-recognised"));
    QVERIFY2(object.error().message.contains(name), qPrintable(object.error().message));
}

void TestScepMessage::refusesMalformedAttributes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    constexpr const char* Type = "2.16.840.1.113733.1.9.2";
    constexpr const char* Status = "2.16.840.1.113733.1.9.3";
    constexpr const char* Sender = "2.16.840.1.113733.1.9.5";
    constexpr const char* Transaction = "2.16.840.1.113733.1.9.7";
    const auto row = [](const char* name, const QByteArray& bytes, const char* code = "malformed") {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    // Instead of the attribute that the draft would have.
    const auto instead = [this](const char* oid, const QByteArray& values) {
        return with([&](auto& draft) {
            draft.type = oid == Type ? QByteArray{} : draft.type;
            draft.senderNonce = oid == Sender ? QByteArray{} : draft.senderNonce;
            draft.transactionId = oid == Transaction ? QByteArray{} : draft.transactionId;
            draft.outside.attributes = {attribute(oid, values)};
        });
    };
    const QByteArray octets = derElement(der::OctetString, Nonce);
    row("type that is no number", instead(Type, printableString("PKCSReq")));
    row("type that is empty", instead(Type, printableString({})));
    row("type in an INTEGER", instead(Type, derElement(der::Integer, "\x13")));
    row("type in a UTF8String", instead(Type, derElement(der::Utf8String, "19")));
    row("type without a value", instead(Type, {}));
    row("type with two values", instead(Type, printableString("19") + printableString("20")));
    row("type that is huge", instead(Type, printableString(QByteArray(1000, '9'))));
    row("type that is negative", instead(Type, printableString("-1")));
    row("type twice", with([&](auto& draft) { draft.outside.attributes = {attribute(Type, printableString("20"))}; }));
    row("transaction twice",
        with([&](auto& draft) { draft.outside.attributes = {attribute(Transaction, printableString("x"))}; }));
    row("transaction in octets", instead(Transaction, octets));
    row("transaction with two values", instead(Transaction, printableString("1") + printableString("2")));
    row("transaction without a value", instead(Transaction, {}));
    row("transaction that is no UTF-8", instead(Transaction, derElement(der::Utf8String, "\xC3\x28")));
    row("transaction with a line end", instead(Transaction, printableString("a\nb")));
    row("transaction with a zero byte", instead(Transaction, printableString(QByteArray("a\0b", 3))));
    row("transaction of absurd length", instead(Transaction, printableString(QByteArray(1025, 'a'))));
    row("nonce in text", instead(Sender, printableString(Nonce)));
    row("nonce twice", instead(Sender, octets + octets));
    row("nonce without a value", instead(Sender, {}));
    row("nonce of absurd length", instead(Sender, derElement(der::OctetString, QByteArray(257, 'n'))));
    row("value cut off", instead(Sender, QByteArray::fromHex("0410aabb")));
    const auto status = [this](const QByteArray& values) {
        return answerWith([&](auto& draft) {
            draft.status.clear();
            draft.outside.attributes = {attribute(Status, values)};
        });
    };
    row("status that is unknown", status(printableString("1")));
    row("status that is no number", status(printableString("SUCCESS")));
    row("status in an INTEGER", status(derElement(der::Integer, "\2")));
    row("no status", answerWith([](auto& draft) { draft.status.clear(); }));
    row("failInfo that is no number", answerWith([](auto& draft) { draft.failInfo = "no"; }));
    row("two signers",
        with([this](auto& draft) { draft.outside.signers = {m_forge.idevid, m_forge.device(QStringLiteral("2"))}; }),
        "bad-signature");
    QByteArrayList many;
    for (int i = 0; i < 65; ++i) {
        many.append(attribute(("1.2.3." + QByteArray::number(i)).constData(), octets));
    }
    row("more attributes than anybody needs", with([&](auto& draft) { draft.outside.attributes = many; }));
    const QByteArray good = makeScep(request());
    row("cut off", good.chopped(1));
    row("cut in half", good.first(good.size() / 2));
    row("a byte after it", good + '\0', "trailing-data");
}

void TestScepMessage::refusesMalformedAttributes()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes)), "code");
}

void TestScepMessage::wantsContentThatIsSealed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    const auto content = [this](const std::optional<QByteArray>& bytes) {
        return with([&](auto& draft) { draft.outside.content = bytes; });
    };
    const QByteArray sealed = makeSealed(m_forge.domainCa.certificate);
    row("a request without", content(std::nullopt), "malformed");
    row("a request with none", content(QByteArray{}), "malformed");
    row("a success without", answerWith([](auto& draft) { draft.outside.content.reset(); }), "malformed");
    row("a bare PKCS #10", content(makePkcs10({.key = m_forge.newKey})), "malformed");
    row("signed only", content(makeCms({.content = "x", .signer = m_forge.idevid})), "malformed");
    row("JSON", content(QByteArray("{}")), "malformed");
    row("cut off", content(sealed.chopped(1)), "malformed");
    row("a byte after it", content(sealed + '\0'), "malformed");
    row("its type only", content(sealed.first(13)), "malformed");
    row("of another content type", with([](auto& draft) { draft.outside.contentType = "1.2.3"; }), "malformed");
    row("sealed", content(sealed), "none");
    row("PENDING, none", makeScep(scepStatus(m_forge.registrar, "3", Nonce)), "none");
    row("FAILURE, none", makeScep(scepStatus(m_forge.registrar, "2", Nonce)), "none");
    auto pending = scepStatus(m_forge.registrar, "3", Nonce);
    pending.outside.content = QByteArray{};
    row("PENDING, empty", makeScep(pending), "none");
    pending.outside.content = "something";
    row("PENDING, with some", makeScep(pending), "none");
}

void TestScepMessage::wantsContentThatIsSealed()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes)), "code");
}

// As it is written by several Java clients: everything of indefinite length down to the recipients.
void TestScepMessage::readsSealedContentInBer()
{
    const QByteArray der = makeSealed(m_forge.domainCa.certificate);
    DerReader outer{der};
    DerReader info{outer.next()->content};
    const QByteArray type = info.next()->whole.toByteArray();
    DerReader wrapper{info.next()->content};
    const QByteArray enveloped = wrapper.next()->content.toByteArray();
    const QByteArray end(2, '\0');
    const QByteArray ber = QByteArray("\x30\x80") + type + QByteArray("\xA0\x80\x30\x80") + enveloped + end + end + end;

    const auto object = EnrolmentObject::recognise(with([&](auto& draft) { draft.outside.content = ber; }));

    QVERIFY2(object.has_value(), object ? "" : qPrintable(object.error().message));
    QCOMPARE((*object)->describe().find(u"sealedFor")->array()->size(), std::size_t{1});
    QVERIFY(!(*object)->assess(m_forge.context()).refusal);
    const auto cut = with([&](auto& draft) { draft.outside.content = ber.chopped(1); });
    QCOMPARE(codeOf(EnrolmentObject::recognise(cut)), QStringLiteral("malformed"));
}

void TestScepMessage::checksSignatures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("refusal");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    const auto replaced = [](QByteArray bytes, const QByteArray& from, const QByteArray& to) {
        bytes.replace(from, to);
        return bytes;
    };
    const QByteArray good = makeScep(request());
    row("good", good, "none");
    row("another transaction", replaced(good, "A+b/C=1", "A+b/C=2"), "bad-signature");
    row("another nonce", replaced(good, Nonce, "sender-nonce-002"), "bad-signature");
    const QByteArray type = attribute("2.16.840.1.113733.1.9.2", printableString("19"));
    const QByteArray poll = attribute("2.16.840.1.113733.1.9.2", printableString("20"));
    row("another type", replaced(good, type, poll), "bad-signature");
    QByteArray changed = *request().outside.content;
    changed[changed.size() - 1] = static_cast<char>(changed.back() ^ 1);
    auto draft = request();
    const QByteArray before = makeScep(draft);
    row("another content", replaced(before, *draft.outside.content, changed), "bad-signature");
    row("no certificate of the signer", with([](auto& each) { each.outside.includesSigners = false; }),
        "bad-signature");
    row("by another key",
        with([this](auto& each) { each.outside.signers = {{m_forge.idevid.certificate, m_forge.registrar.key}}; }),
        "bad-signature");
    const QByteArray pending = makeScep(scepStatus(m_forge.registrar, "3", Nonce));
    row("PENDING, good", pending, "none");
    const QByteArray pendingStatus = attribute("2.16.840.1.113733.1.9.3", printableString("3"));
    const QByteArray failureStatus = attribute("2.16.840.1.113733.1.9.3", printableString("2"));
    row("PENDING made a FAILURE", replaced(pending, pendingStatus, failureStatus), "bad-signature");
}

void TestScepMessage::checksSignatures()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(recognised(bytes)->assess(m_forge.context()).refusal), "refusal");
}

void TestScepMessage::holdsWeakOnes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [this](const char* name, const EVP_MD* digest) {
        QTest::newRow(name) << with([digest](auto& draft) { draft.outside.digest = digest; });
    };
    row("SHA-1", EVP_sha1());
    QTest::newRow("MD5") << with([this](auto& draft) {
        // Old devices: MD5 with RSA. A certificate for such a key.
        const PrivateKey key = makeRsaKey(2048);
        const auto certificate
            = MessageForge::certify(publicKeyInfoOf(key), QStringLiteral("device-1"), m_forge.domainCa);
        draft.outside.digest = EVP_md5();
        draft.outside.signers = {{certificate, key}};
    });
    QTest::newRow("RSA of 1024 bits") << with([this](auto& draft) {
        const PrivateKey key = makeRsaKey(1024);
        const auto certificate
            = MessageForge::certify(publicKeyInfoOf(key), QStringLiteral("device-1"), m_forge.domainCa);
        draft.outside.signers = {{certificate, key}};
    });
}

void TestScepMessage::holdsWeakOnes()
{
    QFETCH(QByteArray, bytes);

    const auto assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QCOMPARE(codeOf(assessment.hold), QStringLiteral("weak-algorithm"));
}

void TestScepMessage::judgesRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<bool>("isSelfContained");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code, bool isSelfContained = true) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code) << isSelfContained;
    };
    const auto by = [this](const IssuerIdentity& signer, const char* type = "19") {
        return with([&](auto& draft) {
            draft.type = type;
            draft.outside.signers = {signer};
        });
    };
    const IssuerIdentity ldevid{m_forge.ldevid, m_forge.newKey};
    const auto stranger = MessageForge::issue(
        {.commonName = QStringLiteral("x"), .notBefore = MessageForge::now(), .notAfter = endOfTime()},
        m_forge.stranger);
    const auto selfMade = selfMadeDevice(QStringLiteral("device-1"));
    row("by its IDevID", by(m_forge.idevid), "none");
    row("by its LDevID", by(ldevid), "none");
    row("poll by its IDevID", by(m_forge.idevid, "20"), "none");
    row("renewal by its LDevID", by(ldevid, "17"), "none");
    row("renewal by its IDevID", by(m_forge.idevid, "17"), "none");
    row("by somebody's", by(stranger), "untrusted-issuer");
    row("renewal by somebody's", by(stranger, "17"), "untrusted-issuer");
    row("by its own", by(selfMade), "requester-unknown", false);
    row("poll by its own", by(selfMade, "20"), "requester-unknown", false);
    row("renewal by its own", by(selfMade, "17"), "untrusted-issuer");
    row("no transaction", with([](auto& draft) { draft.transactionId.clear(); }), "no-transaction-id");
    const auto expired = MessageForge::issue({.commonName = QStringLiteral("old"),
                                                 .serialNumber = QStringLiteral("device-1"),
                                                 .notBefore = beginningOfTime(),
                                                 .notAfter = MessageForge::now().addDays(-1)},
        m_forge.domainCa);
    row("renewal with one that has ended", by(expired, "17"), "expired");
}

void TestScepMessage::judgesRequests()
{
    QFETCH(QByteArray, bytes);

    const auto object = recognised(bytes);
    const auto assessment = object->assess(m_forge.context(StationRole::Backend));

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(object->isSelfContained(), "isSelfContained");
}

void TestScepMessage::askerOfASelfMadeCertificateIsToldByTheRecord()
{
    const auto judged = [this](const QString& serial, bool hasRecord) {
        const auto bytes = with([&](auto& draft) { draft.outside.signers = {selfMadeDevice(serial)}; });
        auto context = m_forge.context(StationRole::Backend);
        if (hasRecord) {
            context.requester = m_forge.requester();
        }
        return recognised(bytes)->assess(context);
    };
    QCOMPARE(codeOf(judged(QStringLiteral("device-1"), true).hold), QStringLiteral("none"));
    QCOMPARE(codeOf(judged(QStringLiteral("device-2"), true).hold), QStringLiteral("serial-mismatch"));
    QCOMPARE(codeOf(judged(QStringLiteral("device-1"), false).hold), QStringLiteral("requester-unknown"));
    // What says itself who asked is not overridden by what a file beside it says.
    auto context = m_forge.context(StationRole::Backend);
    context.requester = RequesterRecord{};
    QCOMPARE(codeOf(recognised(makeScep(request()))->assess(context).hold), QStringLiteral("none"));
}

void TestScepMessage::judgesAnswers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("by the domain's RA", makeScep(success()), "none");
    row("by its CA", makeScep(scepSuccess(m_forge.domainCa, m_forge.idevid.certificate, Nonce)), "none");
    row("by a manufacturer", makeScep(scepSuccess(m_forge.idevid, m_forge.idevid.certificate, Nonce)),
        "untrusted-issuer");
    row("by a stranger", makeScep(scepSuccess(m_forge.stranger, m_forge.idevid.certificate, Nonce)),
        "untrusted-issuer");
    row("PENDING", makeScep(scepStatus(m_forge.registrar, "3", Nonce)), "held");
    row("FAILURE", makeScep(scepStatus(m_forge.registrar, "2", Nonce)), "none");
    row("FAILURE by a stranger", makeScep(scepStatus(m_forge.stranger, "2", Nonce)), "untrusted-issuer");
    row("no transaction", answerWith([](auto& draft) { draft.transactionId.clear(); }), "no-transaction-id");
    row("no certificate of its signer", answerWith([](auto& draft) { draft.outside.includesSigners = false; }),
        "untrusted-issuer");
}

void TestScepMessage::judgesAnswers()
{
    QFETCH(QByteArray, bytes);

    const auto assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QTEST(codeOf(assessment.hold), "hold");
}

void TestScepMessage::readsAnswersOfAnchorsThatBringNoCertificate()
{
    auto draft = scepSuccess(m_forge.domainCa, m_forge.idevid.certificate, Nonce);
    draft.outside.includesSigners = false;
    QCOMPARE(codeOf(recognised(makeScep(draft))->assess(m_forge.context()).hold), QStringLiteral("none"));

    auto forged = makeScep(draft);
    forged.replace(Nonce, "sender-nonce-002");
    QCOMPARE(codeOf(recognised(forged)->assess(m_forge.context()).refusal), QStringLiteral("bad-signature"));
}

void TestScepMessage::letsDeviationsPass_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("warning");

    const auto row = [](const char* name, const QByteArray& bytes, const char* warning) {
        QTest::newRow(name) << bytes << QString::fromLatin1(warning);
    };
    row("answer without a nonce of its own", answerWith([](auto& draft) { draft.senderNonce.clear(); }),
        "the senderNonce is missing");
    row("answer without the request's", answerWith([](auto& draft) { draft.recipientNonce.clear(); }),
        "the recipientNonce, which repeats that of the request, is missing");
    row("request without a nonce", with([](auto& draft) { draft.senderNonce.clear(); }), "the senderNonce is missing");
    row("short nonce", with([](auto& draft) { draft.senderNonce = "short"; }), "has 5 bytes instead of 16");
    row("transaction in UTF-8", with([](auto& draft) {
        draft.transactionId.clear();
        draft.outside.attributes = {attribute("2.16.840.1.113733.1.9.7", derElement(der::Utf8String, "a_b*c"))};
    }),
        "is not the PrintableString that it should be");
    row("request with a status", with([](auto& draft) { draft.status = "0"; }), "which only answers should");
    auto failure = scepStatus(m_forge.registrar, "2", Nonce);
    failure.failInfo.clear();
    row("FAILURE without a reason", makeScep(failure), "failInfo is missing");
    auto pending = scepStatus(m_forge.registrar, "3", Nonce);
    pending.outside.content = "something";
    row("PENDING with content", makeScep(pending), "should have no content");
}

void TestScepMessage::letsDeviationsPass()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, warning);

    const auto assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QVERIFY2(hasWarning(assessment, warning), qPrintable(assessment.warnings.join(QLatin1Char('|'))));
    QVERIFY(!hasWarning(recognised(makeScep(request()))->assess(m_forge.context()), warning));
}

void TestScepMessage::answersItsRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& request, const QByteArray& answer, const char* code) {
        QTest::newRow(name) << request << answer << QString::fromLatin1(code);
    };
    const QByteArray asked = makeScep(request());
    const QByteArray poll = makeScep(scepPoll(m_forge.idevid, m_forge.domainCa.certificate, "sender-nonce-002"));
    const QByteArray toPoll = makeScep(scepSuccess(m_forge.registrar, m_forge.idevid.certificate, "sender-nonce-002"));
    row("its own", asked, makeScep(success()), "none");
    row("a poll's", poll, toPoll, "none");
    row("a refusal", asked, makeScep(scepStatus(m_forge.registrar, "2", Nonce)), "none");
    row("to be patient", asked, makeScep(scepStatus(m_forge.registrar, "3", Nonce)), "none");
    row("the poll's for the request", asked, toPoll, "nonce-mismatch");
    row("the request's for the poll", poll, makeScep(success()), "nonce-mismatch");
    row("no nonce", asked, answerWith([](auto& draft) { draft.recipientNonce.clear(); }), "nonce-mismatch");
    row("no nonce in the request", with([](auto& draft) { draft.senderNonce.clear(); }), makeScep(success()), "none");
    row("another transaction", asked, answerWith([](auto& draft) { draft.transactionId = "A+b/C=2"; }),
        "no-matching-request");
    row("no transaction", with([](auto& draft) { draft.transactionId.clear(); }),
        answerWith([](auto& draft) { draft.transactionId.clear(); }), "no-matching-request");
    row("of another protocol", makeCmp(m_forge.initialRequest()), makeScep(success()), "no-matching-request");
    row("an answer", makeScep(success()), makeScep(success()), "no-matching-request");
}

void TestScepMessage::answersItsRequest()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);

    QTEST(codeOf(recognised(answer)->matches(*recognised(request))), "code");
}

void TestScepMessage::answersOnlyWhomItIsSealedFor()
{
    const auto other = m_forge.device(QStringLiteral("device-2"));
    const auto asked = recognised(makeScep(request()));
    const auto sealedForOther = recognised(makeScep(scepSuccess(m_forge.registrar, other.certificate, Nonce)));
    QCOMPARE(codeOf(sealedForOther->matches(*asked)), QStringLiteral("key-mismatch"));

    // By key transport, as RSA has it.
    const PrivateKey rsa = makeRsaKey(2048);
    const IssuerIdentity device{
        MessageForge::certify(publicKeyInfoOf(rsa), QStringLiteral("device-1"), m_forge.domainCa), rsa};
    const auto byRsa = recognised(makeScep(scepRequest(device, m_forge.domainCa.certificate)));
    const auto sealed = recognised(makeScep(scepSuccess(m_forge.registrar, device.certificate, Nonce)));
    QCOMPARE(codeOf(sealed->matches(*byRsa)), QStringLiteral("none"));
    QCOMPARE(codeOf(sealed->matches(*asked)), QStringLiteral("key-mismatch"));
}

void TestScepMessage::stepsOfATransaction()
{
    const auto stepOf = [](const ScepDraft& draft) { return *recognised(makeScep(draft))->transactionStep(); };
    const auto& authority = m_forge.domainCa.certificate;
    const auto asked = stepOf(request());
    const auto first = stepOf(scepPoll(m_forge.idevid, authority, "sender-nonce-002"));
    const auto second = stepOf(scepPoll(m_forge.idevid, authority, "sender-nonce-003"));
    QVERIFY(second.replaces(first));
    QVERIFY(asked.replaces(asked));
    QVERIFY(!second.replaces(asked));
    QVERIFY(!asked.replaces(second));
    QVERIFY(second.asksAfter(asked));
    QVERIFY(!second.asksAfter(first));
    QVERIFY(!asked.asksAfter(first));

    // Another device's of the same name, another transaction, none at all.
    const auto foreign = stepOf(scepPoll(m_forge.device(QStringLiteral("device-1")), authority, "sender-nonce-003"));
    QVERIFY(!foreign.replaces(first) && !foreign.asksAfter(asked));
    auto draft = scepPoll(m_forge.idevid, authority, "sender-nonce-003");
    draft.transactionId = "another";
    QVERIFY(!stepOf(draft).replaces(first) && !stepOf(draft).asksAfter(asked));
    draft.transactionId.clear();
    QVERIFY(!stepOf(draft).replaces(stepOf(draft)));
}

void TestScepMessage::beginsAnew()
{
    const auto markOf = [](const QByteArray& bytes) { return recognised(bytes)->supersedingMark(); };
    QCOMPARE(markOf(makeScep(request())), QStringLiteral("scep:A+b/C=1"));
    QCOMPARE(markOf(with([](auto& draft) { draft.type = "20"; })), QString{});
    QCOMPARE(markOf(with([](auto& draft) { draft.type = "17"; })), QString{});
    QCOMPARE(markOf(with([this](auto& draft) { draft.outside.signers = {m_forge.registrar}; })), QString{});
    QCOMPARE(markOf(makeScep(success())), QString{});
}

void TestScepMessage::saysWhyInWords()
{
    auto draft = scepStatus(m_forge.registrar, "2", Nonce);
    draft.outside.attributes = {attribute("1.3.6.1.5.5.7.24.1", derElement(der::Utf8String, "not before Friday"))};
    const auto described = recognised(makeScep(draft))->describe();
    QCOMPARE(*described.find(u"failInfo")->string(),
        QStringLiteral("badRequest (2): the transaction is not permitted or supported"));
    QCOMPARE(*described.find(u"failInfoText")->string(), QStringLiteral("not before Friday"));
    QCOMPARE(*described.find(u"transactionId")->string(), QStringLiteral("A+b/C=1"));
    QCOMPARE(*described.find(u"recipientNonce")->string(), QString::fromLatin1(Nonce.toHex()));

    draft.failInfo = "9";
    const auto unknown = recognised(makeScep(draft))->describe();
    QCOMPARE(*unknown.find(u"failInfo")->string(), QStringLiteral("9, which the standard does not know"));
}

void TestScepMessage::describesWhomItIsSealedFor()
{
    const auto described = recognised(makeScep(request()))->describe();
    const auto* const recipients = described.find(u"sealedFor")->array();
    QCOMPARE(recipients->size(), std::size_t{1});
    const QString expected = QStringLiteral("certificate %1 of CN=Domain CA")
                                 .arg(QString::fromLatin1(m_forge.domainCa.certificate.serialNumber().toHex()));
    QCOMPARE(recipients->front().string()->right(expected.size()), expected);
}

void TestScepMessage::largeInputsCostLittle_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");
    constexpr qsizetype Mebibyte = 1024 * 1024;
    const QByteArray recipient = derElement(der::contextConstructed(2), {}); // the smallest there is
    const QByteArray crowd = derElement(der::Set, recipient.repeated(Mebibyte / recipient.size()));
    const auto enveloped = [](const QByteArray& fields) {
        return derElement(der::Sequence,
            oidOf("1.2.840.113549.1.7.3")
                + derElement(
                    der::contextConstructed(0), derElement(der::Sequence, derElement(der::Integer, "\2") + fields)));
    };
    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("very many recipients", with([&](auto& draft) { draft.outside.content = enveloped(crowd); }), "none");
    const QByteArray large = derElement(der::Set, {}) + derElement(der::OctetString, QByteArray(Mebibyte, 'x'));
    row("a large content", with([&](auto& draft) { draft.outside.content = enveloped(large); }), "none");
    row("very many attributes", with([&](auto& draft) {
        for (int i = 0; i < 40000; ++i) {
            const QByteArray oid = QByteArray{1, '\x2A'} + static_cast<char>(0x80 | (i >> 14))
                + static_cast<char>(0x80 | (i >> 7 & 0x7F)) + static_cast<char>(i & 0x7F);
            draft.outside.attributes.append(
                derElement(der::Sequence, derElement(der::Oid, oid) + derElement(der::Set, {})));
        }
    }),
        "malformed");
}

// Nothing is read that costs more than its bytes: the limits stop it.
void TestScepMessage::largeInputsCostLittle()
{
    QFETCH(QByteArray, bytes);
    const auto object = EnrolmentObject::recognise(bytes);

    QTEST(codeOf(object), "code");
    if (object) {
        QCOMPARE(codeOf((*object)->assess(m_forge.context()).refusal), QStringLiteral("none"));
        QCOMPARE((*object)->describe().find(u"sealedFor")->array()->size(), std::size_t{0});
    }
}

void TestScepMessage::knowsEachKindOfRecipient_data()
{
    QTest::addColumn<QByteArray>("sealed");
    QTest::addColumn<QByteArray>("certificate"); // of whom it may be for
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<bool>("isFor");
    QTest::addColumn<bool>("isForCertificates");

    const Certificate rsa
        = MessageForge::certify(publicKeyInfoOf(makeRsaKey(2048)), QStringLiteral("device-1"), m_forge.domainCa);
    const auto key = [](const Certificate& certificate) {
        return QStringLiteral("key ") + QString::fromLatin1(certificate.subjectKeyIdentifier().toHex());
    };
    const QByteArray transported = sealedByKeyIdentifier(rsa);
    const QByteArray agreed = sealedByKeyIdentifier(m_forge.ldevid);
    QTest::newRow("transport, by key identifier") << transported << rsa.der() << key(rsa) << true << true;
    QTest::newRow("transport, another's") << transported << m_forge.ldevid.der() << key(rsa) << false << true;
    QTest::newRow("agreement, by key identifier")
        << agreed << m_forge.ldevid.der() << key(m_forge.ldevid) << true << true;
    QTest::newRow("agreement, another's") << agreed << rsa.der() << key(m_forge.ldevid) << false << true;
    QTest::newRow("password") << sealedByPassword() << rsa.der() << QStringLiteral("a password") << false << false;
}

void TestScepMessage::knowsEachKindOfRecipient()
{
    QFETCH(QByteArray, sealed);
    QFETCH(QByteArray, certificate);

    const auto content = SealedContent::look(sealed);

    QVERIFY2(content.has_value(), content ? "" : qPrintable(content.error().message));
    const auto recipients = content->describeRecipients();
    QCOMPARE(recipients.size(), std::size_t{1});
    QTEST(*recipients.front().string(), "recipient");
    QTEST(content->isFor(*Certificate::fromDer(certificate)), "isFor");
    QTEST(content->isForCertificates(), "isForCertificates");
}

// The certificates of who sealed it in BER hide where the recipients begin.
void TestScepMessage::looksNoFurtherThanItCanRead()
{
    const auto sealed = [](const QByteArray& originator) {
        const QByteArray keyIdentifier = derElement(der::contextPrimitive(0), "0123");
        const QByteArray recipient = sequence(integer(2) + keyIdentifier);
        return sequence(QByteArray::fromHex("06092a864886f70d010703")
            + explicitly(0, sequence(integer(2) + originator + derElement(der::Set, recipient) + sequence({}))));
    };
    const auto readable = SealedContent::look(sealed(explicitly(0, {})));
    QVERIFY(readable.has_value() && readable->isForCertificates());
    QCOMPARE(*readable->describeRecipients().front().string(), QStringLiteral("key 30313233"));

    const auto hidden = SealedContent::look(sealed(QByteArray::fromHex("a0800000")));
    QVERIFY(hidden.has_value() && !hidden->isForCertificates());
    QVERIFY(hidden->describeRecipients().empty());
}

SATCHEL_TEST(TestScepMessage)
#include "TestScepMessage.moc"
