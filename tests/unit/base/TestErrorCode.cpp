#include <core/base/ErrorCode.h>
#include <core/base/Result.h>

#include <tests/support/TestRegistry.h>

#include <QStringList>
#include <QTest>

using satchel::Error;
using satchel::ErrorCode;
using satchel::errorCodeFromName;
using satchel::errorCodeName;

namespace {

// The list that scripts depend on. It may grow at the end; no name in it may change or go.
const QStringList& publishedNames()
{
    static const auto names = QStringLiteral(
        "malformed trailing-data unsupported-version duplicate-field unknown-field unreadable empty not-recognised "
        "too-large bad-container bad-signature weak-algorithm unknown-sender revoked-sender wrong-role wrong-direction "
        "not-addressed-to-us bad-digest cannot-decrypt replay-conflict expired not-yet-valid bad-proof-of-possession "
        "untrusted-issuer revoked-certificate serial-mismatch nonce-mismatch domain-mismatch no-matching-request "
        "key-mismatch no-transaction-id requester-unknown superseded lapsed held not-in-inventory unknown-kind "
        "unknown-peer fingerprint-mismatch stale-card key-unavailable wrong-passphrase medium-full medium-gone "
        "medium-read-only read-back-mismatch no-space-for-ledger station-in-use not-a-station not-found "
        "database-unavailable cancelled usage internal")
                                  .split(QLatin1Char(' '));
    return names;
}

satchel::Result<void> failing()
{
    return satchel::fail(ErrorCode::Empty, QStringLiteral("there is nothing"));
}

satchel::Result<int> passingOn()
{
    SATCHEL_TRY(failing());
    return 1;
}

} // namespace

class TestErrorCode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreThePublishedOnes();
    void everyNameComesBack();
    void otherNamesAreNone_data();
    void otherNamesAreNone();
    void contextGoesBeforeTheMessage();
    void theLowestFileNamedStays();
    void tryPassesTheErrorOn();
};

void TestErrorCode::namesAreThePublishedOnes()
{
    QStringList names;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        names << errorCodeName(static_cast<ErrorCode>(i));
    }
    QCOMPARE(names, publishedNames());
}

void TestErrorCode::everyNameComesBack()
{
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        QCOMPARE(errorCodeFromName(errorCodeName(code)), std::optional{code});
    }
}

void TestErrorCode::otherNamesAreNone_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("empty") << QString();
    QTest::newRow("capital") << QStringLiteral("Malformed");
    QTest::newRow("prefix") << QStringLiteral("not-");
    QTest::newRow("trailing space") << QStringLiteral("expired ");
}

void TestErrorCode::otherNamesAreNone()
{
    QFETCH(QString, name);
    QVERIFY(!errorCodeFromName(name));
}

void TestErrorCode::contextGoesBeforeTheMessage()
{
    const auto error
        = Error{ErrorCode::Malformed, QStringLiteral("not a request")}.withContext(QStringLiteral("part 3"));
    QCOMPARE(error.message, QStringLiteral("part 3: not a request"));
    QCOMPARE(error.code, ErrorCode::Malformed);
}

void TestErrorCode::theLowestFileNamedStays()
{
    const auto error = Error{ErrorCode::Malformed, QStringLiteral("x")}
                           .withFile(QStringLiteral("/low"))
                           .withFile(QStringLiteral("/high"));
    QCOMPARE(error.file, QStringLiteral("/low"));
}

void TestErrorCode::tryPassesTheErrorOn()
{
    const auto result = passingOn();
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Empty);
    QCOMPARE(result.error().message, QStringLiteral("there is nothing"));
}

SATCHEL_TEST(TestErrorCode)
#include "TestErrorCode.moc"
