#include <core/objects/AssessmentBuilder.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

namespace {

const QString Name = QStringLiteral("form");

} // namespace

class TestAssessmentBuilder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheGravestHold_data();
    void keepsTheGravestHold();
    void keepsTheFirstRefusalAndNoHold();
    void listsEveryCheck();
    void takesOverWhatIsInside();
    void shortensWhatIsTooLong();
};

void TestAssessmentBuilder::keepsTheGravestHold_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<QString>("kept");

    const auto row = [](const char* name, ErrorCode first, ErrorCode second, const char* kept) {
        QTest::newRow(name) << static_cast<int>(first) << static_cast<int>(second) << QString::fromLatin1(kept);
    };
    row("the graver first", ErrorCode::UntrustedIssuer, ErrorCode::Expired, "untrusted-issuer");
    row("the graver last", ErrorCode::Expired, ErrorCode::SerialMismatch, "serial-mismatch");
    row("the same twice", ErrorCode::Expired, ErrorCode::Expired, "expired");
    row("one without a rank", ErrorCode::NotYetValid, ErrorCode::Superseded, "not-yet-valid");
    row("cannot be carried, by nobody known", ErrorCode::UntrustedIssuer, ErrorCode::Held, "held");
}

void TestAssessmentBuilder::keepsTheGravestHold()
{
    QFETCH(int, first);
    QFETCH(int, second);
    AssessmentBuilder builder;
    builder.hold(Name, static_cast<ErrorCode>(first), QStringLiteral("first"));
    builder.hold(Name, static_cast<ErrorCode>(second), QStringLiteral("second"));

    const Assessment assessment = builder.take();

    QTEST(errorCodeName(assessment.hold->code), "kept");
    QCOMPARE(assessment.checks.size(), 2);
}

void TestAssessmentBuilder::keepsTheFirstRefusalAndNoHold()
{
    AssessmentBuilder builder;
    builder.hold(Name, ErrorCode::Expired, QStringLiteral("expired"));
    builder.refuse(Name, ErrorCode::BadSignature, QStringLiteral("forged"));
    builder.refuse(Name, ErrorCode::Malformed, QStringLiteral("broken"));
    QVERIFY(builder.isRefused());

    const Assessment assessment = builder.take();

    QVERIFY(!assessment.hold);
    QCOMPARE(assessment.refusal->text, QStringLiteral("forged"));
}

void TestAssessmentBuilder::listsEveryCheck()
{
    AssessmentBuilder builder;
    builder.pass(Name, QStringLiteral("a"));
    builder.warn(Name, QStringLiteral("b"));
    builder.skip(Name, QStringLiteral("c"));
    builder.hold(Name, ErrorCode::Expired, QStringLiteral("d"));

    const Assessment assessment = builder.take();

    QStringList results;
    for (const Check& check : assessment.checks) {
        results.append(checkResultName(check.result));
    }
    QCOMPARE(results.join(QLatin1Char(' ')), QStringLiteral("pass warn skipped fail"));
    QCOMPARE(assessment.warnings, QStringList{QStringLiteral("b")});
}

void TestAssessmentBuilder::takesOverWhatIsInside()
{
    AssessmentBuilder inner;
    inner.warn(Name, QStringLiteral("odd"));
    inner.hold(Name, ErrorCode::SerialMismatch, QStringLiteral("another"));
    AssessmentBuilder forged;
    forged.refuse(Name, ErrorCode::BadSignature, QStringLiteral("forged"));

    AssessmentBuilder builder;
    builder.hold(Name, ErrorCode::Expired, QStringLiteral("expired"));
    builder.include(inner.take(), QStringLiteral("inside"));
    AssessmentBuilder other = builder;
    other.include(forged.take(), QStringLiteral("inside"));

    const Assessment held = builder.take();
    QCOMPARE(held.hold->text, QStringLiteral("inside: another"));
    QCOMPARE(held.warnings, QStringList{QStringLiteral("inside: odd")});
    QCOMPARE(held.checks.last().name, QStringLiteral("inside form"));
    QCOMPARE(other.take().refusal->text, QStringLiteral("inside: forged"));
}

void TestAssessmentBuilder::shortensWhatIsTooLong()
{
    const QString endless(1'000'000, QLatin1Char('x'));
    AssessmentBuilder inner;
    inner.refuse(Name, ErrorCode::Malformed, endless);
    AssessmentBuilder builder;
    builder.warn(Name, endless);
    builder.hold(Name, ErrorCode::Expired, endless);
    const QString held = builder.take().hold->text;
    builder.warn(Name, endless);
    builder.include(inner.take(), QStringLiteral("inside"));

    const Assessment assessment = builder.take();

    for (const QString& text : {held, assessment.refusal->text, assessment.warnings.first(),
             assessment.checks.first().detail, assessment.checks.last().detail}) {
        QCOMPARE(text.size(), 2048);
        QVERIFY(text.endsWith(QChar{0x2026}));
    }
}

SATCHEL_TEST(TestAssessmentBuilder)
#include "TestAssessmentBuilder.moc"
