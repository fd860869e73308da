#include "Patience.h"

#include <app/MainWindow.h>
#include <app/pages/BringInPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/OverviewPage.h>
#include <core/exchange/session/Session.h>
#include <tests/e2e/Program.h>
#include <tests/support/TestFiles.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace satchel;
using namespace satchel::test;

namespace {

// The process of a window that somebody else has opened on that station, ended with this.
class OpenedWindow final {
public:
    explicit OpenedWindow(const QString& home)
        : m_home{home}
    {
    }

    OpenedWindow(const OpenedWindow&) = delete;
    OpenedWindow& operator=(const OpenedWindow&) = delete;

    ~OpenedWindow()
    {
        if (const auto process = find(); process > 0) {
            ::kill(process, SIGTERM);
            (void)QTest::qWaitFor([this] { return find() == 0; }, LongEnough); // or it waits to be reaped
        }
    }

    [[nodiscard]] const QString& home() const { return m_home; }

    // Whether it draws.
    [[nodiscard]] bool isUp() const
    {
        const auto process = find();
        return process > 0 && contentOf(QStringLiteral("/proc/%1/maps").arg(process)).contains("libqoffscreen");
    }

private:
    // By its arguments, since the one who started it is gone; 0 if there is none.
    [[nodiscard]] pid_t find() const
    {
        for (const auto& name : QDir{QStringLiteral("/proc")}.entryList(QDir::Dirs)) {
            const auto words = contentOf(QStringLiteral("/proc/%1/cmdline").arg(name)).split('\0');
            if (words.value(0).endsWith("satchel-desktop") && words.value(2) == m_home.toUtf8()) {
                return static_cast<pid_t>(name.toInt());
            }
        }
        return 0;
    }

    QString m_home;
};

} // namespace

// What `satchel demo desktop` leaves, by the program and in the window.
class TestDesktopDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void itEndsWell();
    void everyStateIsThere_data();
    void everyStateIsThere();
    void sixtyDevicesAskAtTheSite();
    void someGiveUpWithinADay();
    void certificatesEndSoon();
    void bothLogsAreIntact();
    void theWindowOpensOnBoth_data();
    void theWindowOpensOnBoth();
    void theProgramGoesOn();
    void itOpensAWindowOnBoth();
    void theStickIsForBoth();
    void anotherFolderIsRefused();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.path() + QStringLiteral("/demo/") + name; }
    [[nodiscard]] ProgramRun at(const QString& home, const QStringList& arguments) const
    {
        return Program{}.run(arguments + QStringList{QStringLiteral("--home"), path(home), QStringLiteral("--json")});
    }
    [[nodiscard]] qint64 count(const QString& home, const QString& state) const
    {
        return numberAt(at(home, {QStringLiteral("status")}).json(), QStringLiteral("counts.") + state);
    }

    QTemporaryDir m_folder;
    JsonValue m_summary;
    int m_exitCode = -1;
};

void TestDesktopDemo::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("satchel-tests"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    const auto run = Program{}.run({QStringLiteral("demo"), QStringLiteral("desktop"), QStringLiteral("--no-open"),
        QStringLiteral("--dir"), m_folder.filePath(QStringLiteral("demo")), QStringLiteral("--json")});
    m_summary = run.json();
    m_exitCode = run.exitCode;
}

void TestDesktopDemo::itEndsWell()
{
    QCOMPARE(textAt(m_summary, QStringLiteral("error.message")), QString{});
    QCOMPARE(m_exitCode, 0);
    QCOMPARE(numberAt(m_summary, QStringLiteral("pledges")), 60);
    QCOMPARE(sizeAt(m_summary, QStringLiteral("next")), 2);
    QVERIFY2(textAt(m_summary, QStringLiteral("next.0"))
                 .endsWith(QStringLiteral(" --home \"%1\"").arg(path(QStringLiteral("basement")))),
        qPrintable(textAt(m_summary, QStringLiteral("next.0"))));
}

void TestDesktopDemo::everyStateIsThere_data()
{
    QTest::addColumn<qint64>("site");
    QTest::addColumn<qint64>("office");

    const auto row = [](const char* state, qint64 site, qint64 office) { QTest::newRow(state) << site << office; };
    row("held", 6, 4);
    row("pending", 12, 5);
    row("packed", 12, 15);
    row("received", 23, 58);
    row("ready", 10, 8);
    row("delivered", 54, 6);
    row("answered", 56, 70);
    row("rejected", 8, 8);
    row("confirmed", 8, 0);
    row("superseded", 8, 0);
    row("lapsed", 3, 0);
}

void TestDesktopDemo::everyStateIsThere()
{
    const auto state = QString::fromLatin1(QTest::currentDataTag());
    QTEST(count(QStringLiteral("basement"), state), "site");
    QTEST(count(QStringLiteral("office"), state), "office");
}

void TestDesktopDemo::sixtyDevicesAskAtTheSite()
{
    QSet<QString> devices;
    const auto items = at(QStringLiteral("basement"), {QStringLiteral("list")}).json();
    for (qsizetype i = 0; i < sizeAt(items, QStringLiteral("items")); ++i) {
        devices += textAt(items, QStringLiteral("items.%1.device").arg(i));
    }
    QCOMPARE(devices.size(), 60);
}

void TestDesktopDemo::someGiveUpWithinADay()
{
    const auto deadline
        = textAt(at(QStringLiteral("basement"), {QStringLiteral("status")}).json(), QStringLiteral("deadlines.0.at"));
    const auto end = QDateTime::fromString(deadline, Qt::ISODate);
    QVERIFY2(end > QDateTime::currentDateTimeUtc() && end < QDateTime::currentDateTimeUtc().addDays(1),
        qPrintable(deadline));
}

void TestDesktopDemo::certificatesEndSoon()
{
    const auto ending
        = at(QStringLiteral("office"), {QStringLiteral("list"), QStringLiteral("--expiring"), QStringLiteral("14")})
              .json();
    QCOMPARE(sizeAt(ending, QStringLiteral("items")), 4);
    const auto session = Session::forReading({path(QStringLiteral("office"))});
    QVERIFY(session.has_value());
    const auto depot = session->station().peers().find(QStringLiteral("depot"));
    QVERIFY(depot.has_value());
    const auto ends = depot->card.facts().signing.first().notAfter();
    QVERIFY(ends > QDateTime::currentDateTimeUtc() && ends < QDateTime::currentDateTimeUtc().addDays(14));
}

void TestDesktopDemo::bothLogsAreIntact()
{
    for (const auto& home : {QStringLiteral("basement"), QStringLiteral("office")}) {
        const auto log = at(home, {QStringLiteral("log"), QStringLiteral("--verify")}).json();
        const auto intact = satchel::test::at(log, QStringLiteral("intact"));
        QVERIFY(intact.boolean() != nullptr && *intact.boolean());
    }
}

void TestDesktopDemo::theWindowOpensOnBoth_data()
{
    QTest::addColumn<QString>("home");

    QTest::newRow("site") << QStringLiteral("basement");
    QTest::newRow("backend") << QStringLiteral("office");
}

void TestDesktopDemo::theWindowOpensOnBoth()
{
    QFETCH(QString, home);
    MainWindow window{StationView{path(home)}};
    window.show();
    QSignalSpy refreshed{&window.items(), &ItemsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    QTRY_VERIFY_WITH_TIMEOUT(!window.overview().sentence().isEmpty(), LongEnough);

    const auto items = at(home, {QStringLiteral("list")}).json();
    QCOMPARE(qsizetype{window.items().table().rowCount()}, sizeAt(items, QStringLiteral("items")));
    Q_EMIT window.overview().stateChosen(ItemState::Held);
    QCOMPARE(qint64{window.items().table().rowCount()}, count(home, QStringLiteral("held")));
}

// What the demonstration starts: it does not end before it is ended.
void TestDesktopDemo::theProgramGoesOn()
{
    QProcess program;
    program.start(QStringLiteral(SATCHEL_DESKTOP), {QStringLiteral("--home"), path(QStringLiteral("basement"))});
    QVERIFY(program.waitForStarted(LongEnough));
    QVERIFY2(!program.waitForFinished(3000), program.readAllStandardError().constData());
    program.kill();
    QVERIFY(program.waitForFinished(LongEnough));
}

// In processes that go on by themselves, each with the windowing system loaded.
void TestDesktopDemo::itOpensAWindowOnBoth()
{
    const QString folder = m_folder.filePath(QStringLiteral("opened"));
    const OpenedWindow site{folder + QStringLiteral("/basement")};
    const OpenedWindow office{folder + QStringLiteral("/office")};
    Program program;
    program.set(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    program.set(QStringLiteral("XDG_CONFIG_HOME"), m_folder.filePath(QStringLiteral("config")));
    const auto run = program.run({QStringLiteral("demo"), QStringLiteral("desktop"), QStringLiteral("--dir"), folder});
    QCOMPARE(run.exitCode, 0);
    for (const auto* const window : {&site, &office}) {
        QVERIFY2(run.out.contains("Opened the desktop app on " + window->home().toUtf8() + ".\n"), run.out);
        QTRY_VERIFY_WITH_TIMEOUT(window->isUp(), LongEnough);
    }
}

// As a person does who tries the demonstration: what lies ready is brought in, on one side by the window. Two bundles
// before it have never come to the office.
void TestDesktopDemo::theStickIsForBoth()
{
    const auto imported
        = at(QStringLiteral("office"), {QStringLiteral("import"), path(QStringLiteral("stick"))}).json();
    bool isFound = false;
    for (qsizetype i = 0; i < sizeAt(imported, QStringLiteral("bundles")); ++i) {
        const auto bundle = QStringLiteral("bundles.%1.").arg(i);
        isFound = isFound
            || (numberAt(imported, bundle + QStringLiteral("new")) == 12
                && sizeAt(imported, bundle + QStringLiteral("missingSequences")) == 2);
    }
    QVERIFY(isFound);

    MainWindow window{StationView{path(QStringLiteral("basement"))}};
    window.show();
    auto& page = window.bringIn();
    Q_EMIT window.overview().bringIn();
    QSignalSpy done{&page, &ErrandPage::done};
    page.setFolder(path(QStringLiteral("stick")));
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("begin")), Qt::LeftButton);
    QVERIFY(done.wait(LongEnough));
    QTRY_VERIFY(page.card().isVisible());
    QVERIFY2(page.card().headline().contains(u"5 new item"), qPrintable(page.card().headline()));
}

void TestDesktopDemo::anotherFolderIsRefused()
{
    const auto run = Program{}.run({QStringLiteral("demo"), QStringLiteral("desktop"), QStringLiteral("--no-open"),
        QStringLiteral("--dir"), path(QString{})});
    QCOMPARE(run.exitCode, 2);
}

SATCHEL_TEST(TestDesktopDemo)
#include "TestDesktopDemo.moc"
