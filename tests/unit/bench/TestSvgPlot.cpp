#include <tests/bench/SvgPlot.h>
#include <tests/support/TestRegistry.h>

#include <QTest>
#include <QXmlStreamReader>

using namespace satchel::bench;

class TestSvgPlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWellFormed_data();
    void isWellFormed();
    void placesPointsByTheirLogarithms();
    void namesEveryLineAndPower();
    void staysWithinItsPicture();
};

namespace {

struct Drawn {
    QString error;
    QString texts; // one a line
    QStringList lines; // points of each polyline
    QList<QPointF> dots;
    int dashed = 0;
    QString root;
};

Drawn read(const QByteArray& svg)
{
    Drawn drawn;
    QXmlStreamReader xml{svg};
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const auto attributes = xml.attributes();
        drawn.root = drawn.root.isEmpty() ? xml.name().toString() : drawn.root;
        if (xml.name() == u"polyline") {
            drawn.lines.append(attributes.value(QStringLiteral("points")).toString());
            drawn.dashed += attributes.hasAttribute(QStringLiteral("stroke-dasharray")) ? 1 : 0;
        } else if (xml.name() == u"circle") {
            drawn.dots.append(
                {attributes.value(QStringLiteral("cx")).toDouble(), attributes.value(QStringLiteral("cy")).toDouble()});
        } else if (xml.name() == u"text") {
            drawn.texts += xml.readElementText() + QLatin1Char('\n');
        }
    }
    drawn.error = xml.hasError() ? xml.errorString() : QString{};
    return drawn;
}

SvgPlot plotOf(const QList<PlotSeries>& all)
{
    SvgPlot plot{QStringLiteral("a < b & \"c\""), QStringLiteral("devices"), QStringLiteral("µs")};
    for (const auto& series : all) {
        plot.add(series);
    }
    return plot;
}

} // namespace

void TestSvgPlot::isWellFormed_data()
{
    QTest::addColumn<QList<QPointF>>("points");

    QTest::newRow("nothing") << QList<QPointF>{};
    QTest::newRow("one point") << QList<QPointF>{{1000, 50}};
    QTest::newRow("one point on a power") << QList<QPointF>{{1000, 100}};
    QTest::newRow("several") << QList<QPointF>{{1000, 0.5}, {10'000, 12.5}, {100'000, 70'000}};
}

void TestSvgPlot::isWellFormed()
{
    QFETCH(QList<QPointF>, points);
    const auto svg = plotOf({{QStringLiteral("tar | <zstd> & age"), points}}).svg();
    const auto drawn = read(svg);
    QCOMPARE(drawn.error, QString{});
    QCOMPARE(drawn.root, QStringLiteral("svg"));
    QCOMPARE(drawn.dots.size(), points.size());
    QVERIFY(drawn.texts.contains(QStringLiteral("tar | <zstd> & age")));
    QVERIFY(!svg.contains("nan") && !svg.contains("inf"));
}

void TestSvgPlot::placesPointsByTheirLogarithms()
{
    const auto drawn = read(plotOf({{QStringLiteral("x"), {{10, 1}, {100, 10}, {1000, 100}}}}).svg());
    QCOMPARE(drawn.dots.size(), 3);
    QCOMPARE(drawn.dots[1].x() - drawn.dots[0].x(), drawn.dots[2].x() - drawn.dots[1].x());
    QCOMPARE(drawn.dots[0].y() - drawn.dots[1].y(), drawn.dots[1].y() - drawn.dots[2].y());
    QVERIFY(drawn.dots[0].x() < drawn.dots[1].x());
    QVERIFY(drawn.dots[0].y() > drawn.dots[1].y()); // more is higher
}

void TestSvgPlot::namesEveryLineAndPower()
{
    const auto drawn = read(
        plotOf({{QStringLiteral("ours"), {{1000, 0.2}, {100'000, 3}}, true}, {QStringLiteral("theirs"), {{1000, 8}}}})
            .svg());
    QCOMPARE(drawn.lines.size(), 2);
    QCOMPARE(drawn.dashed, 1);
    for (const auto* const text : {"ours", "theirs", "devices", "0.1", "1", "10", "1,000", "10,000", "100,000"}) {
        QVERIFY2(drawn.texts.split(QLatin1Char('\n')).contains(QLatin1StringView{text}), text);
    }
}

void TestSvgPlot::staysWithinItsPicture()
{
    QList<PlotSeries> many;
    for (int i = 1; i <= 40; ++i) {
        many.append({QString::number(i), {{1.0 * i, 1e4 / i}}});
    }
    const auto svg = plotOf(many).svg();
    const auto drawn = read(svg);
    QCOMPARE(drawn.dots.size(), 40);
    const auto box = QString::fromUtf8(svg).section(QStringLiteral("viewBox=\""), 1).section(QLatin1Char('"'), 0, 0);
    const auto sides = box.split(QLatin1Char(' '));
    QCOMPARE(sides.size(), 4);
    for (const auto& dot : drawn.dots) {
        QVERIFY(dot.x() > 0 && dot.x() < sides[2].toDouble() && dot.y() > 0 && dot.y() < sides[3].toDouble());
    }
    QVERIFY(sides[3].toDouble() > 40 * 22); // room for the legend
}

SATCHEL_TEST(TestSvgPlot)
#include "TestSvgPlot.moc"
