#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace satchel::bench {

// What each device asks with. Figures: a voucher request and a PKCS #10, all P-256, as the figures to reach are stated.
// Mixed: a CMP ir besides, and one device in ten with RSA keys below an RSA manufacturer. Of both, voucher and
// certificate come back.
enum class WorkloadShape { Figures, Mixed };

[[nodiscard]] QString shapeName(WorkloadShape shape);
[[nodiscard]] std::optional<WorkloadShape> shapeOf(QStringView name);

struct WorkloadPlan {
    WorkloadShape shape = WorkloadShape::Figures;
    int devices = 0;

    static constexpr int AnswersToADevice = 2;
    [[nodiscard]] int messagesOfADevice() const { return shape == WorkloadShape::Mixed ? 3 : 2; }
    [[nodiscard]] qint64 answers() const { return qint64{devices} * AnswersToADevice; }
    [[nodiscard]] qint64 messages() const { return qint64{devices} * messagesOfADevice(); }
    [[nodiscard]] QString name() const; // "figures-10000"
};

} // namespace satchel::bench
