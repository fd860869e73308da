#include "Patience.h"

#include <app/look/Icons.h>
#include <app/look/Look.h>
#include <app/look/Style.h>
#include <tests/media/FakeUDisks.h>
#include <tests/support/TestRegistry.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDBusVariant>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr double ForText = 4.5; // WCAG 2.1, 1.4.3
constexpr double ForSigns = 3.0; // 1.4.11

double luminance(const QColor& colour)
{
    const auto linear
        = [](double share) { return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& one, const QColor& other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

const QString Path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString Service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString Appearance = QStringLiteral("org.freedesktop.appearance");
const QString Scheme = QStringLiteral("color-scheme");

} // namespace

// As xdg-desktop-portal 1.17 has it, and after it.
class NewPortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint number = 0;

public Q_SLOTS:
    QDBusVariant ReadOne(const QString& group, const QString& key) // NOLINT: the portal's name
    {
        return QDBusVariant{group == Appearance && key == Scheme ? number : 99U};
    }

Q_SIGNALS:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

// As Debian 12 has it: without ReadOne, and with a variant within the variant.
class OldPortal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public Q_SLOTS:
    QDBusVariant Read(const QString& group, const QString& key) // NOLINT: the portal's name
    {
        const QDBusVariant inner{group == Appearance && key == Scheme ? 1U : 99U};
        return QDBusVariant{QVariant::fromValue(inner)};
    }
};

// Light and dark, contrast, icons.
class TestLook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QApplication::setPalette(coloursOf(ColourScheme::Light).palette); }
    void whatIsReadCanBeRead_data();
    void whatIsReadCanBeRead();
    void controlsHaveOutlines_data();
    void controlsHaveOutlines();
    void whatCannotBeUsedLooksSo_data() { controlsHaveOutlines_data(); }
    void whatCannotBeUsedLooksSo();
    void theKeyboardsPlaceIsSeen();
    void theDesktopIsAsked();
    void anOlderPortalIsAsked();
    void aChangeIsFollowed();
    void aWishIsAboveTheDesktop();
    void withoutABusThePlatformDecides();
    void everyIconIsThere_data();
    void everyIconIsThere();
    void noDrawingIsLeftOver();
    void iconsTurnWithThePalette();
};

void TestLook::whatIsReadCanBeRead_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("least");

    using Role = QPalette::ColorRole;
    struct Pair {
        Role ink;
        Role ground;
    };
    const std::array pairs{Pair{Role::WindowText, Role::Window}, Pair{Role::Text, Role::Base},
        Pair{Role::Text, Role::AlternateBase}, Pair{Role::ButtonText, Role::Button},
        Pair{Role::PlaceholderText, Role::Base}, Pair{Role::HighlightedText, Role::Highlight},
        Pair{Role::Link, Role::Window}, Pair{Role::Link, Role::Base}, Pair{Role::LinkVisited, Role::Window},
        Pair{Role::LinkVisited, Role::Base}, Pair{Role::ToolTipText, Role::ToolTipBase}};
    for (const auto scheme : {ColourScheme::Light, ColourScheme::Dark}) {
        const auto& colours = coloursOf(scheme);
        const auto* const name = scheme == ColourScheme::Light ? "light" : "dark";
        for (const auto& [ink, ground] : pairs) {
            QTest::addRow("%s, role %d on %d", name, ink, ground)
                << colours.palette.color(ink) << colours.palette.color(ground) << ForText;
        }
        const auto disabled = [&colours](Role role) { return colours.palette.color(QPalette::Disabled, role); };
        for (const auto ink : {Role::WindowText, Role::Text, Role::ButtonText, Role::PlaceholderText}) {
            for (const auto ground : {Role::Window, Role::Base, Role::AlternateBase, Role::Button}) {
                QTest::addRow("%s, disabled role %d on disabled %d", name, ink, ground)
                    << disabled(ink) << disabled(ground) << ForText;
                QTest::addRow("%s, disabled role %d on %d", name, ink, ground) // in a list that is not
                    << disabled(ink) << colours.palette.color(ground) << ForText;
            }
        }
        QTest::addRow("%s, disabled, chosen", name)
            << disabled(Role::HighlightedText) << disabled(Role::Highlight) << ForText;
        for (const auto meaning : {Meaning::Plain, Meaning::Good, Meaning::Warning, Meaning::Bad, Meaning::Muted}) {
            const int number = static_cast<int>(meaning);
            for (const auto ground : {Role::Window, Role::Base, Role::AlternateBase, Role::Button}) {
                QTest::addRow("%s, meaning %d on %d", name, number, ground)
                    << colours.ink(meaning) << colours.palette.color(ground) << ForText;
            }
            QTest::addRow("%s, card of meaning %d", name, number)
                << colours.onFill() << colours.fill(meaning) << ForText;
        }
        for (const auto ground : {Role::Window, Role::Base, Role::Button}) {
            QTest::addRow("%s, outline on %d", name, ground)
                << colours.outline << colours.palette.color(ground) << ForSigns;
            QTest::addRow("%s, focus on %d", name, ground)
                << colours.focus << colours.palette.color(ground) << ForSigns;
        }
        QTest::addRow("%s, what is chosen", name)
            << colours.palette.color(Role::Highlight) << colours.palette.color(Role::Base) << ForSigns;
    }
}

void TestLook::whatIsReadCanBeRead()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    QFETCH(double, least);
    const double there = contrast(ink, ground);

    QVERIFY2(there >= least, qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(there)));
}

void TestLook::controlsHaveOutlines_data()
{
    QTest::addColumn<ColourScheme>("scheme");
    QTest::newRow("light") << ColourScheme::Light;
    QTest::newRow("dark") << ColourScheme::Dark;
}

// As drawn, not as ordered: somewhere in the first pixels from its left edge there is a line that can be seen.
void TestLook::controlsHaveOutlines()
{
    QFETCH(ColourScheme, scheme);
    const Look look{scheme};
    QWidget window;
    const QList<QWidget*> controls{new QLineEdit{&window}, new QPushButton{QStringLiteral("a button"), &window},
        new QCheckBox{&window}, new QRadioButton{&window}, new QComboBox{&window}, new QListWidget{&window}};
    auto* const column = new QVBoxLayout{&window};
    for (auto* const control : controls) {
        control->setFocusPolicy(Qt::NoFocus);
        column->addWidget(control);
    }
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));

    for (auto* const control : controls) {
        const QImage image = window.grab(QRect{control->mapTo(&window, QPoint{}), control->size()}).toImage();
        double best = 0;
        for (int x = 0; x < 6; ++x) {
            const auto pixel = image.pixelColor(x, image.height() / 2);
            best = std::max(best, contrast(pixel, coloursOf(scheme).palette.color(QPalette::Window)));
        }
        QVERIFY2(best >= ForSigns,
            qPrintable(QStringLiteral("%1: %2").arg(QLatin1StringView{control->metaObject()->className()}).arg(best)));
    }
}

// Its words have less than two thirds of the contrast of what can be used, and it does not stand out from the window.
void TestLook::whatCannotBeUsedLooksSo()
{
    using Role = QPalette::ColorRole;
    QFETCH(ColourScheme, scheme);
    const auto& palette = coloursOf(scheme).palette;
    for (const auto& [ink, ground] : {std::pair{Role::WindowText, Role::Window}, std::pair{Role::Text, Role::Base},
             std::pair{Role::ButtonText, Role::Button}}) {
        const double usable = contrast(palette.color(QPalette::Active, ink), palette.color(QPalette::Active, ground));
        const double unusable
            = contrast(palette.color(QPalette::Disabled, ink), palette.color(QPalette::Disabled, ground));
        QVERIFY2(1.5 * unusable < usable, qPrintable(QStringLiteral("%1, %2").arg(unusable).arg(usable)));
        QCOMPARE(palette.color(QPalette::Disabled, ground), palette.color(Role::Window));
    }
    QVERIFY(palette.color(QPalette::Active, Role::Button) != palette.color(Role::Window));
}

void TestLook::theKeyboardsPlaceIsSeen()
{
    const Look look{ColourScheme::Light};
    QWidget window;
    auto* const column = new QVBoxLayout{&window};
    auto* const one = new QPushButton{QStringLiteral("one"), &window};
    auto* const other = new QPushButton{QStringLiteral("other"), &window};
    column->addWidget(one);
    column->addWidget(other);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other->setFocus();
    const QImage without = one->grab().toImage();
    one->setFocus();
    const QImage with = one->grab().toImage();

    const auto focus = coloursOf(ColourScheme::Light).focus.rgb();
    int count = 0;
    for (int x = 0; x < with.width(); ++x) {
        for (int y = 0; y < with.height(); ++y) {
            QVERIFY(without.pixel(x, y) != focus);
            count += with.pixel(x, y) == focus ? 1 : 0;
        }
    }
    QVERIFY2(count > with.width(), qPrintable(QString::number(count)));
}

void TestLook::theDesktopIsAsked()
{
    const FakeUDisks bus{FakeUDisks::Daemon::No};
    SKIP_WITHOUT(bus);
    auto side = QDBusConnection::connectToBus(bus.address(), QStringLiteral("portal"));
    NewPortal portal;
    portal.number = 1;
    QVERIFY(side.registerObject(Path, &portal, QDBusConnection::ExportAllContents));
    QVERIFY(side.registerService(Service));

    const Look look{{}, QDBusConnection::connectToBus(bus.address(), QStringLiteral("window"))};
    QCOMPARE(look.scheme(), ColourScheme::Light); // nobody waited for the answer
    QTRY_COMPARE_WITH_TIMEOUT(look.scheme(), ColourScheme::Dark, LongEnough);
    QCOMPARE(schemeOf(QApplication::palette()), ColourScheme::Dark);
    QDBusConnection::disconnectFromBus(QStringLiteral("window"));
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
}

void TestLook::anOlderPortalIsAsked()
{
    const FakeUDisks bus{FakeUDisks::Daemon::No};
    SKIP_WITHOUT(bus);
    auto side = QDBusConnection::connectToBus(bus.address(), QStringLiteral("portal"));
    OldPortal portal;
    QVERIFY(side.registerObject(Path, &portal, QDBusConnection::ExportAllContents));
    QVERIFY(side.registerService(Service));

    const Look look{{}, QDBusConnection::connectToBus(bus.address(), QStringLiteral("window"))};
    QTRY_COMPARE_WITH_TIMEOUT(look.scheme(), ColourScheme::Dark, LongEnough);
    QDBusConnection::disconnectFromBus(QStringLiteral("window"));
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
}

// While the window is open; and nothing but this one setting is taken for it.
void TestLook::aChangeIsFollowed()
{
    const FakeUDisks bus{FakeUDisks::Daemon::No};
    SKIP_WITHOUT(bus);
    auto side = QDBusConnection::connectToBus(bus.address(), QStringLiteral("portal"));
    NewPortal portal;
    portal.number = 1;
    QVERIFY(side.registerObject(Path, &portal, QDBusConnection::ExportAllContents));
    QVERIFY(side.registerService(Service));
    const Look look{{}, QDBusConnection::connectToBus(bus.address(), QStringLiteral("window"))};
    QSignalSpy changed{&look, &Look::changed};
    QTRY_COMPARE_WITH_TIMEOUT(look.scheme(), ColourScheme::Dark, LongEnough); // from here on it listens

    Q_EMIT portal.SettingChanged(Appearance, Scheme, QDBusVariant{2U});
    QTRY_COMPARE_WITH_TIMEOUT(look.scheme(), ColourScheme::Light, LongEnough);
    Q_EMIT portal.SettingChanged(Appearance, Scheme, QDBusVariant{1U});
    QTRY_COMPARE_WITH_TIMEOUT(look.scheme(), ColourScheme::Dark, LongEnough);
    Q_EMIT portal.SettingChanged(Appearance, QStringLiteral("contrast"), QDBusVariant{2U});
    Q_EMIT portal.SettingChanged(QStringLiteral("org.example"), Scheme, QDBusVariant{2U});
    Q_EMIT portal.SettingChanged(Appearance, Scheme, QDBusVariant{0U}); // as the platform, which is light
    QTRY_COMPARE_WITH_TIMEOUT(look.scheme(), ColourScheme::Light, LongEnough);
    QCOMPARE(changed.size(), 4);
    QDBusConnection::disconnectFromBus(QStringLiteral("window"));
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
}

void TestLook::aWishIsAboveTheDesktop()
{
    const FakeUDisks bus{FakeUDisks::Daemon::No};
    SKIP_WITHOUT(bus);
    auto side = QDBusConnection::connectToBus(bus.address(), QStringLiteral("portal"));
    NewPortal portal;
    portal.number = 1;
    QVERIFY(side.registerObject(Path, &portal, QDBusConnection::ExportAllContents));
    QVERIFY(side.registerService(Service));
    const auto window = QDBusConnection::connectToBus(bus.address(), QStringLiteral("window"));
    const Look wished{ColourScheme::Light, window};
    const Look asked{{}, window};

    QTRY_COMPARE_WITH_TIMEOUT(asked.scheme(), ColourScheme::Dark, LongEnough);
    QCOMPARE(wished.scheme(), ColourScheme::Light);
    Q_EMIT portal.SettingChanged(Appearance, Scheme, QDBusVariant{2U});
    QTRY_COMPARE_WITH_TIMEOUT(asked.scheme(), ColourScheme::Light, LongEnough);
    Q_EMIT portal.SettingChanged(Appearance, Scheme, QDBusVariant{1U});
    QTRY_COMPARE_WITH_TIMEOUT(asked.scheme(), ColourScheme::Dark, LongEnough);
    QCOMPARE(wished.scheme(), ColourScheme::Light);
    QDBusConnection::disconnectFromBus(QStringLiteral("window"));
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
}

void TestLook::withoutABusThePlatformDecides()
{
    QApplication::setPalette(coloursOf(ColourScheme::Dark).palette);
    QCOMPARE(Look{}.scheme(), ColourScheme::Dark);
    QApplication::setPalette(coloursOf(ColourScheme::Light).palette);
    QCOMPARE(Look{}.scheme(), ColourScheme::Light);
}

void TestLook::everyIconIsThere_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < static_cast<int>(Icon::Count); ++i) {
        QTest::newRow(qPrintable(QFileInfo{iconPath(static_cast<Icon>(i))}.baseName())) << i;
    }
}

// On the grid of 24, in lines of one width without a colour of its own; and something is drawn, small and large, that
// does not touch the edge.
void TestLook::everyIconIsThere()
{
    QFETCH(int, which);
    QFile file{iconPath(static_cast<Icon>(which))};
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray drawing = file.readAll();
    QVERIFY(drawing.contains("viewBox=\"0 0 24 24\""));
    QVERIFY(drawing.contains("<g fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\""));
    QCOMPARE(drawing.count("stroke=\""), 1);
    QCOMPARE(drawing.count("fill=\""), 1);

    for (const int side : {16, 24, 96}) {
        QImage image{side, side, QImage::Format_ARGB32_Premultiplied};
        image.fill(Qt::transparent);
        QPainter painter{&image};
        painter.setRenderHint(QPainter::Antialiasing);
        drawIcon(painter, static_cast<Icon>(which), image.rect(), Qt::black);
        painter.end();
        int drawn = 0;
        for (int x = 0; x < side; ++x) {
            for (int y = 0; y < side; ++y) {
                const bool isAtEdge = x == 0 || y == 0 || x == side - 1 || y == side - 1;
                QVERIFY2(!isAtEdge || qAlpha(image.pixel(x, y)) < 128, "it touches the edge");
                drawn += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
            }
        }
        QVERIFY2(drawn > side * side / 20 && drawn < side * side / 2, qPrintable(QString::number(drawn)));
    }
}

void TestLook::noDrawingIsLeftOver()
{
    const auto drawings = QDir{QStringLiteral(SATCHEL_SOURCE_DIR "/resources/icons/24")}.entryList({}, QDir::Files);
    QStringList known;
    for (int i = 0; i < static_cast<int>(Icon::Count); ++i) {
        known += QFileInfo{iconPath(static_cast<Icon>(i))}.fileName();
    }
    known.sort();
    QCOMPARE(drawings, known);
}

void TestLook::iconsTurnWithThePalette()
{
    const QIcon plain = icon(Icon::Stop);
    const QIcon good = icon(Icon::Pass, Meaning::Good);
    const auto inkOf = [](const QIcon& which, QIcon::Mode mode) {
        const QImage image = which.pixmap(QSize{48, 48}, 1.0, mode).toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (qAlpha(image.pixel(x, y)) == 255) {
                    return image.pixelColor(x, y);
                }
            }
        }
        return QColor{};
    };
    for (const auto scheme : {ColourScheme::Light, ColourScheme::Dark, ColourScheme::Light}) {
        const auto& colours = coloursOf(scheme);
        QApplication::setPalette(colours.palette);
        QCOMPARE(inkOf(plain, QIcon::Normal), colours.palette.color(QPalette::ButtonText));
        QCOMPARE(inkOf(plain, QIcon::Disabled), colours.palette.color(QPalette::Disabled, QPalette::ButtonText));
        QCOMPARE(inkOf(plain, QIcon::Selected), colours.palette.color(QPalette::HighlightedText));
        QCOMPARE(inkOf(good, QIcon::Normal), colours.ink(Meaning::Good));
    }
}

SATCHEL_TEST(TestLook)
#include "TestLook.moc"
