#include <app/BundleWords.h>
#include <app/ConcernWords.h>
#include <app/ErrorSentences.h>
#include <app/LogWords.h>
#include <app/ObjectValues.h>
#include <app/ObjectWords.h>
#include <app/WarningWords.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <core/exchange/session/LogSentences.h>
#include <core/objects/CheckNames.h>
#include <tests/support/TestRegistry.h>

#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>

using namespace satchel;

Q_DECLARE_METATYPE(satchel::Concern)

namespace {

constexpr std::array Errands{
    Errand::TakeOut, Errand::BringIn, Errand::Eject, Errand::Save, Errand::Print, Errand::Look, Errand::Change};

} // namespace

// What core says is a detail: above it stand what happened, what is safe and what to do.
class TestWording : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLeftUnsaid();
    void whoHoldsTheStationIsNamed();
    void ofEachErrand_data();
    void ofEachErrand();
    void aPathIsToldOnce();
    void aRefusalIsToldInWords();
    void everyWarningIsTold();
    void whatAWarningIsAboutIsTold();
    void everyCheckHasAName();
    void everyLogSentenceIsTold();
    void theLogIsTold_data();
    void theLogIsTold();
    void anObjectIsTold_data();
    void anObjectIsTold();
    void everyCheckIsTold();
    void everyConcernIsTold_data();
    void everyConcernIsTold();
};

void TestWording::nothingIsLeftUnsaid()
{
    int codes = 0;
    for (int number = 0; number <= static_cast<int>(ErrorCode::Internal); ++number) {
        const auto code = static_cast<ErrorCode>(number);
        for (const auto errand : Errands) {
            const auto wording = wordingOf(Error{code, QStringLiteral("in core's words")}, errand);
            QVERIFY(!wording.whatHappened.isEmpty() && !wording.whatIsSafe.isEmpty() && !wording.whatToDo.isEmpty());
            QVERIFY2(!wording.whatHappened.contains(u"in core's words"), qPrintable(wording.whatHappened));
            ++codes;
        }
    }
    QVERIFY(codes > 300);
}

// Another page of the window holds the station as another program does: who it is, only the error knows.
void TestWording::whoHoldsTheStationIsNamed()
{
    const Error error{ErrorCode::StationInUse, QStringLiteral("the station is in use by process 7 (export)")};
    for (const auto errand : Errands) {
        const auto told = wordingOf(error, errand).whole();
        QVERIFY2(told.startsWith(u"Something else works with this station: another page of this window, or another"),
            qPrintable(told));
        QVERIFY2(told.contains(u"process 7 (export)"), qPrintable(told));
    }
}

void TestWording::ofEachErrand_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<Errand>("errand");
    QTest::addColumn<QString>("happened");
    QTest::addColumn<QString>("safe");
    QTest::addColumn<QString>("advice");

    const auto row = [](const char* name, ErrorCode code, Errand errand, const char* happened, const char* safe,
                         const char* advice) {
        QTest::newRow(name) << code << errand << QString::fromUtf8(happened) << QString::fromUtf8(safe)
                            << QString::fromUtf8(advice);
    };
    row("eject: busy or not allowed", ErrorCode::Unreadable, Errand::Eject, "cannot be ejected", "Leave it in",
        "Close whatever else is open on it");
    row("eject: pulled", ErrorCode::MediumGone, Errand::Eject, "pulled before it was ejected", "due again",
        "whether its bundles are whole");
    row("eject: stopped", ErrorCode::Cancelled, Errand::Eject, "You have stopped it", "Leave it in", "Start again");
    row("print: stopped", ErrorCode::Cancelled, Errand::Print, "You have stopped it", "not the whole document",
        "Start again");
    row("print: no paper", ErrorCode::Unreadable, Errand::Print, "takes no more pages", "not the whole document",
        "See to the printer");
    row("save: stopped", ErrorCode::Cancelled, Errand::Save, "You have stopped it", "is as it was", "Start again");
    row("look: no database", ErrorCode::DatabaseUnavailable, Errand::Look, "cannot be opened", "only looked at",
        "show it to your operator");
}

void TestWording::ofEachErrand()
{
    QFETCH(ErrorCode, code);
    QFETCH(Errand, errand);
    QFETCH(QString, happened);
    QFETCH(QString, safe);
    QFETCH(QString, advice);
    const auto wording = wordingOf(Error{code, QStringLiteral("a detail")}, errand);
    QVERIFY2(wording.whatHappened.contains(happened), qPrintable(wording.whatHappened));
    QVERIFY2(wording.whatIsSafe.contains(safe), qPrintable(wording.whatIsSafe));
    QVERIFY2(wording.whatToDo.contains(advice), qPrintable(wording.whatToDo));
}

void TestWording::aPathIsToldOnce()
{
    const QString path = QStringLiteral("/media/stick/a.satchel");
    const Error named{ErrorCode::Empty, path + QStringLiteral(" is empty"), path};
    QCOMPARE(explained(named).count(path), 1);
    const Error unnamed{ErrorCode::Empty, QStringLiteral("it is empty"), path};
    QCOMPARE(explained(unnamed), QStringLiteral("The file is empty. (%1: it is empty)").arg(path));
}

void TestWording::aRefusalIsToldInWords()
{
    CarriedItem item;
    item.refused = ErrorCode::DomainMismatch;
    BundleFacts bundle;
    bundle.way = BundleWay::In;
    QCOMPARE(verdictText(bundle, item), QStringLiteral("refused here: The voucher is for another domain."));
    bundle.way = BundleWay::Out;
    QCOMPARE(verdictText(bundle, item), QStringLiteral("refused there: The voucher is for another domain."));
}

void TestWording::everyWarningIsTold()
{
    QSet<QString> told;
    constexpr int Kinds = static_cast<int>(Warning::Kind::MediumRemark) + 1;
    for (int kind = 0; kind < Kinds; ++kind) {
        const auto words = wordsOf({Warning{static_cast<Warning::Kind>(kind), QStringLiteral("in core's words")}});
        QCOMPARE(words.size(), 2);
        QVERIFY2(!words.first().contains(u"in core's words") && words.first().size() > 20, qPrintable(words.first()));
        QCOMPARE(words.last(), QStringLiteral("In detail: in core's words"));
        told += words.first();
    }
    QCOMPARE(told.size(), Kinds);
}

// What core says of it goes before what only the page knows.
void TestWording::whatAWarningIsAboutIsTold()
{
    const Warning left{Warning::Kind::PlaceLeft, QStringLiteral("core"), QStringLiteral("/media/one")};
    const Warning late{Warning::Kind::UseByPassed, QStringLiteral("core")};
    const auto words = wordsOf({left, late}, QStringLiteral("a.satchel"));
    QCOMPARE(words.size(), 4);
    QVERIFY2(words[0].startsWith(u"/media/one: A medium failed"), qPrintable(words[0]));
    QVERIFY2(words[2].startsWith(u"a.satchel: Its sender wanted"), qPrintable(words[2]));
}

// Of bundles and of objects; of an object inside another one, too.
void TestWording::everyCheckHasAName()
{
    constexpr std::array AreEnglish{"addressee", "chain", "confirmation", "container", "content", "contents", "digests",
        "direction", "domains", "encryption", "form", "key", "label", "nonce", "nonces", "objects", "registrar",
        "sender", "signature", "status", "time", "transaction", "version"};
    const auto isEnglish = [&AreEnglish](QLatin1StringView name) {
        return std::find_if(AreEnglish.begin(), AreEnglish.end(), [name](const char* word) {
            return name == QLatin1StringView{word};
        }) != AreEnglish.end();
    };
    int count = 0;
    for (const auto names : {bundleCheckNames(), checkNames()}) {
        for (const auto name : names) {
            QVERIFY2(hasCheckName(name), name.data());
            QVERIFY2(checkNameText(name) != name || isEnglish(name), name.data());
            for (const auto inner : innerObjectNames()) {
                const QString whole = QString{inner} + QLatin1Char(' ') + name;
                QVERIFY2(checkNameText(whole).endsWith(checkNameText(name)), qPrintable(checkNameText(whole)));
                QVERIFY2(!checkNameText(whole).startsWith(inner), qPrintable(checkNameText(whole)));
            }
            ++count;
        }
    }
    QVERIFY(count > 35);
    QVERIFY(!hasCheckName(QStringLiteral("horoscope")));
    QCOMPARE(checkNameText(QStringLiteral("horoscope")), QStringLiteral("horoscope"));
    QCOMPARE(checkNameText(QStringLiteral("nested prior-request chain")),
        QStringLiteral("message inside, request of the device, chain of certificates"));
}

// As core writes it, with something in each of its places.
void TestWording::everyLogSentenceIsTold()
{
    int count = 0;
    for (const auto& sentence : allLogSentences()) {
        LogEntry entry;
        entry.action = sentence.action;
        entry.verdict = sentence.text;
        for (int place = 1; place <= 6; ++place) {
            entry.verdict.replace(QStringLiteral("%%1").arg(place), QString::number(70 + place));
        }
        QVERIFY2(actionText(entry) != entry.action, qPrintable(entry.action));
        const auto told = knownResultText(entry);
        QVERIFY2(told, qPrintable(entry.verdict));
        for (int place = 1; place <= 6; ++place) {
            const auto filled = QString::number(70 + place);
            QCOMPARE(told->count(filled), entry.verdict.count(filled));
        }
        ++count;
    }
    QVERIFY(count > 20);
}

void TestWording::theLogIsTold_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("recorded");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* action, const char* recorded, const char* told) {
        QTest::newRow(recorded) << QString::fromLatin1(action) << QString::fromUtf8(recorded)
                                << QString::fromUtf8(told);
    };
    row("import", "number 3 from north: imported-in-part, 5 new, 0 there already, 2 refused",
        "number 3 from north: brought in in part, 5 new, 0 there already, 2 refused");
    row("import", "number 3 from a: b: imported, 5 new, 0 there already, 2 refused",
        "number 3 from a: b: brought in, 5 new, 0 there already, 2 refused");
    row("gather", "1 taken from %2, 7 there already, 8 held", "1 taken from %2, 7 there already, 8 held");
    row("refuse", "bad-signature: by CN=x: it is (not) good",
        "The signature is not valid. (by CN=x: it is (not) good)");
    row("reject", "2 items: not-in-inventory who is that?",
        "2 items: The device is not in the inventory. (who is that?)");
    row("peer-add", "north (site abc123), card 2", "north (site abc123), card 2");
    row("trust-add", "masa: CN=A, O=B (C) (abc)", "MASA: CN=A, O=B (C) (abc)");
    row("eject", "ready to be pulled: powered-off", "ready to be pulled: switched off");
    row("void", "number 4 is not used again: medium-full", "number 4 is not used again: The medium is full.");
    // Of a version that is gone, or to come: as it is.
    row("import", "all went well", "all went well");
    row("teleport", "number 3 from north", "number 3 from north");
}

void TestWording::theLogIsTold()
{
    QFETCH(QString, action);
    QFETCH(QString, recorded);
    LogEntry entry;
    entry.action = action;
    entry.verdict = recorded;
    QTEST(resultText(entry), "told");
}

void TestWording::anObjectIsTold_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* member, const char* value, const char* told) {
        QTest::addRow("%s: %s", member, value)
            << QString::fromLatin1(member) << QString::fromLatin1(value) << QString::fromLatin1(told);
    };
    row("assertion", "proximity", "the device and the registrar were beside each other");
    row("assertion", "unheard-of", "unheard-of");
    row("status", "grantedWithMods", "granted with changes");
    row("status", "popRequired", "a proof that the key is there is wanted");
    row("form", "CMP kur", "request for a renewed certificate (CMP kur)");
    row("form", "CMP next", "CMP next");
    row("form", "SCEP CertRep PENDING", "answer: waiting (SCEP CertRep PENDING)");
    row("form", "SCEP PKCSReq", "request for a certificate (SCEP PKCSReq)");
    row("form", "JWS voucher", "voucher (JWS)");
    row("form", "CMS voucher request of a registrar", "voucher request of a registrar (CMS)");
    row("form", "certs-only CMS", "certificates (CMS)");
    row("keyType", "EC P-256", "elliptic curve P-256");
    row("keyType", "EC on a curve of its own", "elliptic curve of its own");
    row("keyType", "RSA 2048", "RSA, 2048 bits");
    row("keyType", "ED25519", "ED25519");
    row("failures", "the proof of possession of the key failed (badPOP)",
        "the proof that the key is there failed (badPOP)");
    row("failures", "a reason that the standard does not know (bit 40)",
        "a reason that the standard does not know (bit 40)");
    row("failInfo", "tryLater (12): try again later", "it is to be asked for again later (tryLater)");
    row("protection", "MAC", "by a shared secret (MAC)");
    row("code", "not-in-inventory", "The device is not in the inventory. (not-in-inventory)");
    row("sealedFor", "certificate 0a of CN=x", "certificate 0a of CN=x");
    // What somebody wrote, whatever it looks like.
    row("reason", "none", "none");
    row("subject", "proximity", "proximity");
}

void TestWording::anObjectIsTold()
{
    QFETCH(QString, member);
    QFETCH(QString, value);
    QTEST(valueText(member, JsonValue{value}), "told");
    QCOMPARE(valueText(member, JsonValue{true}), QStringLiteral("yes"));
    QCOMPARE(valueText(member, JsonValue{}), QStringLiteral("not told"));
    QVERIFY(memberText(QStringLiteral("reasonContext")) != u"reasonContext");
    QCOMPARE(memberText(QStringLiteral("ofTheirOwn")), QStringLiteral("ofTheirOwn"));
}

// Beside the result stands why, in words that are not core's.
void TestWording::everyCheckIsTold()
{
    const auto check = [](const char* name, CheckResult result) {
        return Check{QString::fromLatin1(name), result, QStringLiteral("in core's words")};
    };
    VerifiedFile file;
    file.fromName = QStringLiteral("north");
    file.isForUs = true;
    file.items = 3;
    QCOMPARE(wordsOf(check("sender", CheckResult::Pass), file), QStringLiteral("north"));
    QCOMPARE(wordsOf(check("objects", CheckResult::Pass), file), QStringLiteral("3 item(s)"));
    QCOMPARE(
        wordsOf(check("contents", CheckResult::Skipped), file), QStringLiteral("the keys of this station are locked"));
    QVERIFY(wordsOf(check("sender", CheckResult::Warn), file).contains(u"not valid by this computer's clock"));
    QVERIFY(wordsOf(check("ledger", CheckResult::Warn), file).contains(u"backup"));
    file.isForUs = false;
    QVERIFY(wordsOf(check("contents", CheckResult::Skipped), file).startsWith(u"only the station that it is for"));
    QCOMPARE(wordsOf(check("addressee", CheckResult::Skipped), file), QStringLiteral("it is for another station"));
    file.fail({ErrorCode::BadSignature, QStringLiteral("01A"), {}, {}});
    QCOMPARE(wordsOf(check("objects", CheckResult::Fail), file), QStringLiteral("1 refused item(s)"));
    file.fail({ErrorCode::BadDigest, {}, {}, {}});
    file.checks = {check("addressee", CheckResult::Skipped), check("digests", CheckResult::Fail),
        check("contents", CheckResult::Skipped)};
    QCOMPARE(wordsOf(file.checks[0], file), QStringLiteral("it is for another station")); // it was reached
    QCOMPARE(wordsOf(file.checks[2], file), QStringLiteral("not reached"));
    QCOMPARE(wordsOf(check("digests", CheckResult::Fail), file), whatHappened(ErrorCode::BadSignature)); // the first
}

void TestWording::everyConcernIsTold_data()
{
    QTest::addColumn<Concern>("concern");
    QTest::addColumn<bool>("isOver");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("advice");
    using Matter = Concern::Kind;
    const auto row = [](const char* name, Concern concern, bool isOver, const char* headline, const char* advice) {
        concern.device = QStringLiteral("SN-1");
        concern.peerName = QStringLiteral("north");
        QTest::newRow(name) << concern << isOver << QString::fromLatin1(headline) << QString::fromLatin1(advice);
    };
    const auto of = [](Matter kind, ItemState state = ItemState::Pending) {
        Concern concern;
        concern.kind = kind;
        concern.state = state;
        return concern;
    };
    Concern renewing = of(Matter::DeviceCertificateEnds);
    renewing.isRenewing = true;
    Concern late = of(Matter::NoReceipt);
    late.count = 2;
    Concern behind = of(Matter::OwnClock);
    behind.offset = -3 * 3600;
    Concern ahead = of(Matter::PeerClock);
    ahead.offset = 3 * 24 * 3600;
    ahead.sequence = 7;

    row("gives up", of(Matter::RequestLapses), false, "SN-1 gives up ", "It waits here: take it out now.");
    row("has given up", of(Matter::RequestLapses), true, "SN-1 has given up ", "Start the device anew");
    row("held", of(Matter::RequestLapses, ItemState::Held), false, "SN-1 gives up ", "decide about it");
    row("packed", of(Matter::RequestLapses, ItemState::Packed), false, "SN-1 gives up ", "It is on a medium");
    row("received", of(Matter::RequestLapses, ItemState::Received), false, "SN-1 gives up ", "fetch its answer");
    row("delivered", of(Matter::RequestLapses, ItemState::Delivered), false, "SN-1 gives up ", "ask there");
    row("voucher ends", of(Matter::VoucherEnds, ItemState::Ready), false, "The voucher of SN-1 ends ", "hand it over");
    row("voucher ended", of(Matter::VoucherEnds), true, "The voucher of SN-1 ended ", "it must ask again");
    row("confirmation due", of(Matter::ConfirmationDue), false, "The confirmation of SN-1 is due ", "take it out");
    row("confirmation was due", of(Matter::ConfirmationDue), true, "The confirmation of SN-1 was due ", "take it out");
    row("own certificate ends", of(Matter::OwnCertificateEnds), false, "This station's certificate ends ", "renewed");
    row("own certificate ended", of(Matter::OwnCertificateEnds), true, "This station's certificate ended ", "renewed");
    row("peer's ends", of(Matter::PeerCertificateEnds), false, "The certificate of station north ends ", "new card");
    row("peer's ended", of(Matter::PeerCertificateEnds), true, "The certificate of station north ended ", "new card");
    row("device's ends", of(Matter::DeviceCertificateEnds), false, "The certificate of device SN-1 ends ",
        "Nothing renews it yet");
    row("device's ended", renewing, true, "The certificate of device SN-1 ended ", "to renew it is under way");
    row("no receipt", late, true, "2 bundle(s) for north without a receipt", "Nothing is lost");
    row("own clock", behind, true, "This computer's clock is wrong: it is 3 hour(s) behind", "Set the clock");
    row("peer's clock", ahead, true, "The clock of north is wrong: at least 3 day(s) ahead", "Bundle 7 shows it");
}

void TestWording::everyConcernIsTold()
{
    QFETCH(Concern, concern);
    QFETCH(bool, isOver);
    QFETCH(QString, headline);
    QFETCH(QString, advice);
    const auto now = QDateTime::fromString(QStringLiteral("2026-11-26T12:00:00Z"), Qt::ISODate);
    concern.at = now.addSecs(isOver ? -3600 : 3600);
    const auto words = wordsOf(concern, now);
    QVERIFY2(words.headline.startsWith(headline), qPrintable(words.headline));
    QVERIFY2(words.advice.contains(advice), qPrintable(words.advice));
}

SATCHEL_TEST(TestWording)
#include "TestWording.moc"
