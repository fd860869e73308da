#pragma once

#include <QLayout>
#include <QList>

namespace satchel {

// One after the other in rows, as words in a text: what does not fit beside the others goes to the next row, and
// nothing is cut off. All of a row are as high as its highest.
class FlowLayout final : public QLayout {
public:
    explicit FlowLayout(QWidget* parent = nullptr)
        : QLayout{parent}
    {
    }
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override { m_items.append(item); }
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override { return m_items.value(index, nullptr); }
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override; // all in one row
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    using Row = QList<QLayoutItem*>;
    [[nodiscard]] QList<Row> rowsIn(int width) const;
    [[nodiscard]] static int heightOf(const Row& row);
    [[nodiscard]] int gap() const { return spacing() < 0 ? 6 : spacing(); }

    QList<QLayoutItem*> m_items;
};

} // namespace satchel
