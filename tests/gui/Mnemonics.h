#pragma once

#include <QStringList>

class QWidget;

namespace satchel::test {

// The letters under which more than one visible control of a window answers, each with what answers: Qt then only moves
// the focus from one to the next, and nothing is pressed.
[[nodiscard]] QStringList doubleMnemonicsIn(const QWidget& window);

} // namespace satchel::test
