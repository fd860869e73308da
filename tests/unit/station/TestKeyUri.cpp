#include <core/station/KeyUri.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

class TestKeyUri : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void becomesAbsolute_data();
    void becomesAbsolute();
};

void TestKeyUri::becomesAbsolute_data()
{
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char* name, const char* uri, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(uri) << QString::fromLatin1(expected);
    };
    row("relative path", "keys/a.pem", "/home/s/keys/a.pem");
    row("relative path with dots", "../a.pem", "/home/a.pem");
    row("absolute path", "/etc/a.pem", "/etc/a.pem");
    row("relative file: URI", "file:keys/a%20b.pem", "/home/s/keys/a b.pem");
    row("absolute file: URI", "file:/etc/a.pem", "file:/etc/a.pem");
    row("file: URI with slashes", "file:///etc/a.pem", "file:///etc/a.pem");
    row("token", "pkcs11:token=x;object=y", "pkcs11:token=x;object=y");
    row("TPM", "handle:0x81000001", "handle:0x81000001");
}

void TestKeyUri::becomesAbsolute()
{
    QFETCH(QString, uri);
    QFETCH(QString, expected);
    QCOMPARE(satchel::absoluteKeyUri(uri, QStringLiteral("/home/s")), expected);
}

SATCHEL_TEST(TestKeyUri)
#include "TestKeyUri.moc"
