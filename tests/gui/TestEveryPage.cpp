#include "Mnemonics.h"
#include "PageTour.h"
#include "Scenes.h"
#include "TextFit.h"

#include <app/Language.h>
#include <app/MainWindow.h>
#include <app/look/Look.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/WholeText.h>

#include <tests/support/TestRegistry.h>

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QImage>
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

#include <algorithm>
#include <functional>
#include <memory>

using namespace satchel;
using namespace satchel::test;

namespace {

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

QString nameOf(const QWidget& widget)
{
    return QStringLiteral("%1 “%2”").arg(QLatin1StringView{widget.metaObject()->className()}, widget.objectName());
}

// Whether the keyboard works within it: what it is made of is not reached by itself.
bool isOneControl(const QWidget& widget)
{
    return qobject_cast<const QComboBox*>(&widget) != nullptr || qobject_cast<const QLineEdit*>(&widget) != nullptr
        || qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr
        || qobject_cast<const QAbstractItemView*>(&widget) != nullptr
        || qobject_cast<const QTabBar*>(&widget) != nullptr;
}

// Whether a mouse can press it, whatever the keyboard can.
bool isPressable(const QWidget& widget)
{
    return isOneControl(widget) || qobject_cast<const QAbstractButton*>(&widget) != nullptr
        || (widget.focusPolicy() & Qt::TabFocus) != 0 || widget.cursor().shape() == Qt::PointingHandCursor;
}

// Every control of a page that a mouse can press now.
void collectPressable(QWidget& ground, QList<QWidget*>& found)
{
    for (auto* const child : ground.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        if (!child->isVisible() || !child->isEnabled() || child->isWindow()) {
            continue;
        }
        if (isPressable(*child)) {
            found += child;
        }
        if (!isOneControl(*child)) {
            collectPressable(*child, found);
        }
    }
}

QList<QWidget*> pressableOn(QWidget& page)
{
    QList<QWidget*> found;
    collectPressable(page, found);
    return found;
}

// Without Tab: by a key of its own, or, of radio buttons that exclude each other, by arrows.
bool hasKey(const QWidget& widget)
{
    const auto* const button = qobject_cast<const QAbstractButton*>(&widget);
    return button != nullptr && (!button->shortcut().isEmpty() || qobject_cast<const QRadioButton*>(button) != nullptr);
}

// All that Tab stops at, from the names of the pages on.
QSet<const QWidget*> reachedByTab(MainWindow& window, qsizetype stops)
{
    auto* const names = window.findChild<QListWidget*>(QStringLiteral("pages"));
    names->setFocus();
    QSet<const QWidget*> reached{names};
    for (qsizetype i = 0; i < stops + 20 && QApplication::focusWidget() != nullptr; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached += QApplication::focusWidget();
        if (const auto* const proxied = QApplication::focusWidget()->parentWidget()) {
            reached += proxied->focusProxy() == QApplication::focusWidget() ? proxied : nullptr;
        }
    }
    return reached;
}

QStringList notReachedIn(MainWindow& window)
{
    QStringList found;
    const auto controls = pressableOn(*window.centralWidget());
    const auto reached = reachedByTab(window, controls.size());
    for (const auto* const control : controls) {
        if (!reached.contains(control) && !hasKey(*control)) {
            found += nameOf(*control);
        }
    }
    return found;
}

// A title that sorts when it is clicked sorts by Alt and its number as well.
QStringList notSortedByKeysOn(const QWidget& page)
{
    QStringList found;
    for (auto* const view : page.findChildren<QAbstractItemView*>()) {
        for (auto* const header : view->findChildren<QHeaderView*>()) {
            if (!view->isVisible() || header->orientation() != Qt::Horizontal || !header->isSortIndicatorShown()) {
                continue;
            }
            view->setFocus();
            for (int column = 0; column < header->count(); ++column) {
                QTest::keyClick(view, static_cast<Qt::Key>(Qt::Key_1 + column), Qt::AltModifier);
                if (header->sortIndicatorSection() != column) {
                    found += QStringLiteral("%1: column %2 is not sorted by its key").arg(nameOf(*view)).arg(column);
                }
            }
        }
    }
    return found;
}

// What looks with the keyboard in it as it does without.
QStringList notMarkedOn(QWidget& ground)
{
    QStringList found;
    const auto controls = pressableOn(ground);
    for (auto* const control : controls) {
        if ((control->focusPolicy() & Qt::TabFocus) == 0) {
            continue;
        }
        (control == controls.first() ? controls.last() : controls.first())->setFocus();
        const QImage without = control->grab().toImage();
        control->setFocus(Qt::TabFocusReason);
        if (control->grab().toImage() == without) {
            found += nameOf(*control) + QStringLiteral(" does not show that it has the keyboard");
        }
    }
    return found;
}

// The rows of the list of pages that a scene is about.
QList<int> rowsOf(const PageTour& tour, const Scene& scene)
{
    QList<int> rows;
    for (int row = 0; row < tour.count(); ++row) {
        if (scene.isOfEveryPage || row == tour.opened()) {
            rows += row;
        }
    }
    return rows;
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
    void whatIsEssentialIsWhole_data();
    void whatIsEssentialIsWhole();
    void nothingIsLeftUntranslated();
    void everyControlHasAName();
    void whatTheKeyboardDoesNotReachIsFound();
    void whatDoesNotShowTheKeyboardIsFound();
    void theKeyboardReachesEverything();
    void whatHasTheKeyboardShowsIt_data();
    void whatHasTheKeyboardShowsIt();
    void everyPageHasAShortcut();
    void aDoubleMnemonicIsFound();
    void noMnemonicIsDouble_data();
    void noMnemonicIsDouble();

private:
    using Finder = std::function<QStringList(QWidget& page, MainWindow& window)>;

    // What is found on each page of a scene, as it comes and with all that it shows only at times.
    [[nodiscard]] QStringList lookAt(const Scene& scene, const Finder& find) const;
    [[nodiscard]] QStringList lookAtAll(const Finder& find) const;
    [[nodiscard]] Scene scene(const QString& name) const;

    std::unique_ptr<FurnishedStation> m_station;
    QList<Scene> m_scenes;
    QFont m_font;
};

void TestEveryPage::initTestCase()
{
    QApplication::setApplicationName(QStringLiteral("TestEveryPage"));
    m_station = std::make_unique<FurnishedStation>();
    m_scenes = scenesOf(*m_station);
    m_font = QApplication::font();
}

QStringList TestEveryPage::lookAt(const Scene& scene, const Finder& find) const
{
    const auto window = play(scene, SmallLaptop);
    const PageTour tour{*window};
    QStringList found;
    for (const int row : rowsOf(tour, scene)) {
        auto* const page = tour.open(row);
        for (const bool more : {false, true}) {
            if (more) {
                PageTour::showMore(*page);
                tour.settle();
            }
            for (const auto& finding : find(*page, *window)) {
                found += QStringLiteral("%1, %2: %3").arg(QLatin1StringView{scene.name}, tour.name(row), finding);
            }
        }
    }
    if (window->size() != SmallLaptop) {
        found += QStringLiteral("%1: the window has grown").arg(QLatin1StringView{scene.name});
    }
    found.removeDuplicates();
    return found;
}

QStringList TestEveryPage::lookAtAll(const Finder& find) const
{
    QStringList found;
    for (const auto& each : m_scenes) {
        found += lookAt(each, find);
    }
    return found;
}

Scene TestEveryPage::scene(const QString& name) const
{
    const auto found = std::find_if(
        m_scenes.begin(), m_scenes.end(), [&name](const Scene& each) { return name == QLatin1StringView{each.name}; });
    Q_ASSERT(found != m_scenes.end());
    return *found;
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
    QTest::addColumn<QString>("name");
    for (const auto& language : Language::known()) {
        for (const int percent : {100, 125, 200}) {
            for (const auto& each : std::as_const(m_scenes)) {
                QTest::addRow("%s, %d %%, %s", qPrintable(language), percent, each.name)
                    << language << percent / 100.0 << QString::fromLatin1(each.name);
            }
        }
    }
}

// Letters of that size in a window of the same size: the hardest case. A screen of double the resolution scales both.
void TestEveryPage::nothingIsCutOff()
{
    QFETCH(QString, language);
    QFETCH(double, scale);
    QFETCH(QString, name);
    const Language spoken{language};
    const Look look{ColourScheme::Light};
    QFont font = m_font;
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);
    const auto found = lookAt(scene(name), [](QWidget&, MainWindow& window) { return cutOffIn(window); });
    QApplication::setFont(m_font);
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

void TestEveryPage::whatIsEssentialIsWhole_data()
{
    QTest::addColumn<QString>("language");
    for (const auto& language : Language::known()) {
        QTest::addRow("%s", qPrintable(language)) << language;
    }
}

// Whoever opens a page sees what each row is about without drawing columns, at the size at which the window opens.
void TestEveryPage::whatIsEssentialIsWhole()
{
    QFETCH(QString, language);
    const Language spoken{language};
    const Look look{ColourScheme::Light};
    const auto found = lookAtAll([](QWidget& page, MainWindow&) { return cutEssentialsIn(page); });
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

// As it runs, and not only by lupdate: a text under another name than it is looked up by would be English.
void TestEveryPage::nothingIsLeftUntranslated()
{
    const Untranslated asked;
    const Language german{QStringLiteral("de")};
    (void)lookAtAll([](QWidget&, MainWindow&) { return QStringList{}; });
    const auto found = asked.asked();
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
    QCOMPARE(QCoreApplication::translate("satchel::Nowhere", "asked in vain"), QStringLiteral("asked in vain"));
    QCOMPARE(asked.asked().size(), 1);
}

void TestEveryPage::everyControlHasAName()
{
    const auto found = lookAtAll([](QWidget&, MainWindow& window) {
        QStringList nameless;
        collectNameless(QAccessible::queryAccessibleInterface(&window), nameless);
        return nameless;
    });
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

// Else all pages could be found good by asking only for what the keyboard reaches anyway.
void TestEveryPage::whatTheKeyboardDoesNotReachIsFound()
{
    QWidget page;
    auto* const button = new QPushButton{&page};
    button->setFocusPolicy(Qt::NoFocus);
    QCOMPARE(pressableOn(page), QList<QWidget*>{}); // nothing is visible
    page.show();
    QCOMPARE(pressableOn(page), QList<QWidget*>{button});
    QVERIFY(!hasKey(*button));
    button->setShortcut(QKeySequence{Qt::ALT | Qt::Key_X});
    QVERIFY(hasKey(*button));
    button->setEnabled(false);
    QCOMPARE(pressableOn(page), QList<QWidget*>{});
}

void TestEveryPage::whatDoesNotShowTheKeyboardIsFound()
{
    QWidget page;
    page.resize(400, 300);
    auto* const button = new QPushButton{QStringLiteral("one that shows it"), &page};
    button->setGeometry(0, 0, 200, 40);
    auto* const frame = new QScrollArea{&page}; // a stop of Tab
    frame->setObjectName(QStringLiteral("frame"));
    frame->setFrameShape(QFrame::NoFrame);
    frame->setGeometry(0, 100, 200, 100);
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    const Look look{ColourScheme::Light};
    const auto found = notMarkedOn(page);
    QVERIFY2(found.size() == 1 && found.first().contains(u"frame"), qPrintable(found.join(QLatin1Char('\n'))));
    frame->setFrameShape(QFrame::StyledPanel);
    QCOMPARE(notMarkedOn(page), QStringList{});
}

void TestEveryPage::theKeyboardReachesEverything()
{
    const auto found
        = lookAtAll([](QWidget& page, MainWindow& window) { return notReachedIn(window) + notSortedByKeysOn(page); });
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

void TestEveryPage::whatHasTheKeyboardShowsIt_data()
{
    QTest::addColumn<ColourScheme>("scheme");
    QTest::newRow("light") << ColourScheme::Light;
    QTest::newRow("dark") << ColourScheme::Dark;
}

void TestEveryPage::whatHasTheKeyboardShowsIt()
{
    QFETCH(ColourScheme, scheme);
    const Look look{scheme};
    const auto found = lookAtAll([](QWidget&, MainWindow& window) { return notMarkedOn(*window.centralWidget()); });
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

void TestEveryPage::everyPageHasAShortcut()
{
    const auto window = play(m_scenes.first(), SmallLaptop);
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
    whatIsEssentialIsWhole_data();
}

void TestEveryPage::noMnemonicIsDouble()
{
    QFETCH(QString, language);
    const Language spoken{language};
    const auto found = lookAtAll([](QWidget&, MainWindow& window) { return doubleMnemonicsIn(window); });
    QVERIFY2(found.isEmpty(), qPrintable(QLatin1Char('\n') + found.join(QLatin1Char('\n'))));
}

SATCHEL_TEST(TestEveryPage)
#include "TestEveryPage.moc"
