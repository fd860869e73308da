#pragma once

#include <QByteArray>
#include <QImage>
#include <QWidget>

namespace satchel {

// The QR code of these bytes, black on white, with the quiet zone of four modules around it that readers need (ISO/IEC
// 18004, 9.1), each module so many pixels wide and high. A null image where there is nothing, or more than a code
// holds: some two thousand bytes.
[[nodiscard]] QImage qrImage(const QByteArray& content, int pixelsOfAModule);

// A QR code to be read off the screen, as large as fits in whole pixels: a reader finds modules of different widths
// hard. Black on white whatever the theme, because many readers know no other. Say with setAccessibleName() what is in
// it.
class QrCode final : public QWidget {
    Q_OBJECT

public:
    explicit QrCode(QWidget* parent = nullptr);

    void setContent(const QByteArray& content);
    [[nodiscard]] const QByteArray& content() const { return m_content; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QByteArray m_content;
    QImage m_modules; // one pixel each
};

} // namespace satchel
