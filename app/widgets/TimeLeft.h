#pragma once

#include <core/base/Progress.h>

#include <QHash>
#include <QLatin1StringView>
#include <QString>

#include <optional>

namespace satchel {

// As Progress names the stage whose length nobody can foresee.
inline constexpr QLatin1StringView FlushingStage{"flushing"};

// How long a verb may still take, as far as what it has taken so far lets one foresee it: what is written is read back
// as well, no slower than it was written, and a further bundle takes as long for each of its items as those before it.
// What a medium takes to flush, nobody can foresee. Times are milliseconds on one clock.
class TimeLeft final {
public:
    struct Guess {
        enum class Of { Stage, Bundle, All };

        Of of = Of::All;
        double milliseconds = 0;
    };

    void begin();
    void note(const Progress& progress, qint64 now);
    [[nodiscard]] std::optional<double> pace() const; // of what is going on, each millisecond
    [[nodiscard]] std::optional<Guess> guess() const;

private:
    struct Mark {
        qint64 at = 0;
        qint64 done = 0;
    };

    void beginBundle(const Progress& progress, qint64 now);
    [[nodiscard]] bool isAt(QLatin1StringView stage) const;
    [[nodiscard]] std::optional<double> restOfStage() const;
    [[nodiscard]] std::optional<double> restOfBundle() const;
    [[nodiscard]] std::optional<double> restByBundlesBefore() const;

    Progress m_latest;
    qint64 m_now = 0; // when that came
    std::optional<qint64> m_begun;
    QHash<QString, Mark> m_ofStage; // when it began, for each unit: one stage may tell of parts and of items
    Mark m_ofBundle; // when it began, and the items that were packed by then
    qint64 m_items = 0; // of all bundles
    qint64 m_packed = 0; // of those
    qint64 m_bytes = 0; // of this bundle
    std::optional<double> m_writing; // the pace at which this bundle was written
};

} // namespace satchel
