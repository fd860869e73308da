#include "LogPaper.h"

#include "Paper.h"

#include <app/LogWords.h>
#include <core/base/Time.h>
#include <core/exchange/report/StationTables.h>

#include <QCoreApplication>

#include <array>

namespace satchel {

namespace {

constexpr double ColumnGap = 2; // mm, between two columns
constexpr double LogRowGap = 0.8; // mm

struct LogPaper {
    Q_DECLARE_TR_FUNCTIONS(LogPaper)
};

struct PaperColumn {
    const char* head;
    double share; // of the width
    Letters letters;
};

constexpr std::array Columns{
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "No."), 14, Letters::Small},
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "When (UTC)"), 35, Letters::Small},
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "Who"), 31, Letters::Small},
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "What"), 22, Letters::Small},
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "Bundle"), 46, Letters::SmallFixed},
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "With what result"), 60, Letters::Small},
    PaperColumn{QT_TRANSLATE_NOOP("LogPaper", "Where"), 59, Letters::Small},
};

QString minuteText(const QDateTime& time)
{
    return toUtcText(time).replace(QLatin1Char('T'), QLatin1Char(' ')).remove(QLatin1Char('Z'));
}

QString whoText(const QString& operatorName, const QString& user, const QString& host)
{
    return operatorName.isEmpty() ? LogPaper::tr("%1 on %2").arg(user, host)
                                  : LogPaper::tr("%1 (%2 on %3)").arg(operatorName, user, host);
}

QStringList cellsOf(const LogEntry& entry)
{
    return {QString::number(entry.seq), minuteText(entry.at), whoText(entry.operatorName, entry.user, entry.host),
        actionText(entry), entry.bundle, resultText(entry), entry.medium};
}

// The cells of one row, in columns as wide as their share of the paper.
QList<PaperCell> spread(const QStringList& texts, double width, bool isHead)
{
    double shares = 0;
    for (const auto& column : Columns) {
        shares += column.share;
    }
    QList<PaperCell> cells;
    double left = 0;
    for (std::size_t i = 0; i < Columns.size(); ++i) {
        const double whole = Columns[i].share / shares * width;
        cells.append(PaperCell{texts.at(static_cast<qsizetype>(i)), left, whole - ColumnGap,
            isHead ? Letters::SmallStrong : Columns[i].letters});
        left += whole;
    }
    return cells;
}

class LogPainting final {
public:
    LogPainting(QPagedPaintDevice& device, const Session& session, const LogExtract& extract, const Conduct& conduct)
        : m_session{session}
        , m_extract{extract}
        , m_conduct{conduct}
        , m_paper{device, {LogPaper::tr("Custody log of %1").arg(session.station().settings().name), printed(), 0}}
    {
    }

    Result<qint64> paint()
    {
        const auto verification = m_session.ledger().log().verify();
        if (!verification) {
            return fail(verification.error());
        }
        writeFront(*verification);
        paintHeads();
        m_paper.onEachPage([this] { paintHeads(); });
        SATCHEL_TRY(forEachEntry(
            m_session, m_extract.entries, [this](const LogEntry& entry) -> Result<void> { return paintEntry(entry); }));
        m_paper.onEachPage({});
        writeEnd();
        return m_paper.page();
    }

private:
    [[nodiscard]] QDateTime now() const { return m_session.station().now(); }

    [[nodiscard]] QString printer() const
    {
        const auto author = m_session.ledger().log().author();
        return whoText(author.operatorName, author.user, author.host);
    }

    [[nodiscard]] QString printed() const
    {
        return LogPaper::tr("Printed by %1 at %2 (UTC)").arg(printer(), minuteText(now()));
    }

    void writeFact(const QString& name, const QString& value, Letters letters = Letters::Plain)
    {
        m_paper.row({{name, 0, NameWidth - ColumnGap, Letters::Plain},
            {value, NameWidth, m_paper.width() - NameWidth, letters}});
        m_paper.space(LogRowGap);
    }

    void writeFront(const CustodyLog::Verification& verification)
    {
        m_paper.write(LogPaper::tr("Custody log"), Letters::Title);
        m_paper.space(3);
        writeFact(LogPaper::tr("Station"), m_session.station().settings().name, Letters::Strong);
        writeFact(LogPaper::tr("Fingerprint"), groupedFingerprint(m_session.station().id()), Letters::Fixed);
        writeFact(LogPaper::tr("Entries"), extent());
        writeFact(LogPaper::tr("The whole log"), verdictText(verification), Letters::Strong);
        writeFact(LogPaper::tr("Printed by"), LogPaper::tr("%1, %2 (UTC)").arg(printer(), minuteText(now())));
        m_paper.space(3);
    }

    [[nodiscard]] QString extent() const
    {
        const auto count = static_cast<int>(m_extract.entries.size());
        return m_extract.filter.isEmpty() ? LogPaper::tr("all, %n", nullptr, count)
                                          : LogPaper::tr("those with “%1”, %n", nullptr, count).arg(m_extract.filter);
    }

    void paintHeads()
    {
        QStringList heads;
        for (const auto& column : Columns) {
            heads += LogPaper::tr(column.head);
        }
        m_paper.row(spread(heads, m_paper.width(), true));
        paintRule();
    }

    void paintRule()
    {
        m_paper.space(LogRowGap / 2);
        m_paper.rule(0, m_paper.width());
        m_paper.space(LogRowGap);
    }

    Result<void> paintEntry(const LogEntry& entry)
    {
        m_paper.row(spread(cellsOf(entry), m_paper.width(), false));
        paintRule();
        m_last = entry.seq;
        m_hash = entry.hash;
        m_conduct.tell({QStringLiteral("painting"), ++m_painted, static_cast<qint64>(m_extract.entries.size()),
            QStringLiteral("rows")});
        if (m_conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("the log was not printed to its end"));
        }
        return m_paper.works() ? Result<void>{}
                               : fail(ErrorCode::Unreadable, QStringLiteral("the printer takes no more pages"));
    }

    // So that nobody can take a page off the end unseen, and the log can be compared with the paper later.
    void writeEnd()
    {
        m_paper.space(2);
        if (m_painted > 0) {
            m_paper.write(LogPaper::tr("The hash of entry %1, the last one here: %2")
                              .arg(m_last)
                              .arg(QString::fromLatin1(m_hash.toHex())),
                Letters::Small);
        }
        m_paper.write(
            LogPaper::tr("%n entry(s), the last page.", nullptr, static_cast<int>(m_painted)), Letters::Strong);
    }

    const Session& m_session;
    const LogExtract& m_extract;
    const Conduct& m_conduct;
    Paper m_paper;
    qint64 m_painted = 0;
    qint64 m_last = 0;
    QByteArray m_hash;
};

} // namespace

QString verdictText(const CustodyLog::Verification& verification)
{
    return verification.intact
        ? LogPaper::tr("The custody log is intact.")
        : LogPaper::tr("The custody log is NOT intact: entry %1 is the first that is not as it was written.")
              .arg(verification.firstBad.value_or(0));
}

Result<qint64> paintLog(
    QPagedPaintDevice& device, const Session& session, const LogExtract& extract, const Conduct& conduct)
{
    return LogPainting{device, session, extract, conduct}.paint();
}

} // namespace satchel
