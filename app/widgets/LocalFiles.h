#pragma once

#include <QStringList>

class QMimeData;

namespace satchel {

// The files of this computer among what is dropped or pasted.
[[nodiscard]] QStringList localFiles(const QMimeData& data);

} // namespace satchel
