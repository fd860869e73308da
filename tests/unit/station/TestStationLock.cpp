#include "StationFixture.h"

#include <core/station/Station.h>

#include <QTemporaryDir>

#include <iostream>
#include <memory>
#include <thread>

using satchel::ErrorCode;
using satchel::StationLock;
using satchel::StationPaths;
using namespace std::chrono_literals;

namespace {

// This program run again as another process: holds the lock until its standard input ends.
int holdLock(const QString& home)
{
    const auto lock = StationLock::acquire(StationPaths{home}, QStringLiteral("satchel import"), 0ms);
    if (!lock) {
        return 1;
    }
    std::cout << "held" << std::endl;
    std::string line;
    std::getline(std::cin, line);
    return 0;
}

class Holder final {
public:
    explicit Holder(const QString& home)
    {
        m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--hold-lock"), home});
    }

    [[nodiscard]] bool holds() { return m_process.waitForReadyRead(30'000) && m_process.readAll() == "held\n"; }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }

    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(30'000);
    }

    void letGo()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(30'000);
    }

private:
    QProcess m_process;
};

} // namespace

class TestStationLock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void isTakenAndNamesItsHolder();
    void isFreeAfterwards();
    void isRefusedWithinOneProcess();
    void namesTheOtherProcess();
    void aKilledHolderLetsGo();
    void waitsForItsTurn();
    void stopsWaitingWhenAsked();
    void anOddHolderIsNotQuoted_data();
    void anOddHolderIsNotQuoted();
    void isNotMadeWithoutAHome();
    void doesNotFollowALink();
    void aCommandStaysOnOneLine();

private:
    [[nodiscard]] StationPaths paths() const { return StationPaths{m_folder->path()}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestStationLock::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestStationLock::isTakenAndNamesItsHolder()
{
    const auto lock = StationLock::acquire(paths(), QStringLiteral("satchel gather"), 0ms);
    QVERIFY(lock.has_value());
    const auto text = QString::fromUtf8(fixture::contentOf(paths().lock()));
    QVERIFY2(text.startsWith(QStringLiteral("%1 satchel gather 20").arg(QCoreApplication::applicationPid())),
        qPrintable(text));
    QCOMPARE(fixture::modeOf(paths().lock()), mode_t{0600});
}

void TestStationLock::isFreeAfterwards()
{
    for (int i = 0; i < 3; ++i) {
        QVERIFY(StationLock::acquire(paths(), QStringLiteral("x"), 0ms).has_value());
    }
}

void TestStationLock::isRefusedWithinOneProcess()
{
    const auto first = StationLock::acquire(paths(), QStringLiteral("satchel gather"), 0ms);
    const auto second = StationLock::acquire(paths(), QStringLiteral("satchel export"), 0ms);
    QVERIFY(first.has_value());
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::StationInUse);
    QVERIFY(second.error().message.contains(QStringLiteral("satchel gather")));
}

void TestStationLock::namesTheOtherProcess()
{
    Holder holder{m_folder->path()};
    QVERIFY(holder.holds());
    const auto lock = StationLock::acquire(paths(), QStringLiteral("satchel export"), 120ms);
    QVERIFY(!lock.has_value());
    QCOMPARE(lock.error().code, ErrorCode::StationInUse);
    QCOMPARE(lock.error().file, m_folder->path());
    const auto expected = QStringLiteral("in use by process %1 (satchel import) since 20").arg(holder.processId());
    QVERIFY2(lock.error().message.contains(expected), qPrintable(lock.error().message));
    holder.letGo();
}

void TestStationLock::aKilledHolderLetsGo()
{
    Holder holder{m_folder->path()};
    QVERIFY(holder.holds());
    holder.kill();
    QVERIFY(StationLock::acquire(paths(), QStringLiteral("x"), 0ms).has_value());
}

void TestStationLock::waitsForItsTurn()
{
    std::optional<StationLock> first{*StationLock::acquire(paths(), QStringLiteral("first"), 0ms)};
    std::jthread releaser{[&] {
        std::this_thread::sleep_for(100ms);
        first.reset();
    }};
    const auto second = StationLock::acquire(paths(), QStringLiteral("second"), 60s);
    QVERIFY(second.has_value());
    QVERIFY(fixture::contentOf(paths().lock()).contains(" second "));
}

void TestStationLock::stopsWaitingWhenAsked()
{
    const auto first = StationLock::acquire(paths(), QStringLiteral("first"), 0ms);
    std::stop_source stop;
    std::jthread stopper{[&] {
        std::this_thread::sleep_for(60ms);
        stop.request_stop();
    }};
    const auto second = StationLock::acquire(paths(), QStringLiteral("second"), 1h, stop.get_token());
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::Cancelled);
}

void TestStationLock::anOddHolderIsNotQuoted_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("something else") << QByteArray("hello\n");
    QTest::newRow("huge") << QByteArray(10'000, '1');
    QTest::newRow("terminal escape") << QByteArray("1 \x1B[2J x 2026-11-22T09:00:00Z\n");
}

void TestStationLock::anOddHolderIsNotQuoted()
{
    QFETCH(QByteArray, text);
    const auto first = StationLock::acquire(paths(), QStringLiteral("first"), 0ms);
    fixture::put(paths().lock(), text);
    const auto second = StationLock::acquire(paths(), QStringLiteral("second"), 0ms);
    QVERIFY(!second.has_value());
    QVERIFY2(second.error().message.endsWith(QStringLiteral("in use by another process")),
        qPrintable(second.error().message));
}

void TestStationLock::isNotMadeWithoutAHome()
{
    const auto lock
        = StationLock::acquire(StationPaths{m_folder->filePath(QStringLiteral("absent"))}, QStringLiteral("x"), 0ms);
    QVERIFY(!lock.has_value());
    QCOMPARE(lock.error().code, ErrorCode::NotAStation);
}

void TestStationLock::doesNotFollowALink()
{
    const auto victim = m_folder->filePath(QStringLiteral("victim"));
    fixture::put(victim, "precious");
    QVERIFY(QFile::link(victim, paths().lock()));
    QVERIFY(!StationLock::acquire(paths(), QStringLiteral("x"), 0ms).has_value());
    QCOMPARE(fixture::contentOf(victim), QByteArray("precious"));
}

void TestStationLock::aCommandStaysOnOneLine()
{
    const auto lock
        = StationLock::acquire(paths(), QStringLiteral("satchel\nimport ") + QString{200, QLatin1Char('x')}, 0ms);
    QVERIFY(lock.has_value());
    QCOMPARE(fixture::contentOf(paths().lock()).count('\n'), 1);
    QVERIFY(fixture::contentOf(paths().lock()).size() < 200);
}

int main(int count, char** arguments)
{
    const QCoreApplication application{count, arguments};
    if (count == 3 && QByteArrayView{arguments[1]} == "--hold-lock") {
        return holdLock(QFile::decodeName(arguments[2]));
    }
    TestStationLock test;
    return QTest::qExec(&test, count, arguments);
}

#include "TestStationLock.moc"
