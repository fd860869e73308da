#include "PlainComparison.h"
#include "VectorRun.h"

#include <core/base/File.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/ThirdPartyMessages.h>

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <memory>
#include <span>

using namespace satchel;
using namespace satchel::vectors;

namespace {

constexpr qint64 LargestFile = 4 * 1024 * 1024;

// What core refuses and plain OpenSSL lets pass, and why core is right to.
struct Difference {
    const char* pattern; // of the whole name of a comparison
    const char* why;
};

constexpr const char* BytesThatAreNotDer = "OpenSSL reads BER too, and does not look behind the end";
constexpr const char* OneFormOnly
    = "docs/bundle-format.md prescribes one form in every field, so that there is one signature and not a family";
constexpr const char* SigningTime = "OpenSSL does not read the signing time";
constexpr const char* SigningCertificate = "OpenSSL looks at signingCertificateV2 only where CMS_CADES asks for it";
constexpr const char* Algorithms = "OpenSSL takes every algorithm that it can compute";

constexpr Difference OfStations[] = {
    {".*-signature-byte-after-it", BytesThatAreNotDer},
    {".*-signature-of-a-long-length", BytesThatAreNotDer},
    {".*-signature-of-indefinite-length", BytesThatAreNotDer},
    {".*-signature-of-version-3", OneFormOnly},
    {".*-signature-of-a-signer-of-version-3", OneFormOnly},
    {".*-signature-of-a-signer-by-key-identifier", OneFormOnly},
    {".*-signature-of-another-content-type", OneFormOnly},
    {".*-signature-with-its-content", OneFormOnly},
    {".*-signature-with-a-revocation-list", OneFormOnly},
    {".*-signature-with-a-second-certificate", OneFormOnly},
    {".*-signature-with-its-certificate-twice", OneFormOnly},
    {".*-signature-without-a-certificate", OneFormOnly},
    {".*-signature-with-an-unsigned-attribute", OneFormOnly},
    {".*-signature-with-smime-capabilities", OneFormOnly},
    {".*-signature-without-signed-attributes", OneFormOnly},
    {".*-signature-with-two-digest-algorithms", OneFormOnly},
    {".*-signature-with-null-beside-its-digest", OneFormOnly},
    {".*-signature-with-null-beside-ecdsa", OneFormOnly},
    {".*-signature-without-signing-time", SigningTime},
    {".*-signature-with-a-day-that-is-none", SigningTime},
    {".*-signature-with-a-general-time-before-2050", SigningTime},
    {".*-signature-with-a-time-of-a-zone", SigningTime},
    {".*-signature-with-a-time-without-seconds", SigningTime},
    {".*-signature-without-signing-certificate", SigningCertificate},
    {".*-signature-without-issuer-and-serial", SigningCertificate},
    {".*-signature-with-the-hash-of-another-certificate", SigningCertificate},
    {".*-signature-with-a-hash-algorithm-spelt-out", SigningCertificate},
    {".*-signature-with-sha-1", Algorithms},
    {".*-signature-with-sha-224", Algorithms},
    {".*-signature-with-sha-512-on-p-256", Algorithms},
    {".*-signature-with-pkcs1-v15", Algorithms},
    {".*-signature-with-rsa-and-sha-1", Algorithms},
    {".*-signature-with-pss-and-sha-1", Algorithms},
    {".*-signature-with-pss-and-a-sha-1-mask", Algorithms},
    {".*-signature-with-pss-of-the-longest-salt", Algorithms},
    {".*-signature-with-pss-without-salt", Algorithms},
    {"card-signed-with-rsa-1024", "no station may have an RSA key below 3,072 bits"},
};

// What must have been got at in the vectors, so that no form is passed over unseen: names from the beginning.
constexpr const char* GoodInVectors[] = {
    "requests/voucher-request.vcj: signature",
    "jws-voucher: part 1, item 1: signature",
    "cose-voucher: part 1, item 1: signature",
    "cmp-ir: part 1, item 1: protection and chain",
    "cmp-ir: part 1, item 1: proof of possession",
    "scep-pkcsreq: part 1, item 1: signature",
    "scep-renewalreq: part 1, item 1: signature and chain",
    "scep-success: part 1, item 1: signature and chain",
    "cmc-request: part 1, item 1: signature and chain",
    "cmc-request: part 1, item 1: proof of possession",
    "cmc-response: part 1, item 1: issued",
    "ca-certificates: part 1, item 1: certificate 1",
    "crl: part 1, item 1: signature",
    "serverkeygen: part 1, item 1: chain",
};
constexpr const char* BadInVectors[] = {
    "jws-request-altered: part 1, item 1: signature",
    "cose-request-altered: part 1, item 1: signature",
    "scep-altered: part 1, item 1: signature",
    "cmc-altered: part 1, item 1: signature",
    "cmc-without-proof-of-possession: part 1, item 1: proof of possession",
    "cmp-ir-without-proof-of-possession: part 1, item 1: proof of possession",
};

QStringList missing(std::span<const char* const> beginnings, const QStringList& names)
{
    QStringList gone;
    for (const auto* beginning : beginnings) {
        const bool isThere = std::ranges::any_of(
            names, [beginning](const QString& name) { return name.startsWith(QLatin1StringView{beginning}); });
        gone += isThere ? QStringList{} : QStringList{QString::fromLatin1(beginning)};
    }
    return gone;
}

constexpr const char* Weak = "what was made with SHA-1 or a short key is held: it could have been forged";

constexpr Difference OfMessages[] = {
    {"cmp-(altered|with-half-a-protection|ip-altered): .*: (proof of possession|issued)",
        "a message whose protection is bad is refused, and nothing else in it is looked at"},
};

constexpr Difference OfOthers[] = {
    {"jscep/scep_req0.der: proof of possession", Weak},
    {"openssl-cmp/corpus_P10CR_Insta.pki: proof of possession", Weak},
    {"pkcs10/libest_estserver.p10.der: proof of possession", Weak},
    {"pkcs10/pkcs10.p10.der: proof of possession", Weak},
    {"rfc7030-appendixA/A.3_simpleenroll_request.p10.der: proof of possession", Weak},
    {"rfc7030-appendixA/A.4_serverkeygen_request.p10.der: proof of possession", Weak},
    {"jscep/scep_re(q|sp)2.der: signature", Weak},
    {"pyasn1-alt-modules/rfc5652_ContentInfo.der: (signature|proof of possession)", Weak},
    {"pyasn1-alt-modules/rfc(6402|10002)_BackwardCompatibility.der: (signature|proof of possession)", Weak},
    {"pyasn1-alt-modules/rfc8366_ANIMAJSONVoucher.der: signature",
        "content that is not id-data needs signed attributes (RFC 5652 section 5.3), or it could be taken for another"},
};

QString textOf(const Result<void>& verdict)
{
    return verdict ? QStringLiteral("good")
                   : errorCodeName(verdict.error().code) + QStringLiteral(": ") + verdict.error().message;
}

// Comparisons of one set, held against the table of what may differ.
class Findings final {
public:
    explicit Findings(std::span<const Difference> table)
        : m_table{table}
    {
    }

    void take(const Comparison& comparison)
    {
        ++m_count;
        if (comparison.core && comparison.plain) {
            m_good.append(comparison.name);
        } else if (!comparison.core && !comparison.plain) {
            m_bad.append(comparison.name);
        }
        const auto story = QStringLiteral("%1: core says \"%2\", plain OpenSSL says \"%3\"")
                               .arg(comparison.name, textOf(comparison.core), textOf(comparison.plain));
        const bool isLenient = comparison.core.has_value();
        if (comparison.core.has_value() != comparison.plain.has_value()
            && (isLenient || !isExpected(comparison.name))) {
            m_faults.append((isLenient ? QStringLiteral("more lenient: ") : QStringLiteral("stricter: ")) + story);
        }
        m_lenient += isLenient && !comparison.plain ? 1 : 0;
    }

    [[nodiscard]] qsizetype count() const { return m_count; }
    [[nodiscard]] qsizetype good() const { return m_good.size(); }
    [[nodiscard]] qsizetype bad() const { return m_bad.size(); }
    [[nodiscard]] qsizetype lenient() const { return m_lenient; }
    [[nodiscard]] qsizetype stricter() const { return m_count - good() - bad() - lenient(); }
    // Exact, so that nothing is passed over unseen; docs/testing.md names the sums.
    [[nodiscard]] QString tally() const
    {
        return QStringLiteral("%1 good, %2 bad, %3 stricter").arg(good()).arg(bad()).arg(stricter());
    }
    [[nodiscard]] const QStringList& goodNames() const { return m_good; }
    [[nodiscard]] const QStringList& badNames() const { return m_bad; }
    [[nodiscard]] const QStringList& faults() const { return m_faults; }

    // Entries of the table that nothing matches any more.
    [[nodiscard]] QStringList idle() const
    {
        QStringList patterns;
        for (const auto& difference : m_table) {
            const auto pattern = QString::fromLatin1(difference.pattern);
            patterns += m_used.contains(pattern) ? QStringList{} : QStringList{pattern};
        }
        return patterns;
    }

private:
    bool isExpected(const QString& name)
    {
        bool expected = false;
        for (const auto& difference : m_table) {
            const auto pattern = QString::fromLatin1(difference.pattern);
            const QRegularExpression whole{QRegularExpression::anchoredPattern(pattern)};
            if (whole.match(name).hasMatch()) {
                m_used.insert(pattern);
                expected = true;
            }
        }
        return expected;
    }

    std::span<const Difference> m_table;
    qsizetype m_count = 0;
    qsizetype m_lenient = 0;
    QStringList m_good;
    QStringList m_bad;
    QStringList m_faults;
    QSet<QString> m_used;
};

// Cold: each message meets a memory of certificates that has seen nothing. Warm: one that all messages have taught.
enum class Memory { Cold, Warm };

void addMemories()
{
    QTest::addColumn<Memory>("memory");
    QTest::newRow("cold") << Memory::Cold;
    QTest::newRow("warm") << Memory::Warm;
}

void compareAll(const Judges& judges, const QList<Message>& messages, Memory memory, Findings& findings)
{
    const auto shared = judges.freshTrust();
    if (memory == Memory::Warm) {
        for (const auto& message : messages) {
            static_cast<void>(judges.compare(message, shared));
        }
    }
    for (const auto& message : messages) {
        const auto fresh = judges.freshTrust();
        for (const auto& comparison : judges.compare(message, memory == Memory::Warm ? shared : fresh)) {
            findings.take(comparison);
        }
    }
}

void report(const Findings& findings)
{
    qInfo("%lld compared: both good %lld, both bad %lld, stricter %lld, more lenient %lld", findings.count(),
        findings.good(), findings.bad(), findings.stricter(), findings.lenient());
    for (const auto& fault : findings.faults()) {
        qWarning("%s", qPrintable(fault));
    }
}

} // namespace

// The vectors and what others made get the same verdict on signatures, chains and proofs of possession by core and by
// plain OpenSSL, whatever core remembers; where they differ, a table says why.
class TestPlainReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stationsSignatures();
    void messages_data();
    void messages();
    void othersMessages_data();
    void othersMessages();

private:
    const SignedMatter& matter();

    std::unique_ptr<SignedMatter> m_matter;
};

const SignedMatter& TestPlainReference::matter()
{
    if (!m_matter) {
        m_matter = std::make_unique<SignedMatter>(VectorRun::folder());
    }
    return *m_matter;
}

void TestPlainReference::stationsSignatures()
{
    Findings findings{OfStations};
    for (const auto& signature : matter().signatures()) {
        findings.take(Judges::compare(signature));
    }
    report(findings);
    QCOMPARE(findings.tally(), QStringLiteral("596 good, 165 bad, 93 stricter"));
    QCOMPARE(findings.faults(), QStringList{});
    QCOMPARE(findings.idle(), QStringList{});
}

void TestPlainReference::messages_data()
{
    addMemories();
}

void TestPlainReference::messages()
{
    QFETCH(Memory, memory);
    QList<Anchor> anchors;
    for (const auto use : {AnchorUse::Manufacturer, AnchorUse::Masa, AnchorUse::Domain}) {
        const auto file = VectorRun::folder() + QStringLiteral("/world/%1.pem").arg(anchorUseName(use));
        anchors.append({use, Certificate::fromPemOrDer(readFile(file, LargestFile).value()).value().first()});
    }
    const Judges judges{anchors, QDateTime{QDate{2026, 6, 1}, QTime{12, 0}, Qt::UTC}};
    Findings findings{OfMessages};
    compareAll(judges, matter().messages(), memory, findings);
    report(findings);
    QCOMPARE(missing(GoodInVectors, findings.goodNames()).join(QStringLiteral(", ")), QString{});
    QCOMPARE(missing(BadInVectors, findings.badNames()).join(QStringLiteral(", ")), QString{});
    QCOMPARE(findings.tally(), QStringLiteral("597 good, 1038 bad, 3 stricter"));
    QCOMPARE(findings.faults(), QStringList{});
    QCOMPARE(findings.idle(), QStringList{});
}

void TestPlainReference::othersMessages_data()
{
    addMemories();
}

void TestPlainReference::othersMessages()
{
    QFETCH(Memory, memory);
    if (!test::thirdPartyMessages().exists(QStringLiteral("INDEX.md"))) {
        QSKIP("the folder with third-party messages is not there: set SATCHEL_VECTORS");
    }
    QList<Message> messages;
    QList<Anchor> anchors;
    QDirIterator files{test::thirdPartyMessages().path(), QDir::Files, QDirIterator::Subdirectories};
    while (files.hasNext()) {
        const auto bytes = readFile(files.next(), LargestFile).value();
        messages.append({test::thirdPartyMessages().relativeFilePath(files.filePath()), bytes});
        for (const auto& certificate : Certificate::fromPemOrDer(bytes).value_or(QList<Certificate>{})) {
            if (certificate.isCertificateAuthority() || certificate.isSelfIssued()) {
                for (const auto use : {AnchorUse::Manufacturer, AnchorUse::Masa, AnchorUse::Domain}) {
                    anchors.append({use, certificate});
                }
            }
        }
    }
    Findings findings{OfOthers};
    for (const auto& instant : {QDate{2017, 6, 1}, QDate{2021, 4, 14}, QDate{2026, 6, 1}}) {
        const Judges judges{anchors, QDateTime{instant, QTime{12, 0}, Qt::UTC}};
        compareAll(judges, messages, memory, findings);
    }
    report(findings);
    QVERIFY(findings.good() >= 446 && findings.bad() >= 5236); // there may be more by now
    QCOMPARE(findings.faults(), QStringList{});
    QCOMPARE(findings.idle(), QStringList{});
}

SATCHEL_TEST(TestPlainReference)
#include "TestPlainReference.moc"
