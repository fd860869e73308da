#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/cmp/CmpMessage.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

enum BodyTag : unsigned {
    Ir = 0,
    Ip = 1,
    Cr = 2,
    Cp = 3,
    P10cr = 4,
    Kur = 7,
    Kup = 8,
    Rr = 11,
    Rp = 12,
    Pkiconf = 19,
    Nested = 20,
    Genm = 21,
    Genp = 22,
    ErrorBody = 23,
    CertConf = 24,
    PollReq = 25,
    PollRep = 26,
};

const QByteArray Null = QByteArray::fromHex("0500");
const QByteArray EmptySequence = QByteArray::fromHex("3000");

CheckResult resultOf(const Assessment& assessment, const char* name)
{
    for (const Check& check : assessment.checks) {
        if (check.name == QLatin1StringView{name}) {
            return check.result;
        }
    }
    qFatal("no check %s", name);
}

// ErrorMsgContent and RevRepContent both wrap a PKIStatusInfo in a sequence.
QByteArray statusBody(int status)
{
    return QByteArray::fromHex("30053003020100").replace(6, 1, QByteArray(1, static_cast<char>(status)));
}

QByteArray revocationBody(int status)
{
    return QByteArray::fromHex("300730053003020100").replace(8, 1, QByteArray(1, static_cast<char>(status)));
}

} // namespace

class TestCmpMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhoAndWhat();
    void knowsEveryKind_data();
    void knowsEveryKind();
    void saysWhyItCarriesNot_data();
    void saysWhyItCarriesNot();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void namesTheDevice_data();
    void namesTheDevice();
    void supersedesForInitialRequestsOnly_data();
    void supersedesForInitialRequestsOnly();
    void refusesBadProtection_data();
    void refusesBadProtection();
    void judgesSigners_data();
    void judgesSigners();
    void findsASignerThatIsNotInside();
    void isNotLedAstrayByACertificateOfTheSameKeyIdentifier();
    void isNotLedAstrayByACertificateOfTheSameName();
    void judgesUnprotected_data();
    void judgesUnprotected();
    void theRecordedRequesterAsksForItself();
    void leavesMacsUnchecked();
    void judgesProofs_data();
    void judgesProofs();
    void judgesStanding_data();
    void judgesStanding();
    void judgesAnswers_data();
    void judgesAnswers();
    void answersItsRequest_data();
    void answersItsRequest();
    void carriesNestedMessages();
    void takesBatchesOfAnswersApart();
    void readsWhatOpenSslMakes();

private:
    [[nodiscard]] CmpDraft request(BodyTag tag) const;
    [[nodiscard]] CmpDraft answer(BodyTag tag) const;
    [[nodiscard]] QByteArray crmf(CrmfProof proof = CrmfProof::Signature) const
    {
        return makeCrmf(m_forge.newKey, makeName(QStringLiteral("pledge"), QStringLiteral("device-1")), proof);
    }

    // By the registrar, around one message or several.
    [[nodiscard]] QByteArray nest(const QByteArray& messages) const
    {
        CmpDraft draft = m_forge.initialRequest();
        draft.signer = m_forge.registrar;
        draft.senderNonce = "registrar-nonce0";
        draft.bodyTag = Nested;
        draft.body = derElement(der::Sequence, messages);
        return makeCmp(draft);
    }

    MessageForge m_forge;
};

CmpDraft TestCmpMessage::request(BodyTag tag) const
{
    CmpDraft draft = m_forge.initialRequest();
    draft.bodyTag = tag;
    switch (tag) {
    case P10cr:
        draft.body = makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});
        break;
    case Rr:
    case CertConf:
    case PollReq:
    case Genm:
        draft.body = EmptySequence;
        break;
    default:
        break;
    }
    return draft;
}

CmpDraft TestCmpMessage::answer(BodyTag tag) const
{
    CmpDraft draft = m_forge.initialAnswer();
    draft.bodyTag = tag;
    switch (tag) {
    case Rp:
        draft.body = revocationBody(0);
        break;
    case Pkiconf:
        draft.body = Null;
        break;
    case ErrorBody:
        draft.body = statusBody(2);
        break;
    case PollRep:
    case Genp:
        draft.body = EmptySequence;
        break;
    default:
        break;
    }
    return draft;
}

void TestCmpMessage::tellsWhoAndWhat()
{
    const QString mark = QStringLiteral("cmp:") + QString::fromLatin1(QByteArray("transaction-0001").toHex());

    const auto asked = recognised(makeCmp(m_forge.initialRequest()));
    QCOMPARE(asked->correlation(), mark);
    QVERIFY(asked->lookups().isEmpty());
    QCOMPARE(asked->device(), QStringLiteral("device-1"));
    QVERIFY(asked->isSelfContained());
    QVERIFY(!asked->lapses());

    const auto answered = recognised(makeCmp(m_forge.initialAnswer()));
    QCOMPARE(answered->lookups(), QStringList{mark});
    QCOMPARE(answered->correlation(), QString{});
    QCOMPARE(answered->device(), QStringLiteral("device-1"));

    const auto confirmed = recognised(makeCmp(request(CertConf)));
    QCOMPARE(confirmed->correlation(), mark);
}

void TestCmpMessage::knowsEveryKind_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kind");

    CmpDraft waiting = answer(Ip);
    waiting.body = makeCertRep(3, std::nullopt);
    CmpDraft rejected = answer(Ip);
    rejected.body = makeCertRep(2, std::nullopt);
    CmpDraft changed = answer(Ip);
    changed.body = makeCertRep(1, m_forge.ldevid);
    CmpDraft waitingError = answer(ErrorBody);
    waitingError.body = statusBody(3);
    CmpDraft rejectedRevocation = answer(Rp);
    rejectedRevocation.body = revocationBody(2);
    CmpDraft version3 = request(CertConf);
    version3.version = 3;
    const auto row = [](const char* name, const CmpDraft& draft, const char* kind) {
        QTest::newRow(name) << makeCmp(draft) << QString::fromLatin1(kind);
    };
    row("ir", request(Ir), "certification-request");
    row("cr", request(Cr), "certification-request");
    row("p10cr", request(P10cr), "certification-request");
    row("kur", request(Kur), "certification-request");
    row("rr", request(Rr), "certification-request");
    row("ip", answer(Ip), "certification-response");
    row("ip with changes", changed, "certification-response");
    row("ip, waiting", waiting, "waiting");
    row("ip, rejected", rejected, "rejection");
    row("cp", answer(Cp), "certification-response");
    row("kup", answer(Kup), "certification-response");
    row("rp", answer(Rp), "certification-response");
    row("rp, rejected", rejectedRevocation, "rejection");
    row("certConf", request(CertConf), "confirmation");
    row("certConf, version 3", version3, "confirmation");
    row("pkiconf", answer(Pkiconf), "confirmation-response");
    row("error", answer(ErrorBody), "rejection");
    row("error, waiting", waitingError, "waiting");
    row("genm", request(Genm), "certification-request");
    row("genp", answer(Genp), "certification-response");
    row("pollReq", request(PollReq), "waiting");
    row("pollRep", answer(PollRep), "waiting");
}

void TestCmpMessage::knowsEveryKind()
{
    QFETCH(QByteArray, bytes);

    const auto object = recognised(bytes);

    QTEST(kindName(object->kind()), "kind");
    QCOMPARE(object->protocol(), Protocol::Cmp);
    QCOMPARE(object->extension(), QStringLiteral("pki"));
}

// RFC 9810 section 5.1.2 has 27 bodies: 17 of them travel or wait, the others are named.
void TestCmpMessage::saysWhyItCarriesNot_data()
{
    QTest::addColumn<int>("bodyTag");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("why");

    const auto row = [](int tag, const char* name, const char* why) {
        QTest::newRow(name) << tag << QString::fromLatin1(name) << QString::fromLatin1(why);
    };
    row(5, "popdecc", "talk to each other");
    row(6, "popdecr", "talk to each other");
    row(9, "krr", "private keys");
    row(10, "krp", "private keys");
    row(13, "ccr", "between authorities");
    row(14, "ccp", "between authorities");
    row(15, "ckuann", "answers nobody");
    row(16, "cann", "answers nobody");
    row(17, "rann", "answers nobody");
    row(18, "crlann", "answers nobody");
}

void TestCmpMessage::saysWhyItCarriesNot()
{
    QFETCH(int, bodyTag);
    QFETCH(QString, name);
    QFETCH(QString, why);
    CmpDraft draft = m_forge.initialRequest();
    draft.bodyTag = static_cast<unsigned>(bodyTag);
    draft.body = EmptySequence;

    const auto object = EnrolmentObject::recognise(makeCmp(draft));

    QVERIFY(!object.has_value());
    QCOMPARE(errorCodeName(object.error().code), QStringLiteral("not-recognised"));
    QVERIFY2(object.error().message.contains(QStringLiteral("body ") + name), qPrintable(object.error().message));
    QVERIFY2(object.error().message.contains(why), qPrintable(object.error().message));
}

void TestCmpMessage::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto with = [this](auto change) {
        CmpDraft draft = m_forge.initialRequest();
        change(draft);
        return makeCmp(draft);
    };
    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("version 1", with([](CmpDraft& draft) { draft.version = 1; }), "unsupported-version");
    row("version 4", with([](CmpDraft& draft) { draft.version = 4; }), "unsupported-version");
    const QByteArray one = DerReader{crmf()}.expect(der::Sequence)->content.toByteArray();
    row("asks for more than anybody needs",
        with([&](CmpDraft& draft) { draft.body = derElement(der::Sequence, one.repeated(33)); }), "malformed");
    row("nests more than anybody needs", nest(makeCmp(m_forge.initialRequest()).repeated(33)), "malformed");
    row("brings more certificates than anybody needs",
        with([&](CmpDraft& draft) { draft.extraCertificates.fill(m_forge.ldevid, 65); }), "malformed");
    row("asks for nothing", with([](CmpDraft& draft) { draft.body = EmptySequence; }), "malformed");
    row("body of another type", with([](CmpDraft& draft) { draft.body = Null; }), "malformed");
    row("two bodies", with([](CmpDraft& draft) { draft.body += draft.body; }), "malformed");
    row("unknown body", with([](CmpDraft& draft) { draft.bodyTag = 27; }), "malformed");
    row("broken issued certificate", with([](CmpDraft& draft) {
        draft.bodyTag = Ip;
        draft.body = QByteArray::fromHex("3013301130 0f 020100 3003020100 3005a003300100");
    }),
        "malformed");
    row("p10cr of a certificate", with([&](CmpDraft& draft) {
        draft.bodyTag = P10cr;
        draft.body = m_forge.ldevid.der();
    }),
        "malformed");
    const QByteArray unproven = DerReader{one}.expect(der::Sequence)->content.toByteArray();
    const QByteArray certReq = DerReader{unproven}.expect(der::Sequence)->whole.toByteArray();
    row("a proof of possession of no known kind", with([&](CmpDraft& draft) {
        draft.body = derElement(
            der::Sequence, derElement(der::Sequence, certReq + derElement(der::contextConstructed(4), {})));
    }),
        "malformed");
    row("nested too deep", nest(nest(makeCmp(m_forge.initialRequest()))), "malformed");
    row("nested nothing", nest({}), "malformed");
}

void TestCmpMessage::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY(!object.has_value());
    QTEST(errorCodeName(object.error().code), "code");
}

void TestCmpMessage::namesTheDevice_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("device");

    const QByteArray other = makeName(QStringLiteral("pledge"), QStringLiteral("device-2"));
    const auto with = [this](auto change) {
        CmpDraft draft = m_forge.initialRequest();
        change(draft);
        return makeCmp(draft);
    };
    const auto row = [](const char* name, const QByteArray& bytes, const char* device) {
        QTest::newRow(name) << bytes << QString::fromLatin1(device);
    };
    row("its signer",
        with([&](CmpDraft& draft) { draft.body = makeCrmf(m_forge.newKey, other, CrmfProof::Signature); }), "device-1");
    row("the signer by key, whatever the sender says", with([&](CmpDraft& draft) {
        draft.senderDer = other;
        draft.senderKeyId = m_forge.idevid.certificate.subjectKeyIdentifier();
    }),
        "device-1");
    row("the sender, where no signer is inside", with([&](CmpDraft& draft) {
        draft.signer.reset();
        draft.senderDer = makeName(QStringLiteral("x"), QStringLiteral("device-3"));
    }),
        "device-3");
    row("what it asks for, where nothing else tells", with([](CmpDraft& draft) { draft.signer.reset(); }), "device-1");
    row("what a registrar asks for", with([&](CmpDraft& draft) {
        draft.signer = m_forge.registrar;
        draft.body = makeCrmf(m_forge.newKey, other, CrmfProof::SeenByAuthority);
    }),
        "device-2");
    row("by common name, to show it", with([&](CmpDraft& draft) {
        draft.signer.reset();
        draft.body = makeCrmf(m_forge.newKey, makeName(QStringLiteral("controller")), CrmfProof::Signature);
    }),
        "controller");
}

void TestCmpMessage::namesTheDevice()
{
    QFETCH(QByteArray, bytes);

    QTEST(recognised(bytes)->device(), "device");
}

void TestCmpMessage::supersedesForInitialRequestsOnly_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("supersedes");

    CmpDraft nameless = m_forge.initialRequest();
    nameless.signer.reset();
    nameless.body = makeCrmf(m_forge.newKey, makeName(QStringLiteral("controller")), CrmfProof::Signature);
    QTest::newRow("ir") << makeCmp(request(Ir)) << true;
    QTest::newRow("ir of a device without a serial") << makeCmp(nameless) << false;
    // The record of who asked shows whose it is, or nothing does: that is looked at where requests make others
    // worthless.
    CmpDraft unprotected = nameless;
    unprotected.body
        = makeCrmf(m_forge.newKey, makeName(QStringLiteral("pump"), QStringLiteral("device-1")), CrmfProof::Signature);
    QTest::newRow("ir that nobody protects") << makeCmp(unprotected) << true;
    QTest::newRow("cr") << makeCmp(request(Cr)) << false;
    QTest::newRow("kur") << makeCmp(request(Kur)) << false;
    QTest::newRow("certConf") << makeCmp(request(CertConf)) << false;
}

void TestCmpMessage::supersedesForInitialRequestsOnly()
{
    QFETCH(QByteArray, bytes);

    QTEST(!recognised(bytes)->supersedingMark().isEmpty(), "supersedes");
}

void TestCmpMessage::refusesBadProtection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto with = [this](auto change) {
        CmpDraft draft = m_forge.initialRequest();
        change(draft);
        return makeCmp(draft);
    };
    QByteArray header = makeCmp(m_forge.initialRequest());
    header.replace("transaction-0001", "transaction-0002");
    QByteArray body = makeCmp(m_forge.initialRequest());
    body.replace("pledge", "plexge");
    const IssuerIdentity wrong{m_forge.idevid.certificate, m_forge.newKey};
    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("changed header", header, "bad-signature");
    row("changed body", body, "bad-signature");
    row("another key", with([&](CmpDraft& draft) { draft.signer = wrong; }), "bad-signature");

    row("algorithm taken away", with([](CmpDraft& draft) { draft.omitsAlgorithm = true; }), "bad-signature");
    row("protection taken away", with([](CmpDraft& draft) { draft.omitsProtection = true; }), "bad-signature");
}

void TestCmpMessage::refusesBadProtection()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QTEST(codeOf(assessment.refusal), "code");
    QVERIFY(!assessment.hold);
}

void TestCmpMessage::judgesSigners_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("years");
    QTest::addColumn<QString>("hold");

    const auto by = [this](const CmpDraft& base, const IssuerIdentity& signer) {
        CmpDraft draft = base;
        draft.signer = signer;
        return makeCmp(draft);
    };
    const auto foreign = MessageForge::issue({.commonName = QStringLiteral("IDevID"),
                                                 .serialNumber = QStringLiteral("device-1"),
                                                 .notBefore = beginningOfTime(),
                                                 .notAfter = endOfTime()},
        m_forge.stranger);
    CmpDraft weak = m_forge.initialRequest();
    weak.digest = EVP_sha1();
    CmpDraft otherSender = m_forge.initialRequest();
    otherSender.senderDer = makeName(QStringLiteral("IDevID"), QStringLiteral("device-2"));
    otherSender.senderKeyId = m_forge.idevid.certificate.subjectKeyIdentifier();
    const CmpDraft ir = m_forge.initialRequest();
    const CmpDraft ip = m_forge.initialAnswer();
    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, int years = 0) {
        QTest::newRow(name) << bytes << years << QString::fromLatin1(hold);
    };
    row("IDevID", makeCmp(ir), "none");
    row("LDevID", by(ir, {m_forge.ldevid, m_forge.newKey}), "none");
    row("registrar", by(ir, m_forge.registrar), "none");
    row("stranger", by(ir, foreign), "untrusted-issuer");
    row("expired IDevID", makeCmp(ir), "expired", 2);
    row("SHA-1", makeCmp(weak), "weak-algorithm");
    row("sent in another device's name", makeCmp(otherSender), "serial-mismatch");
    row("answer by the registrar", makeCmp(ip), "none");
    row("answer by a device", by(ip, m_forge.idevid), "untrusted-issuer");
    row("answer by a stranger", by(ip, foreign), "untrusted-issuer");
}

void TestCmpMessage::judgesSigners()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, years);
    CheckContext context = m_forge.context(StationRole::Backend);
    context.at = context.at.addYears(years);

    const Assessment assessment = recognised(bytes)->assess(context);

    QCOMPARE(codeOf(assessment.refusal), none());
    QTEST(codeOf(assessment.hold), "hold");
    const bool isWeak = assessment.hold && assessment.hold->code == ErrorCode::WeakAlgorithm;
    QCOMPARE(
        checkResultName(resultOf(assessment, "protection")), isWeak ? QStringLiteral("fail") : QStringLiteral("pass"));
}

void TestCmpMessage::findsASignerThatIsNotInside()
{
    CmpDraft draft = m_forge.initialRequest();
    draft.includesSigner = false;
    const auto message = recognised(makeCmp(draft));

    const Assessment unknown = message->assess(m_forge.context());
    QCOMPARE(codeOf(unknown.hold), QStringLiteral("untrusted-issuer"));
    QVERIFY(unknown.hold->text.contains(u"unchecked"));

    const TrustStore trust = TrustStore::inMemory({{AnchorUse::Manufacturer, m_forge.idevid.certificate}});
    const Assessment known = message->assess(CheckContext{.trust = trust, .at = MessageForge::now()});
    QCOMPARE(codeOf(known.hold), none());
    QCOMPARE(checkResultName(resultOf(known, "protection")), QStringLiteral("pass"));

    draft.body = makeCrmf(m_forge.newKey, makeName({}), CrmfProof::None);
    draft.signer->key = m_forge.newKey;
    const Assessment forged
        = recognised(makeCmp(draft))->assess(CheckContext{.trust = trust, .at = MessageForge::now()});
    QCOMPARE(codeOf(forged.refusal), QStringLiteral("bad-signature"));
}

// Both the name and the key identifier are the first certificate's; the second has the name only.
void TestCmpMessage::isNotLedAstrayByACertificateOfTheSameKeyIdentifier()
{
    const IssuerIdentity other = m_forge.device(QStringLiteral("device-2"));
    CmpDraft draft = m_forge.initialRequest();
    draft.senderKeyId = m_forge.idevid.certificate.subjectKeyIdentifier();
    draft.senderDer = m_forge.idevid.certificate.subjectDer();
    draft.includesSigner = false;
    draft.extraCertificates = {other.certificate, m_forge.idevid.certificate};

    const auto message = recognised(makeCmp(draft));

    QCOMPARE(message->device(), QStringLiteral("device-1"));
    const Assessment assessment = message->assess(m_forge.context());
    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
}

// As after a renewal: the older certificate of the same device comes along, and comes first.
void TestCmpMessage::isNotLedAstrayByACertificateOfTheSameName()
{
    const IssuerIdentity older = m_forge.device(QStringLiteral("device-1"));
    CmpDraft draft = m_forge.initialRequest();
    draft.senderDer = m_forge.idevid.certificate.subjectDer();
    draft.includesSigner = false;
    draft.extraCertificates = {older.certificate, m_forge.idevid.certificate};
    QCOMPARE(older.certificate.subjectDer(), draft.senderDer);

    const Assessment assessment = recognised(makeCmp(draft))->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
    draft.extraCertificates = {older.certificate};
    QCOMPARE(codeOf(recognised(makeCmp(draft))->assess(m_forge.context()).refusal), QStringLiteral("bad-signature"));
}

void TestCmpMessage::judgesUnprotected_data()
{
    QTest::addColumn<bool>("hasRecord");
    QTest::addColumn<bool>("atBackend");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    QTest::newRow("no record, site") << false << false << none() << 1;
    QTest::newRow("no record, backend") << false << true << QStringLiteral("requester-unknown") << 0;
    QTest::newRow("record, backend") << true << true << none() << 0;
}

void TestCmpMessage::judgesUnprotected()
{
    QFETCH(bool, hasRecord);
    QFETCH(bool, atBackend);
    CmpDraft draft = m_forge.initialRequest();
    draft.signer.reset();
    CheckContext context = m_forge.context(atBackend ? StationRole::Backend : StationRole::Site);
    if (hasRecord) {
        context.requester = m_forge.requester();
    }
    const auto message = recognised(makeCmp(draft));

    const Assessment assessment = message->assess(context);

    QVERIFY(!message->isSelfContained());
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
}

// The record says who was there; nobody else's name may be asked for.
void TestCmpMessage::theRecordedRequesterAsksForItself()
{
    CmpDraft draft = m_forge.initialRequest();
    draft.signer.reset();
    draft.body = makeCrmf(
        m_forge.newKey, makeName(QStringLiteral("pledge"), QStringLiteral("device-2")), CrmfProof::Signature);
    const auto message = recognised(makeCmp(draft));
    for (const auto here : {StationRole::Site, StationRole::Backend}) {
        CheckContext context = m_forge.context(here);
        context.requester = m_forge.requester();

        const Assessment assessment = message->assess(context);

        QCOMPARE(codeOf(assessment.hold),
            here == StationRole::Backend ? QStringLiteral("serial-mismatch") : QStringLiteral("none"));
        QCOMPARE(assessment.warnings.size(), here == StationRole::Backend ? 0 : 1);
    }
}

void TestCmpMessage::leavesMacsUnchecked()
{
    for (const char* oid : {"06092a864886f70d01050e", "06092a864886f67d07420d"}) { // PBMAC1, PasswordBasedMac
        CmpDraft draft = m_forge.initialRequest();
        draft.includesSigner = false;
        draft.claimedAlgorithm = derElement(der::Sequence, QByteArray::fromHex(oid));
        const auto message = recognised(makeCmp(draft));

        const Assessment assessment = message->assess(m_forge.context(StationRole::Backend));

        QVERIFY(message->isSelfContained());
        QCOMPARE(codeOf(assessment.refusal), none());
        QCOMPARE(codeOf(assessment.hold), none());
        QCOMPARE(checkResultName(resultOf(assessment, "protection")), QStringLiteral("skipped"));
    }
}

void TestCmpMessage::judgesProofs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("refusal");
    QTest::addColumn<QString>("result");

    const auto with = [this](CrmfProof proof) {
        CmpDraft draft = m_forge.initialRequest();
        draft.body = crmf(proof);
        return makeCmp(draft);
    };
    const auto withoutSubject = [this](CrmfProof proof) {
        CmpDraft draft = m_forge.initialRequest();
        draft.body = makeCrmf(m_forge.newKey, QByteArray::fromHex("3000"), proof);
        return makeCmp(draft);
    };
    CmpDraft byRegistrar = m_forge.initialRequest();
    byRegistrar.signer = m_forge.registrar;
    byRegistrar.body = crmf(CrmfProof::SeenByAuthority);
    CmpDraft badPkcs10 = request(P10cr);
    badPkcs10.body = makePkcs10({.key = m_forge.newKey, .signedBy = m_forge.idevid.key});
    const auto row = [](const char* name, const QByteArray& bytes, const char* refusal, const char* result) {
        QTest::newRow(name) << bytes << QString::fromLatin1(refusal) << QString::fromLatin1(result);
    };
    row("signature", with(CrmfProof::Signature), "none", "pass");
    row("signature over the extra input", with(CrmfProof::WithInput), "none", "pass");
    row("bad signature", with(CrmfProof::BadSignature), "bad-proof-of-possession", "fail");
    row("proof for another key", with(CrmfProof::ForeignInput), "bad-proof-of-possession", "fail");
    row("SHA-1", with(CrmfProof::WeakSignature), "none", "fail");
    row("seen by an authority that protects it", makeCmp(byRegistrar), "none", "pass");
    row("seen by an authority, says the device", with(CrmfProof::SeenByAuthority), "none", "warn");
    row("none", with(CrmfProof::None), "none", "warn");
    row("signature that names nobody", withoutSubject(CrmfProof::Signature), "none", "warn");
    row("bad signature that names nobody", withoutSubject(CrmfProof::BadSignature), "bad-proof-of-possession", "fail");
    row("extra input names the requester", withoutSubject(CrmfProof::WithInput), "none", "pass");
    row("later", with(CrmfProof::Later), "none", "skipped");
    row("PKCS #10", makeCmp(request(P10cr)), "none", "pass");
    row("PKCS #10, another key", makeCmp(badPkcs10), "bad-proof-of-possession", "fail");
}

void TestCmpMessage::judgesProofs()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QTEST(codeOf(assessment.refusal), "refusal");
    QTEST(checkResultName(resultOf(assessment, "proof-of-possession")), "result");
}

void TestCmpMessage::judgesStanding_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("atBackend");
    QTest::addColumn<QString>("hold");

    CmpDraft anonymous = m_forge.initialRequest();
    anonymous.transactionId.clear();
    CmpDraft waiting = answer(Ip);
    waiting.body = makeCertRep(3, std::nullopt);
    CmpDraft other = m_forge.initialRequest();
    other.body = makeCrmf(
        m_forge.newKey, makeName(QStringLiteral("pledge"), QStringLiteral("device-2")), CrmfProof::Signature);
    CmpDraft both = other;
    both.body = makeCrmf(m_forge.newKey,
        makeName(QStringLiteral("pledge"), QStringLiteral("device-2"), QStringLiteral("device-1")),
        CrmfProof::Signature);
    CmpDraft inPkcs10 = other;
    inPkcs10.bodyTag = P10cr;
    inPkcs10.body = makePkcs10({.serialNumber = QStringLiteral("device-2"),
        .secondSerialNumber = QStringLiteral("device-1"),
        .key = m_forge.newKey});
    const QString held = QStringLiteral("held");
    QTest::newRow("two devices' names, backend") << makeCmp(both) << true << QStringLiteral("serial-mismatch");
    QTest::newRow("two devices' names in a p10cr, backend")
        << makeCmp(inPkcs10) << true << QStringLiteral("serial-mismatch");
    QTest::newRow("no transaction") << makeCmp(anonymous) << false << QStringLiteral("no-transaction-id");
    QTest::newRow("waiting") << makeCmp(waiting) << false << held;
    QTest::newRow("pollReq") << makeCmp(request(PollReq)) << false << held;
    QTest::newRow("pollRep") << makeCmp(answer(PollRep)) << false << held;
    QTest::newRow("another device's name, backend") << makeCmp(other) << true << QStringLiteral("serial-mismatch");
    QTest::newRow("another device's name, site") << makeCmp(other) << false << none();
    QTest::newRow("certConf") << makeCmp(request(CertConf)) << true << none();
    QTest::newRow("pkiconf") << makeCmp(answer(Pkiconf)) << false << none();
}

void TestCmpMessage::judgesStanding()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, atBackend);

    const Assessment assessment
        = recognised(bytes)->assess(m_forge.context(atBackend ? StationRole::Backend : StationRole::Site));

    QCOMPARE(codeOf(assessment.refusal), none());
    QTEST(codeOf(assessment.hold), "hold");
}

void TestCmpMessage::judgesAnswers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    const auto with = [this](auto change) {
        CmpDraft draft = m_forge.initialAnswer();
        change(draft);
        return makeCmp(draft);
    };
    const QByteArray key = publicKeyInfoOf(m_forge.newKey);
    const Certificate foreign = MessageForge::certify(key, QStringLiteral("device-1"), m_forge.stranger);
    const IssuerIdentity sub = MessageForge::issue({.commonName = QStringLiteral("Sub CA"),
                                                       .notBefore = beginningOfTime(),
                                                       .notAfter = endOfTime(),
                                                       .use = CertificateTemplate::Use::Authority},
        m_forge.domainCa);
    const Certificate below = MessageForge::certify(key, QStringLiteral("device-1"), sub);
    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, int warnings = 0) {
        QTest::newRow(name) << bytes << QString::fromLatin1(hold) << warnings;
    };
    row("good", with([](CmpDraft&) { }), "none");
    row("with changes", with([&](CmpDraft& draft) { draft.body = makeCertRep(1, m_forge.ldevid); }), "none", 1);
    row("rejected", with([](CmpDraft& draft) { draft.body = makeCertRep(2, std::nullopt); }), "none");
    row("with a status that says something else", with([&](CmpDraft& draft) {
        draft.body = makeCertRep(6, m_forge.ldevid); // keyUpdateWarning
    }),
        "none");
    row("no nonce repeated", with([](CmpDraft& draft) { draft.recipientNonce.clear(); }), "none", 1);
    row("unprotected", with([](CmpDraft& draft) { draft.signer.reset(); }), "none", 1);
    row("issued by another CA", with([&](CmpDraft& draft) { draft.body = makeCertRep(0, foreign); }),
        "untrusted-issuer");
    const Certificate ofMaker = MessageForge::certify(key, QStringLiteral("device-1"), m_forge.manufacturer);
    row("issued by the manufacturer", with([&](CmpDraft& draft) { draft.body = makeCertRep(0, ofMaker); }),
        "untrusted-issuer");
    row("issued by another CA that it brings along", with([&](CmpDraft& draft) {
        draft.body = makeCertRep(0, foreign);
        draft.extraCertificates = {m_forge.stranger.certificate};
    }),
        "untrusted-issuer");
    row("issued below an intermediate", with([&](CmpDraft& draft) {
        draft.body = makeCertRep(0, below);
        draft.extraCertificates = {sub.certificate};
    }),
        "none");
}

void TestCmpMessage::judgesAnswers()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
}

void TestCmpMessage::answersItsRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("code");

    const auto with = [this](auto change) {
        CmpDraft draft = m_forge.initialAnswer();
        change(draft);
        return makeCmp(draft);
    };
    const PrivateKey other = *PrivateKey::generate(KeyType::P256);
    const Certificate forOther
        = MessageForge::certify(publicKeyInfoOf(other), QStringLiteral("device-1"), m_forge.domainCa);
    CmpDraft centrallyMade = m_forge.initialRequest();
    centrallyMade.senderNonce.clear();
    const QByteArray ir = makeCmp(request(Ir));
    const QByteArray certConf = makeCmp(request(CertConf));
    const auto row = [](const char* name, const QByteArray& asked, const QByteArray& answered, const char* code) {
        QTest::newRow(name) << asked << answered << QString::fromLatin1(code);
    };
    row("ir, ip", ir, makeCmp(answer(Ip)), "none");
    row("cr, cp", makeCmp(request(Cr)), makeCmp(answer(Cp)), "none");
    row("p10cr, cp", makeCmp(request(P10cr)), makeCmp(answer(Cp)), "none");
    row("kur, kup", makeCmp(request(Kur)), makeCmp(answer(Kup)), "none");
    row("rr, rp", makeCmp(request(Rr)), makeCmp(answer(Rp)), "none");
    row("genm, genp", makeCmp(request(Genm)), makeCmp(answer(Genp)), "none");
    row("genm, error", makeCmp(request(Genm)), makeCmp(answer(ErrorBody)), "none");
    row("ir, genp", ir, makeCmp(answer(Genp)), "no-matching-request");
    row("certConf, pkiconf", certConf, makeCmp(answer(Pkiconf)), "none");
    row("ir, error", ir, makeCmp(answer(ErrorBody)), "none");
    row("certConf, error", certConf, makeCmp(answer(ErrorBody)), "none");
    row("ir, cp", ir, makeCmp(answer(Cp)), "no-matching-request");
    row("cr, ip", makeCmp(request(Cr)), makeCmp(answer(Ip)), "no-matching-request");
    row("kur, ip", makeCmp(request(Kur)), makeCmp(answer(Ip)), "no-matching-request");
    row("ir, pollRep", ir, makeCmp(answer(PollRep)), "no-matching-request");
    row("ir, pkiconf", ir, makeCmp(answer(Pkiconf)), "no-matching-request");
    row("rr, kup", makeCmp(request(Rr)), makeCmp(answer(Kup)), "no-matching-request");
    row("another transaction", ir, with([](CmpDraft& draft) { draft.transactionId = "transaction-0002"; }),
        "no-matching-request");
    row("no transaction", ir, with([](CmpDraft& draft) { draft.transactionId.clear(); }), "no-matching-request");
    CmpDraft anonymous = m_forge.initialRequest();
    anonymous.transactionId.clear();
    row("no transaction on either side", makeCmp(anonymous), with([](CmpDraft& draft) { draft.transactionId.clear(); }),
        "no-matching-request");
    row("another nonce", ir, with([](CmpDraft& draft) { draft.recipientNonce = "sender-nonce-002"; }),
        "nonce-mismatch");
    row("no nonce repeated", ir, with([](CmpDraft& draft) { draft.recipientNonce.clear(); }), "none");
    row("no nonce sent", makeCmp(centrallyMade), makeCmp(answer(Ip)), "none");
    row("another key", ir, with([&](CmpDraft& draft) { draft.body = makeCertRep(0, forOther); }), "key-mismatch");
    row("another key, p10cr", makeCmp(request(P10cr)), with([&](CmpDraft& draft) {
        draft.bodyTag = Cp;
        draft.body = makeCertRep(0, forOther);
    }),
        "key-mismatch");
    row("a PKCS #10", makePkcs10({.key = m_forge.newKey}), makeCmp(answer(Ip)), "no-matching-request");
    row("another answer", makeCmp(answer(Ip)), makeCmp(answer(Ip)), "no-matching-request");
    row("a request to a request", ir, ir, "no-matching-request");
}

void TestCmpMessage::answersItsRequest()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);

    QTEST(codeOf(recognised(answer)->matches(*recognised(request))), "code");
}

// One nested message is the registrar's consent (RFC 9733), several are a batch.
void TestCmpMessage::carriesNestedMessages()
{
    const QByteArray ir = makeCmp(m_forge.initialRequest());

    const auto consent = recognised(nest(ir));
    QCOMPARE(consent->kind(), Kind::CertificationRequest);
    QCOMPARE(consent->device(), QStringLiteral("device-1"));
    QCOMPARE(consent->correlation(), recognised(ir)->correlation());
    const auto shown = consent->describe();
    QVERIFY(shown.find(u"nested") != nullptr);
    QCOMPARE(*shown.find(u"nested")->find(u"transactionId")->string(),
        QString::fromLatin1(m_forge.initialRequest().transactionId.toHex()));
    const Assessment good = consent->assess(m_forge.context());
    QCOMPARE(codeOf(good.hold), none());
    QCOMPARE(codeOf(recognised(makeCmp(answer(Ip)))->matches(*consent)), none());

    QByteArray forged = ir;
    forged.replace("pledge", "plexge");
    QCOMPARE(codeOf(recognised(nest(forged))->assess(m_forge.context()).refusal), QStringLiteral("bad-signature"));

    QVERIFY(consent->enclosed().isEmpty());

    const auto batch = recognised(nest(ir + ir));
    QCOMPARE(batch->correlation(), QString{});
    QVERIFY(batch->enclosed().isEmpty());
    QCOMPARE(codeOf(batch->assess(m_forge.context()).hold), QStringLiteral("held"));
}

// What an authority answers with one nested message is taken apart: no device gets to see it.
void TestCmpMessage::takesBatchesOfAnswersApart()
{
    const QByteArray ip = makeCmp(m_forge.initialAnswer());
    const QByteArray pkiconf = makeCmp(answer(Pkiconf));

    const auto batch = recognised(nest(ip + pkiconf));
    QCOMPARE(batch->enclosed(), (QList<QByteArray>{ip, pkiconf}));
    QVERIFY(batch->lookups().isEmpty());
    const Assessment good = batch->assess(m_forge.context());
    QCOMPARE(codeOf(good.refusal), none());
    QCOMPARE(codeOf(good.hold), none());
    QCOMPARE(checkResultName(resultOf(good, "protection")), QStringLiteral("pass"));
    QCOMPARE(checkResultName(resultOf(good, "chain")), QStringLiteral("pass"));

    QCOMPARE(recognised(nest(ip))->enclosed(), QList<QByteArray>{ip});

    const auto mixed = recognised(nest(ip + makeCmp(m_forge.initialRequest())));
    QVERIFY(mixed->enclosed().isEmpty());
    QCOMPARE(codeOf(mixed->assess(m_forge.context()).hold), QStringLiteral("held"));

    CmpDraft byDevice = m_forge.initialAnswer();
    byDevice.signer = m_forge.idevid;
    byDevice.bodyTag = Nested;
    byDevice.body = derElement(der::Sequence, ip + pkiconf);
    QCOMPARE(codeOf(recognised(makeCmp(byDevice))->assess(m_forge.context()).hold), QStringLiteral("untrusted-issuer"));

    QByteArray forged = nest(ip + pkiconf);
    forged.replace("registrar-nonce0", "registrar-nonce1");
    QCOMPARE(codeOf(recognised(forged)->assess(m_forge.context()).refusal), QStringLiteral("bad-signature"));
}

void TestCmpMessage::readsWhatOpenSslMakes()
{
    const auto message = makeCmpInitialRequest(CmpClient{.identity = m_forge.idevid,
        .chain = {m_forge.manufacturer.certificate},
        .newKey = m_forge.newKey,
        .commonName = QStringLiteral("pledge"),
        .serialNumber = QStringLiteral("device-1")});
    QVERIFY(message.has_value());

    const auto object = recognised(*message);

    QCOMPARE(object->device(), QStringLiteral("device-1"));
    QVERIFY(dynamic_cast<const CmpMessage&>(*object).header().generalInfo.implicitConfirm);
    const Assessment assessment = object->assess(m_forge.context(StationRole::Backend));
    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
    QCOMPARE(assessment.warnings, QStringList{});
    QCOMPARE(checkResultName(resultOf(assessment, "proof-of-possession")), QStringLiteral("pass"));
}

SATCHEL_TEST(TestCmpMessage)
#include "TestCmpMessage.moc"
