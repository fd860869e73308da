#include "TortureRun.h"

#include <core/base/ErrorCode.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace satchel::torture {

namespace {

constexpr qsizetype MostNamed = 20;
constexpr qsizetype LongestMessage = 4096;

// Empty if the verdict is as it must be: refused, with a code that is no mistake of ours, and briefly.
QString wrongIn(const Result<void>& verdict)
{
    if (verdict) {
        return QStringLiteral("accepted");
    }
    const auto& error = verdict.error();
    if (error.code == ErrorCode::Internal || errorCodeName(error.code).isEmpty()) {
        return QStringLiteral("refused as internal: ") + error.message;
    }
    if (error.message.isEmpty() || error.message.size() > LongestMessage) {
        return QStringLiteral("refused with a message of %1 characters").arg(error.message.size());
    }
    return {};
}

class Run final {
public:
    Run(const Victim& victim, const TortureScope& scope)
        : m_victim{victim}
        , m_faults{victim.whole}
        , m_stride{strideFor(m_faults.count(), scope.most)}
    {
    }

    TortureTally run(unsigned threads)
    {
        m_tally.takesTheWhole = m_victim.makeJudge()->judge(m_victim.whole).has_value();
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < std::max(1U, threads); ++i) {
            workers.emplace_back([this] { work(); });
        }
        workers.clear(); // joins
        return std::move(m_tally);
    }

private:
    // Odd, so that a sample meets every bit of a byte.
    static qsizetype strideFor(qsizetype count, qsizetype most)
    {
        return most == 0 || most >= count ? 1 : (count / most) | 1;
    }

    void work()
    {
        const auto judge = m_victim.makeJudge();
        TortureTally own;
        for (auto number = m_next.fetch_add(m_stride); number < m_faults.count(); number = m_next.fetch_add(m_stride)) {
            const auto altered = m_faults.at(number);
            note(own, altered, judge->judge(altered.bytes));
        }
        const std::lock_guard lock{m_mutex};
        add(own);
    }

    static void note(TortureTally& tally, const ByteFaults::Altered& altered, const Result<void>& verdict)
    {
        ++tally.tried[altered.fault];
        if (!verdict) {
            ++tally.codes[errorCodeName(verdict.error().code)];
        }
        if (const auto wrong = wrongIn(verdict); !wrong.isEmpty()) {
            ++tally.wrongs;
            tally.wrong.append(
                QStringLiteral("%1, number %2: %3").arg(byteFaultName(altered.fault)).arg(altered.index).arg(wrong));
            tally.wrong = tally.wrong.mid(0, MostNamed);
        }
    }

    void add(const TortureTally& own)
    {
        for (auto i = own.tried.begin(); i != own.tried.end(); ++i) {
            m_tally.tried[i.key()] += i.value();
        }
        for (auto i = own.codes.begin(); i != own.codes.end(); ++i) {
            m_tally.codes[i.key()] += i.value();
        }
        m_tally.wrongs += own.wrongs;
        m_tally.wrong = (m_tally.wrong + own.wrong).mid(0, MostNamed);
    }

    const Victim& m_victim;
    ByteFaults m_faults;
    qsizetype m_stride;
    std::atomic<qsizetype> m_next = 0;
    std::mutex m_mutex;
    TortureTally m_tally;
};

} // namespace

bool TortureTally::isPassed() const
{
    return takesTheWhole && wrongs == 0 && !tried.isEmpty();
}

QString TortureTally::line(const Victim& victim) const
{
    QStringList counts;
    for (auto i = tried.begin(); i != tried.end(); ++i) {
        counts.append(QStringLiteral("%1 %2").arg(i.value()).arg(byteFaultName(i.key())));
    }
    QStringList reasons;
    for (auto i = codes.begin(); i != codes.end(); ++i) {
        reasons.append(QStringLiteral("%1 %2").arg(i.value()).arg(i.key()));
    }
    return QStringLiteral("%1: %2 bytes; %3; %4 accepted or refused wrongly (%5)%6")
        .arg(victim.name)
        .arg(victim.whole.size())
        .arg(counts.join(QStringLiteral(", ")))
        .arg(wrongs)
        .arg(reasons.join(QStringLiteral(", ")),
            takesTheWhole ? QString{} : QStringLiteral("; REFUSED before anything was altered"));
}

TortureTally putToTorture(const Victim& victim, const TortureScope& scope)
{
    return Run{victim, scope}.run(scope.threads);
}

} // namespace satchel::torture
