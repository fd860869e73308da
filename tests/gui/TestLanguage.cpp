#include <app/ErrorSentences.h>
#include <app/Language.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QApplication>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSet>
#include <QTest>

using namespace satchel;

namespace {

QList<ErrorCode> allCodes()
{
    QList<ErrorCode> codes;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        codes += static_cast<ErrorCode>(i);
    }
    return codes;
}

} // namespace

// What the window says in which language.
class TestLanguage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatIsSpokenIsTaken_data();
    void theFirstThatIsSpokenIsTaken();
    void speaksAsItIsTold();
    void countsInBoth();
    void everyErrorHasItsSentences();
    void aGermanReadsNoEnglishOnly();
    void qtSpeaksItToo();
};

void TestLanguage::theFirstThatIsSpokenIsTaken_data()
{
    QTest::addColumn<QStringList>("preferred");
    QTest::addColumn<QString>("code");

    QTest::newRow("German") << QStringList{QStringLiteral("de-DE"), QStringLiteral("de")} << QStringLiteral("de");
    QTest::newRow("of Switzerland") << QStringList{QStringLiteral("de-CH")} << QStringLiteral("de");
    QTest::newRow("the second") << QStringList{QStringLiteral("fr-FR"), QStringLiteral("de")} << QStringLiteral("de");
    QTest::newRow("English first") << QStringList{QStringLiteral("en-GB"), QStringLiteral("de")}
                                   << QStringLiteral("en");
    QTest::newRow("none") << QStringList{QStringLiteral("fr")} << QStringLiteral("en");
    QTest::newRow("nothing is said") << QStringList{} << QStringLiteral("en");
    QTest::newRow("C") << QStringList{QStringLiteral("C")} << QStringLiteral("en");
    QTest::newRow("one that begins so") << QStringList{QStringLiteral("den"), QStringLiteral("")}
                                        << QStringLiteral("en");
}

void TestLanguage::theFirstThatIsSpokenIsTaken()
{
    QFETCH(QStringList, preferred);
    QTEST(Language::bestOf(preferred), "code");
}

// Numbers as well; and when it goes, all is as before.
void TestLanguage::speaksAsItIsTold()
{
    const QString before = stateText(ItemState::Held);
    const QLocale locale;
    {
        const Language german{QStringLiteral("de")};
        QCOMPARE(german.code(), QStringLiteral("de"));
        QCOMPARE(stateText(ItemState::Held), QStringLiteral("angehalten"));
        QCOMPARE(QLocale{}.toString(1234.5, 'f', 1), QStringLiteral("1.234,5"));
    }
    QCOMPARE(stateText(ItemState::Held), before);
    QCOMPARE(QLocale{}, locale);
    const Language unknown{QStringLiteral("tlh")};
    QVERIFY(Language::known().contains(unknown.code()));
}

void TestLanguage::countsInBoth()
{
    const auto text = [](int n) { return QCoreApplication::translate("satchel::ItemsPage", "%n item(s)", nullptr, n); };
    {
        const Language english{QStringLiteral("en")};
        QCOMPARE(text(0), QStringLiteral("0 items"));
        QCOMPARE(text(1), QStringLiteral("1 item"));
        QCOMPARE(text(2), QStringLiteral("2 items"));
    }
    const Language german{QStringLiteral("de")};
    QCOMPARE(text(0), QStringLiteral("0 Vorgänge"));
    QCOMPARE(text(1), QStringLiteral("1 Vorgang"));
    QCOMPARE(text(2), QStringLiteral("2 Vorgänge"));
}

// One of its own for each code of the closed list: a person acts by it.
void TestLanguage::everyErrorHasItsSentences()
{
    for (const auto& language : Language::known()) {
        const Language spoken{language};
        QSet<QString> happened;
        for (const auto code : allCodes()) {
            QVERIFY2(whatHappened(code).endsWith(QLatin1Char('.')), qPrintable(errorCodeName(code)));
            QVERIFY2(whatToDo(code).endsWith(QLatin1Char('.')), qPrintable(errorCodeName(code)));
            happened += whatHappened(code);
        }
        QCOMPARE(happened.size(), allCodes().size());
    }
}

// What core says stands below, as a detail.
void TestLanguage::aGermanReadsNoEnglishOnly()
{
    QHash<ErrorCode, QString> english;
    for (const auto code : allCodes()) {
        english.insert(code, whatHappened(code) + whatToDo(code));
    }
    const Language german{QStringLiteral("de")};
    for (const auto code : allCodes()) {
        QVERIFY2(whatHappened(code) + whatToDo(code) != english.value(code), qPrintable(errorCodeName(code)));
        const auto wording = wordingOf({code, QStringLiteral("in core's words")}, Errand::BringIn);
        QVERIFY2(!wording.whatHappened.contains(u"core"), qPrintable(errorCodeName(code)));
    }
    const auto wording = wordingOf({ErrorCode::BadContainer, QStringLiteral("in core's words")}, Errand::BringIn);
    QCOMPARE(wording.whatHappened, whatHappened(ErrorCode::BadContainer));
    QVERIFY2(wording.details().endsWith(u"Im Einzelnen: in core's words"), qPrintable(wording.details()));
    QCOMPARE(explained({ErrorCode::Empty, QStringLiteral("no bytes"), QStringLiteral("a.satchel")}),
        QStringLiteral("Die Datei ist leer. (a.satchel: no bytes)"));
}

void TestLanguage::qtSpeaksItToo()
{
    const Language german{QStringLiteral("de")};
    if (QCoreApplication::translate("QPlatformTheme", "Cancel") == u"Cancel") {
        LACKING_TOOL("Qt's own translations are not installed here (package qt6-translations-l10n)");
    }
    QMessageBox box;
    auto* const cancel = box.addButton(QMessageBox::Cancel);
    QCOMPARE(cancel->text().remove(QLatin1Char('&')), QStringLiteral("Abbrechen"));
}

SATCHEL_TEST(TestLanguage)
#include "TestLanguage.moc"
