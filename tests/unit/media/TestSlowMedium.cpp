#include <core/base/LooseThread.h>
#include <core/media/MediumFile.h>
#include <tests/support/MediumCalls.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <memory>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int LongEnough = 60'000; // ms

QStringList namesIn(const QString& folder)
{
    return QDir{folder}.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

Result<QString> writeOne(const QString& folder, const Conduct& conduct)
{
    auto file = MediumFile::create(folder, QStringLiteral("a.satchel"), conduct);
    if (!file) {
        return fail(file.error());
    }
    for (int i = 0; i < 5; ++i) {
        SATCHEL_TRY(file->write(QByteArray(1024 * 1024, 'x')));
    }
    return file->publish();
}

} // namespace

// A medium may take minutes for what it was given, or never answer again: whoever says stop does not wait for it.
class TestSlowMedium : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isNotWaitedForOnceStopped_data();
    void isNotWaitedForOnceStopped();
    void mayBeThereOnceItIsRenamed();
    void tellsWhatTheMediumHas();
    void whatItDoesNotTakeIsTold_data();
    void whatItDoesNotTakeIsTold();
    void aFileSystemWithoutTheCallIsFlushedAllTheSame_data();
    void aFileSystemWithoutTheCallIsFlushedAllTheSame();
};

void TestSlowMedium::isNotWaitedForOnceStopped_data()
{
    QTest::addColumn<MediumCall>("call");
    QTest::newRow("hangs when the file is made") << MediumCall::Create;
    QTest::newRow("hangs when it is written") << MediumCall::Write;
    QTest::newRow("hangs when it is written out") << MediumCall::WriteOut;
    QTest::newRow("hangs when it is flushed") << MediumCall::Flush;
    QTest::newRow("hangs when it is renamed") << MediumCall::Rename;
    QTest::newRow("hangs after it was renamed") << MediumCall::FlushAll;
}

void TestSlowMedium::isNotWaitedForOnceStopped()
{
    const QTemporaryDir folder;
    QFETCH(MediumCall, call);
    const auto hang = std::make_shared<QSemaphore>();
    const auto isHanging = std::make_shared<std::atomic<bool>>(false);
    std::stop_source stop;
    QElapsedTimer sinceTheStop;
    const MediumCalls calls{[call, hang, isHanging, &stop, &sinceTheStop](MediumCall now) {
        if (now == call && !isHanging->exchange(true)) {
            sinceTheStop.start();
            stop.request_stop();
            hang->acquire();
        }
    }};

    const auto written = writeOne(folder.path(), {{}, stop.get_token()});
    const qint64 waited = sinceTheStop.elapsed(); // it hangs still, or this would not be reached

    QVERIFY(isHanging->load());
    QVERIFY(!written.has_value());
    QCOMPARE(errorCodeName(written.error().code), QStringLiteral("cancelled"));
    qInfo("%lld ms from the stop to the return", static_cast<long long>(waited));
    // Once the medium answers, it is tidied up by itself.
    hang->release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnough);
    QCOMPARE(namesIn(folder.path()), QStringList{});
}

// Whoever said stop is told what the medium has until it answers, and what hung flushes no more for a file that goes.
void TestSlowMedium::mayBeThereOnceItIsRenamed()
{
    const QTemporaryDir folder;
    const auto hang = std::make_shared<QSemaphore>();
    const auto isHanging = std::make_shared<std::atomic<bool>>(false);
    const auto flushedAfter = std::make_shared<std::atomic<bool>>(false);
    std::stop_source stop;
    const MediumCalls calls{[hang, isHanging, flushedAfter, &stop](MediumCall now) {
        if (now == MediumCall::Rename && !isHanging->exchange(true)) {
            stop.request_stop();
            hang->acquire();
        } else if (now == MediumCall::FlushAll) {
            *flushedAfter = true;
        }
    }};

    const auto written = writeOne(folder.path(), {{}, stop.get_token()});

    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::Cancelled);
    QCOMPARE(written.error().file, folder.filePath(QStringLiteral("a.satchel")));
    QVERIFY2(written.error().message.contains(QStringLiteral("may stand there")), qPrintable(written.error().message));
    hang->release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnough);
    QCOMPARE(namesIn(folder.path()), QStringList{});
    QVERIFY(!*flushedAfter);
}

void TestSlowMedium::tellsWhatTheMediumHas()
{
    const QTemporaryDir folder;
    QList<Progress> told;
    const Conduct conduct{[&told](const Progress& progress) { told += progress; }};
    QVERIFY(writeOne(folder.path(), conduct).has_value());
    QCOMPARE(told.size(), 7); // before each MiB, at the end, and for the flush
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(told[i].stage, QStringLiteral("writing"));
        QCOMPARE(told[i].done, qint64{i} * 1024 * 1024);
        QCOMPARE(told[i].total, qint64{5} * 1024 * 1024);
    }
    QCOMPARE(told[6].stage, QStringLiteral("flushing"));
}

void TestSlowMedium::whatItDoesNotTakeIsTold_data()
{
    QTest::addColumn<MediumCall>("call");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("code");
    QTest::newRow("no room for what was written") << MediumCall::WriteOut << ENOSPC << QStringLiteral("medium-full");
    QTest::newRow("an error while it is written") << MediumCall::WriteOut << EIO << QStringLiteral("medium-gone");
    QTest::newRow("an error at the flush") << MediumCall::Flush << EIO << QStringLiteral("medium-gone");
    QTest::newRow("no memory to write it") << MediumCall::WriteOut << ENOMEM << QStringLiteral("unreadable");
    QTest::newRow("no room") << MediumCall::Write << ENOSPC << QStringLiteral("medium-full");
    QTest::newRow("write-protected") << MediumCall::Create << EROFS << QStringLiteral("medium-read-only");
    QTest::newRow("the name") << MediumCall::Rename << EIO << QStringLiteral("medium-gone");
}

void TestSlowMedium::whatItDoesNotTakeIsTold()
{
    const QTemporaryDir folder;
    QFETCH(MediumCall, call);
    QFETCH(int, number);
    QFETCH(QString, code);
    const MediumCalls calls{[call, number](MediumCall now) {
        if (now == call) {
            MediumCalls::failThisCall(number);
        }
    }};
    const auto written = writeOne(folder.path(), {});
    QVERIFY(!written.has_value());
    QCOMPARE(errorCodeName(written.error().code), code);
    QCOMPARE(namesIn(folder.path()), QStringList{});
}

void TestSlowMedium::aFileSystemWithoutTheCallIsFlushedAllTheSame_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("EINVAL") << EINVAL;
    QTest::newRow("ENOSYS") << ENOSYS;
    QTest::newRow("ESPIPE") << ESPIPE;
    QTest::newRow("EOPNOTSUPP") << EOPNOTSUPP;
}

void TestSlowMedium::aFileSystemWithoutTheCallIsFlushedAllTheSame()
{
    QFETCH(int, number);
    const QTemporaryDir folder;
    int flushes = 0;
    const MediumCalls calls{[&flushes, number](MediumCall now) {
        flushes += now == MediumCall::Flush ? 1 : 0;
        if (now == MediumCall::WriteOut) {
            MediumCalls::failThisCall(number);
        }
    }};
    const auto written = writeOne(folder.path(), {});
    QVERIFY(written.has_value());
    QCOMPARE(flushes, 1);
}

SATCHEL_TEST(TestSlowMedium)
#include "TestSlowMedium.moc"
