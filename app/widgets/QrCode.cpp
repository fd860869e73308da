#include "QrCode.h"

#include <QPainter>

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace satchel {

namespace {

constexpr int QuietZone = 4; // modules, on each side
constexpr int UsualModule = 5; // pixels, for a camera held before a screen
constexpr int LeastModule = 3;

struct FreeCode {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};
using QrHandle = std::unique_ptr<QRcode, FreeCode>;

bool isBlack(const QRcode& code, int column, int row)
{
    return (code.data[row * code.width + column] & 1) != 0;
}

} // namespace

QImage qrImage(const QByteArray& content, int pixelsOfAModule)
{
    // Level M: 15 % of it may be smudged, as paper that was carried is.
    const QrHandle code{QRcode_encodeData(static_cast<int>(content.size()),
        reinterpret_cast<const unsigned char*>(content.constData()), 0, QR_ECLEVEL_M)};
    if (!code || pixelsOfAModule < 1) {
        return {};
    }
    const int side = code->width + 2 * QuietZone;
    QImage modules{side, side, QImage::Format_RGB32};
    modules.fill(Qt::white);
    for (int row = 0; row < code->width; ++row) {
        for (int column = 0; column < code->width; ++column) {
            if (isBlack(*code, column, row)) {
                modules.setPixelColor(QuietZone + column, QuietZone + row, Qt::black);
            }
        }
    }
    return modules.scaled(modules.size() * pixelsOfAModule); // with hard edges: Qt's usual way
}

QrCode::QrCode(QWidget* parent)
    : QWidget{parent}
{
}

void QrCode::setContent(const QByteArray& content)
{
    m_content = content;
    m_modules = qrImage(content, 1);
    updateGeometry();
    update();
}

QSize QrCode::sizeHint() const
{
    return m_modules.size() * UsualModule;
}

QSize QrCode::minimumSizeHint() const
{
    return m_modules.size() * LeastModule;
}

void QrCode::paintEvent(QPaintEvent* /*event*/)
{
    if (m_modules.isNull()) {
        return;
    }
    // Whole pixels of the screen, which on a fine one are not those of the window.
    const double ratio = devicePixelRatioF();
    const QSize room{static_cast<int>(width() * ratio), static_cast<int>(height() * ratio)};
    const int module = std::max(1, std::min(room.width(), room.height()) / m_modules.width());
    QImage image = m_modules.scaled(m_modules.size() * module);
    image.setDevicePixelRatio(ratio);
    const QSize left = room - image.size();
    QPainter{this}.drawImage(QPointF{left.width() / 2 / ratio, left.height() / 2 / ratio}, image);
}

} // namespace satchel
