#include "WorkloadPlan.h"

namespace satchel::bench {

QString shapeName(WorkloadShape shape)
{
    return shape == WorkloadShape::Mixed ? QStringLiteral("mixed") : QStringLiteral("figures");
}

std::optional<WorkloadShape> shapeOf(QStringView name)
{
    for (const auto shape : {WorkloadShape::Figures, WorkloadShape::Mixed}) {
        if (shapeName(shape) == name) {
            return shape;
        }
    }
    return std::nullopt;
}

QString WorkloadPlan::name() const
{
    return QStringLiteral("%1-%2").arg(shapeName(shape)).arg(devices);
}

} // namespace satchel::bench
