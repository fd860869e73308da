#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/objects/cmc/CmcMessage.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/CmcForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

#include <functional>

using namespace satchel;
using namespace satchel::test;

namespace {

QByteArray failed(int failInfo)
{
    return cmcStatus(2, derElement(der::Integer, QByteArray(1, static_cast<char>(failInfo))));
}

} // namespace

class TestCmcMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhoAndWhat();
    void knowsEachMessage_data();
    void knowsEachMessage();
    void doesNotCarryTheRest_data();
    void doesNotCarryTheRest();
    void refusesMalformedContent_data();
    void refusesMalformedContent();
    void checksSignatures_data();
    void checksSignatures();
    void judgesRequests_data();
    void judgesRequests();
    void checksProofsOfPossession_data();
    void checksProofsOfPossession();
    void asksTheRecordWhereNobodyProves();
    void judgesWhatAnAuthorityPassesOn();
    void judgesResponses_data();
    void judgesResponses();
    void answersItsRequest_data();
    void answersItsRequest();
    void simpleResponseAnswersToo();
    void stepsOfATransaction();
    void pairsByKeyWhereThereIsNoTransaction();
    void showsWhoItSaysThatItIs();
    void letsDataOfAnotherKindLieInside();
    void saysWhyInWords_data();
    void saysWhyInWords();
    void describesWhatIsAskedFor();

private:
    [[nodiscard]] QByteArray pkcs10(const QString& serial = QStringLiteral("device-1")) const
    {
        return makePkcs10({.serialNumber = serial, .key = m_forge.newKey});
    }
    [[nodiscard]] CmcDraft request() const
    {
        return {.controls = {cmcTransaction(), cmcSenderNonce("sender-nonce-001")},
            .requests = {cmcPkcs10(pkcs10())},
            .outside = {.signers = {m_forge.idevid}}};
    }
    [[nodiscard]] CmcDraft response() const
    {
        return {.isResponse = true,
            .controls = {cmcTransaction(), cmcRecipientNonce("sender-nonce-001"), cmcStatus(0)},
            .outside
            = {.signers = {m_forge.registrar}, .certificates = {m_forge.ldevid, m_forge.domainCa.certificate}}};
    }
    [[nodiscard]] QByteArray with(const std::function<void(CmcDraft&)>& change) const
    {
        auto draft = request();
        change(draft);
        return makeCmc(draft);
    }
    [[nodiscard]] QByteArray responseWith(const std::function<void(CmcDraft&)>& change) const
    {
        auto draft = response();
        change(draft);
        return makeCmc(draft);
    }
    [[nodiscard]] QByteArray statusOnly(const QByteArray& status) const
    {
        return responseWith([&](auto& draft) {
            draft.controls = {cmcTransaction(), cmcRecipientNonce("sender-nonce-001"), status};
            draft.outside.certificates.clear();
        });
    }

    MessageForge m_forge;
};

void TestCmcMessage::tellsWhoAndWhat()
{
    const auto asked = recognised(makeCmc(request()));
    QCOMPARE(asked->kind(), Kind::CertificationRequest);
    QCOMPARE(asked->protocol(), Protocol::Cmc);
    QCOMPARE(asked->extension(), QStringLiteral("crq"));
    QCOMPARE(asked->device(), QStringLiteral("device-1"));
    QCOMPARE(asked->correlation(), QStringLiteral("cmc:010203"));
    QVERIFY(asked->lookups().isEmpty());
    QVERIFY(asked->isSelfContained());
    QCOMPARE(asked->supersedingMark(), QString{});
    QCOMPARE(codeOf(asked->matches(*asked)), QStringLiteral("no-matching-request"));

    const auto answer = recognised(makeCmc(response()));
    QCOMPARE(answer->kind(), Kind::CertificationResponse);
    QCOMPARE(answer->extension(), QStringLiteral("crp"));
    QCOMPARE(answer->device(), QStringLiteral("device-1"));
    QCOMPARE(
        answer->lookups(), (QStringList{QStringLiteral("cmc:010203"), keyCorrelation(m_forge.ldevid.publicKeyInfo())}));
    QCOMPARE(answer->correlation(), QString{});
    QVERIFY(!answer->transactionStep());
}

void TestCmcMessage::knowsEachMessage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kind");

    const auto row = [](const char* name, const QByteArray& bytes, const char* kind) {
        QTest::newRow(name) << bytes << QString::fromLatin1(kind);
    };
    const QByteArray crmf = makeCrmf(m_forge.newKey, makeName(QStringLiteral("pledge")), CrmfProof::Signature);
    row("PKCS #10", makeCmc(request()), "certification-request");
    row("CRMF", with([&](auto& draft) { draft.requests = {cmcCrmf(crmf)}; }), "certification-request");
    row("both", with([&](auto& draft) { draft.requests.append(cmcCrmf(crmf)); }), "certification-request");
    row("of another form", with([](auto& draft) {
        draft.requests = {derElement(der::contextConstructed(2), derElement(der::Integer, "\1"))};
    }),
        "certification-request");
    row("poll", with([](auto& draft) {
        draft.requests.clear();
        draft.controls.append(cmcQueryPending("token"));
    }),
        "certification-request");
    row("revocation", with([](auto& draft) {
        draft.requests.clear();
        draft.controls.append(cmcControl(17, derElement(der::Sequence, {})));
    }),
        "certification-request");
    row("success", makeCmc(response()), "certification-response");
    row("certificates without a status", responseWith([](auto& draft) { draft.controls = {cmcTransaction()}; }),
        "certification-response");
    row("success without certificates", statusOnly(cmcStatus(0)), "certification-response");
    row("to be confirmed", responseWith([](auto& draft) { draft.controls.last() = cmcStatus(5); }),
        "certification-response");
    row("proof of possession wanted", statusOnly(cmcStatus(6)), "certification-response");
    row("in part", responseWith([](auto& draft) { draft.controls.append(failed(2)); }), "certification-response");
    row("pending", statusOnly(cmcPending("token")), "waiting");
    row("pending in part", responseWith([](auto& draft) { draft.controls.append(cmcPending("token")); }), "waiting");
    row("failed", statusOnly(failed(2)), "rejection");
    row("failed in the older form",
        statusOnly(cmcControl(1,
            derElement(der::Sequence,
                derElement(der::Integer, "\2") + derElement(der::Sequence, derElement(der::Integer, "\1"))))),
        "rejection");
    row("not supported", statusOnly(cmcStatus(4)), "rejection");
    row("failed, with a certificate that is somebody's",
        responseWith([](auto& draft) { draft.controls.last() = failed(2); }), "rejection");
}

void TestCmcMessage::knowsEachMessage()
{
    QFETCH(QByteArray, bytes);

    const auto object = recognised(bytes);

    QTEST(kindName(object->kind()), "kind");
    QVERIFY(object->describe().find(u"form")->string()->startsWith(u"CMC full"));
}

void TestCmcMessage::doesNotCarryTheRest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* name, const QByteArray& bytes, const char* words) {
        QTest::newRow(name) << bytes << QString::fromLatin1(words);
    };
    const auto only = [this](const QByteArray& control) {
        return with([&](auto& draft) {
            draft.requests.clear();
            draft.controls = {cmcTransaction(), control};
        });
    };
    row("asks for nothing", with([](auto& draft) { draft.requests.clear(); }),
        "asks for no certificate (transactionId, senderNonce)");
    row("for a list", only(cmcControl(16, {})), "asks for no certificate (transactionId, getCRL)");
    row("confirms", only(cmcControl(24, {})), "a CMC confirmation of certificates");
    row("says nothing", responseWith([](auto& draft) {
        draft.controls.clear();
        draft.outside.certificates.clear();
    }),
        "a CMC response with neither a status nor a certificate");
}

void TestCmcMessage::doesNotCarryTheRest()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, name);

    const auto object = EnrolmentObject::recognise(bytes);

    QCOMPARE(codeOf(object), QStringLiteral("not-recognised"));
    QVERIFY2(object.error().message.contains(name), qPrintable(object.error().message));
}

void TestCmcMessage::refusesMalformedContent_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code = "malformed") {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    const auto content
        = [this](const QByteArray& bytes) { return with([&](auto& draft) { draft.outside.content = bytes; }); };
    const auto control
        = [this](const QByteArray& bytes) { return with([&](auto& draft) { draft.controls.append(bytes); }); };
    const auto instead
        = [this](const QByteArray& bytes) { return with([&](auto& draft) { draft.controls = {bytes}; }); };
    const auto status = [this](const QByteArray& value) { return statusOnly(cmcControl(25, value)); };
    const QByteArray good = cmcContent(request());
    const QByteArray integer = derElement(der::Integer, "\1");
    const auto sequence = [](const QByteArray& bytes) { return derElement(der::Sequence, bytes); };
    row("empty", content({}));
    row("no DER", content("x"));
    row("cut off", content(good.chopped(1)));
    row("a byte after it", content(good + '\0'));
    row("a field too many", content(sequence(sequence({}).repeated(5))));
    row("a field too few", content(sequence(sequence({}).repeated(3))));
    row("a response's fields", content(cmcContent(response())));
    row("a SET of controls", content(sequence(derElement(der::Set, {}) + sequence({}).repeated(3))));
    row("of indefinite length",
        content(QByteArray::fromHex("3080300030003000300000"
                                    "00")));
    QByteArray deep;
    for (int i = 0; i < 100; ++i) {
        deep = sequence(deep);
    }
    row("nested deep", control(cmcControl(18, deep)));
    row("control without a number", instead(sequence(oidOf("1.3.6.1.5.5.7.7.5") + derElement(der::Set, integer))));
    row("control of a negative number",
        instead(sequence(derElement(der::Integer, "\xFF") + oidOf("1.3.6.1.5.5.7.7.18") + derElement(der::Set, {}))));
    row("control of a giant number",
        instead(sequence(
            derElement(der::Integer, QByteArray(5, '\x7F')) + oidOf("1.3.6.1.5.5.7.7.18") + derElement(der::Set, {}))));
    row("control of a number beyond all",
        instead(sequence(derElement(der::Integer, QByteArray(200, '\x7F')) + oidOf("1.3.6.1.5.5.7.7.18")
            + derElement(der::Set, {}))));
    row("transaction twice", control(cmcTransaction("\x05")));
    row("transaction with two values", instead(cmcControl(5, integer + integer)));
    row("transaction without a value", instead(cmcControl(5, {})));
    row("transaction that is empty", instead(cmcTransaction({})));
    row("transaction that is padded", instead(cmcTransaction(QByteArray("\0\1", 2))));
    row("transaction that is padded below zero", instead(cmcTransaction("\xFF\xFF")));
    row("transaction that is a giant", instead(cmcTransaction(QByteArray(129, '\x11'))));
    row("transaction in octets", instead(cmcControl(5, derElement(der::OctetString, "1"))));
    row("nonce twice", control(cmcSenderNonce("again")));
    row("nonce of absurd length", instead(cmcSenderNonce(QByteArray(1025, 'n'))));
    row("nonce that is a number", instead(cmcControl(6, integer)));
    row("many controls", with([](auto& draft) {
        for (int i = 0; i < 65; ++i) {
            draft.controls.append(cmcControl(18, {}));
        }
    }));
    row("request of an unknown kind",
        with([](auto& draft) { draft.requests = {derElement(der::contextConstructed(3), {})}; }));
    row("request that is no PKCS #10", with([&](auto& draft) { draft.requests = {cmcPkcs10(sequence({}))}; }));
    row("request with more behind it", with([&](auto& draft) { draft.requests = {cmcPkcs10(pkcs10() + integer)}; }));
    row("CRMF that is none", with([](auto& draft) { draft.requests = {derElement(der::contextConstructed(1), {})}; }));
    row("many requests", with([](auto& draft) {
        for (int i = 0; i < 11; ++i) {
            draft.requests.append(derElement(der::contextConstructed(2), {}));
        }
    }));
    row("many messages", with([&](auto& draft) { draft.messages = QList<QByteArray>(33, sequence({})); }));
    row("status that is unknown", statusOnly(cmcStatus(1)));
    row("status below zero", statusOnly(cmcStatus(-1)));
    row("status in a list", status(integer));
    row("status without its parts", status(sequence(integer)));
    row("status with more behind it", statusOnly(cmcStatus(2, integer + integer)));
    row("token without a time", statusOnly(cmcStatus(3, sequence(derElement(der::OctetString, "token")))));
    row("no content", with([](auto& draft) {
        draft.outside.contentType = "1.3.6.1.5.5.7.12.2";
        draft.outside.content = QByteArray{};
    }));
    row("cut off outside", makeCmc(request()).chopped(1));
    row("a byte after it outside", makeCmc(request()) + '\0', "trailing-data");
    QByteArray nested = makeCmc(request());
    for (int i = 0; i < 2; ++i) {
        nested = makeCmc({.messages = {nested}, .outside = {.signers = {m_forge.registrar}}});
    }
    row("nested twice", nested);
    row("detached", makeSigned({.contentType = "1.3.6.1.5.5.7.12.2", .signers = {m_forge.idevid}}));
}

void TestCmcMessage::refusesMalformedContent()
{
    QFETCH(QByteArray, bytes);

    QTEST(codeOf(EnrolmentObject::recognise(bytes)), "code");
}

void TestCmcMessage::checksSignatures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("refusal");
    QTest::addColumn<QString>("hold");

    const auto row = [](const char* name, const QByteArray& bytes, const char* refusal, const char* hold) {
        QTest::newRow(name) << bytes << QString::fromLatin1(refusal) << QString::fromLatin1(hold);
    };
    const auto forged = [](QByteArray bytes) { return bytes.replace("sender-nonce-001", "sender-nonce-002"); };
    row("good", makeCmc(request()), "none", "none");
    row("another nonce", forged(makeCmc(request())), "bad-signature", "none");
    row("by another key",
        with([this](auto& draft) { draft.outside.signers = {{m_forge.idevid.certificate, m_forge.registrar.key}}; }),
        "bad-signature", "none");
    row("SHA-1", with([](auto& draft) { draft.outside.digest = EVP_sha1(); }), "none", "weak-algorithm");
    row("no certificate of its signer", with([](auto& draft) { draft.outside.includesSigners = false; }), "none",
        "untrusted-issuer");
    row("two signers", with([this](auto& draft) { draft.outside.signers.append(m_forge.registrar); }), "none", "held");
    const auto own = [this](auto& draft) {
        draft.outside.signers = {{m_forge.idevid.certificate, m_forge.newKey}};
        draft.outside.includesSigners = false;
        draft.outside.signerKeyIdentifier = keyIdentifierOf(m_forge.newKey);
    };
    row("by the key asked for", with(own), "none", "requester-unknown");
    row("by the key asked for, another nonce", forged(with(own)), "bad-signature", "none");
    row("by a key that is named so only", with([&](auto& draft) {
        own(draft);
        draft.outside.signers = {m_forge.idevid};
    }),
        "bad-signature", "none");
    row("by a key that nobody knows", with([&](auto& draft) {
        own(draft);
        draft.outside.signerKeyIdentifier = "another";
    }),
        "none", "untrusted-issuer");
    row("by nobody", with([](auto& draft) { draft.outside.signers.clear(); }), "none", "requester-unknown");
    row("by nobody, and it says so", with([](auto& draft) {
        draft.outside.signatureAlgorithm = derElement(der::Sequence, oidOf("1.3.6.1.5.5.7.6.2"));
    }),
        "none", "requester-unknown");
    row("response", makeCmc(response()), "none", "none");
    row("response, another nonce", forged(makeCmc(response())), "bad-signature", "none");
    row("response by nobody", responseWith([](auto& draft) { draft.outside.signers.clear(); }), "none", "held");
    row("response by two", responseWith([this](auto& draft) { draft.outside.signers.append(m_forge.domainCa); }),
        "none", "held");
    row("response by an anchor that is not inside", responseWith([this](auto& draft) {
        draft.outside.signers = {m_forge.domainCa};
        draft.outside.certificates = {m_forge.ldevid};
        draft.outside.includesSigners = false;
    }),
        "none", "none");
}

void TestCmcMessage::checksSignatures()
{
    QFETCH(QByteArray, bytes);

    const auto assessment = recognised(bytes)->assess(m_forge.context(StationRole::Backend));

    QTEST(codeOf(assessment.refusal), "refusal");
    QTEST(codeOf(assessment.hold), "hold");
}

void TestCmcMessage::judgesRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<bool>("isSelfContained");
    QTest::addColumn<QString>("device");

    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, bool isSelfContained,
                         const char* device) {
        QTest::newRow(name) << bytes << QString::fromLatin1(hold) << isSelfContained << QString::fromLatin1(device);
    };
    const auto by
        = [this](const IssuerIdentity& signer) { return with([&](auto& draft) { draft.outside.signers = {signer}; }); };
    row("by its IDevID", by(m_forge.idevid), "none", true, "device-1");
    row("by its LDevID", by({m_forge.ldevid, m_forge.newKey}), "none", true, "device-1");
    row("by an RA", by(m_forge.registrar), "none", true, "device-1");
    row("by another device", by(m_forge.device(QStringLiteral("device-2"))), "serial-mismatch", true, "device-2");
    row("by a certificate of its own", by(selfMadeDevice(QStringLiteral("device-1"))), "requester-unknown", false,
        "device-1");
    const auto stranger = MessageForge::issue(
        {.commonName = QStringLiteral("x"), .notBefore = MessageForge::now(), .notAfter = endOfTime()},
        m_forge.stranger);
    row("by somebody's", by(stranger), "untrusted-issuer", true, "device-1");
    row("by nobody", with([](auto& draft) { draft.outside.signers.clear(); }), "requester-unknown", false, "device-1");
    row("poll that nothing names", with([](auto& draft) {
        draft.requests.clear();
        draft.controls = {cmcQueryPending("token")};
    }),
        "no-transaction-id", true, "device-1");
    row("batch", with([](auto& draft) { draft.controls.append(cmcControl(28, {})); }), "held", true, "device-1");
    const QByteArray data = derElement(der::Sequence, oidOf("1.2.840.113549.1.7.1"));
    row("several messages inside", with([&](auto& draft) { draft.messages = {data, data}; }), "held", true, "device-1");
}

void TestCmcMessage::judgesRequests()
{
    QFETCH(QByteArray, bytes);

    const auto object = recognised(bytes);
    const auto assessment = object->assess(m_forge.context(StationRole::Backend));

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(object->isSelfContained(), "isSelfContained");
    QTEST(object->device(), "device");
}

void TestCmcMessage::checksProofsOfPossession_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<bool>("byAuthority");
    QTest::addColumn<QString>("refusal");
    QTest::addColumn<QString>("result");

    const auto row = [](const char* name, const QByteArray& request, bool byAuthority, const char* refusal,
                         const char* result) {
        QTest::newRow(name) << request << byAuthority << QString::fromLatin1(refusal) << QString::fromLatin1(result);
    };
    const QByteArray subject = makeName(QStringLiteral("pledge"), QStringLiteral("device-1"));
    const auto crmf = [&](CrmfProof proof) { return cmcCrmf(makeCrmf(m_forge.newKey, subject, proof)); };
    row("PKCS #10", cmcPkcs10(pkcs10()), false, "none", "pass");
    const QByteArray foreign = makePkcs10({.key = m_forge.newKey, .signedBy = m_forge.idevid.key});
    row("PKCS #10 by another key", cmcPkcs10(foreign), false, "bad-proof-of-possession", "fail");
    row("CRMF", crmf(CrmfProof::Signature), false, "none", "pass");
    row("CRMF, wrong", crmf(CrmfProof::BadSignature), false, "bad-proof-of-possession", "fail");
    row("CRMF without", crmf(CrmfProof::None), false, "none", "warn");
    row("CRMF, seen by nobody", crmf(CrmfProof::SeenByAuthority), false, "none", "warn");
    row("CRMF, seen by an RA", crmf(CrmfProof::SeenByAuthority), true, "none", "pass");
    row("of another form", derElement(der::contextConstructed(2), {}), false, "none", "warn");
}

void TestCmcMessage::checksProofsOfPossession()
{
    QFETCH(QByteArray, request);
    QFETCH(bool, byAuthority);
    const auto bytes = with([&](auto& draft) {
        draft.requests = {request};
        draft.outside.signers = {byAuthority ? m_forge.registrar : m_forge.idevid};
    });

    const auto assessment = recognised(bytes)->assess(m_forge.context());

    QTEST(codeOf(assessment.refusal), "refusal");
    QTEST(checkOf(assessment, QStringLiteral("proof-of-possession")), "result");
}

void TestCmcMessage::asksTheRecordWhereNobodyProves()
{
    const auto holdOf = [this](const QString& asked, bool isSigned, const QString& also = {}) {
        const auto bytes = with([&](auto& draft) {
            draft.requests
                = {cmcPkcs10(makePkcs10({.serialNumber = asked, .secondSerialNumber = also, .key = m_forge.newKey}))};
            draft.outside.signers.clear();
            if (isSigned) {
                draft.outside.signers.append(m_forge.idevid);
            }
        });
        auto context = m_forge.context(StationRole::Backend);
        context.requester = m_forge.requester();
        return codeOf(recognised(bytes)->assess(context).hold);
    };
    QCOMPARE(holdOf(QStringLiteral("device-1"), false), QStringLiteral("none"));
    QCOMPARE(holdOf(QStringLiteral("device-2"), false), QStringLiteral("serial-mismatch"));
    QCOMPARE(holdOf(QStringLiteral("device-1"), true), QStringLiteral("none"));
    // In the names of two, one of which is its own.
    QCOMPARE(holdOf(QStringLiteral("device-2"), true, QStringLiteral("device-1")), QStringLiteral("serial-mismatch"));
}

void TestCmcMessage::judgesWhatAnAuthorityPassesOn()
{
    const auto wrapped = [this](const CmcDraft& inside) {
        return recognised(makeCmc({.controls = {cmcSenderNonce("authority-nonce")},
            .messages = {makeCmc(inside)},
            .outside = {.signers = {m_forge.registrar}}}));
    };
    const auto object = wrapped(request());
    QCOMPARE(object->kind(), Kind::CertificationRequest);
    QCOMPARE(object->device(), QStringLiteral("device-1"));
    QCOMPARE(object->correlation(), QStringLiteral("cmc:010203"));
    const auto good = object->assess(m_forge.context(StationRole::Backend));
    QCOMPARE(codeOf(good.hold), QStringLiteral("none"));
    QCOMPARE(checkOf(good, QStringLiteral("inside proof-of-possession")), QStringLiteral("pass"));
    QVERIFY(object->describe().find(u"inside") != nullptr);
    // To the nonce of either.
    QCOMPARE(codeOf(recognised(makeCmc(response()))->matches(*object)), QStringLiteral("none"));
    const auto toOuter = responseWith([](auto& draft) { draft.controls[1] = cmcRecipientNonce("authority-nonce"); });
    QCOMPARE(codeOf(recognised(toOuter)->matches(*object)), QStringLiteral("none"));

    auto forged = request();
    forged.outside.signers = {{m_forge.idevid.certificate, m_forge.registrar.key}};
    QCOMPARE(codeOf(wrapped(forged)->assess(m_forge.context()).refusal), QStringLiteral("bad-signature"));
}

void TestCmcMessage::judgesResponses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<QString>("warning");

    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, const char* warning = "") {
        QTest::newRow(name) << bytes << QString::fromLatin1(hold) << QString::fromLatin1(warning);
    };
    row("by the domain's RA", makeCmc(response()), "none");
    row("by a stranger", responseWith([this](auto& draft) { draft.outside.signers = {m_forge.stranger}; }),
        "untrusted-issuer");
    const auto foreign
        = MessageForge::certify(publicKeyInfoOf(m_forge.newKey), QStringLiteral("device-1"), m_forge.stranger);
    row("a stranger's certificate", responseWith([&](auto& draft) { draft.outside.certificates = {foreign}; }),
        "untrusted-issuer");
    // A manufacturer is trusted for its devices only, and neither they nor it speak for the domain.
    row("by a device", responseWith([this](auto& draft) { draft.outside.signers = {m_forge.idevid}; }),
        "untrusted-issuer");
    const auto ofMaker
        = MessageForge::certify(publicKeyInfoOf(m_forge.newKey), QStringLiteral("device-1"), m_forge.manufacturer);
    row("a manufacturer's certificate", responseWith([&](auto& draft) { draft.outside.certificates = {ofMaker}; }),
        "untrusted-issuer");
    row("its signer is not inside", responseWith([](auto& draft) { draft.outside.includesSigners = false; }),
        "untrusted-issuer");
    QByteArray unreadable = makeCmc(response());
    const qsizetype issued = unreadable.indexOf(m_forge.ldevid.der());
    unreadable[issued] = der::Set;
    row("a certificate that nobody can read", unreadable, "held");
    row("pending", statusOnly(cmcPending("token")), "held");
    row("failed", statusOnly(failed(2)), "none");
    row("to be confirmed", responseWith([](auto& draft) { draft.controls.last() = cmcStatus(5); }), "none",
        "wants the certificate confirmed");
    row("in part", responseWith([](auto& draft) { draft.controls.last() = cmcStatus(7); }), "none", "only a part");
}

void TestCmcMessage::judgesResponses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, warning);

    const auto assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QTEST(codeOf(assessment.hold), "hold");
    QCOMPARE(assessment.warnings.isEmpty(), warning.isEmpty());
    QVERIFY(warning.isEmpty() || assessment.warnings.first().contains(warning));
}

void TestCmcMessage::answersItsRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& request, const QByteArray& response, const char* code) {
        QTest::newRow(name) << request << response << QString::fromLatin1(code);
    };
    const QByteArray asked = makeCmc(request());
    row("its own", asked, makeCmc(response()), "none");
    row("a refusal", asked, statusOnly(failed(2)), "none");
    row("a refusal with a certificate that is somebody's", asked, responseWith([this](auto& draft) {
        draft.controls.last() = failed(2);
        draft.outside.certificates = {m_forge.idevid.certificate};
    }),
        "none");
    row("pending", asked, statusOnly(cmcPending("token")), "none");
    row("another transaction", asked, responseWith([](auto& draft) { draft.controls[0] = cmcTransaction("\x09"); }),
        "no-matching-request");
    row("another nonce", asked, responseWith([](auto& draft) { draft.controls[1] = cmcRecipientNonce("another"); }),
        "nonce-mismatch");
    row("no nonce", asked, responseWith([](auto& draft) { draft.controls.removeAt(1); }), "none");
    const auto other
        = MessageForge::certify(publicKeyInfoOf(m_forge.registrar.key), QStringLiteral("device-1"), m_forge.domainCa);
    row("another key", asked, responseWith([&](auto& draft) { draft.outside.certificates = {other}; }), "key-mismatch");
    row("another device's beside it", asked,
        responseWith([&](auto& draft) { draft.outside.certificates.append(other); }), "key-mismatch");
    row("success that brings nothing", asked, statusOnly(cmcStatus(0)), "key-mismatch");
    row("success of a revocation", with([](auto& draft) {
        draft.requests.clear();
        draft.controls.append(cmcControl(17, derElement(der::Sequence, {})));
    }),
        statusOnly(cmcStatus(0)), "none");
    row("a wish for more proof", asked, statusOnly(cmcStatus(6)), "none");
    const auto bare = [this](const std::function<void(CmcDraft&)>& change) {
        return with([&](auto& draft) {
            draft.controls.clear();
            change(draft);
        });
    };
    row("by the key alone", bare([](auto&) { }), makeCmc(response()), "none");
    row("a refusal of no name", bare([](auto&) { }), statusOnly(failed(2)), "no-matching-request");
    row("by the nonce alone", bare([](auto& draft) { draft.controls = {cmcSenderNonce("sender-nonce-001")}; }),
        statusOnly(failed(2)), "none");
    row("of another protocol", makeCmp(m_forge.initialRequest()), makeCmc(response()), "no-matching-request");
    row("PKCS #10", pkcs10(), makeCmc(response()), "no-matching-request");
    row("a response", makeCmc(response()), makeCmc(response()), "no-matching-request");
}

void TestCmcMessage::answersItsRequest()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, response);

    QTEST(codeOf(recognised(response)->matches(*recognised(request))), "code");
}

// Some authorities answer a full request with the certificates alone.
void TestCmcMessage::simpleResponseAnswersToo()
{
    const auto asked = recognised(with([](auto& draft) { draft.controls.clear(); }));
    const auto simple = makeCertsOnlyCms({m_forge.ldevid, m_forge.domainCa.certificate});
    QVERIFY(simple.has_value());
    QVERIFY(recognised(*simple)->lookups().contains(asked->correlation()));
    QCOMPARE(codeOf(recognised(*simple)->matches(*asked)), QStringLiteral("none"));

    const auto foreign = recognised(m_forge.idevid.certificate.der());
    QCOMPARE(codeOf(foreign->matches(*asked)), QStringLiteral("key-mismatch"));
    QCOMPARE(
        codeOf(recognised(*simple)->matches(*recognised(makeCmc(response())))), QStringLiteral("no-matching-request"));
}

void TestCmcMessage::stepsOfATransaction()
{
    const auto stepOf = [](const QByteArray& bytes) { return *recognised(bytes)->transactionStep(); };
    const auto poll = [this](const char* nonce) {
        return with([&](auto& draft) {
            draft.requests.clear();
            draft.controls = {cmcTransaction(), cmcSenderNonce(nonce), cmcQueryPending("token")};
        });
    };
    const auto asked = stepOf(makeCmc(request()));
    QVERIFY(!asked.isPoll);
    QVERIFY(stepOf(poll("2")).asksAfter(asked));
    QVERIFY(stepOf(poll("3")).replaces(stepOf(poll("2"))));
    QVERIFY(!stepOf(poll("3")).replaces(asked));
    // What is asked for anew is a request, whatever it asks after besides.
    QVERIFY(!stepOf(with([](auto& draft) { draft.controls.append(cmcQueryPending("token")); })).isPoll);
    // Nobody's, so that it follows nothing.
    const auto unsignedOne = stepOf(with([](auto& draft) { draft.outside.signers.clear(); }));
    QVERIFY(!unsignedOne.replaces(unsignedOne));
    const auto own = stepOf(with([this](auto& draft) {
        draft.outside.signers = {{m_forge.idevid.certificate, m_forge.newKey}};
        draft.outside.includesSigners = false;
        draft.outside.signerKeyIdentifier = keyIdentifierOf(m_forge.newKey);
    }));
    QCOMPARE(own.requester, publicKeyInfoOf(m_forge.newKey));
}

void TestCmcMessage::pairsByKeyWhereThereIsNoTransaction()
{
    const auto asked = recognised(with([](auto& draft) { draft.controls.clear(); }));
    QCOMPARE(asked->correlation(), keyCorrelation(publicKeyInfoOf(m_forge.newKey)));
    QVERIFY(recognised(makeCmc(response()))->lookups().contains(asked->correlation()));
}

void TestCmcMessage::showsWhoItSaysThatItIs()
{
    const auto named
        = with([](auto& draft) { draft.controls.append(cmcControl(2, derElement(der::Utf8String, "pump 7"))); });
    QCOMPARE(*recognised(named)->describe().find(u"identification")->string(), QStringLiteral("pump 7"));
    QVERIFY(recognised(makeCmc(request()))->describe().find(u"identification") == nullptr);
}

// Controls may refer to it; it is no request that an authority passes on.
void TestCmcMessage::letsDataOfAnotherKindLieInside()
{
    const auto object = recognised(
        with([this](auto& draft) { draft.messages = {makeCms({.content = "x", .signer = m_forge.stranger})}; }));

    QCOMPARE(object->kind(), Kind::CertificationRequest);
    QCOMPARE(object->device(), QStringLiteral("device-1"));
    QVERIFY(object->describe().find(u"inside") == nullptr);
    const auto said = object->assess(m_forge.context());
    QCOMPARE(codeOf(said.refusal), QStringLiteral("none"));
    QCOMPARE(codeOf(said.hold), QStringLiteral("none"));
}

void TestCmcMessage::saysWhyInWords_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const QByteArray& status, const char* member, const char* words) {
        QTest::newRow(name) << status << QString::fromLatin1(member) << QString::fromLatin1(words);
    };
    row("failed", failed(9), "failInfo", "popFailed (9): the proof of possession failed");
    row("failed, for a reason of a later day", failed(99), "failInfo", "99, which the standard does not know");
    const QByteArray text = derElement(der::Utf8String, "not before Friday");
    row("in its own words", cmcStatus(2, text), "text", "not before Friday");
    row("its status", cmcStatus(4), "status", "noSupport");
    row("token", cmcPending("token"), "pendToken", "746f6b656e");
    row("until when", cmcPending("token"), "pendTime", "2026-06-02T12:00:00Z");
    const QByteArray extended = derElement(der::contextConstructed(1), oidOf("1.2.3") + derElement(der::Null, {}));
    row("for a reason of somebody's own", cmcStatus(2, extended), "failInfo", "1.2.3");
    row("in part", cmcStatus(7), "status", "partial");
}

void TestCmcMessage::saysWhyInWords()
{
    QFETCH(QByteArray, status);
    QFETCH(QString, member);

    const auto described = recognised(statusOnly(status))->describe();

    const auto& first = described.find(u"statuses")->array()->front();
    QVERIFY(first.find(member) != nullptr);
    QTEST(*first.find(member)->string(), "words");
}

void TestCmcMessage::describesWhatIsAskedFor()
{
    const auto subject = makeName(QStringLiteral("pledge"), QStringLiteral("device-1"));
    const auto crmf = makeCrmf(m_forge.newKey, subject, CrmfProof::Signature);
    const auto pkcs10 = makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});

    const auto shown = recognised(
        makeCmc({.requests = {cmcPkcs10(pkcs10), cmcCrmf(crmf)}, .outside = {.signers = {m_forge.idevid}}}))
                           ->describe();

    const auto& requests = *shown.find(u"requests")->array();
    QCOMPARE(requests.size(), std::size_t{2});
    for (const auto& request : requests) {
        QCOMPARE(*request.find(u"key")->string(), sha256(publicKeyInfoOf(m_forge.newKey)).toString());
        QCOMPARE(*request.find(u"keyType")->string(), QStringLiteral("EC P-256"));
        QCOMPARE(*request.find(u"serialNumber")->string(), QStringLiteral("device-1"));
    }
}

SATCHEL_TEST(TestCmcMessage)
#include "TestCmcMessage.moc"
