#include "ThumbSize.h"

#include <QWidget>

namespace satchel {

void fitThumb(QWidget& button)
{
    constexpr int ThumbHeight = 44;
    button.setMinimumHeight(ThumbHeight);
}

} // namespace satchel
