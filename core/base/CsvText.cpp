#include "CsvText.h"

#include "Printable.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr QStringView Special = u",\"\r\n";
constexpr QStringView FormulaSigns = u"=+-@\uFF1D\uFF0B\uFF0D\uFF20";

// Tabs and line ends, by which a formula may begin too, are written out by printable().
QString harmless(const QString& text)
{
    QString made;
    made.reserve(text.size() + 1);
    bool isBeginning = true; // of what a spreadsheet may take for a field
    for (const QChar c : text) {
        if (isBeginning && FormulaSigns.contains(c)) {
            made += u'\'';
        }
        isBeginning = c == u';' || (isBeginning && c == u' ');
        made += c;
    }
    return made;
}

QString csvField(const QString& content)
{
    const auto text = harmless(printable(content));
    const bool isPlain = std::none_of(text.begin(), text.end(), [](QChar c) { return Special.contains(c); });
    return isPlain ? text : u'"' + QString{text}.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace

QString csvLine(const QStringList& fields)
{
    QStringList made;
    made.reserve(fields.size());
    for (const auto& field : fields) {
        made += csvField(field);
    }
    return made.join(u',');
}

} // namespace satchel
