#include "PdfReading.h"

#include <app/paper/LogPaper.h>
#include <app/paper/Paper.h>
#include <app/paper/PdfFile.h>
#include <app/paper/SlipPaper.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/support/Lacking.h>

#include <QLocale>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr double Margin = 15 / 25.4 * 72; // points
const PaperForm A4{QPageSize{QPageSize::A4}, QPageLayout::Portrait};
const PaperForm AcrossA4{QPageSize{QPageSize::A4}, QPageLayout::Landscape};

SlipBundle bundleFor(char peer, qint64 sequence, const QString& toName)
{
    SlipBundle bundle;
    bundle.record.id = Ulid::generate(QDateTime{QDate{2026, 11, 26}, QTime{8, 0}, Qt::UTC}.addSecs(sequence));
    bundle.record.peer = StationId::fromBytes(QByteArray(StationId::Size, peer));
    bundle.record.sequence = sequence;
    bundle.record.labelDigest = Sha256Digest::fromBytes(QByteArray(Sha256Digest::Size, static_cast<char>(sequence)));
    bundle.record.path
        = QStringLiteral("/media/DEPOT4/satchel-1f00c2aa-9be10d42-%1.satchel").arg(sequence, 6, 10, QLatin1Char('0'));
    bundle.record.items = 5;
    bundle.record.bytes = 123'456;
    bundle.record.at = QDateTime{QDate{2026, 11, 26}, QTime{8, 0}, Qt::UTC};
    bundle.toName = toName;
    bundle.kinds = {{Kind::VoucherRequest, 2}, {Kind::CertificationRequest, 3}};
    bundle.place = bundle.record.path + QStringLiteral(" [serial \"4C530001\", label \"DEPOT4\", \"Acme Stick\"]");
    return bundle;
}

SlipReport reportOf(const QList<SlipBundle>& bundles)
{
    return {StationId::fromBytes(QByteArray(StationId::Size, '\x1f')), QStringLiteral("Basement 7"), bundles};
}

} // namespace

// What stands on paper, as another program reads it, and that none of it is cut off.
class TestPaper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_world = std::make_unique<TestWorld>(); }
    void isOfTheSizeThatIsUsedThere_data();
    void isOfTheSizeThatIsUsedThere();
    void aSlipHoldsWhatIsHandedOver();
    void theCodeOnASlipIsTheDigest();
    void manyBundlesTakeManyPages();
    void longNamesAreBroken();
    void aTextLongerThanAPageGoesOn();
    void theLogHoldsEveryRow();
    void ofAFilteredLogOnlyThoseRows();
    void aLogThatWasTamperedWithIsToldAsSuch();
    void aStopLeavesNoFile();

private:
    [[nodiscard]] QString file() const { return m_world->path(QStringLiteral("paper.pdf")); }
    void saveSlips(const SlipReport& report, const PaperForm& form = A4) const;
    void fillLog(int entries, const QString& verdict) const;
    void saveLog(const QString& filter, const std::vector<qint64>& entries) const;
    // Every word lies within the margins.
    void verifyNothingIsCutOff() const;

    std::unique_ptr<TestWorld> m_world;
};

void TestPaper::initTestCase()
{
    if (!hasPoppler()) {
        LACKING_TOOL("poppler-utils is not installed: no other program looks at what is printed");
    }
}

void TestPaper::saveSlips(const SlipReport& report, const PaperForm& form) const
{
    const auto pages = savePdf(file(), form, QStringLiteral("Transport slip"),
        [&report](QPagedPaintDevice& device, const Conduct&) { return paintSlips(device, report); }, {});
    QVERIFY(pages.has_value());
    QCOMPARE(pdfPages(file()).size(), *pages);
}

void TestPaper::fillLog(int entries, const QString& verdict) const
{
    auto session = m_world->site.write();
    auto transaction = session.ledger().begin();
    QVERIFY(transaction.has_value());
    for (int i = 0; i < entries; ++i) {
        QVERIFY(session.ledger()
                .log()
                .append(QStringLiteral("export"), Ulid::generate(m_world->now()).toString(),
                    QStringLiteral("/media/DEPOT4/x.satchel [serial \"4C530001\"]"), verdict)
                .has_value());
    }
    QVERIFY(transaction->commit().has_value());
}

void TestPaper::saveLog(const QString& filter, const std::vector<qint64>& entries) const
{
    const auto session = m_world->site.read();
    const LogExtract extract{entries, filter};
    const auto pages = savePdf(file(), AcrossA4, QStringLiteral("Custody log"),
        [&](QPagedPaintDevice& device, const Conduct& conduct) { return paintLog(device, session, extract, conduct); },
        {});
    QVERIFY(pages.has_value());
    QCOMPARE(pdfPages(file()).size(), *pages);
}

void TestPaper::verifyNothingIsCutOff() const
{
    for (const auto& page : pdfPages(file())) {
        const QRectF room = QRectF{{}, page.size}.adjusted(Margin - 1, Margin - 1, 1 - Margin, 1 - Margin);
        QVERIFY(!page.words.isEmpty());
        for (const auto& word : page.words) {
            QVERIFY2(room.contains(word),
                qPrintable(QStringLiteral("%1 %2 to %3 %4 on %5 x %6")
                        .arg(word.left())
                        .arg(word.top())
                        .arg(word.right())
                        .arg(word.bottom())
                        .arg(page.size.width())
                        .arg(page.size.height())));
        }
    }
}

void TestPaper::isOfTheSizeThatIsUsedThere_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QSizeF>("points");

    const QSizeF a4{595, 842};
    const QSizeF letter{612, 792};
    QTest::newRow("Germany") << QStringLiteral("de_DE") << a4;
    QTest::newRow("United Kingdom") << QStringLiteral("en_GB") << a4;
    QTest::newRow("United States") << QStringLiteral("en_US") << letter;
    QTest::newRow("Canada, though metric") << QStringLiteral("fr_CA") << letter;
    QTest::newRow("nowhere") << QStringLiteral("C") << a4;
}

void TestPaper::isOfTheSizeThatIsUsedThere()
{
    QFETCH(QString, locale);
    QFETCH(QSizeF, points);
    saveSlips(reportOf({bundleFor('\x2a', 7, QStringLiteral("office"))}),
        {paperSize(QLocale{locale}), QPageLayout::Portrait});

    const auto size = pdfPages(file()).first().size;
    QVERIFY(qAbs(size.width() - points.width()) < 1 && qAbs(size.height() - points.height()) < 1);
    verifyNothingIsCutOff();
}

void TestPaper::aSlipHoldsWhatIsHandedOver()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    const auto made = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.first();
    const auto session = m_world->site.read();
    const auto report = slipOf(session, {made.id});
    QVERIFY(report.has_value());
    saveSlips(*report);

    const auto text = pdfText(file());
    const auto whole = withoutSpaces(text);
    const auto& record = report->bundles.first().record;
    for (const auto& part : {record.id.toString(), session.station().id().toString(), record.peer.toString(),
             record.labelDigest.toString(), withoutSpaces(made.path), toUtcText(record.at)}) {
        QVERIFY2(whole.contains(part), qPrintable(part + QLatin1Char('\n') + text));
    }
    for (const auto* const part : {"backend", "2item(s):", "Voucherrequest:1", "Certificationrequest:1", "Handedoverby",
             "Carriedby", "Receivedby", "Signature", "Page1of1"}) {
        QVERIFY2(whole.contains(QLatin1StringView{part}), part);
    }
    QVERIFY(text.contains(groupedFingerprint(session.station().id()).left(30)));
    QVERIFY(text.contains(QLocale{}.toString(record.bytes)));
    QVERIFY(pdfEmbedsItsFonts(file()));
    verifyNothingIsCutOff();
}

void TestPaper::theCodeOnASlipIsTheDigest()
{
    if (QStandardPaths::findExecutable(QStringLiteral("zbarimg")).isEmpty()) {
        LACKING_TOOL("zbarimg is not installed: no other program looks at the code");
    }
    const auto bundle = bundleFor('\x2a', 7, QStringLiteral("office"));
    saveSlips(reportOf({bundle}));
    const auto picture = m_world->path(QStringLiteral("slip.png"));
    QVERIFY(pdfPicture(file(), 1, 150).save(picture));
    QProcess zbar;
    zbar.start(QStringLiteral("zbarimg"), {QStringLiteral("--quiet"), QStringLiteral("--raw"), picture});
    QVERIFY(zbar.waitForFinished());

    QCOMPARE(zbar.readAllStandardOutput().trimmed(), bundle.record.labelDigest.toString().toLatin1());
}

// A slip for each station, and on each all of its bundles.
void TestPaper::manyBundlesTakeManyPages()
{
    QList<SlipBundle> bundles;
    for (int i = 1; i <= 12; ++i) {
        bundles += bundleFor('\x2a', i, QStringLiteral("office"));
    }
    bundles.insert(3, bundleFor('\x2b', 20, QStringLiteral("depot")));
    saveSlips(reportOf(bundles));

    const auto pages = pdfText(file()).split(QLatin1Char('\f'), Qt::SkipEmptyParts);
    QVERIFY(pages.size() >= 4);
    QVERIFY(pages.first().contains(QStringLiteral("Page 1 of %1").arg(pages.size() - 1)));
    QVERIFY(pages.last().contains(QStringLiteral("Page 1 of 1")));
    QVERIFY(pages.last().contains(QStringLiteral("depot")) && !pages.last().contains(QStringLiteral("office")));
    for (const auto& bundle : bundles) {
        QCOMPARE(pages.join(QLatin1Char(' ')).count(bundle.record.id.toString()), 1);
    }
    QCOMPARE(pages.join(QLatin1Char(' ')).count(QStringLiteral("Received by")), 2);
    const auto& signedOn = pages.at(pages.size() - 2);
    QVERIFY(signedOn.contains(QStringLiteral("Received by")) && signedOn.contains(bundles.last().record.id.toString()));
    verifyNothingIsCutOff();
}

void TestPaper::longNamesAreBroken()
{
    const QString name(64, QLatin1Char('W'));
    const QString german
        = QStringLiteral("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft");
    auto bundle = bundleFor('\x2a', 7, name);
    bundle.place = QStringLiteral("/media/") + german + QString(300, QLatin1Char('x')) + QStringLiteral("ENDE");
    saveSlips(reportOf({bundle}));

    const auto whole = withoutSpaces(pdfText(file()));
    QVERIFY(whole.contains(name));
    verifyNothingIsCutOff();
    QVERIFY2(whole.contains(bundle.place), qPrintable(whole));
}

void TestPaper::aTextLongerThanAPageGoesOn()
{
    const auto long1 = QStringLiteral("word ").repeated(6000);
    const auto pages = savePdf(file(), A4, QStringLiteral("long"),
        [&](QPagedPaintDevice& device, const Conduct&) -> Result<qint64> {
            Paper paper{device, {QStringLiteral("head"), {}, 0}};
            paper.write(long1, Letters::Plain);
            return paper.sheets();
        },
        {});
    QVERIFY(pages.has_value());
    QVERIFY(*pages > 1);
    QCOMPARE(pdfText(file()).count(QStringLiteral("word")), 6000);
    verifyNothingIsCutOff();
}

void TestPaper::theLogHoldsEveryRow()
{
    constexpr int Entries = 120;
    fillLog(Entries,
        QStringLiteral("number 7 to office: 2 items, 12345 bytes, sha256 %1, read back")
            .arg(QString(64, QLatin1Char('a'))));
    std::vector<qint64> numbers;
    QStringList bundles;
    const auto session = m_world->site.read();
    QVERIFY(session.ledger()
            .log()
            .forEach({},
                [&](const LogEntry& entry) -> Result<void> {
                    numbers.push_back(entry.seq);
                    bundles += entry.bundle;
                    return {};
                })
            .has_value());
    QVERIFY(numbers.size() >= Entries);
    saveLog({}, numbers);

    const auto text = pdfText(file());
    for (const auto& bundle : bundles) {
        QVERIFY2(bundle.isEmpty() || text.contains(bundle), qPrintable(bundle));
    }
    const auto pages = text.split(QLatin1Char('\f'), Qt::SkipEmptyParts);
    QVERIFY(pages.size() > 2);
    for (qsizetype i = 0; i < pages.size(); ++i) {
        QVERIFY2(pages.at(i).contains(QStringLiteral("When (UTC)")), qPrintable(pages.at(i)));
        QVERIFY(pages.at(i).contains(QStringLiteral("Page %1").arg(i + 1)));
        QVERIFY(pages.at(i).contains(QStringLiteral("Printed by")));
    }
    QVERIFY(pages.first().contains(QStringLiteral("The custody log is intact.")));
    QVERIFY(pages.first().contains(QStringLiteral("all, %1").arg(numbers.size())));
    QVERIFY(pages.last().contains(QStringLiteral("%1 entry(s), the last page.").arg(numbers.size())));
    QVERIFY(withoutSpaces(pages.last()).contains(QStringLiteral("Thehashofentry%1,").arg(numbers.back())));
    QVERIFY(pdfEmbedsItsFonts(file()));
    verifyNothingIsCutOff();
}

void TestPaper::ofAFilteredLogOnlyThoseRows()
{
    fillLog(3, QStringLiteral("read back"));
    saveLog(QStringLiteral("EXPORT"), {2});

    const auto text = pdfText(file());
    QVERIFY2(text.contains(QStringLiteral("those with “EXPORT”, 1")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("1 entry(s), the last page.")));
}

void TestPaper::aLogThatWasTamperedWithIsToldAsSuch()
{
    QCOMPARE(verdictText({true, {}}), QStringLiteral("The custody log is intact."));
    QVERIFY(verdictText({false, 7}).contains(QStringLiteral("NOT intact: entry 7")));
}

void TestPaper::aStopLeavesNoFile()
{
    fillLog(3, QStringLiteral("read back"));
    const auto session = m_world->site.read();
    const LogExtract extract{{1, 2, 3}, {}};
    std::stop_source stop;
    stop.request_stop();
    const auto pages = savePdf(
        file(), AcrossA4, QStringLiteral("Custody log"),
        [&](QPagedPaintDevice& device, const Conduct& conduct) { return paintLog(device, session, extract, conduct); },
        Conduct{{}, stop.get_token()});

    QVERIFY(!pages.has_value());
    QCOMPARE(pages.error().code, ErrorCode::Cancelled);
    QVERIFY(!QFile::exists(file()));
}

SATCHEL_TEST(TestPaper)
#include "TestPaper.moc"
