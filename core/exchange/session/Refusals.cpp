#include "Refusals.h"

#include <core/base/StrictJson.h>

namespace satchel {

void forEachRefusal(const RowList& rows, const std::function<void(const Refusal&)>& visit)
{
    rows.forEach([&visit](QByteArrayView json) {
        const auto row = parseJson(json, JsonDialect::Lenient).value_or(JsonValue{});
        const auto text = [&row](QStringView name) {
            const auto* const value = row.find(name);
            const auto* const string = value ? value->string() : nullptr;
            return string ? *string : QString{};
        };
        visit({errorCodeFromName(text(u"code")).value_or(ErrorCode::Internal), text(u"item"), text(u"path"),
            text(u"reason")});
    });
}

} // namespace satchel
