#include <core/crypto/DerWriter.h>
#include <core/objects/cmp/CmpStatusInfo.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

namespace {

// PKIStatusInfo from what follows the status.
QByteArray info(char status, const QByteArray& rest = {})
{
    return derElement(der::Integer, QByteArray(1, status)) + rest;
}

Result<CmpStatusInfo> read(const QByteArray& content)
{
    DerFields fields{content, QStringLiteral("the status")};
    auto status = CmpStatusInfo::read(fields);
    if (auto result = fields.result(); !result) {
        return fail(result.error());
    }
    return status;
}

// failInfo with this one bit, in as few octets as DER wants.
QByteArray failure(int bit)
{
    QByteArray octets(bit / 8 + 1, '\0');
    octets.back() = static_cast<char>(0x80 >> (bit % 8));
    return derElement(der::BitString, QByteArray(1, static_cast<char>(7 - bit % 8)) + octets);
}

} // namespace

class TestCmpStatusInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesEveryFailure_data();
    void namesEveryFailure();
    void namesEveryStatus_data();
    void namesEveryStatus();
    void tellsAllReasons();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
};

// RFC 9810 section 5.2.3, all 27 bits.
void TestCmpStatusInfo::namesEveryFailure_data()
{
    QTest::addColumn<int>("bit");
    QTest::addColumn<QString>("name");
    const QStringList names = QStringLiteral(
        "badAlg badMessageCheck badRequest badTime badCertId badDataFormat wrongAuthority incorrectData "
        "missingTimeStamp badPOP certRevoked certConfirmed wrongIntegrity badRecipientNonce timeNotAvailable "
        "unacceptedPolicy unacceptedExtension addInfoNotAvailable badSenderNonce badCertTemplate signerNotTrusted "
        "transactionIdInUse unsupportedVersion notAuthorized systemUnavail systemFailure duplicateCertReq")
                                  .split(QLatin1Char(' '));
    QCOMPARE(names.size(), 27);
    for (int bit = 0; bit < names.size(); ++bit) {
        QTest::newRow(qPrintable(names[bit])) << bit << names[bit];
    }
    QTest::newRow("one that nobody has named") << 30 << QStringLiteral("bit 30");
}

void TestCmpStatusInfo::namesEveryFailure()
{
    QFETCH(int, bit);
    QFETCH(QString, name);

    const auto status = read(info(2, failure(bit)));

    QVERIFY(status.has_value());
    QCOMPARE(status->failures.size(), 1);
    QVERIFY2(status->failures.first().contains(name), qPrintable(status->failures.first()));
    QVERIFY(status->failures.first().size() > name.size() + 10); // in words, not by its name alone
}

void TestCmpStatusInfo::namesEveryStatus_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isRejected");

    QTest::newRow("0") << 0 << QStringLiteral("accepted") << false;
    QTest::newRow("1") << 1 << QStringLiteral("grantedWithMods") << false;
    QTest::newRow("2") << 2 << QStringLiteral("rejection") << true;
    QTest::newRow("3") << 3 << QStringLiteral("waiting") << false;
    QTest::newRow("6") << 6 << QStringLiteral("keyUpdateWarning") << false;
    QTest::newRow("7") << 7 << QStringLiteral("7") << false;
}

void TestCmpStatusInfo::namesEveryStatus()
{
    QFETCH(int, number);
    QFETCH(bool, isRejected);

    const auto status = read(info(static_cast<char>(number)));

    QVERIFY(status.has_value());
    QTEST(status->name(), "name");
    QCOMPARE(status->status == CmpStatusInfo::Status::Rejected, isRejected);
    QCOMPARE(status->reasons(), QString{});
}

void TestCmpStatusInfo::tellsAllReasons()
{
    const QByteArray texts = derElement(
        der::Sequence, derElement(der::Utf8String, "not on the list") + derElement(der::Utf8String, "b\xC3\xA4h \xFF"));
    const auto status = read(info(2, texts + derElement(der::BitString, QByteArray::fromHex("06 0040 00 40"))));

    QVERIFY(status.has_value());
    QCOMPARE(status->texts, (QStringList{QStringLiteral("not on the list"), QStringLiteral(u"b\u00e4h \ufffd")}));
    QCOMPARE(status->failures.size(), 2); // 9 and 25
    QVERIFY(status->reasons().contains(QStringLiteral("badPOP")));
    QVERIFY(status->reasons().contains(QStringLiteral("systemFailure")));
    QVERIFY(status->reasons().endsWith(QStringLiteral("not on the list; ") + status->texts.last()));

    const auto endless = read(info(2, derElement(der::Sequence, derElement(der::Utf8String, "x").repeated(1000))));
    QVERIFY(endless.has_value());
    QCOMPARE(endless->texts.size(), 16);
}

void TestCmpStatusInfo::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("content");

    QTest::newRow("nothing") << QByteArray{};
    QTest::newRow("status negative") << info('\xFF');
    QTest::newRow("status as long as it gets") << derElement(der::Integer, QByteArray(9, '\x7F'));
    QTest::newRow("status of another type") << derElement(der::OctetString, "\x02");
    QTest::newRow("text of another type") << info(2, derElement(der::Sequence, derElement(0x13, "no")));
    QTest::newRow("failures without their first octet") << info(2, derElement(der::BitString, {}));
    QTest::newRow("nine unused bits") << info(2, derElement(der::BitString, QByteArray::fromHex("0980")));
    QTest::newRow("failures as many as nobody has") << info(2, derElement(der::BitString, QByteArray(10, '\0')));
    QTest::newRow("more than the standard knows") << info(2, failure(9) + failure(9));
}

void TestCmpStatusInfo::refusesWhatIsBroken()
{
    QFETCH(QByteArray, content);

    const auto status = read(content);

    QVERIFY(!status.has_value());
    QCOMPARE(status.error().code, ErrorCode::Malformed);
}

SATCHEL_TEST(TestCmpStatusInfo)
#include "TestCmpStatusInfo.moc"
