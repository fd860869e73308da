#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>

namespace satchel {

// Conditions joined by AND, with the values that they wait for.
class Conditions final {
public:
    void add(const QString& condition, const QVariantList& values = {})
    {
        m_conditions += condition;
        m_values += values;
    }

    template <typename List> void addOneOf(const QString& column, const List& allowed)
    {
        QVariantList values;
        for (const auto& each : allowed) {
            values += QVariant{each};
        }
        add(QStringLiteral("%1 IN (%2)")
                .arg(column, QStringList{values.size(), QStringLiteral("?")}.join(QStringLiteral(", "))),
            values);
    }

    [[nodiscard]] QString sql() const { return m_conditions.join(QStringLiteral(" AND ")); }
    [[nodiscard]] const QVariantList& values() const { return m_values; }

private:
    QStringList m_conditions;
    QVariantList m_values;
};

} // namespace satchel
