#include <core/objects/ResourcePath.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestResourcePath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsKindAndLabel_data();
    void tellsKindAndLabel();
    void isWrittenAsItIsRead_data();
    void isWrittenAsItIsRead();
};

void TestResourcePath::tellsKindAndLabel_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("label");

    const auto row = [](const char* path, const char* kind, const char* label) {
        QTest::newRow(path) << QString::fromLatin1(path) << QString::fromLatin1(kind) << QString::fromLatin1(label);
    };
    row("/.well-known/est/cacerts", "ca-certificates", "");
    row("/.well-known/est/plant-7/cacerts", "ca-certificates", "plant-7");
    row("/.well-known/est/csrattrs?x=/y/simpleenroll", "attributes", "");
    row("https://ca.example/.well-known/est/a/csrattrs", "attributes", "a");
    row("/.well-known/est/simplereenroll", "certification-response", "");
    row("/.well-known/est/serverkeygen/", "certification-response", "");
    row("/.well-known/brski/requestauditlog", "audit-log-request", "");
    row("/.well-known/est/requestauditlog", "audit-log-request", "");
    row("/.well-known/brski/voucher_status", "voucher-status", "");
    row("/.well-known/brski/enrollstatus", "enroll-status", "");
    row("cacerts", "ca-certificates", "");
    row("/.well-known/est/a/b/cacerts", "ca-certificates", "");
    row("/.well-known/brski/requestvoucher", "", "");
    row("/.well-known/est/CACERTS", "", "");
    row("", "", "");
    row("///", "", "");
}

void TestResourcePath::tellsKindAndLabel()
{
    QFETCH(QString, path);
    const ResourcePath read{path};

    QTEST(read.kind() ? kindName(*read.kind()) : QString{}, "kind");
    QTEST(read.label(), "label");
}

void TestResourcePath::isWrittenAsItIsRead_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("path");

    const auto row = [](const char* kind, const char* label, const char* path) {
        QTest::newRow(kind) << QString::fromLatin1(kind) << QString::fromLatin1(label) << QString::fromLatin1(path);
    };
    row("ca-certificates", "", "/.well-known/est/cacerts");
    row("attributes", "plant-7", "/.well-known/est/plant-7/csrattrs");
    row("audit-log-request", "", "/.well-known/brski/requestauditlog");
    row("audit-log", "", "/.well-known/brski/requestauditlog");
    row("voucher-status", "", "/.well-known/brski/voucher_status");
    row("enroll-status", "", "/.well-known/brski/enrollstatus");
    row("certification-response", "", "");
    row("voucher-request", "", "");
    row("crl", "", "");
}

void TestResourcePath::isWrittenAsItIsRead()
{
    QFETCH(QString, kind);
    QFETCH(QString, label);

    QTEST(ResourcePath::of(*kindFromName(kind), label), "path");
}

SATCHEL_TEST(TestResourcePath)
#include "TestResourcePath.moc"
