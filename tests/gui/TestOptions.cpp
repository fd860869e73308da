#include "Patience.h"

#include <tests/support/TestRegistry.h>

#include <QProcess>
#include <QTest>

using satchel::test::LongEnough;

// The built program, as far as it shows no window.
class TestOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void says_data();
    void says();
};

void TestOptions::says_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("languages"); // that the system prefers
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("text");

    const auto row
        = [](const char* name, const char* arguments, const char* languages, int exitCode, const char* text) {
              QTest::newRow(name) << QString::fromLatin1(arguments).split(QLatin1Char(' '))
                                  << QString::fromLatin1(languages) << exitCode << QString::fromUtf8(text);
          };
    row("help", "--help", "en", 0, "Bundles and receipts to verify.");
    row("help in German", "--help", "de_AT:en", 0, "Bündel und Quittungen, die geprüft werden sollen.");
    row("another scheme", "--color-scheme pink", "en", 2, "--color-scheme takes one of: light, dark");
    row("another language", "--language tlh", "de", 2, "--language kennt nur: en, de");
    row("an option that there is not", "--colour-scheme light", "en", 1, "colour-scheme");
}

void TestOptions::says()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, languages);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("LANG"), QStringLiteral("C.UTF-8"));
    environment.remove(QStringLiteral("LC_ALL"));
    environment.insert(QStringLiteral("LANGUAGE"), languages);
    QProcess program;
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QStringLiteral(SATCHEL_DESKTOP), arguments);
    QVERIFY(program.waitForFinished(LongEnough));
    const QString said = QString::fromUtf8(program.readAll());

    QTEST(program.exitCode(), "exitCode");
    QFETCH(QString, text);
    QVERIFY2(said.contains(text), qPrintable(said));
}

SATCHEL_TEST(TestOptions)
#include "TestOptions.moc"
