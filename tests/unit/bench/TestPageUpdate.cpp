#include <tests/bench/PageUpdate.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::ErrorCode;
using namespace satchel::bench;

class TestPageUpdate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exchangesOneBlock();
    void twiceIsOnce();
    void refusesAPageWithoutPlace_data();
    void refusesAPageWithoutPlace();
};

namespace {

const QByteArray Page{"before\n<!-- a begin -->\nold\n<!-- a end -->\nbetween\n<!-- b begin -->\nB\n<!-- b end -->\n"};

} // namespace

void TestPageUpdate::exchangesOneBlock()
{
    const auto page = withBlock(Page, QStringLiteral("a"), QStringLiteral("new µ\nlines\n"));
    QVERIFY(page.has_value());
    QCOMPARE(*page,
        QByteArray{
            "before\n<!-- a begin -->\n\nnew µ\nlines\n\n<!-- a end -->\nbetween\n<!-- b begin -->\nB\n<!-- b end "
            "-->\n"});
}

void TestPageUpdate::twiceIsOnce()
{
    const auto once = withBlock(Page, QStringLiteral("b"), QStringLiteral("x"));
    QVERIFY(once.has_value());
    const auto twice = withBlock(*once, QStringLiteral("b"), QStringLiteral("x"));
    QVERIFY(twice.has_value());
    QCOMPARE(*twice, *once);
}

void TestPageUpdate::refusesAPageWithoutPlace_data()
{
    QTest::addColumn<QByteArray>("page");

    QTest::newRow("empty") << QByteArray{};
    QTest::newRow("no end") << QByteArray{"<!-- a begin -->\n"};
    QTest::newRow("no begin") << QByteArray{"<!-- a end -->\n"};
    QTest::newRow("end first") << QByteArray{"<!-- a end -->\n<!-- a begin -->\n"};
    QTest::newRow("of another name") << QByteArray{"<!-- b begin -->\n<!-- b end -->\n"};
}

void TestPageUpdate::refusesAPageWithoutPlace()
{
    QFETCH(QByteArray, page);
    const auto result = withBlock(page, QStringLiteral("a"), QStringLiteral("x"));
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::NotFound);
}

SATCHEL_TEST(TestPageUpdate)
#include "TestPageUpdate.moc"
