#include "PdfReading.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QStringList>

namespace satchel::test {

namespace {

QByteArray outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
        qFatal("%s failed: %s", qPrintable(program), process.readAllStandardError().constData());
    }
    return process.readAllStandardOutput();
}

double numberIn(const QString& line, const char* name)
{
    const QRegularExpression form{QStringLiteral("\\b%1=\"([0-9.-]+)\"").arg(QLatin1StringView{name})};
    return form.match(line).captured(1).toDouble();
}

} // namespace

bool hasPoppler()
{
    return !QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty();
}

QString pdfText(const QString& file)
{
    return QString::fromUtf8(
        outputOf(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), file, QStringLiteral("-")}));
}

QString withoutSpaces(const QString& text)
{
    static const QRegularExpression spaces{QStringLiteral("\\s+")};
    return QString{text}.remove(spaces);
}

QList<PdfPage> pdfPages(const QString& file)
{
    const auto boxes = QString::fromUtf8(
        outputOf(QStringLiteral("pdftotext"), {QStringLiteral("-bbox"), file, QStringLiteral("-")}));
    QList<PdfPage> pages;
    for (const auto& line : boxes.split(QLatin1Char('\n'))) {
        if (line.contains(u"<page ")) {
            pages += PdfPage{{numberIn(line, "width"), numberIn(line, "height")}, {}};
        } else if (line.contains(u"<word ")) {
            const QPointF from{numberIn(line, "xMin"), numberIn(line, "yMin")};
            const QPointF to{numberIn(line, "xMax"), numberIn(line, "yMax")};
            pages.last().words += QRectF{from, to};
        }
    }
    return pages;
}

bool pdfEmbedsItsFonts(const QString& file)
{
    // name, type, encoding, then whether it is embedded, is said to be a subset, and tells its letters in Unicode.
    const auto lines = outputOf(QStringLiteral("pdffonts"), {file}).trimmed().split('\n').mid(2);
    for (const auto& line : lines) {
        if (!line.contains(" yes no  yes ") && !line.contains(" yes yes yes ")) {
            return false;
        }
    }
    return !lines.isEmpty();
}

QImage pdfPicture(const QString& file, int page, int dotsPerInch)
{
    const auto number = QString::number(page);
    return QImage::fromData(outputOf(QStringLiteral("pdftoppm"),
        {QStringLiteral("-png"), QStringLiteral("-r"), QString::number(dotsPerInch), QStringLiteral("-f"), number,
            QStringLiteral("-l"), number, file}));
}

} // namespace satchel::test
