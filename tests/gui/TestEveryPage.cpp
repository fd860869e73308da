#include "FurnishedStation.h"
#include "Mnemonics.h"
#include "PageTour.h"
#include "TextFit.h"

#include <app/Language.h>
#include <app/MainWindow.h>
#include <app/look/Look.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/WholeText.h>

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSet>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>

#include <functional>
#include <memory>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int LongEnough = 60'000; // ms
constexpr QSize SmallLaptop{1000, 640}; // 13 inches, without the desktop's own bars

// Remembers what was asked of every translator in vain: the one installed first is asked last.
class Untranslated final : public QTranslator {
public:
    Untranslated() { QCoreApplication::installTranslator(this); }
    ~Untranslated() override { QCoreApplication::removeTranslator(this); }

    [[nodiscard]] bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override
    {
        const QString name = QString::fromLatin1(context);
        if (!name.startsWith(u'Q') && !m_expected.contains(name)) {
            m_asked += name + QStringLiteral(": ") + QString::fromUtf8(source);
        }
        return {};
    }
    [[nodiscard]] QStringList asked() const { return {m_asked.begin(), m_asked.end()}; }

private:
    QSet<QString> m_expected{QStringLiteral("MAC_APPLICATION_MENU"), QStringLiteral("CloseButton")}; // Qt's
    mutable QSet<QString> m_asked;
};

bool hasName(QAccessibleInterface& control)
{
    // On this platform Qt gives a box's present text for its name; screen readers take the label.
    const auto* const box = qobject_cast<const QComboBox*>(control.object());
    if (box != nullptr) {
        return !box->accessibleName().isEmpty() || !control.relations(QAccessible::Label).isEmpty();
    }
    return !control.text(QAccessible::Name).trimmed().isEmpty();
}

void collectNameless(QAccessibleInterface* control, QStringList& found)
{
    if (control == nullptr || !control->isValid() || control->state().invisible) {
        return;
    }
    static const QSet<int> controls{QAccessible::PushButton, QAccessible::CheckBox, QAccessible::RadioButton,
        QAccessible::ComboBox, QAccessible::EditableText, QAccessible::List, QAccessible::Table, QAccessible::Tree,
        QAccessible::ProgressBar, QAccessible::SpinBox, QAccessible::Slider, QAccessible::PageTab, QAccessible::Link};
    static const QSet<int> withCells{
        QAccessible::List, QAccessible::Table, QAccessible::Tree, QAccessible::ComboBox, QAccessible::SpinBox};
    const int role = control->role();
    if (controls.contains(role) && !hasName(*control)) {
        const auto* const object = control->object();
        const QString kind = object != nullptr ? QString::fromLatin1(object->metaObject()->className()) : QString{};
        const QString name = object != nullptr ? object->objectName() : QString{};
        found += QStringLiteral("%1 “%2” of role %3").arg(kind, name).arg(role);
    }
    for (int i = 0; !withCells.contains(role) && i < control->childCount(); ++i) {
        collectNameless(control->child(i), found);
    }
}

// Where Tab stops. Of radio buttons that exclude each other one is enough: arrows lead on.
QList<QWidget*> stopsOf(QWidget& page)
{
    QList<QWidget*> stops;
    for (auto* const widget : page.findChildren<QWidget*>()) {
        const bool isStop = widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0
            && widget->focusProxy() == nullptr;
        if (isStop && qobject_cast<QRadioButton*>(widget) == nullptr) {
            stops += widget;
        }
    }
    return stops;
}

} // namespace

// What must be true of each page, whichever there are: nobody has to think of a new one here.
class TestEveryPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsCutOffIsFound_data();
    void whatIsCutOffIsFound();
    void nothingIsCutOff_data();
    void nothingIsCutOff();
    void nothingIsLeftUntranslated();
    void everyControlHasAName();
    void theKeyboardReachesEverything();
    void everyPageHasAShortcut();
    void aDoubleMnemonicIsFound();
    void noMnemonicIsDouble_data();
    void noMnemonicIsDouble();

private:
    [[nodiscard]] std::unique_ptr<MainWindow> open(const StationView& view) const;

    std::unique_ptr<FurnishedStation> m_station;
    QFont m_font;
};

void TestEveryPage::initTestCase()
{
    QApplication::setApplicationName(QStringLiteral("TestEveryPage"));
    m_station = std::make_unique<FurnishedStation>();
    m_font = QApplication::font();
}

// With something on every page that there is something for.
std::unique_ptr<MainWindow> TestEveryPage::open(const StationView& view) const
{
    auto window = std::make_unique<MainWindow>(view);
    window->resize(SmallLaptop);
    window->show();
    window->activateWindow();
    if (window->findChild<VerifyPage*>() != nullptr) {
        QSignalSpy refreshed{window.get(), &MainWindow::refreshed};
        (void)refreshed.wait(LongEnough);
        QSignalSpy verified{window->findChild<VerifyPage*>(), &VerifyPage::verified};
        window->openFiles({m_station->goodBundle(), m_station->damagedBundle()});
        (void)verified.wait(LongEnough);
    }
    return window;
}

void TestEveryPage::whatIsCutOffIsFound_data()
{
    QTest::addColumn<std::function<void(QWidget&)>>("plant");
    QTest::addColumn<QString>("found"); // empty: nothing is wrong
    const QString text = QStringLiteral("a long text that needs its place");
    const auto place
        = [](QWidget* widget, int x, int y, int width, int height) { widget->setGeometry(x, y, width, height); };

    const auto row = [](const char* name, const std::function<void(QWidget&)>& plant, const char* found) {
        QTest::newRow(name) << plant << QString::fromLatin1(found);
    };
    row("sound", [=](QWidget& page) { place(new QLabel{text, &page}, 0, 0, 390, 40); }, "");
    row("label", [=](QWidget& page) { place(new QLabel{text, &page}, 0, 0, 80, 40); }, "QLabel");
    row(
        "label that wraps",
        [=](QWidget& page) {
            auto* const label = new QLabel{text, &page};
            label->setWordWrap(true);
            place(label, 0, 0, 80, 20);
        },
        "QLabel");
    row("button", [=](QWidget& page) { place(new QPushButton{text, &page}, 0, 0, 100, 40); }, "QPushButton");
    row("check box", [=](QWidget& page) { place(new QCheckBox{text, &page}, 0, 0, 100, 40); }, "QCheckBox");
    row(
        "button that is too low", [=](QWidget& page) { place(new QPushButton{text, &page}, 0, 0, 390, 12); },
        "QPushButton");
    row(
        "combo box",
        [=](QWidget& page) {
            auto* const box = new QComboBox{&page};
            box->addItem(text);
            place(box, 0, 0, 100, 40);
        },
        "QComboBox");
    row(
        "tabs",
        [=](QWidget& page) {
            auto* const tabs = new QTabBar{&page};
            tabs->addTab(text);
            tabs->addTab(text);
            tabs->setUsesScrollButtons(false);
            place(tabs, 0, 0, 200, 40);
        },
        "QTabBar");
    row(
        "title of a column",
        [=](QWidget& page) {
            auto* const table = new QTableWidget{1, 2, &page};
            table->setHorizontalHeaderLabels({text, text});
            place(table, 0, 0, 390, 100);
        },
        "QHeaderView");
    row(
        "cell",
        [=](QWidget& page) {
            auto* const table = new QTableWidget{1, 1, &page};
            table->setItem(0, 0, new QTableWidgetItem{text});
            table->setColumnWidth(0, 60);
            place(table, 0, 0, 390, 100);
        },
        "cell");
    row(
        "cell that tells its text",
        [=](QWidget& page) {
            auto* const table = new QTableWidget{1, 1, &page};
            table->setItem(0, 0, new QTableWidgetItem{text});
            table->setColumnWidth(0, 60);
            WholeText::tellIn(*table);
            place(table, 0, 0, 390, 100);
        },
        "");
    row(
        "hint in a line",
        [=](QWidget& page) {
            auto* const line = new QLineEdit{&page};
            line->setPlaceholderText(text);
            place(line, 0, 0, 100, 40);
        },
        "QLineEdit");
    row(
        "one over the other",
        [=](QWidget& page) {
            place(new QPushButton{&page}, 0, 0, 100, 40);
            place(new QLineEdit{&page}, 90, 30, 100, 40);
        },
        "lies over");
    row("beyond the edge", [=](QWidget& page) { place(new QPushButton{&page}, 350, 0, 100, 40); }, "beyond the edge");
    row(
        "form that is too wide",
        [=](QWidget& page) {
            auto* const frame = new QScrollArea{&page};
            auto* const form = new QWidget;
            form->setMinimumWidth(500);
            frame->setWidget(form);
            place(frame, 0, 0, 390, 100);
        },
        "wider than the window");
}

// Each of what is looked for, once wrong: else all pages could be found good by looking at nothing.
void TestEveryPage::whatIsCutOffIsFound()
{
    QFETCH(std::function<void(QWidget&)>, plant);
    QFETCH(QString, found);
    QWidget page;
    page.resize(400, 300);
    plant(page);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));

    const QString all = cutOffIn(page).join(QLatin1Char('\n'));
    QVERIFY2(found.isEmpty() ? all.isEmpty() : all.contains(found), qPrintable(all));
}

void TestEveryPage::nothingIsCutOff_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<double>("scale");
    QTest::addColumn<bool>("isFirstStart");
    for (const auto& language : Language::known()) {
        for (const int percent : {100, 125, 200}) {
            QTest::addRow("%s, %d %%", qPrintable(language), percent) << language << percent / 100.0 << false;
            QTest::addRow("%s, %d %%, no station yet", qPrintable(language), percent)
                << language << percent / 100.0 << true;
        }
    }
}

// Letters of that size in a window of the same size: the hardest case. A screen of double the resolution scales both.
void TestEveryPage::nothingIsCutOff()
{
    QFETCH(QString, language);
    QFETCH(double, scale);
    QFETCH(bool, isFirstStart);
    const Language spoken{language};
    const Look look{ColourScheme::Light};
    QFont font = m_font;
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);

    const auto window = open(isFirstStart ? m_station->empty() : m_station->view());
    const PageTour tour{*window};
    QVERIFY(tour.count() > 0);
    QStringList found;
    for (int row = 0; row < tour.count(); ++row) {
        auto* const page = tour.open(row);
        for (const bool more : {false, true}) {
            if (more) {
                PageTour::showMore(*page);
                tour.settle();
            }
            for (const auto& finding : cutOffIn(*window)) {
                found += tour.name(row) + QStringLiteral(": ") + finding;
            }
        }
    }
    QCOMPARE(window->size(), SmallLaptop);
    QApplication::setFont(m_font);
    found.removeDuplicates();
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

// As it runs, and not only by lupdate: a text under another name than it is looked up by would be English.
void TestEveryPage::nothingIsLeftUntranslated()
{
    const Untranslated asked;
    const Language german{QStringLiteral("de")};
    for (const auto& view : {m_station->view(), m_station->empty()}) {
        const auto window = open(view);
        const PageTour tour{*window};
        for (int row = 0; row < tour.count(); ++row) {
            PageTour::showMore(*tour.open(row));
        }
        tour.settle();
    }
    const auto found = asked.asked();
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
    QCOMPARE(QCoreApplication::translate("satchel::Nowhere", "asked in vain"), QStringLiteral("asked in vain"));
    QCOMPARE(asked.asked().size(), 1);
}

void TestEveryPage::everyControlHasAName()
{
    QStringList found;
    for (const auto& view : {m_station->view(), m_station->empty()}) {
        const auto window = open(view);
        const PageTour tour{*window};
        for (int row = 0; row < tour.count(); ++row) {
            PageTour::showMore(*tour.open(row));
            QStringList nameless;
            collectNameless(QAccessible::queryAccessibleInterface(window.get()), nameless);
            for (const auto& control : nameless) {
                found += tour.name(row) + QStringLiteral(": ") + control;
            }
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

void TestEveryPage::theKeyboardReachesEverything()
{
    QStringList found;
    for (const auto& view : {m_station->view(), m_station->empty()}) {
        const auto window = open(view);
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        const PageTour tour{*window};
        for (int row = 0; row < tour.count(); ++row) {
            auto* const page = tour.open(row);
            const auto stops = stopsOf(*page);
            window->findChild<QListWidget*>(QStringLiteral("pages"))->setFocus();
            QSet<QWidget*> reached;
            for (int i = 0; i < static_cast<int>(stops.size()) + 20 && QApplication::focusWidget() != nullptr; ++i) {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
                reached += QApplication::focusWidget();
            }
            for (auto* const stop : stops) {
                if (!reached.contains(stop)) {
                    found += QStringLiteral("%1: %2 “%3”")
                                 .arg(tour.name(row), QLatin1StringView{stop->metaObject()->className()},
                                     stop->objectName());
                }
            }
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

void TestEveryPage::everyPageHasAShortcut()
{
    const auto window = open(m_station->view());
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    const auto* const names = window->findChild<QListWidget*>(QStringLiteral("pages"));
    QVERIFY(names->count() > 1 && names->count() < 10);
    for (int row = names->count() - 1; row >= 0; --row) {
        QTest::keyClick(window.get(), static_cast<Qt::Key>(Qt::Key_1 + row), Qt::ControlModifier);
        QCOMPARE(names->currentRow(), row);
    }
}

// Else all pages could be found good by looking at nothing.
void TestEveryPage::aDoubleMnemonicIsFound()
{
    QWidget page;
    auto* const line = new QLineEdit{&page};
    auto* const label = new QLabel{QStringLiteral("&What:"), &page};
    label->setBuddy(line);
    auto* const button = new QPushButton{QStringLiteral("&Work"), &page};
    auto* const other = new QCheckBox{QStringLiteral("&Other"), &page};
    page.show();
    QCOMPARE(doubleMnemonicsIn(page), QStringList{QStringLiteral("Alt+W: “&Work”, “&What:”")});
    other->setText(QStringLiteral("Als&o"));
    auto* const group = new QGroupBox{QStringLiteral("Gr&oup"), &page};
    group->show();
    QCOMPARE(doubleMnemonicsIn(page).size(), 2);
    button->setVisible(false);
    group->setVisible(false);
    QCOMPARE(doubleMnemonicsIn(page), QStringList{});
}

void TestEveryPage::noMnemonicIsDouble_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("isFirstStart");
    for (const auto& language : Language::known()) {
        QTest::addRow("%s", qPrintable(language)) << language << false;
        QTest::addRow("%s, no station yet", qPrintable(language)) << language << true;
    }
}

void TestEveryPage::noMnemonicIsDouble()
{
    QFETCH(QString, language);
    QFETCH(bool, isFirstStart);
    const Language spoken{language};
    const auto window = open(isFirstStart ? m_station->empty() : m_station->view());
    const PageTour tour{*window};
    QStringList found;
    for (int row = 0; row < tour.count(); ++row) {
        auto* const page = tour.open(row);
        PageTour::showMore(*page);
        tour.settle();
        for (const auto& finding : doubleMnemonicsIn(*window)) {
            found += tour.name(row) + QStringLiteral(": ") + finding;
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestEveryPage)
#include "TestEveryPage.moc"
