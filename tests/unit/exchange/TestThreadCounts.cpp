#include <core/base/JsonWriter.h>
#include <core/crypto/Digest.h>
#include <core/crypto/Signature.h>
#include <core/exchange/report/Overview.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int ThreadedDevices = 32;
// In each voucher request, so that they fill several parts (limits::TargetPart) and many batches of files.
constexpr qsizetype Padding = 72 * 1024;
constexpr int UnansweredEvery = 8;
constexpr int BadEvery = 7;
constexpr int DuplicateEvery = 5;
constexpr int NewerEvery = 6;
constexpr int UntrustedEvery = 9;
constexpr int WithoutRequesterEvery = 4;

const QStringList FoldersOfARun{QStringLiteral("site"), QStringLiteral("backend"), QStringLiteral("stick"),
    QStringLiteral("masa"), QStringLiteral("registrar")};

void copyFolder(const QString& from, const QString& to)
{
    std::error_code error;
    std::filesystem::copy(from.toStdString(), to.toStdString(), std::filesystem::copy_options::recursive, error);
    if (error) {
        qFatal("cannot copy %s: %s", qPrintable(from), error.message().c_str());
    }
}

// Where two long texts begin to differ, and what follows there.
QString difference(const QString& actual, const QString& expected)
{
    const auto [one, other] = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
    const auto from = std::max<qsizetype>(0, one - actual.begin() - 100);
    return QStringLiteral("%1...\nis:     %2\nwas to: %3")
        .arg(actual.left(40), actual.mid(from, 400), expected.mid(from, 400));
}

QString pristine(const TestStation& station)
{
    return station.home() + QStringLiteral("-pristine");
}

// What chance decides is named by where it is first met: ids of bundles, and what bundles of equal content weigh and
// hash to, because signatures and envelopes take random numbers.
class WithoutChance final {
public:
    QString of(QString text)
    {
        static const QRegularExpression ulid{QStringLiteral("\\b[0-7][0-9A-HJKMNP-TV-Z]{25}\\b")};
        static const QRegularExpression fileInReport{QStringLiteral("\"bytes\":[0-9]+,\"sha256\":\"[0-9a-f]{64}\"")};
        static const QRegularExpression sizeInReport{QStringLiteral("\"size\":[0-9]+,\"verdict\"")};
        static const QRegularExpression fileInLog{QStringLiteral("[0-9]+ bytes, sha256 [0-9a-f]{64}")};
        text.replace(fileInReport, QStringLiteral("\"file\""));
        text.replace(sizeInReport, QStringLiteral("\"verdict\""));
        text.replace(fileInLog, QStringLiteral("file"));
        for (auto match = ulid.match(text); match.hasMatch(); match = ulid.match(text)) {
            text.replace(match.captured(), nameOf(match.captured()));
        }
        return text;
    }

private:
    QString nameOf(const QString& id)
    {
        if (!m_known.contains(id)) {
            m_known.append(id);
        }
        return QStringLiteral("ulid-%1").arg(m_known.indexOf(id) + 1);
    }

    QStringList m_known;
};

// The loop once around with so many threads. Its lines: what each verb reported, then each item, each entry of the logs
// and each delivered file, in order.
class Loop final {
public:
    Loop(const TestWorld& world, int threads)
        : m_world{world}
    {
        for (const auto& folder : FoldersOfARun) {
            QDir{world.path(folder)}.removeRecursively();
        }
        for (const auto* station : {&world.site, &world.backend}) {
            copyFolder(pristine(*station), station->home());
            const auto file = station->home() + QStringLiteral("/settings.toml");
            auto settings = Settings::load(file);
            settings->policy.threads = threads;
            if (!settings->save(file)) {
                qFatal("the settings cannot be saved");
            }
        }
    }

    QStringList walk()
    {
        const auto& site = m_world.site;
        const auto& backend = m_world.backend;
        const auto stick = m_world.path(QStringLiteral("stick"));
        note("gather", site.gather({m_world.path(QStringLiteral("spool"))}));
        note("gather again", site.gather({m_world.path(QStringLiteral("spool"))}));
        note("export", site.exportTo(stick + QStringLiteral("/out")));
        note("export again", site.exportTo(stick + QStringLiteral("/out")));
        note("import", backend.import({stick + QStringLiteral("/out")}));
        note("deliver", backend.deliver(m_world.path(QStringLiteral("masa"))));
        note("gather answers", backend.gather({m_world.path(QStringLiteral("answers"))}));
        note("export answers", backend.exportTo(stick + QStringLiteral("/back")));
        note("import answers", site.import({stick + QStringLiteral("/back")}));
        note("deliver answers", site.deliver(m_world.path(QStringLiteral("registrar"))));
        for (const auto* station : {&site, &backend}) {
            noteItems(*station);
            noteLog(*station);
        }
        noteFiles(QStringLiteral("masa"));
        noteFiles(QStringLiteral("registrar"));
        return m_lines;
    }

private:
    void note(const QString& line) { m_lines += m_withoutChance.of(line); }

    template <typename Report> void note(const char* step, const Report& report)
    {
        JsonWriter writer;
        writer.beginObject();
        report.writeJson(writer);
        writer.endObject();
        note(QLatin1StringView{step} + QStringLiteral(": ") + QString::fromUtf8(writer.text()));
    }

    void noteItems(const TestStation& station)
    {
        const auto session = station.read();
        for (const auto& item : station.items()) {
            JsonWriter writer;
            writer.beginObject();
            writeItemMembers(writer, item);
            writer.endObject();
            QStringList parts{QString::fromUtf8(writer.text())};
            parts += item.warnings;
            const auto history = session.ledger().items().history(item.id).value();
            for (const auto& event : history) {
                parts += itemStateName(event.state)
                    + (event.reason ? QStringLiteral(": ") + event.reason->text : QString{});
            }
            note(parts.join(QStringLiteral(" | ")));
        }
    }

    // Without the time since the machine started and the hash, which holds it.
    void noteLog(const TestStation& station)
    {
        const auto session = station.read();
        const auto walked = session.ledger().log().forEach({}, [this](const LogEntry& entry) -> Result<void> {
            note(QStringList{QStringLiteral("log"), QString::number(entry.seq), entry.action, entry.bundle,
                entry.medium, entry.verdict}
                    .join(QStringLiteral(" | ")));
            return {};
        });
        QVERIFY(walked.has_value());
    }

    void noteFiles(const QString& folder)
    {
        for (const auto& name : m_world.list(folder)) {
            const auto bytes = TestWorld::read(m_world.path(folder + QLatin1Char('/') + name));
            note(QStringList{folder, name, sha256(bytes).toString()}.join(QStringLiteral(" | ")));
        }
    }

    const TestWorld& m_world;
    WithoutChance m_withoutChance;
    QStringList m_lines;
};

// What fills the spool and the answers, the same for every run.
class Filler final {
public:
    explicit Filler(const TestWorld& world)
        : m_world{world}
    {
    }

    void fill()
    {
        for (int i = 0; i < ThreadedDevices; ++i) {
            ask(i);
        }
        for (int i = 0; i < ThreadedDevices; i += NewerEvery) {
            askAnew(i);
        }
    }

private:
    static QString serialOf(int number) { return QStringLiteral("SN-%1").arg(number, 2, 10, QLatin1Char('0')); }

    void ask(int number)
    {
        const auto serial = serialOf(number);
        const auto device = m_world.makeDevice(serial);
        const auto identity = number % UntrustedEvery == 0 ? m_stranger.device(serial) : device.idevid;
        const auto request = requestOf(identity, serial, device.nonce);
        put("spool", serial + QStringLiteral(".vcj"), request);
        if (number % DuplicateEvery == 0) {
            put("spool", serial + QStringLiteral("-copy.vcj"), request);
        }
        if (number % BadEvery == 0) {
            put("spool", serial + QStringLiteral("-bad.vcj"), QByteArray{request}.replace("proximity", "proximitx"));
            put("spool", serial + QStringLiteral("-cut.p10"), device.certificationRequest.chopped(9));
        }
        if (number % WithoutRequesterEvery != 0) {
            put("spool", serial + QStringLiteral(".p10.meta"), m_world.pki.sidecar(device.idevid));
        }
        put("spool", serial + QStringLiteral(".p10"), device.certificationRequest);
        answer(number, device);
        m_idevids.append(device.idevid);
    }

    // In the same protocol with another nonce: the older one is worth nothing any more.
    void askAnew(int number)
    {
        const auto serial = serialOf(number);
        put("spool", serial + QStringLiteral("-newer.vcj"),
            requestOf(m_idevids[number], serial, QStringLiteral("bmV3ZXI=")));
    }

    // Unknown leaves are ignored, so that one may be as long as it likes.
    [[nodiscard]] QByteArray requestOf(const IssuerIdentity& device, const QString& serial, const QString& nonce) const
    {
        JsonWriter json;
        json.beginObject().key(u"ietf-voucher-request:voucher").beginObject();
        json.member(u"assertion", QStringLiteral("proximity")).member(u"serial-number", serial).member(u"nonce", nonce);
        json.member(
            u"proximity-registrar-cert", QString::fromLatin1(m_world.pki.registrar.certificate.der().toBase64()));
        json.member(u"padding", QString{Padding, QLatin1Char('.')}).endObject().endObject();
        return signAttached(json.text(), device.key, device.certificate, m_world.now()).value();
    }

    void answer(int number, const TestDevice& device)
    {
        if (number % UnansweredEvery == 0) {
            put("answers", device.serial + QStringLiteral(".vcj"),
                m_world.pki.voucher(device.serial, QStringLiteral("bm9ib2R5"))); // answers nothing
            return;
        }
        auto voucher = m_world.pki.voucher(device.serial, device.nonce);
        put("answers", device.serial + QStringLiteral(".vcj"), voucher);
        put("answers", device.serial + QStringLiteral("-later.vcj"), m_world.pki.voucher(device.serial, device.nonce));
        put("answers", device.serial + QStringLiteral(".cer"),
            m_world.pki.certificateFor(publicKeyInfoOf(device.newKey), device.serial));
        put("answers", device.serial + QStringLiteral("-bad.vcj"), voucher.replace("logged", "lagged"));
    }

    void put(const char* folder, const QString& name, const QByteArray& bytes) const
    {
        m_world.put(QLatin1StringView{folder} + QLatin1Char('/') + name, bytes);
    }

    const TestWorld& m_world;
    TestPki m_stranger; // whose manufacturer no station trusts
    QList<IssuerIdentity> m_idevids;
};

} // namespace

// However many threads check and pack: the reports, the items in order with state, reason, story and warnings, the
// custody logs and the files delivered are those of one thread.
class TestThreadCounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theLoopShowsEveryCase_data();
    void theLoopShowsEveryCase();
    void equalsASerialRun_data();
    void equalsASerialRun();

private:
    std::unique_ptr<TestWorld> m_world;
    QStringList m_serial;
};

void TestThreadCounts::initTestCase()
{
    m_world = std::make_unique<TestWorld>();
    Filler{*m_world}.fill();
    for (const auto* station : {&m_world->site, &m_world->backend}) {
        copyFolder(station->home(), pristine(*station));
    }
    m_serial = Loop{*m_world, 1}.walk();
}

void TestThreadCounts::theLoopShowsEveryCase_data()
{
    QTest::addColumn<QString>("word");
    for (const auto* word : {"\"state\":\"superseded\"", "\"state\":\"delivered\"", "\"state\":\"answered\"",
             "\"state\":\"held\"", "\"code\":\"bad-signature\"", "\"code\":\"malformed\"", "untrusted-issuer",
             "requester-unknown", "nonce-mismatch", "no-matching-request",
             "\"new\":0,\"duplicates\":", "\"verdict\":\"applied\"", "7 there already"}) {
        QTest::newRow(word) << QString::fromLatin1(word);
    }
}

// Equal runs show nothing where nothing happens.
void TestThreadCounts::theLoopShowsEveryCase()
{
    QFETCH(QString, word);
    QVERIFY(!m_serial.filter(word).isEmpty());
}

void TestThreadCounts::equalsASerialRun_data()
{
    QTest::addColumn<int>("threads");
    for (const int threads : {1, 2, 4}) {
        QTest::addRow("%d", threads) << threads;
    }
}

void TestThreadCounts::equalsASerialRun()
{
    QFETCH(int, threads);
    const auto lines = Loop{*m_world, threads}.walk();
    for (qsizetype i = 0; i < std::min(lines.size(), m_serial.size()); ++i) {
        QVERIFY2(lines[i] == m_serial[i], qPrintable(difference(lines[i], m_serial[i])));
    }
    QCOMPARE(lines.size(), m_serial.size());
}

SATCHEL_TEST(TestThreadCounts)
#include "TestThreadCounts.moc"
