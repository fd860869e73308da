#include <app/widgets/QrCode.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QApplication>
#include <QPalette>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;

namespace {

const QByteArray Digest = QByteArray("0123456789abcdef").repeated(4);
constexpr int Quiet = 4; // modules

bool isBlack(const QImage& image, int x, int y)
{
    return image.pixelColor(x, y) == Qt::black;
}

// What another program reads out of the image. Without its line feed, which zbarimg adds.
QByteArray readByZbar(const QImage& image, const QTemporaryDir& folder)
{
    const QString file = folder.filePath(QStringLiteral("code.png"));
    if (!image.save(file)) {
        return "not saved";
    }
    QProcess zbar;
    zbar.start(QStringLiteral("zbarimg"), {QStringLiteral("--quiet"), QStringLiteral("--raw"), file});
    if (!zbar.waitForFinished(60'000)) {
        return "zbarimg did not end";
    }
    return zbar.readAllStandardOutput().chopped(1);
}

bool hasZbar()
{
    return !QStandardPaths::findExecutable(QStringLiteral("zbarimg")).isEmpty();
}

} // namespace

class TestQrCode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasAQuietZoneAndWholeModules();
    void whatDoesNotFitIsNoCode();
    void isBlackOnWhiteOnADarkWindow();
    void readersReadIt_data();
    void readersReadIt();
};

void TestQrCode::hasAQuietZoneAndWholeModules()
{
    constexpr int Module = 3;
    const auto image = qrImage(Digest, Module);

    QCOMPARE(image.width(), image.height());
    QCOMPARE(image.width() % Module, 0);
    for (int i = 0; i < image.width(); ++i) {
        for (int depth = 0; depth < Quiet * Module; ++depth) {
            QVERIFY(!isBlack(image, i, depth) && !isBlack(image, i, image.height() - 1 - depth));
            QVERIFY(!isBlack(image, depth, i) && !isBlack(image, image.width() - 1 - depth, i));
        }
    }
    // The upper left finder: seven modules of black, then the white that parts it from the rest.
    for (int i = 0; i < 7 * Module; ++i) {
        QVERIFY(isBlack(image, Quiet * Module + i, Quiet * Module));
    }
    QVERIFY(!isBlack(image, (Quiet + 7) * Module, Quiet * Module));
    for (int i = 0; i < image.width(); ++i) {
        QCOMPARE(image.pixel(i, i), image.pixel(i / Module * Module, i / Module * Module));
    }
}

void TestQrCode::whatDoesNotFitIsNoCode()
{
    QVERIFY(qrImage({}, 2).isNull());
    QVERIFY(qrImage(QByteArray(4000, 'x'), 2).isNull());
    QVERIFY(!qrImage(QByteArray(2000, 'x'), 2).isNull());
    QrCode code;
    code.setContent(QByteArray(4000, 'x'));
    code.resize(100, 100);
    QVERIFY(!code.grab().isNull()); // draws nothing, and does not fall over it
}

void TestQrCode::isBlackOnWhiteOnADarkWindow()
{
    QPalette dark;
    dark.setColor(QPalette::Window, QColor{0x20, 0x20, 0x20});
    QrCode code;
    code.setPalette(dark);
    code.setAccessibleName(QStringLiteral("The fingerprint"));
    code.setContent(Digest);
    code.resize(code.sizeHint());
    const auto image = code.grab().toImage();

    QCOMPARE(code.accessibleName(), QStringLiteral("The fingerprint"));
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            QVERIFY(image.pixelColor(x, y) == Qt::black || image.pixelColor(x, y) == Qt::white);
        }
    }
}

void TestQrCode::readersReadIt_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QSize>("size");

    QTest::newRow("a digest") << Digest << QSize{};
    QTest::newRow("in a room that is no multiple") << Digest << QSize{233, 211};
    QTest::newRow("as small as it may be") << Digest << QSize{1, 1};
    QTest::newRow("one byte") << QByteArray("7") << QSize{};
    QTest::newRow("long") << QByteArray("Satchel ").repeated(40) << QSize{600, 600};
}

void TestQrCode::readersReadIt()
{
    if (!hasZbar()) {
        LACKING_TOOL("zbarimg is not installed: no other program looks at the code");
    }
    QFETCH(QByteArray, content);
    QFETCH(QSize, size);
    const QTemporaryDir folder;
    QrCode code;
    code.setContent(content);
    code.resize((size.isValid() ? size : code.sizeHint()).expandedTo(code.minimumSizeHint()));

    QCOMPARE(readByZbar(code.grab().toImage(), folder), content);
    QCOMPARE(readByZbar(qrImage(content, 2), folder), content);
}

SATCHEL_TEST(TestQrCode)
#include "TestQrCode.moc"
