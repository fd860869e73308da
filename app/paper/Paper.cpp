#include "Paper.h"

#include <core/base/Printable.h>

#include <QFont>
#include <QImage>
#include <QLocale>
#include <QTextLayout>
#include <QTextOption>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace satchel {

namespace {

constexpr double InchInMillimetres = 25.4;
constexpr double FrameHeight = 8; // mm, of the head and of the foot
constexpr double LineWidth = 0.15; // mm

QFont fontOf(Letters letters)
{
    const bool isFixed = letters == Letters::Fixed || letters == Letters::SmallFixed;
    QFont font{isFixed ? QStringLiteral("DejaVu Sans Mono") : QStringLiteral("DejaVu Sans")};
    font.setStyleHint(isFixed ? QFont::Monospace : QFont::SansSerif);
    // Too little to be seen, but with it Qt joins no letters: whoever copies a digest out of a PDF gets "ff" as two.
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.1);
    font.setBold(letters == Letters::Strong || letters == Letters::SmallStrong || letters == Letters::Title);
    switch (letters) {
    case Letters::Plain:
    case Letters::Strong:
        font.setPointSizeF(9.5);
        break;
    case Letters::Fixed:
        font.setPointSizeF(8); // a fingerprint on one line
        break;
    case Letters::Small:
    case Letters::SmallStrong:
        font.setPointSizeF(7.5);
        break;
    case Letters::SmallFixed:
        font.setPointSizeF(7);
        break;
    case Letters::Title:
        font.setPointSizeF(17);
        break;
    }
    return font;
}

} // namespace

QPageSize paperSize(const QLocale& locale)
{
    // CLDR 42, supplemental data, "paperSize": US-Letter.
    static constexpr std::array Letter{QLocale::Belize, QLocale::Canada, QLocale::Chile, QLocale::Colombia,
        QLocale::CostaRica, QLocale::ElSalvador, QLocale::Guatemala, QLocale::Mexico, QLocale::Nicaragua,
        QLocale::Panama, QLocale::Philippines, QLocale::PuertoRico, QLocale::UnitedStates, QLocale::Venezuela};
    const bool isLetter = std::find(Letter.begin(), Letter.end(), locale.territory()) != Letter.end();
    return QPageSize{isLetter ? QPageSize::Letter : QPageSize::A4};
}

// Broken into lines.
struct Paper::Text {
    std::unique_ptr<QTextLayout> layout;
    double left = 0; // pixels

    [[nodiscard]] int lines() const { return layout->lineCount(); }
    [[nodiscard]] double lineHeight(int line) const { return line < lines() ? layout->lineAt(line).height() : 0; }
    [[nodiscard]] double height() const
    {
        double sum = 0;
        for (int line = 0; line < lines(); ++line) {
            sum += lineHeight(line);
        }
        return sum;
    }
    void draw(QPainter& painter, int line, double y) const
    {
        if (line < lines()) {
            layout->lineAt(line).draw(&painter, {left, y});
        }
    }
};

Paper::Paper(QPagedPaintDevice& device, Frame frame)
    : m_device{&device}
    , m_frame{std::move(frame)}
    , m_dotsPerMillimetre{device.logicalDpiX() / InchInMillimetres}
    , m_top{pixels(FrameHeight)}
    , m_bottom{device.height() - pixels(FrameHeight)}
    , m_y{m_top}
{
    if (m_painter.begin(&device)) {
        paintFrame();
    }
}

double Paper::width() const
{
    return m_device->width() / m_dotsPerMillimetre;
}

double Paper::y() const
{
    return m_y / m_dotsPerMillimetre;
}

void Paper::moveTo(double y)
{
    m_y = pixels(y);
}

void Paper::space(double height)
{
    m_y += pixels(height);
}

void Paper::keep(double height)
{
    if (m_y + pixels(height) > m_bottom) {
        turn();
    }
}

void Paper::turn()
{
    m_isBroken = m_isBroken || !m_painter.isActive() || !m_device->newPage();
    ++m_page;
    ++m_sheets;
    m_y = m_top;
    if (m_isBroken) {
        return;
    }
    paintFrame();
    if (m_onEachPage) {
        m_onEachPage();
    }
}

void Paper::beginPart(int pages)
{
    m_page = 0;
    m_frame.pages = pages;
    turn();
}

void Paper::rule(double left, double width)
{
    m_painter.fillRect(QRectF{pixels(left), m_y, pixels(width), pixels(LineWidth)}, Qt::black);
}

void Paper::write(const QString& text, Letters letters)
{
    row({{text, 0, width(), letters}});
}

Paper::Text Paper::laidOut(const PaperCell& cell) const
{
    Text text{std::make_unique<QTextLayout>(printable(cell.text), fontOf(cell.letters), m_device), pixels(cell.left)};
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    text.layout->setTextOption(option);
    text.layout->beginLayout();
    for (auto line = text.layout->createLine(); line.isValid(); line = text.layout->createLine()) {
        line.setLineWidth(pixels(cell.width));
        line.setPosition({});
    }
    text.layout->endLayout();
    return text;
}

double Paper::heightOf(const QList<PaperCell>& cells) const
{
    double height = 0;
    for (const auto& cell : cells) {
        height = std::max(height, laidOut(cell).height());
    }
    return height / m_dotsPerMillimetre;
}

void Paper::row(const QList<PaperCell>& cells)
{
    std::vector<Text> texts;
    double height = 0;
    int lines = 0;
    for (const auto& cell : cells) {
        texts.push_back(laidOut(cell));
        height = std::max(height, texts.back().height());
        lines = std::max(lines, texts.back().lines());
    }
    if (height <= m_bottom - m_top) {
        keep(height / m_dotsPerMillimetre);
    }
    for (int line = 0; line < lines && !m_isBroken; ++line) {
        double lineHeight = 0;
        for (const auto& text : texts) {
            lineHeight = std::max(lineHeight, text.lineHeight(line));
        }
        keep(lineHeight / m_dotsPerMillimetre);
        for (const auto& text : texts) {
            text.draw(m_painter, line, m_y);
        }
        m_y += lineHeight;
    }
}

void Paper::drawModules(const QImage& modules, double left, double size)
{
    if (modules.isNull()) {
        return;
    }
    // Edges that two modules share are the same number: no hairline between them, none over the other.
    const auto edge
        = [&](double start, int module) { return std::round(pixels(start) + pixels(size) * module / modules.width()); };
    const double top = y();
    for (int row = 0; row < modules.height(); ++row) {
        for (int column = 0; column < modules.width(); ++column) {
            if (modules.pixelColor(column, row) == Qt::black) {
                m_painter.fillRect(QRectF{QPointF{edge(left, column), edge(top, row)},
                                       QPointF{edge(left, column + 1), edge(top, row + 1)}},
                    Qt::black);
            }
        }
    }
}

void Paper::paintFrame()
{
    const double below = m_device->height() - pixels(FrameHeight) / 2;
    paintLine(m_frame.head, 0, Qt::AlignLeft);
    paintLine(m_frame.foot, below, Qt::AlignLeft);
    paintLine(m_frame.pages > 0 ? tr("Page %1 of %2").arg(m_page).arg(m_frame.pages) : tr("Page %1").arg(m_page), below,
        Qt::AlignRight);
}

// One line, with as much of the text as there is room for: all of it stands in the document itself.
void Paper::paintLine(const QString& text, double y, Qt::Alignment side)
{
    const auto font = fontOf(Letters::Small);
    m_painter.setFont(font);
    const double room = m_device->width() * (side == Qt::AlignRight ? 0.2 : 0.78);
    const auto shown = QFontMetricsF{font, m_device}.elidedText(printable(text), Qt::ElideRight, room);
    const double left = side == Qt::AlignRight ? m_device->width() - room : 0;
    m_painter.drawText(QRectF{left, y, room, pixels(FrameHeight) / 2},
        static_cast<int>(side | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
}

} // namespace satchel
