#pragma once

#include <core/station/StationId.h>

#include <QList>
#include <QStringList>
#include <QStringView>

namespace satchel {

// How what somebody types, or has typed, stands to the fingerprint that it should be.
struct TypedFingerprint {
    enum class Standing { Incomplete, Malformed, Same, Another };

    Standing standing = Standing::Incomplete;
    QStringList groups; // as they were typed, of four digits but where somebody left some out
    // Which of them differ, from 1. Only whole ones: told digit by digit, it could be found out instead of compared.
    QList<int> differing;
};
[[nodiscard]] TypedFingerprint compareTyped(QStringView text, const StationId& expected);

} // namespace satchel
