#include "Assessment.h"

namespace satchel {

QString checkResultName(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return QStringLiteral("pass");
    case CheckResult::Fail:
        return QStringLiteral("fail");
    case CheckResult::Warn:
        return QStringLiteral("warn");
    case CheckResult::Skipped:
        return QStringLiteral("skipped");
    }
    return {};
}

} // namespace satchel
