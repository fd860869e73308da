#pragma once

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QRectF>
#include <QSizeF>
#include <QString>

namespace satchel::test {

// What Poppler's tools read out of a PDF.
[[nodiscard]] bool hasPoppler();
[[nodiscard]] QString pdfText(const QString& file); // page by page, as it is laid out
[[nodiscard]] QString withoutSpaces(const QString& text); // what was broken into lines is whole again

struct PdfPage {
    QSizeF size; // points
    QList<QRectF> words;
};
[[nodiscard]] QList<PdfPage> pdfPages(const QString& file);
[[nodiscard]] bool pdfEmbedsItsFonts(const QString& file);
[[nodiscard]] QImage pdfPicture(const QString& file, int page, int dotsPerInch);

} // namespace satchel::test
