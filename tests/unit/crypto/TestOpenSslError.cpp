#include <core/crypto/OpenSslError.h>

#include <tests/support/TestRegistry.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include <QTest>

using namespace satchel;

namespace {

void failOnce()
{
    const unsigned char junk[] = {0x30, 0x01, 0x00};
    const unsigned char* cursor = junk;
    X509_free(d2i_X509(nullptr, &cursor, sizeof junk));
}

} // namespace

class TestOpenSslError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { ERR_clear_error(); }

    void theReasonIsTakenAndTheQueueEmptied();
    void withoutAReasonTheActionStandsAlone();
    void aScopeLeavesTheQueueAsItWas();
};

void TestOpenSslError::theReasonIsTakenAndTheQueueEmptied()
{
    failOnce();
    const Error error = takeOpenSslError(QStringLiteral("not a certificate"), ErrorCode::Malformed);

    QCOMPARE(error.code, ErrorCode::Malformed);
    QVERIFY(error.message.startsWith(QStringLiteral("not a certificate (OpenSSL: ")));
    QCOMPARE(ERR_peek_error(), 0UL);
}

void TestOpenSslError::withoutAReasonTheActionStandsAlone()
{
    QCOMPARE(takeOpenSslError(QStringLiteral("no"), ErrorCode::Internal).message, QStringLiteral("no"));
}

void TestOpenSslError::aScopeLeavesTheQueueAsItWas()
{
    {
        const OpenSslErrorScope scope;
        failOnce();
        QVERIFY(ERR_peek_error() != 0);
    }
    QCOMPARE(ERR_peek_error(), 0UL);

    failOnce();
    const unsigned long before = ERR_peek_last_error();
    {
        const OpenSslErrorScope scope;
        failOnce();
    }
    QCOMPARE(ERR_peek_last_error(), before);
}

SATCHEL_TEST(TestOpenSslError)
#include "TestOpenSslError.moc"
