#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <algorithm>

namespace satchel {

// A name that core gives something, and the English text of what people read for it.
struct NamedText {
    QLatin1StringView name;
    const char* text;
};

// nullptr for a name that the table does not have.
template <typename Table> [[nodiscard]] const char* textNamed(const Table& table, QStringView name)
{
    const auto found
        = std::find_if(table.begin(), table.end(), [name](const NamedText& one) { return name == one.name; });
    return found == table.end() ? nullptr : found->text;
}

} // namespace satchel
