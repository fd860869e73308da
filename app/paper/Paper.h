#pragma once

#include <QCoreApplication>
#include <QList>
#include <QPageSize>
#include <QPainter>
#include <QPagedPaintDevice>
#include <QPointF>
#include <QString>

#include <functional>
#include <utility>

class QImage;
class QLocale;

namespace satchel {

inline constexpr double NameWidth = 42; // mm, of the names before facts

// What is used where this locale is at home: US Letter in the territories of which CLDR says so, else A4.
[[nodiscard]] QPageSize paperSize(const QLocale& locale);

enum class Letters { Plain, Strong, Small, SmallStrong, Fixed, SmallFixed, Title };

// A text that stands in a column, in millimetres from the left edge of what can be printed on.
struct PaperCell {
    QString text;
    double left = 0;
    double width = 0;
    Letters letters = Letters::Plain;
};

// A document, painted from the top down onto as many pages as it takes: black, in fonts of its own, whatever the window
// looks like. No text is cut off: what is wider than its column is broken, what is longer than a page goes on on the
// next. Control characters and whatever else could hide in a text are written out. Use on one thread, any.
class Paper final {
    Q_DECLARE_TR_FUNCTIONS(Paper)

public:
    // Stands on every page, above and below; `pages` is how many there will be, 0 where nobody knows yet.
    struct Frame {
        QString head;
        QString foot;
        int pages = 0;
    };

    Paper(QPagedPaintDevice& device, Frame frame);
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;
    ~Paper() = default; // the document ends

    [[nodiscard]] bool works() const { return m_painter.isActive() && !m_isBroken; } // or the device takes no more
    [[nodiscard]] int page() const { return m_page; } // from 1, of the part
    [[nodiscard]] int sheets() const { return m_sheets; } // from 1, of all
    [[nodiscard]] double width() const; // mm, of what can be printed on

    void write(const QString& text, Letters letters); // over the whole width
    void row(const QList<PaperCell>& cells); // side by side, kept together if they fit on a page
    [[nodiscard]] double heightOf(const QList<PaperCell>& cells) const; // mm
    void space(double height);
    void rule(double left, double width); // mm
    void keep(double height); // a new page, unless so much is left of this one
    void turn(); // the next page
    void beginPart(int pages); // on a new page, counted from 1 again
    // Runs on each new page below the head: heads of columns.
    void onEachPage(std::function<void()> paint) { m_onEachPage = std::move(paint); }
    // A picture of black rectangles, as an image of one pixel for each: sharp at any resolution. Does not move on.
    void drawModules(const QImage& modules, double left, double size);
    [[nodiscard]] double y() const; // mm, below the top
    void moveTo(double y);

private:
    struct Text;

    [[nodiscard]] double pixels(double millimetres) const { return millimetres * m_dotsPerMillimetre; }
    [[nodiscard]] Text laidOut(const PaperCell& cell) const;
    void paintFrame();
    void paintLine(const QString& text, double y, Qt::Alignment side);

    QPagedPaintDevice* m_device;
    Frame m_frame;
    double m_dotsPerMillimetre;
    double m_top; // pixels, below the head
    double m_bottom; // above the foot
    double m_y;
    int m_page = 1;
    int m_sheets = 1;
    bool m_isBroken = false;
    std::function<void()> m_onEachPage;
    QPainter m_painter;
};

} // namespace satchel
