#pragma once

#include <QWidget>

#include <app/look/Icons.h>

namespace satchel {

// An icon as large as so many lines of text, in the colour that its own palette has for text: it grows with the letters
// and turns with light and dark. It says nothing that the words beside it do not say.
class SignLabel final : public QWidget {
    Q_OBJECT

public:
    SignLabel(Icon sign, double lines, QWidget* parent = nullptr);

    void setSign(Icon sign);
    [[nodiscard]] Icon sign() const { return m_sign; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    Icon m_sign;
    double m_lines;
};

} // namespace satchel
