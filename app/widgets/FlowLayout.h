#pragma once

#include <QLayout>
#include <QList>

namespace satchel {

// From left to right and on in the next line, so that with large letters or in a longer language nothing is cut off and
// nothing makes the window wider. In a line all are as high as the highest.
class FlowLayout final : public QLayout {
    Q_OBJECT

public:
    explicit FlowLayout(QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    struct Line {
        QList<QLayoutItem*> items;
        int height = 0;
    };
    [[nodiscard]] QList<Line> linesFor(int width) const;
    [[nodiscard]] int gap() const;

    QList<QLayoutItem*> m_items;
};

} // namespace satchel
