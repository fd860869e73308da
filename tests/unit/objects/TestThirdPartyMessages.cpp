#include <core/objects/EnrolmentObject.h>

#include <core/base/File.h>
#include <core/crypto/Certificate.h>
#include <tests/support/ThirdPartyMessages.h>
#include <tests/support/Verdicts.h>

#include <QDir>
#include <QDirIterator>
#include <QSet>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr qint64 MostBytes = 4 * 1024 * 1024;

// What others have made: what it is taken for, what the checks say (by a station with RFC 8995's anchors), and whether
// its signature, protection or proof of possession is good. What later versions carry is listed as not recognised.
struct Row {
    const char* file;
    const char* outcome; // kind, or code of refusing to recognise
    const char* verdict;
    const char* signature;
};

constexpr Row Rows[] = {
    {"anima-wg-anima-bootstrap/ex-file-voucher-request-constrained.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/ex-file-voucher-request-offline.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/ex-file-voucher-request-prior.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/ex-file-voucher-request-proximity.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/ex-file-voucher-request.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/example-auditlog.json", "audit-log", "none", "skipped"},
    {"anima-wg-anima-bootstrap/example-enrollstatus.json", "voucher-status", "none", "skipped"},
    {"anima-wg-anima-bootstrap/example-telemetry.json", "voucher-status", "none", "skipped"},
    {"anima-wg-anima-bootstrap/example-voucher.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/parboiled_vr_00-D0-E5-F2-00-02.der", "voucher-request", "none", "pass"},
    {"anima-wg-anima-bootstrap/parboiled_vr_00-D0-E5-F2-00-02.json", "malformed", "-", "-"},
    {"anima-wg-anima-bootstrap/parboiled_vr_00-D0-E5-F2-00-02.payload.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/parboiled_vr_00-D0-E5-F2-00-02.pkcs", "voucher-request", "none", "pass"},
    {"anima-wg-anima-bootstrap/voucher_00-D0-E5-F2-00-02.der", "voucher", "none", "pass"},
    {"anima-wg-anima-bootstrap/voucher_00-D0-E5-F2-00-02.json", "malformed", "-", "-"},
    {"anima-wg-anima-bootstrap/voucher_00-D0-E5-F2-00-02.payload.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/voucher_00-D0-E5-F2-00-02.pkcs", "voucher", "none", "pass"},
    {"anima-wg-anima-bootstrap/vr_00-D0-E5-F2-00-02.der", "voucher-request", "none", "pass"},
    {"anima-wg-anima-bootstrap/vr_00-D0-E5-F2-00-02.json", "malformed", "-", "-"},
    {"anima-wg-anima-bootstrap/vr_00-D0-E5-F2-00-02.payload.json", "not-recognised", "-", "-"},
    {"anima-wg-anima-bootstrap/vr_00-D0-E5-F2-00-02.pkcs", "voucher-request", "none", "pass"},
    {"anima-wg-voucher/ex-file-voucher-ephemeral.json", "not-recognised", "-", "-"},
    {"anima-wg-voucher/ex-file-voucher-long-lived.json", "not-recognised", "-", "-"},
    {"anima-wg-voucher/idevid1-example.der", "certification-response", "held:untrusted-issuer", "-"},
    {"anima-wg-voucher/voucher_00-D0-E5-F2-00-02.pkcs", "voucher", "held:domain-mismatch", "pass"},
    {"anima-wg-voucher/vr_00-D0-E5-F2-00-02.pkcs", "voucher-request", "held:untrusted-issuer", "pass"},
    {"animagus-fountain/NEG_detached-cms_not-a-voucher_mwave_mud.json.sig.der", "not-recognised", "-", "-"},
    {"animagus-fountain/voucher_00-D0-E5-03-00-03.der", "voucher", "held:domain-mismatch", "pass"},
    {"animagus-fountain/voucher_2017_081196FFFE0181E0.der", "voucher", "held:domain-mismatch", "pass"},
    {"animagus-fountain/voucher_JADA_f2-00-01_long.der", "voucher", "held:domain-mismatch", "pass"},
    {"animagus-fountain/voucher_JADA_f2-00-01_short.der", "voucher", "held:domain-mismatch", "pass"},
    {"animagus-fountain/vr_2017_081196FFFE0181E0.der", "voucher-request", "held:untrusted-issuer", "pass"},
    {"animagus-fountain/vr_siemens-bt_119.der", "voucher-request", "held:untrusted-issuer", "pass"},
    {"animagus-fountain/vr_siemens-bt_2018.der", "voucher-request", "held:untrusted-issuer", "pass"},
    {"cose/cbrski-draft_pvr.cose", "voucher-request", "held:untrusted-issuer", "fail"},
    {"cose/cbrski-draft_rvr.cose", "voucher-request", "held:untrusted-issuer", "pass"},
    {"cose/cbrski-draft_voucher.cose", "voucher", "held:domain-mismatch", "pass"},
    {"cose/rvr_00-D0-E5-01-00-09.cose", "voucher-request", "held:nonce-mismatch", "fail"},
    {"cose/voucher_00-D0-E5-01-00-09.cose", "voucher", "held:domain-mismatch", "fail"},
    {"cose/voucher_00-D0-E5-F2-00-01.cose", "voucher", "held:domain-mismatch", "fail"},
    {"cose/vr_00-D0-E5-F2-00-02.cose", "voucher-request", "held:untrusted-issuer", "fail"},
    {"csrattrs/CSR-template.der", "certification-request", "none", "pass"},
    {"csrattrs/fountain_example01.acp.csrattr.der", "attributes", "none", "skipped"},
    {"csrattrs/fountain_example02.csrattr.der", "attributes", "none", "skipped"},
    {"csrattrs/fountain_rfc7030_sec4.5.2.csrattr.der", "attributes", "none", "skipped"},
    {"csrattrs/pyasn1_rfc7030_CSRAttrs.der", "attributes", "none", "skipped"},
    {"csrattrs/pyasn1_rfc8951_CSRAttrs.der", "attributes", "none", "skipped"},
    {"csrattrs/realistic-acp.csrattr.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc7030-example01.csrattr.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc9908_RFC9908Section5_1.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc9908_RFC9908Section5_2.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc9908_RFC9908Section5_3.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc9908_RFC9908Section5_4.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc9908_RFC9908Section5_5.der", "attributes", "none", "skipped"},
    {"csrattrs/rfc9908_RFC9908Section5_6.der", "attributes", "none", "skipped"},
    {"jscep/scep_req0.der", "certification-request", "held:weak-algorithm", "fail"},
    {"jscep/scep_req1.der", "not-recognised", "-", "-"},
    {"jscep/scep_req2.der", "certification-request", "held:weak-algorithm", "fail"},
    {"jscep/scep_resp0.der", "certification-response", "held:untrusted-issuer", "-"},
    {"jscep/scep_resp1.der", "not-recognised", "-", "-"},
    {"jscep/scep_resp2.der", "certification-response", "held:weak-algorithm", "fail"},
    {"jws/brski-prm-draft_pvr.jws.json", "voucher-request", "held:untrusted-issuer", "pass"},
    {"jws/brski-prm-draft_rvr.jws.json", "voucher-request", "held:untrusted-issuer", "pass"},
    {"jws/brski-prm-draft_voucher_a.jws.json", "voucher", "held:domain-mismatch", "pass"},
    {"jws/brski-prm-draft_voucher_b.jws.json", "voucher", "held:domain-mismatch", "pass"},
    {"openssl-cmp/corpus_CP_Insta.pki", "certification-response", "held:untrusted-issuer", "skipped"},
    {"openssl-cmp/corpus_CR_Insta.pki", "certification-request", "none", "skipped"},
    {"openssl-cmp/corpus_CertConf_Insta.pki", "confirmation", "none", "skipped"},
    {"openssl-cmp/corpus_Error_Insta.pki", "rejection", "held:untrusted-issuer", "pass"},
    {"openssl-cmp/corpus_GenM_Insta.pki", "certification-request", "none", "skipped"},
    {"openssl-cmp/corpus_GenP_Insta.pki", "certification-response", "held:untrusted-issuer", "pass"},
    {"openssl-cmp/corpus_IP_empty_subject_Insta.pki", "waiting", "held:held", "skipped"},
    {"openssl-cmp/corpus_IR_empty_subject_Insta.pki", "certification-request", "none", "skipped"},
    {"openssl-cmp/corpus_KUP_Insta.pki", "certification-response", "held:untrusted-issuer", "skipped"},
    {"openssl-cmp/corpus_KUR_Insta.pki", "certification-request", "none", "skipped"},
    {"openssl-cmp/corpus_P10CR_Insta.pki", "certification-request", "held:weak-algorithm", "skipped"},
    {"openssl-cmp/corpus_PKIConf_Insta.pki", "confirmation-response", "none", "skipped"},
    {"openssl-cmp/corpus_PollRep_Insta.pki", "waiting", "held:held", "skipped"},
    {"openssl-cmp/corpus_PollReq_Insta.pki", "waiting", "held:held", "skipped"},
    {"openssl-cmp/corpus_RP_Insta.pki", "certification-response", "held:untrusted-issuer", "fail"},
    {"openssl-cmp/corpus_RR_Insta.pki", "certification-request", "none", "skipped"},
    {"openssl-cmp/protect_IP_PBM.pki", "certification-response", "held:untrusted-issuer", "skipped"},
    {"openssl-cmp/protect_IR_protected.pki", "certification-request", "held:untrusted-issuer", "fail"},
    {"openssl-cmp/protect_IR_unprotected.pki", "certification-request", "none", "pass"},
    {"openssl-cmp/server_CR_protected_PBM_1234.pki", "certification-request", "none", "skipped"},
    {"openssl-cmp/vfy_IP_waitingStatus_PBM.pki", "waiting", "held:held", "skipped"},
    {"openssl-cmp/vfy_IR_protected.pki", "certification-request", "held:untrusted-issuer", "fail"},
    {"openssl-cmp/vfy_IR_protected_0_extraCerts.pki", "certification-request", "held:untrusted-issuer", "fail"},
    {"openssl-cmp/vfy_IR_protected_2_extraCerts.pki", "certification-request", "held:untrusted-issuer", "pass"},
    {"openssl-cmp/vfy_IR_rmprotection.pki", "certification-response", "held:untrusted-issuer", "warn"},
    {"openssl-cmp/vfy_IR_unprotected.pki", "certification-request", "none", "pass"},
    {"pkcs10/csr-rsa.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/example-csr.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/fountain_00-D0-E5-03-00-03_csr1.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/fountain_csr_bulb03.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/fountain_csr_bulb1.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/fountain_csr_f20002.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/libest_TestMfgCA0_test.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/libest_US5240_midsize.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/libest_estserver.p10.der", "certification-request", "held:weak-algorithm", "fail"},
    {"pkcs10/openssl_ext-check.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/openssl_x509-check.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/pkcs10.p10.der", "certification-request", "held:weak-algorithm", "fail"},
    {"pkcs10/pyasn1_rfc2986.p10.der", "certification-request", "none", "pass"},
    {"pkcs10/siemens-LightweightCmpRa_CertificateRequest.p10.der", "certification-request", "none", "pass"},
    {"pyasn1-alt-modules/rfc10002_BackwardCompatibility.der", "certification-request", "held:weak-algorithm", "fail"},
    {"pyasn1-alt-modules/rfc4210_PKIMessage.der", "certification-response", "held:untrusted-issuer", "fail"},
    {"pyasn1-alt-modules/rfc4211_CertificateReq.der", "not-recognised", "-", "-"},
    {"pyasn1-alt-modules/rfc5652_ContentInfo.der", "certification-request", "held:weak-algorithm", "fail"},
    {"pyasn1-alt-modules/rfc6402_BackwardCompatibility.der", "certification-request", "held:weak-algorithm", "fail"},
    {"pyasn1-alt-modules/rfc8366_ANIMAJSONVoucher.der", "voucher", "refused:bad-signature", "fail"},
    {"pyasn1-alt-modules/rfc8894_IssuerAndSubject.der", "not-recognised", "-", "-"},
    {"pyasn1-alt-modules/rfc8995_MASAURLCertExtn.der", "certification-response", "held:untrusted-issuer", "-"},
    {"pyasn1-alt-modules/rfc9480_CertRepMessage.der", "certification-response", "held:untrusted-issuer", "fail"},
    {"pyasn1-alt-modules/rfc9480_V3CertConfMessage.der", "confirmation", "none", "skipped"},
    {"pyasn1-alt-modules/rfc9810_CertRepMessage.der", "certification-response", "held:untrusted-issuer", "fail"},
    {"pyasn1-alt-modules/rfc9810_V3CertConfMessage.der", "confirmation", "none", "skipped"},
    {"rfc7030-appendixA/A.1_cacerts_response.p7.der", "ca-certificates", "held:untrusted-issuer", "-"},
    {"rfc7030-appendixA/A.2_csrattrs.der", "attributes", "none", "skipped"},
    {"rfc7030-appendixA/A.3_simpleenroll_request.p10.der", "certification-request", "held:weak-algorithm", "fail"},
    {"rfc7030-appendixA/A.3_simpleenroll_response.p7.der", "certification-response", "held:untrusted-issuer", "-"},
    {"rfc7030-appendixA/A.4_serverkeygen_request.p10.der", "certification-request", "held:weak-algorithm", "fail"},
    {"rfc7030-appendixA/A.4_serverkeygen_response_cert.p7.der", "certification-response", "held:untrusted-issuer", "-"},
    {"rfc7030-appendixA/A.4_serverkeygen_response_key.p8.der", "not-recognised", "-", "-"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CERT_CONFIRM.PKI", "confirmation", "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CERT_REP.PKI", "certification-response", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CERT_REQ.PKI", "certification-request", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_CONFIRM.PKI", "confirmation-response", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_POLL_REP.PKI", "waiting", "held:held", "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/downstream_POLL_REQ.PKI", "waiting", "held:held", "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/upstream_CERT_REP.PKI", "certification-response", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/CrDelayed/upstream_CERT_REQ.PKI", "certification-request", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_CERT_CONFIRM.PKI", "confirmation", "none", "skipped"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_CONFIRM.PKI", "confirmation-response",
        "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_INIT_REP.PKI", "certification-response",
        "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/downstream_INIT_REQ.PKI", "certification-request", "none",
        "skipped"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_CERT_CONFIRM.PKI", "confirmation", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_CONFIRM.PKI", "confirmation-response",
        "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_INIT_REP.PKI", "certification-response",
        "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/IrWithMacProtection/upstream_INIT_REQ.PKI", "certification-request",
        "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/Kur/downstream_CERT_CONFIRM.PKI", "confirmation", "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/Kur/downstream_CONFIRM.PKI", "confirmation-response", "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/Kur/downstream_KEY_UPDATE_REP.PKI", "certification-response", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/Kur/downstream_KEY_UPDATE_REQ.PKI", "certification-request", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/Kur/upstream_CERT_CONFIRM.PKI", "confirmation", "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/Kur/upstream_CONFIRM.PKI", "confirmation-response", "held:untrusted-issuer", "pass"},
    {"siemens-LightweightCmpRa/Kur/upstream_KEY_UPDATE_REP.PKI", "certification-response", "held:untrusted-issuer",
        "pass"},
    {"siemens-LightweightCmpRa/Kur/upstream_KEY_UPDATE_REQ.PKI", "certification-request", "held:untrusted-issuer",
        "pass"},
};

QByteArray bytesOf(const QString& file)
{
    return readFile(test::thirdPartyMessages().filePath(file), MostBytes).value_or(QByteArray{});
}

Anchor anchor(AnchorUse use, const char* file)
{
    const auto certificates = Certificate::fromPemOrDer(bytesOf(QString::fromLatin1(file)));
    if (!certificates) {
        qFatal("%s: %s", file, qPrintable(certificates.error().message));
    }
    return {use, certificates->first()};
}

QString signatureOf(const Assessment& assessment)
{
    for (const QLatin1StringView name :
        {QLatin1StringView{"signature"}, QLatin1StringView{"protection"}, QLatin1StringView{"proof-of-possession"}}) {
        for (const Check& check : assessment.checks) {
            if (check.name == name) {
                return checkResultName(check.result);
            }
        }
    }
    return QStringLiteral("-");
}

QDateTime at(const char* text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
}

} // namespace

// Messages that other programs have written, judged at a fixed time.
class TestThirdPartyMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judges_data();
    void judges();
    void tellsWhomItConcerns_data();
    void tellsWhomItConcerns();
    void listsEveryMessage();
    void judgesWithTheirAnchors_data();
    void judgesWithTheirAnchors();
    void isWhatItIsTold_data();
    void isWhatItIsTold();
    void takesAServerKeyInTheClear();
    void pairs_data();
    void pairs();
};

void TestThirdPartyMessages::initTestCase()
{
    if (!test::thirdPartyMessages().exists(QStringLiteral("INDEX.md"))) {
        QSKIP("the folder with third-party messages is not there: set SATCHEL_VECTORS");
    }
}

void TestThirdPartyMessages::judges_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("signature");
    for (const Row& row : Rows) {
        QTest::newRow(row.file) << QString::fromLatin1(row.file) << QString::fromLatin1(row.outcome)
                                << QString::fromLatin1(row.verdict) << QString::fromLatin1(row.signature);
    }
}

void TestThirdPartyMessages::judges()
{
    QFETCH(QString, file);
    const bool isRfc8995 = file.startsWith(u"anima-wg-anima-bootstrap/");
    const TrustStore trust = isRfc8995
        ? TrustStore::inMemory({anchor(AnchorUse::Manufacturer, "anima-wg-anima-bootstrap/vendor.cert"),
              anchor(AnchorUse::Masa, "anima-wg-anima-bootstrap/masa.cert"),
              anchor(AnchorUse::Domain, "anima-wg-anima-bootstrap/ownerca_secp384r1.cert")})
        : TrustStore::inMemory({});

    const auto object = EnrolmentObject::recognise(bytesOf(file));

    QTEST(object ? kindName((*object)->kind()) : errorCodeName(object.error().code), "outcome");
    if (object) {
        const Assessment assessment = (*object)->assess(CheckContext{.trust = trust, .at = at("2021-04-14T11:33:20Z")});
        QTEST(verdictOf(assessment), "verdict");
        QTEST(signatureOf(assessment), "signature");
        QVERIFY((*object)->describe().find(u"form") != nullptr);
    }
}

void TestThirdPartyMessages::tellsWhomItConcerns_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("mark"); // correlation of a request, what an answer looks for

    const auto row = [](const char* file, const char* device, const char* mark) {
        QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(device) << QString::fromLatin1(mark);
    };
    row("jscep/scep_req2.der", "Test SCEP PKI user", "scep:7XXEY-ERLPU-2JDR9");
    row("jscep/scep_resp2.der", "", "scep:7XXEY-ERLPU-2JDR9");
    row("pyasn1-alt-modules/rfc6402_BackwardCompatibility.der", "",
        "key:8a8fb763e3c19fbe78a4640f201f0493a2df7a12e30daf818296cbce1e97e09e");
}

void TestThirdPartyMessages::tellsWhomItConcerns()
{
    QFETCH(QString, file);
    const auto object = EnrolmentObject::recognise(bytesOf(file));
    QVERIFY(object.has_value());

    QTEST((*object)->device(), "device");
    QTEST(
        isRequest((*object)->kind()) ? (*object)->correlation() : (*object)->lookups().join(QLatin1Char(' ')), "mark");
}

// A message that is added to the folder and to no row would be tested by nobody.
void TestThirdPartyMessages::listsEveryMessage()
{
    QSet<QString> listed;
    for (const Row& row : Rows) {
        listed.insert(QString::fromLatin1(row.file));
        QVERIFY2(test::thirdPartyMessages().exists(QString::fromLatin1(row.file)), row.file);
    }
    QDirIterator files{test::thirdPartyMessages().path(), QDir::Files, QDirIterator::Subdirectories};
    while (files.hasNext()) {
        const QString file = test::thirdPartyMessages().relativeFilePath(files.next());
        const bool isMessage
            = !file.endsWith(u".crt") && !file.endsWith(u".cert") && !file.endsWith(u".pem") && file != u"INDEX.md";
        QVERIFY2(!isMessage || listed.contains(file), qPrintable(file));
    }
}

void TestThirdPartyMessages::judgesWithTheirAnchors_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("anchorFile");
    QTest::addColumn<bool>("isDomain");
    QTest::addColumn<QDateTime>("instant");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("signature");

    const auto row = [](const char* name, const char* file, const char* anchorFile, bool isDomain, const char* instant,
                         const char* verdict, const char* signature) {
        QTest::newRow(name) << QString::fromLatin1(file) << QString::fromLatin1(anchorFile) << isDomain << at(instant)
                            << QString::fromLatin1(verdict) << QString::fromLatin1(signature);
    };
    row("OpenSSL's ir, signer among the anchors", "openssl-cmp/protect_IR_protected.pki",
        "openssl-cmp/certs/server.crt", false, "2018-06-01T00:00:00Z", "none", "pass");
    row("the same, expired", "openssl-cmp/protect_IR_protected.pki", "openssl-cmp/certs/server.crt", false,
        "2019-06-01T00:00:00Z", "held:expired", "pass");
    row("Insta's error", "openssl-cmp/corpus_Error_Insta.pki", "openssl-cmp/certs/insta_ca.cert.pem", true,
        "2017-06-01T00:00:00Z", "none", "pass");
    row("Insta's rp, signer among the anchors", "openssl-cmp/corpus_RP_Insta.pki",
        "openssl-cmp/certs/insta_ca.cert.pem", true, "2017-06-01T00:00:00Z", "none", "pass");
    row("RFC 8995's IDevID is no answer of ours", "pyasn1-alt-modules/rfc8995_MASAURLCertExtn.der",
        "anima-wg-anima-bootstrap/vendor.cert", false, "2021-04-14T11:33:20Z", "held:untrusted-issuer", "-");
    row("RFC 8995's request, long after", "anima-wg-anima-bootstrap/vr_00-D0-E5-F2-00-02.der",
        "anima-wg-anima-bootstrap/vendor.cert", false, "2026-06-01T00:00:00Z", "held:expired", "pass");
}

void TestThirdPartyMessages::judgesWithTheirAnchors()
{
    QFETCH(QString, file);
    QFETCH(QString, anchorFile);
    QFETCH(bool, isDomain);
    QFETCH(QDateTime, instant);
    const AnchorUse use = isDomain ? AnchorUse::Domain : AnchorUse::Manufacturer;
    const TrustStore trust = TrustStore::inMemory({anchor(use, anchorFile.toLatin1().constData())});
    const auto object = EnrolmentObject::recognise(bytesOf(file));
    QVERIFY(object.has_value());

    const Assessment assessment = (*object)->assess(CheckContext{.trust = trust, .at = instant});

    QTEST(verdictOf(assessment), "verdict");
    QTEST(signatureOf(assessment), "signature");
}

void TestThirdPartyMessages::isWhatItIsTold_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("told");
    QTest::addColumn<QString>("kind");

    const auto row = [](const char* file, const char* told, const char* kind) {
        QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(told) << QString::fromLatin1(kind);
    };
    row("anima-wg-anima-bootstrap/example-enrollstatus.json", "enroll-status", "enroll-status");
    row("anima-wg-anima-bootstrap/example-telemetry.json", "voucher-status", "voucher-status");
    row("anima-wg-anima-bootstrap/example-auditlog.json", "audit-log-request", "audit-log");
    row("anima-wg-anima-bootstrap/vr_00-D0-E5-F2-00-02.der", "audit-log-request", "audit-log-request");
    row("anima-wg-anima-bootstrap/parboiled_vr_00-D0-E5-F2-00-02.der", "audit-log-request", "audit-log-request");
    row("rfc7030-appendixA/A.1_cacerts_response.p7.der", "ca-certificates", "ca-certificates");
    row("rfc7030-appendixA/A.3_simpleenroll_response.p7.der", "ca-certificates", "certification-response");
    row("rfc7030-appendixA/A.4_serverkeygen_response_cert.p7.der", "certification-response", "certification-response");
    row("rfc7030-appendixA/A.2_csrattrs.der", "attributes", "attributes");
}

void TestThirdPartyMessages::isWhatItIsTold()
{
    QFETCH(QString, file);
    QFETCH(QString, told);

    const auto object = EnrolmentObject::recognise(bytesOf(file), kindFromName(told));

    QVERIFY(object.has_value());
    QTEST(kindName((*object)->kind()), "kind");
}

// RFC 7030 appendix A.4 as it is sent: its key is for everybody to read, and no reason to lose the answer.
void TestThirdPartyMessages::takesAServerKeyInTheClear()
{
    const QByteArray folder = "rfc7030-appendixA/A.4_serverkeygen_response_";
    const auto part = [&folder](const char* type, const char* name) {
        return "--b\r\nContent-Type: " + QByteArray{type} + "\r\n\r\n"
            + bytesOf(QString::fromLatin1(folder + name)).toBase64() + "\r\n";
    };
    const QByteArray body
        = part("application/pkcs8", "key.p8.der") + part("application/pkcs7-mime", "cert.p7.der") + "--b--\r\n";

    const auto object = EnrolmentObject::recognise(body);

    QVERIFY2(object.has_value(), object ? "" : qPrintable(object.error().message));
    QVERIFY((*object)->holdsKey());
    const TrustStore none = TrustStore::inMemory({});
    const auto said = (*object)->assess({.trust = none, .at = at("2013-06-01T00:00:00Z")});
    QCOMPARE(verdictOf(said), QStringLiteral("held:untrusted-issuer"));
    QCOMPARE(test::checkOf(said, u"key"), QStringLiteral("pass"));
    QCOMPARE(said.warnings.size(), 1);
    QVERIFY(said.warnings.first().contains(u"not encrypted for its device"));
}

void TestThirdPartyMessages::pairs_data()
{
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& request, const QByteArray& answer, const char* code) {
        QTest::newRow(name) << QString::fromLatin1(request) << QString::fromLatin1(answer) << QString::fromLatin1(code);
    };
    const QByteArray rfc8995 = "anima-wg-anima-bootstrap/";
    const QByteArray siemens = "siemens-LightweightCmpRa/";
    const QByteArray rfc7030 = "rfc7030-appendixA/";
    const QByteArray insta = "openssl-cmp/corpus_";
    const QByteArray prm = "jws/brski-prm-draft_";
    const QByteArray cbrski = "cose/cbrski-draft_";
    row("RFC 8995, the pledge's", rfc8995 + "vr_00-D0-E5-F2-00-02.der", rfc8995 + "voucher_00-D0-E5-F2-00-02.der",
        "none");
    row("RFC 8995, the registrar's", rfc8995 + "parboiled_vr_00-D0-E5-F2-00-02.der",
        rfc8995 + "voucher_00-D0-E5-F2-00-02.der", "none");
    row("RFC 8995, of another year", rfc8995 + "vr_00-D0-E5-F2-00-02.der",
        "anima-wg-voucher/voucher_00-D0-E5-F2-00-02.pkcs", "nonce-mismatch");
    row("BRSKI-PRM, the pledge's", prm + "pvr.jws.json", prm + "voucher_b.jws.json", "none");
    row("BRSKI-PRM, the registrar's", prm + "rvr.jws.json", prm + "voucher_b.jws.json", "none");
    row("BRSKI-PRM, of another nonce", prm + "rvr.jws.json", prm + "voucher_a.jws.json", "nonce-mismatch");
    row("constrained, of another nonce", cbrski + "rvr.cose", cbrski + "voucher.cose", "nonce-mismatch");
    row("RFC 7030", rfc7030 + "A.3_simpleenroll_request.p10.der", rfc7030 + "A.3_simpleenroll_response.p7.der", "none");
    row("RFC 7030, another key", rfc7030 + "A.4_serverkeygen_request.p10.der",
        rfc7030 + "A.3_simpleenroll_response.p7.der", "key-mismatch");
    row("Siemens, cr", siemens + "CrDelayed/upstream_CERT_REQ.PKI", siemens + "CrDelayed/upstream_CERT_REP.PKI",
        "none");
    row("Siemens, ir", siemens + "IrWithMacProtection/upstream_INIT_REQ.PKI",
        siemens + "IrWithMacProtection/upstream_INIT_REP.PKI", "none");
    row("Siemens, ir protected by a MAC", siemens + "IrWithMacProtection/downstream_INIT_REQ.PKI",
        siemens + "IrWithMacProtection/downstream_INIT_REP.PKI", "none");
    row("Siemens, certConf", siemens + "IrWithMacProtection/upstream_CERT_CONFIRM.PKI",
        siemens + "IrWithMacProtection/upstream_CONFIRM.PKI", "none");
    row("Siemens, kur", siemens + "Kur/upstream_KEY_UPDATE_REQ.PKI", siemens + "Kur/upstream_KEY_UPDATE_REP.PKI",
        "none");
    row("Siemens, an ip for a cr", siemens + "CrDelayed/upstream_CERT_REQ.PKI",
        siemens + "IrWithMacProtection/upstream_INIT_REP.PKI", "no-matching-request");
    row("Siemens, a pkiconf for a kur", siemens + "Kur/upstream_KEY_UPDATE_REQ.PKI",
        siemens + "Kur/upstream_CONFIRM.PKI", "no-matching-request");
    row("Insta, cr", insta + "CR_Insta.pki", insta + "CP_Insta.pki", "none");
    row("Insta, kur", insta + "KUR_Insta.pki", insta + "KUP_Insta.pki", "none");
    row("Insta, rr", insta + "RR_Insta.pki", insta + "RP_Insta.pki", "none");
    row("Insta, genm", insta + "GenM_Insta.pki", insta + "GenP_Insta.pki", "none");
    row("Insta, certConf", insta + "CertConf_Insta.pki", insta + "PKIConf_Insta.pki", "none");
    row("SCEP", "jscep/scep_req2.der", "jscep/scep_resp2.der", "none");
    row("SCEP's certificate for its PKCS #10", "jscep/scep_req0.der", "jscep/scep_resp0.der", "none");
}

void TestThirdPartyMessages::pairs()
{
    QFETCH(QString, request);
    QFETCH(QString, answer);
    const auto asked = EnrolmentObject::recognise(bytesOf(request));
    const auto answered = EnrolmentObject::recognise(bytesOf(answer));
    QVERIFY(asked.has_value() && answered.has_value());

    const auto outcome = (*answered)->matches(**asked);

    QTEST(outcome ? QStringLiteral("none") : errorCodeName(outcome.error().code), "code");
    if (outcome) {
        QVERIFY((*answered)->lookups().contains((*asked)->correlation()));
    }
}

QTEST_GUILESS_MAIN(TestThirdPartyMessages)
#include "TestThirdPartyMessages.moc"
