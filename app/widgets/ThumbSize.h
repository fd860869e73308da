#pragma once

class QWidget;

namespace satchel {

// Makes a button high enough for a thumb in a glove, whatever its letters.
void fitThumb(QWidget& button);

} // namespace satchel
