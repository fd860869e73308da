#pragma once

#include <core/base/Progress.h>

#include <QString>

#include <chrono>

namespace satchel {

// One line on a terminal (stderr) that tells how far a verb is: stage, count, rate and time left. Redrawn at most ten
// times a second, so the verb may report as often as it likes.
class ProgressLine final {
public:
    using Instant = std::chrono::steady_clock::time_point;

    ProgressLine() = default;
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { clear(); }

    void update(const Progress& progress);
    void clear();

    // "packing  120 of 400 items  30 %  60 items/s  5 s left"
    [[nodiscard]] static QString describe(const Progress& progress, std::chrono::duration<double> elapsed);

private:
    void draw(const QString& text);

    QString m_stage;
    Instant m_stageBegan = {};
    Instant m_drawn = {};
    bool m_visible = false;
};

} // namespace satchel
