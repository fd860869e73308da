#pragma once

#include <QPageLayout>
#include <QPageSize>
#include <QPagedPaintDevice>
#include <QString>

#include <core/base/Progress.h>
#include <core/base/Result.h>

#include <functional>

namespace satchel {

// Paints a document onto a device, page by page, and returns how many pages there were.
using PaintPages = std::function<Result<qint64>(QPagedPaintDevice& device, const Conduct& conduct)>;

struct PaperForm {
    QPageSize size;
    QPageLayout::Orientation orientation = QPageLayout::Portrait;

    void applyTo(QPagedPaintDevice& device) const; // with the margins that every printer can keep
};

// The document as a PDF with its fonts, in a file that appears, or is replaced, only once it is whole. It is written as
// it grows: memory does not grow with the pages. Ends early if the file takes no more. On any thread.
[[nodiscard]] Result<qint64> savePdf(
    const QString& path, const PaperForm& form, const QString& title, const PaintPages& paint, const Conduct& conduct);

} // namespace satchel
