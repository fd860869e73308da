#include <core/station/StationDisk.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::Error;
using satchel::ErrorCode;
using satchel::ofStationDisk;

class TestStationDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isNoMedium_data();
    void isNoMedium();
};

void TestStationDisk::isNoMedium_data()
{
    QTest::addColumn<ErrorCode>("met");
    QTest::addColumn<ErrorCode>("told");

    QTest::newRow("full") << ErrorCode::MediumFull << ErrorCode::NoSpaceForLedger;
    QTest::newRow("read-only") << ErrorCode::MediumReadOnly << ErrorCode::DatabaseUnavailable;
    QTest::newRow("failing") << ErrorCode::MediumGone << ErrorCode::DatabaseUnavailable;
    QTest::newRow("not allowed") << ErrorCode::Unreadable << ErrorCode::Unreadable;
    QTest::newRow("bad settings") << ErrorCode::UnknownField << ErrorCode::UnknownField;
}

void TestStationDisk::isNoMedium()
{
    QFETCH(ErrorCode, met);
    QFETCH(ErrorCode, told);
    const auto error = ofStationDisk(Error{met, QStringLiteral("why"), QStringLiteral("lock")});
    QCOMPARE(error.code, told);
    QCOMPARE(error.message, QStringLiteral("why"));
    QCOMPARE(error.file, QStringLiteral("lock"));
}

SATCHEL_TEST(TestStationDisk)
#include "TestStationDisk.moc"
