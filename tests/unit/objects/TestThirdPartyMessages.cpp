#include <core/objects/EnrolmentObject.h>

#include <core/base/File.h>
#include <core/crypto/Certificate.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/ThirdPartyMessages.h>
#include <tests/support/Verdicts.h>

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <iterator>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr qint64 MostBytes = 4 * 1024 * 1024;

// third-party.tsv: what others have made, and what must come of it.
struct Row {
    QString file;
    QDateTime at;
    QString context; // "use=file ...": whose certificates are the anchors; "self": the message's own; "-": none
    QString outcome; // kind, or code of refusing to recognise
    QString verdict; // "-" where nothing was recognised, and so in all that follows
    QString signature; // or protection, or proof of possession
    QString chain;
    QString device;
    QString mark; // correlation of a request, what an answer looks for

    [[nodiscard]] QString name() const { return file + QLatin1Char(' ') + context; }
};

QByteArray bytesOf(const QString& file)
{
    return readFile(test::thirdPartyMessages().filePath(file), MostBytes).value_or(QByteArray{});
}

QDateTime at(const char* text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
}

QList<Row> rows()
{
    const auto text
        = readFile(QStringLiteral(SATCHEL_SOURCE_DIR "/tests/unit/objects/third-party.tsv"), MostBytes).value();
    QList<Row> rows;
    for (const QString& line : QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts).mid(1)) {
        const QStringList words = line.split(QLatin1Char('\t'));
        if (words.size() != 9) {
            qFatal("third-party.tsv: %s", qPrintable(line));
        }
        rows.append({words[0], at(words[1].toLatin1().constData()), words[2], words[3], words[4], words[5], words[6],
            words[7], words[8]});
    }
    return rows;
}

// All that can be found in a file, in PEM, DER, JSON, CBOR or base64 in one of these, without understanding it.
QList<Certificate> certificatesIn(const QByteArray& bytes)
{
    if (const auto plain = Certificate::fromPemOrDer(bytes)) {
        return *plain;
    }
    QList<Certificate> found;
    for (auto start = bytes.indexOf("\x30\x82"); start >= 0; start = bytes.indexOf("\x30\x82", start + 1)) {
        const QByteArray rest = bytes.mid(start);
        if (rest.size() > 4) {
            const auto size = 4 + 256 * static_cast<uchar>(rest[2]) + static_cast<uchar>(rest[3]);
            if (const auto certificate = Certificate::fromDer(rest.first(qMin<qsizetype>(size, rest.size())))) {
                found.append(*certificate);
            }
        }
    }
    static const QRegularExpression base64{QStringLiteral("(MI|ey)[A-Za-z0-9+/_-]{200,}")};
    const QString text = QString::fromLatin1(bytes).remove(QLatin1Char('\\')); // JSON may write \/ for /
    for (auto matches = base64.globalMatch(text); matches.hasNext();) {
        found += certificatesIn(
            QByteArray::fromBase64(matches.next().captured().toLatin1().replace('-', '+').replace('_', '/')));
    }
    return found;
}

// Those of them that none of the others has issued.
QList<Certificate> topmostIn(const QString& file)
{
    const auto all = certificatesIn(bytesOf(file));
    QList<Certificate> topmost;
    std::copy_if(all.begin(), all.end(), std::back_inserter(topmost), [&all](const Certificate& certificate) {
        return certificate.isSelfIssued() || std::none_of(all.begin(), all.end(), [&certificate](const auto& other) {
            return other.subjectDer() == certificate.issuerDer();
        });
    });
    return topmost;
}

// What a station knows beforehand.
struct Knowledge {
    QList<Anchor> anchors;
    std::optional<RequesterRecord> requester;

    [[nodiscard]] static Knowledge of(const Row& row)
    {
        Knowledge knowledge;
        for (const auto& word : row.context.split(QLatin1Char(' '))) {
            if (word == u"-") {
                continue;
            }
            const auto name = word.section(QLatin1Char('='), 1);
            const auto certificates = topmostIn(name == u"self" ? row.file : name);
            if (certificates.isEmpty()) {
                qFatal("no certificate: %s", qPrintable(row.name()));
            }
            if (const auto use = anchorUseFromName(word.section(QLatin1Char('='), 0, 0))) {
                for (const auto& certificate : certificates) {
                    knowledge.anchors.append({*use, certificate});
                }
            } else {
                knowledge.requester = RequesterRecord{certificates, {}, QStringLiteral("signature"), row.at};
            }
        }
        return knowledge;
    }
};

QString orDash(const QString& text)
{
    return text.isEmpty() ? QStringLiteral("-") : text;
}

QString signatureOf(const Assessment& assessment)
{
    for (const auto* name : {u"signature", u"protection", u"proof-of-possession"}) {
        if (const auto result = checkOf(assessment, name); !result.isEmpty()) {
            return result;
        }
    }
    return QStringLiteral("-");
}

QString markOf(const EnrolmentObject& object)
{
    return orDash(object.correlation().isEmpty() ? object.lookups().join(QLatin1Char(' ')) : object.correlation());
}

} // namespace

// Messages that other programs have written, judged at a fixed time.
class TestThirdPartyMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judges_data();
    void judges();
    void listsEveryMessage();
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
    QTest::addColumn<Row>("row");
    for (const Row& row : rows()) {
        QTest::newRow(qPrintable(row.name())) << row;
    }
}

void TestThirdPartyMessages::judges()
{
    QFETCH(Row, row);
    const Knowledge knowledge = Knowledge::of(row);
    const TrustStore trust = TrustStore::inMemory(knowledge.anchors);

    const auto object = EnrolmentObject::recognise(bytesOf(row.file));

    QCOMPARE(object ? kindName((*object)->kind()) : errorCodeName(object.error().code), row.outcome);
    if (object) {
        const Assessment assessment
            = (*object)->assess(CheckContext{.trust = trust, .at = row.at, .requester = knowledge.requester});
        QCOMPARE(verdictOf(assessment), row.verdict);
        QCOMPARE(signatureOf(assessment), row.signature);
        QCOMPARE(orDash(checkOf(assessment, u"chain")), row.chain);
        QCOMPARE(orDash((*object)->device()), row.device);
        QCOMPARE(markOf(**object), row.mark);
        QVERIFY((*object)->describe().find(u"form") != nullptr);
    }
}

// A message that is added to the folder and to no row would be tested by nobody.
void TestThirdPartyMessages::listsEveryMessage()
{
    QSet<QString> listed;
    for (const Row& row : rows()) {
        listed.insert(row.file);
        QVERIFY2(test::thirdPartyMessages().exists(row.file), qPrintable(row.file));
    }
    QDirIterator files{test::thirdPartyMessages().path(), QDir::Files, QDirIterator::Subdirectories};
    while (files.hasNext()) {
        const QString file = test::thirdPartyMessages().relativeFilePath(files.next());
        QVERIFY2(file == u"INDEX.md" || listed.contains(file), qPrintable(file));
    }
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

SATCHEL_TEST(TestThirdPartyMessages)
#include "TestThirdPartyMessages.moc"
