#pragma once

#include <QLineEdit>

namespace satchel {

// A line to type into for what is to be shown, with a sign that says so and a button that clears it; wide enough for
// the hint that it shows while it is empty.
class FilterLine final : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterLine(QWidget* parent);

    [[nodiscard]] QSize sizeHint() const override { return withHint(QLineEdit::sizeHint()); }
    [[nodiscard]] QSize minimumSizeHint() const override { return withHint(QLineEdit::minimumSizeHint()); }

private:
    [[nodiscard]] QSize withHint(QSize size) const;
};

} // namespace satchel
