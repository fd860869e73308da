#include "DesktopFigures.h"

namespace satchel::bench {

namespace {

QString amount(double value, const QString& unit)
{
    return QStringLiteral("%1 %2").arg(value, 0, 'f', value < 10 ? 1 : 0).arg(unit);
}

} // namespace

QString DesktopFigures::markdown() const
{
    QString text = QStringLiteral("| figure | at most | measured | reached | |\n| --- | --: | --: | --- | --- |\n");
    for (const auto& figure : m_all) {
        text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 |\n")
                    .arg(figure.what, figure.most > 0 ? amount(figure.most, figure.unit) : QString{},
                        amount(figure.measured, figure.unit),
                        figure.most <= 0         ? QString{}
                            : figure.isReached() ? QStringLiteral("yes")
                                                 : QStringLiteral("**no**"),
                        figure.remark);
    }
    return text;
}

void DesktopFigures::writeJson(JsonWriter& writer) const
{
    writer.key(u"figures").beginArray();
    for (const auto& figure : m_all) {
        writer.beginObject().member(u"figure", figure.what).member(u"unit", figure.unit);
        writer.member(u"atMost", figure.most).member(u"measured", figure.measured);
        writer.member(u"reached", figure.isReached()).member(u"remark", figure.remark).endObject();
    }
    writer.endArray();
}

} // namespace satchel::bench
