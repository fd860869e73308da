#pragma once

#include <core/base/JsonWriter.h>

#include <QList>
#include <QString>

namespace satchel::bench {

// One figure of the desktop app: what it is to be at most, and what was measured.
struct DesktopFigure {
    QString what;
    QString unit; // "ms", "MiB"
    double most = 0; // 0: nobody has said
    double measured = 0;
    QString remark = {};

    [[nodiscard]] bool isReached() const { return most <= 0 || measured <= most; }
};

class DesktopFigures final {
public:
    void add(const DesktopFigure& figure) { m_all += figure; }

    // A table for the terminal and for docs/performance.md, and the same for programs.
    [[nodiscard]] QString markdown() const;
    void writeJson(JsonWriter& writer) const; // "figures", a member of an open object

private:
    QList<DesktopFigure> m_all;
};

} // namespace satchel::bench
