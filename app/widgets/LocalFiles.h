#pragma once

#include <QStringList>

class QMimeData;

namespace satchel {

// The files of this computer among what is dropped or pasted.
[[nodiscard]] QStringList localFiles(const QMimeData& data);

// Whether bundles or receipts are among them, by their names.
[[nodiscard]] bool holdBundles(const QStringList& files);

// A station's card, likewise.
[[nodiscard]] bool isCard(const QString& file);

} // namespace satchel
