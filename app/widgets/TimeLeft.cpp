#include "TimeLeft.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr qint64 LeastTime = 1500; // ms, before a pace means anything
constexpr QLatin1StringView Packing{"packing"};
constexpr QLatin1StringView Writing{"writing"};
constexpr QLatin1StringView ReadingBack{"reading back"};

} // namespace

void TimeLeft::begin()
{
    *this = {};
}

void TimeLeft::note(const Progress& progress, qint64 now)
{
    const bool isNewBundle = !m_begun || progress.bundle != m_latest.bundle;
    if (!m_begun) {
        m_begun = now; // not before: a verb may wait for a passphrase
    }
    if (isNewBundle) {
        beginBundle(progress, now);
    }
    if (isNewBundle || progress.stage != m_latest.stage) {
        m_ofStage.clear();
    }
    if (!m_ofStage.contains(progress.unit)) {
        m_ofStage.insert(progress.unit, Mark{now, progress.done});
    }
    m_latest = progress;
    m_now = now;
    if (isAt(Packing)) {
        m_items = progress.total;
        m_packed = progress.done;
    } else if (progress.unit == u"bytes" && progress.total > 0) {
        m_bytes = progress.total;
    }
    if (isAt(Writing)) {
        m_writing = pace();
    }
}

void TimeLeft::beginBundle(const Progress& progress, qint64 now)
{
    m_ofBundle = {now, progress.stage == Packing ? progress.done : m_packed};
    m_bytes = 0;
    m_writing.reset();
}

bool TimeLeft::isAt(QLatin1StringView stage) const
{
    return m_latest.stage == QLatin1StringView{stage};
}

std::optional<double> TimeLeft::pace() const
{
    const Mark mark = m_ofStage.value(m_latest.unit);
    const qint64 elapsed = m_now - mark.at;
    const qint64 since = m_latest.done - mark.done;
    return elapsed > LeastTime && since > 0 ? std::optional{static_cast<double>(since) / static_cast<double>(elapsed)}
                                            : std::nullopt;
}

std::optional<TimeLeft::Guess> TimeLeft::guess() const
{
    if (const auto rest = restByBundlesBefore()) {
        return Guess{Guess::Of::All, *rest};
    }
    if (const auto rest = restOfBundle()) {
        return Guess{m_latest.bundle < m_latest.bundles ? Guess::Of::Bundle : Guess::Of::All, *rest};
    }
    const auto rest = restOfStage();
    return rest ? std::optional{Guess{Guess::Of::Stage, *rest}} : std::nullopt;
}

std::optional<double> TimeLeft::restOfStage() const
{
    const auto pace = this->pace();
    return pace && m_latest.total > m_latest.done
        ? std::optional{static_cast<double>(m_latest.total - m_latest.done) / *pace}
        : std::nullopt;
}

// From its writing on.
std::optional<double> TimeLeft::restOfBundle() const
{
    if (isAt(Writing) || isAt(FlushingStage)) {
        const qint64 unwritten = isAt(Writing) ? m_latest.total - m_latest.done : 0;
        return m_writing ? std::optional{static_cast<double>(unwritten + m_bytes) / *m_writing} : std::nullopt;
    }
    return isAt(ReadingBack) ? restOfStage() : std::nullopt;
}

// While there are items that nobody has packed yet.
std::optional<double> TimeLeft::restByBundlesBefore() const
{
    const bool isFirst = !m_begun || m_ofBundle.at == *m_begun;
    const bool isLast = m_latest.bundle >= m_latest.bundles;
    if (isFirst || m_ofBundle.done <= 0 || (isLast && !isAt(Packing))) {
        return std::nullopt;
    }
    const double ofOne = static_cast<double>(m_ofBundle.at - *m_begun) / static_cast<double>(m_ofBundle.done);
    const double rest
        = ofOne * static_cast<double>(m_items - m_ofBundle.done) - static_cast<double>(m_now - m_ofBundle.at);
    return std::max(rest, 0.0);
}

} // namespace satchel
