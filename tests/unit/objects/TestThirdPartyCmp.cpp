#include <core/objects/EnrolmentObject.h>

#include <core/base/File.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/ThirdPartyMessages.h>

#include <QTest>

using namespace satchel;

namespace {

constexpr qint64 MostCmpBytes = 4 * 1024 * 1024;

// CMP messages of other programs: which body they have, whose they are and by what they pair. The transactionIDs are
// those that other tools read. What is checked of them is in TestThirdPartyMessages.
struct CmpRow {
    const char* file;
    const char* body;
    const char* device;
    const char* transaction;
};

constexpr CmpRow Rows[] = {
    {"openssl-cmp/corpus_CP_Insta.pki", "cp", "test1", "7348bbd1da6d90c582f02821af5afff4"},
    {"openssl-cmp/corpus_CR_Insta.pki", "cr", "test1", "7348bbd1da6d90c582f02821af5afff4"},
    {"openssl-cmp/corpus_CertConf_Insta.pki", "certConf", "", "7348bbd1da6d90c582f02821af5afff4"},
    {"openssl-cmp/corpus_Error_Insta.pki", "error", "", "752a3356a4ea9b2c5fadedd112ba7c27"},
    {"openssl-cmp/corpus_GenM_Insta.pki", "genm", "", "8893602d459b6feed79eb8aee8da5291"},
    {"openssl-cmp/corpus_GenP_Insta.pki", "genp", "", "8893602d459b6feed79eb8aee8da5291"},
    {"openssl-cmp/corpus_IP_empty_subject_Insta.pki", "ip", "", "7493cc9fca7c40f6aa1fd30e4a64c99d"},
    {"openssl-cmp/corpus_IR_empty_subject_Insta.pki", "ir", "", "7493cc9fca7c40f6aa1fd30e4a64c99d"},
    {"openssl-cmp/corpus_KUP_Insta.pki", "kup", "test1", "4ac7caa749e0e7ca5bd04d51493163a8"},
    {"openssl-cmp/corpus_KUR_Insta.pki", "kur", "test1", "4ac7caa749e0e7ca5bd04d51493163a8"},
    {"openssl-cmp/corpus_P10CR_Insta.pki", "p10cr", "", "54800db9c869428bd3fab4a77a24dc6a"},
    {"openssl-cmp/corpus_PKIConf_Insta.pki", "pkiconf", "", "7348bbd1da6d90c582f02821af5afff4"},
    {"openssl-cmp/corpus_PollRep_Insta.pki", "pollRep", "", "7493cc9fca7c40f6aa1fd30e4a64c99d"},
    {"openssl-cmp/corpus_PollReq_Insta.pki", "pollReq", "", "7493cc9fca7c40f6aa1fd30e4a64c99d"},
    {"openssl-cmp/corpus_RP_Insta.pki", "rp", "", "99b2f0bc302c288e198f978ced09e445"},
    {"openssl-cmp/corpus_RR_Insta.pki", "rr", "", "99b2f0bc302c288e198f978ced09e445"},
    {"openssl-cmp/protect_IP_PBM.pki", "ip", "test2", "39b69028c4bc7af6bec64a8897a6950b"},
    {"openssl-cmp/protect_IR_protected.pki", "ir", "DvO_test", "d39d705034d1612d8e0d8d4d1a81e3b8"},
    {"openssl-cmp/protect_IR_unprotected.pki", "ir", "DvO_test", "df5cdc01f8816ea93e63945bd3121b65"},
    {"openssl-cmp/server_CR_protected_PBM_1234.pki", "cr", "sender", "a431a5fc193316a6602704150e8c508b"},
    {"openssl-cmp/vfy_IP_waitingStatus_PBM.pki", "ip", "", "fddae80754b4b68fe8ea4f38c94c3f4a"},
    {"openssl-cmp/vfy_IR_protected.pki", "ir", "DvO_test", "d39d705034d1612d8e0d8d4d1a81e3b8"},
    {"openssl-cmp/vfy_IR_protected_0_extraCerts.pki", "ir", "test1", "0575619795a42b6a6314d49004bb787c"},
    {"openssl-cmp/vfy_IR_protected_2_extraCerts.pki", "ir", "test1", "e61a45608ecef81e681b5e0aeb277f63"},
    {"openssl-cmp/vfy_IR_rmprotection.pki", "ip", "test2", "39b69028c4bc7af6bec64a8897a6950b"},
    {"openssl-cmp/vfy_IR_unprotected.pki", "ir", "DvO_test", "df5cdc01f8816ea93e63945bd3121b65"},
    {"pyasn1-alt-modules/rfc4210_PKIMessage.der", "cp", "76543456765", "434d5056325431323233333436323730"},
    {"pyasn1-alt-modules/rfc9480_CertRepMessage.der", "cp", "76543456765", "434d5056325431323233333436323730"},
    {"pyasn1-alt-modules/rfc9480_V3CertConfMessage.der", "certConf", "", "c5f29e08a46e622a75485dfa36f143cb"},
    {"pyasn1-alt-modules/rfc9810_CertRepMessage.der", "cp", "76543456765", "434d5056325431323233333436323730"},
    {"pyasn1-alt-modules/rfc9810_V3CertConfMessage.der", "certConf", "", "c5f29e08a46e622a75485dfa36f143cb"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CERT_CONFIRM.PKI", "certConf", "",
        "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CERT_REP.PKI", "cp", "Subject", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CERT_REQ.PKI", "cr", "Subject", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CONFIRM.PKI", "pkiconf", "", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_POLL_REP.PKI", "pollRep", "", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_POLL_REQ.PKI", "pollReq", "", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/upstream_CERT_REP.PKI", "cp", "Subject", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/CrDelayed/upstream_CERT_REQ.PKI", "cr", "Subject", "fc9d46bbb6e7e3f232c962a6aae64b90"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_CERT_CONFIRM.PKI", "certConf", "",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_CONFIRM.PKI", "pkiconf", "",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_INIT_REP.PKI", "ip", "Subject",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_INIT_REQ.PKI", "ir", "Subject",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_CERT_CONFIRM.PKI", "certConf", "",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_CONFIRM.PKI", "pkiconf", "",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_INIT_REP.PKI", "ip", "Subject",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_INIT_REQ.PKI", "ir", "Subject",
        "6e7db6c2faddf0f9a4aed271d1da2fe5"},
    {"siemens-LightweightCmpRa/Kur/downstream_CERT_CONFIRM.PKI", "certConf", "", "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/downstream_CONFIRM.PKI", "pkiconf", "", "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/downstream_KEY_UPDATE_REP.PKI", "kup", "Subject",
        "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/downstream_KEY_UPDATE_REQ.PKI", "kur", "Subject",
        "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/upstream_CERT_CONFIRM.PKI", "certConf", "", "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/upstream_CONFIRM.PKI", "pkiconf", "", "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/upstream_KEY_UPDATE_REP.PKI", "kup", "Subject", "b9d4493cdbbc5c861103fb7829be64ef"},
    {"siemens-LightweightCmpRa/Kur/upstream_KEY_UPDATE_REQ.PKI", "kur", "Subject", "b9d4493cdbbc5c861103fb7829be64ef"},
};

QString keyOf(const EnrolmentObject& object)
{
    return object.correlation().isEmpty() ? object.lookups().join(QLatin1Char(' ')) : object.correlation();
}

} // namespace

class TestThirdPartyCmp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsBodyDeviceAndTransaction_data();
    void tellsBodyDeviceAndTransaction();
};

void TestThirdPartyCmp::initTestCase()
{
    if (!test::thirdPartyMessages().exists(QStringLiteral("INDEX.md"))) {
        QSKIP("the folder with third-party messages is not there: set SATCHEL_VECTORS");
    }
}

void TestThirdPartyCmp::tellsBodyDeviceAndTransaction_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("transaction");
    for (const CmpRow& row : Rows) {
        QTest::newRow(row.file) << QString::fromLatin1(row.file) << QString::fromLatin1(row.body)
                                << QString::fromLatin1(row.device) << QString::fromLatin1(row.transaction);
    }
}

void TestThirdPartyCmp::tellsBodyDeviceAndTransaction()
{
    QFETCH(QString, file);
    QFETCH(QString, body);
    QFETCH(QString, transaction);
    const auto bytes = readFile(test::thirdPartyMessages().filePath(file), MostCmpBytes);
    QVERIFY(bytes.has_value());

    const auto object = EnrolmentObject::recognise(*bytes);

    QVERIFY2(object.has_value(), object ? "" : qPrintable(object.error().message));
    QCOMPARE(*(*object)->describe().find(u"form")->string(), QStringLiteral("CMP ") + body);
    QCOMPARE(*(*object)->describe().find(u"transactionId")->string(), transaction);
    QTEST((*object)->device(), "device");
    // A pollReq asks for an answer that the registrar on site gives, and so is not looked for.
    QCOMPARE(keyOf(**object), body == u"pollReq" ? QString{} : QStringLiteral("cmp:") + transaction);
}

SATCHEL_TEST(TestThirdPartyCmp)
#include "TestThirdPartyCmp.moc"
