#include <core/objects/EnrolmentObject.h>

#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray& usualStatus()
{
    static const QByteArray json
        = R"({"version":1,"status":false,"reason":"no route","reason-context":{"pledge":"blinks"}})";
    return json;
}

} // namespace

class TestBrskiStatus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOfTheKindThatItIsTold_data();
    void isOfTheKindThatItIsTold();
    void saysWhatItSays();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void letsPassWithARemark_data();
    void letsPassWithARemark();
    void restsOnWhoReports_data();
    void restsOnWhoReports();
    void holdsAnotherVersion();
};

void TestBrskiStatus::isOfTheKindThatItIsTold_data()
{
    QTest::addColumn<QString>("told");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("remarks");

    const QString voucher = QStringLiteral("voucher-status");
    const QString enroll = QStringLiteral("enroll-status");
    QTest::newRow("nothing told") << QString{} << voucher << 1;
    QTest::newRow("voucher status") << voucher << voucher << 0;
    QTest::newRow("enrolment status") << enroll << enroll << 0;
    QTest::newRow("something that it cannot be") << QStringLiteral("audit-log") << voucher << 1;
}

void TestBrskiStatus::isOfTheKindThatItIsTold()
{
    QFETCH(QString, told);
    const MessageForge forge;
    const auto object = EnrolmentObject::recognise(usualStatus(), kindFromName(told));
    QVERIFY(object.has_value());

    QTEST(kindName((*object)->kind()), "kind");
    QCOMPARE((*object)->protocol(), Protocol::Brski);
    QCOMPARE((*object)->extension(), QStringLiteral("json"));
    QVERIFY((*object)->device().isEmpty() && !(*object)->isSelfContained());
    auto context = forge.context();
    context.requester = forge.requester();
    const Assessment assessment = (*object)->assess(context);
    QVERIFY(!assessment.hold && !assessment.refusal);
    QTEST(static_cast<int>(assessment.warnings.size()), "remarks");
}

void TestBrskiStatus::saysWhatItSays()
{
    const auto shown = (*EnrolmentObject::recognise(usualStatus(), Kind::EnrollStatus))->describe();

    QCOMPARE(*shown.find(u"form")->string(), QStringLiteral("enrolment status"));
    QCOMPARE(*shown.find(u"version")->integer(), 1);
    QCOMPARE(*shown.find(u"success")->boolean(), false);
    QCOMPARE(*shown.find(u"reason")->string(), QStringLiteral("no route"));
    QCOMPARE(*shown.find(u"reasonContext")->find(u"pledge")->string(), QStringLiteral("blinks"));
}

void TestBrskiStatus::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("cut off", usualStatus().chopped(5), "malformed");
    row("something after it", usualStatus() + "{}", "trailing-data");
    row("status twice", R"({"version":1,"status":true,"status":false})", "duplicate-field");
    row("version twice, once escaped", R"({"version":1,"\u0076ersion":2,"status":true})", "duplicate-field");
    row("status that is a number", R"({"version":1,"status":1})", "malformed");
    row("status that is a word", R"({"version":1,"status":"perhaps"})", "malformed");
    row("status that is nothing", R"({"version":1,"status":null})", "malformed");
    row("version that is a word", R"({"version":"one","status":true})", "malformed");
    row("version that is a list", R"({"version":[1],"status":true})", "malformed");
    row("negative version", R"({"version":-1,"status":true})", "malformed");
    row("a fraction of a version", R"({"version":1.5,"status":true})", "malformed");
    row("a version beyond all numbers", R"({"version":123456789012345678901234567890,"status":true})", "malformed");
    row("not UTF-8", "{\"version\":1,\"status\":true,\"reason\":\"\xff\"}", "malformed");
    row("a byte order mark", "\xEF\xBB\xBF" + usualStatus(), "not-recognised");
    row("a list", "[" + usualStatus() + "]", "not-recognised");
    row("neither version nor reason", R"({"status":true})", "not-recognised");
    QByteArray deep = R"({"version":1,"status":true,"reason-context":)";
    deep += QByteArray("{\"a\":").repeated(100'000) + "1" + QByteArray("}").repeated(100'000) + "}";
    row("deep nesting", deep, "malformed");
}

void TestBrskiStatus::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "code");
}

void TestBrskiStatus::letsPassWithARemark_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("remark");

    const auto row = [](const char* name, const QByteArray& bytes, const char* remark) {
        QTest::newRow(name) << bytes << QString::fromLatin1(remark);
    };
    row("no version", R"({"status":true,"reason":"ok"})", "version is missing");
    row("version as a text", R"({"version":"1","status":true})", "version is a text");
    row("status as a text", R"({"version":1,"status":"True"})", "status is a text");
    row("reason that is no text", R"({"version":1,"status":true,"reason":7})", "reason is no text");
    row("context that is a text", R"({"version":1,"status":true,"reason-context":"x"})", "reason-context is no object");
    row("a reason without end", R"({"version":1,"status":true,"reason":")" + QByteArray(5000, 'x') + "\"}",
        "longer than 4096");
}

void TestBrskiStatus::letsPassWithARemark()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, remark);
    const MessageForge forge;
    auto context = forge.context();
    context.requester = forge.requester();

    const Assessment assessment = (*EnrolmentObject::recognise(bytes, Kind::VoucherStatus))->assess(context);

    QVERIFY(!assessment.hold && !assessment.refusal);
    QCOMPARE(assessment.warnings.size(), 1);
    QVERIFY2(assessment.warnings.first().contains(remark), qPrintable(assessment.warnings.first()));
}

void TestBrskiStatus::restsOnWhoReports_data()
{
    QTest::addColumn<bool>("isKnown");
    QTest::addColumn<bool>("atBackend");
    QTest::addColumn<QString>("hold");

    QTest::newRow("known, at the site") << true << false << QStringLiteral("none");
    QTest::newRow("known, at the backend") << true << true << QStringLiteral("none");
    QTest::newRow("unknown, at the site") << false << false << QStringLiteral("none");
    QTest::newRow("unknown, at the backend") << false << true << QStringLiteral("requester-unknown");
}

void TestBrskiStatus::restsOnWhoReports()
{
    QFETCH(bool, isKnown);
    QFETCH(bool, atBackend);
    const MessageForge forge;
    auto context = forge.context(atBackend ? StationRole::Backend : StationRole::Site);
    if (isKnown) {
        context.requester = forge.requester();
    }

    const Assessment assessment = (*EnrolmentObject::recognise(usualStatus(), Kind::VoucherStatus))->assess(context);

    QTEST(assessment.hold ? errorCodeName(assessment.hold->code) : QStringLiteral("none"), "hold");
    QCOMPARE(assessment.warnings.isEmpty(), isKnown || atBackend);
}

void TestBrskiStatus::holdsAnotherVersion()
{
    const MessageForge forge;
    auto context = forge.context();
    context.requester = forge.requester();
    const auto object = EnrolmentObject::recognise(R"({"version":2,"status":true})", Kind::VoucherStatus);

    QCOMPARE(errorCodeName((*object)->assess(context).hold->code), QStringLiteral("unsupported-version"));
}

SATCHEL_TEST(TestBrskiStatus)
#include "TestBrskiStatus.moc"
