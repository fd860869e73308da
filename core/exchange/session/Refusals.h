#pragma once

#include <core/base/Result.h>
#include <core/base/RowList.h>

#include <QString>

#include <functional>

namespace satchel {

// One row of what a report says was refused: {item or path, code, reason}.
struct Refusal {
    ErrorCode code = ErrorCode::Internal;
    QString item; // its id; empty where the row names none
    QString path; // likewise
    QString reason; // core's words, which are English

    [[nodiscard]] Error error() const { return {code, reason}; }
};

void forEachRefusal(const RowList& rows, const std::function<void(const Refusal&)>& visit);

} // namespace satchel
