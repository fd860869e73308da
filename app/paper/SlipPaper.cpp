#include "SlipPaper.h"

#include "Paper.h"

#include <app/Words.h>
#include <app/widgets/QrCode.h>

#include <core/base/Time.h>

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QPdfWriter>

#include <algorithm>

namespace satchel {

namespace {

constexpr double CodeWidth = 40; // mm, beside the facts of a bundle
constexpr double CodeSize = 36; // mm, its quiet zone included: a module is 0.8 mm
constexpr double SlipGap = 3; // mm
constexpr double SlipRowGap = 1; // mm
constexpr double SigningHeight = 16; // mm, to write on

struct SlipPaper {
    Q_DECLARE_TR_FUNCTIONS(SlipPaper)
};

struct Fact {
    QString name;
    QString value;
    Letters letters = Letters::Plain;
};

QString sizeText(qint64 bytes)
{
    const QLocale locale;
    return SlipPaper::tr("%1 (%2 bytes)").arg(locale.formattedDataSize(bytes), locale.toString(bytes));
}

QString momentText(const QDateTime& time)
{
    return SlipPaper::tr("%1 (%2)").arg(timeText(time), toUtcText(time));
}

QString kindsText(const SlipBundle& bundle)
{
    QStringList lines;
    for (auto kind = bundle.kinds.begin(); kind != bundle.kinds.end(); ++kind) {
        lines += SlipPaper::tr("%1: %2").arg(kindText(kind.key()), QLocale{}.toString(kind.value()));
    }
    const auto all = SlipPaper::tr("%n item(s)", nullptr, static_cast<int>(bundle.record.items));
    return lines.isEmpty() ? all : SlipPaper::tr("%1: %2").arg(all, lines.join(QStringLiteral("; ")));
}

QList<Fact> factsOf(const SlipBundle& bundle)
{
    const auto& record = bundle.record;
    return {{SlipPaper::tr("Bundle"), record.id.toString(), Letters::Fixed},
        {SlipPaper::tr("Number"), QString::number(record.sequence), Letters::Strong},
        {SlipPaper::tr("Made"), momentText(record.at)}, {SlipPaper::tr("Holds"), kindsText(bundle)},
        {SlipPaper::tr("Size"), sizeText(record.bytes)},
        {SlipPaper::tr("File"), QFileInfo{record.path}.fileName(), Letters::Fixed},
        {SlipPaper::tr("Written to"), bundle.place.isEmpty() ? record.path : bundle.place},
        {SlipPaper::tr("Label (SHA-256)"), groupedDigits(record.labelDigest.toString()), Letters::Fixed}};
}

// The slip of bundles that are for one station.
class SlipPainting final {
public:
    SlipPainting(Paper& paper, const SlipReport& report)
        : m_paper{paper}
        , m_report{report}
    {
    }

    void paint()
    {
        const auto& receiver = m_report.bundles.first();
        const double room = m_paper.width();
        m_paper.write(SlipPaper::tr("Transport slip"), Letters::Title);
        m_paper.space(SlipGap);
        paint({SlipPaper::tr("From"), m_report.stationName, Letters::Strong}, room);
        paint({SlipPaper::tr("Its fingerprint"), groupedFingerprint(m_report.station), Letters::Fixed}, room);
        paint({SlipPaper::tr("For"),
                  receiver.toName.isEmpty() ? SlipPaper::tr("a station that is known here no more") : receiver.toName,
                  Letters::Strong},
            room);
        paint({SlipPaper::tr("Its fingerprint"), groupedFingerprint(receiver.record.peer), Letters::Fixed}, room);
        paint({SlipPaper::tr("Bundles"), QString::number(m_report.bundles.size())}, room);
        for (qsizetype i = 0; i < m_report.bundles.size(); ++i) {
            const bool isLast = i + 1 == m_report.bundles.size();
            paintBundle(m_report.bundles.at(i), isLast ? signingHeight() : 0);
        }
        paintSigning();
    }

private:
    static QList<PaperCell> cellsOf(const Fact& fact, double room)
    {
        return {{fact.name, 0, NameWidth - SlipGap, Letters::Plain},
            {fact.value, NameWidth, room - NameWidth, fact.letters}};
    }

    void paint(const Fact& fact, double room)
    {
        m_paper.row(cellsOf(fact, room));
        m_paper.space(SlipRowGap);
    }

    // Never parted from its code, nor the last one from the lines to sign on (`after`, mm): nobody signs a page of
    // nothing else.
    void paintBundle(const SlipBundle& bundle, double after)
    {
        const auto facts = factsOf(bundle);
        const double room = m_paper.width() - CodeWidth;
        double height = 2 * SlipGap;
        for (const auto& fact : facts) {
            height += m_paper.heightOf(cellsOf(fact, room)) + SlipRowGap;
        }
        m_paper.keep(std::max(height, CodeSize + 2 * SlipGap) + after);
        m_paper.space(SlipGap);
        m_paper.rule(0, m_paper.width());
        m_paper.space(SlipGap);
        const double top = m_paper.y();
        const int page = m_paper.page();
        m_paper.drawModules(
            qrImage(bundle.record.labelDigest.toString().toLatin1(), 1), m_paper.width() - CodeSize, CodeSize);
        for (const auto& fact : facts) {
            paint(fact, room);
        }
        if (m_paper.page() == page) {
            m_paper.moveTo(std::max(m_paper.y(), top + CodeSize));
        }
    }

    [[nodiscard]] QList<PaperCell> note() const
    {
        return {{SlipPaper::tr("Whoever wants to know whether a file is this bundle compares the digest of its label, "
                               "which “satchel inspect” and “satchel verify” show, with this paper; the code holds the "
                               "same digest."),
            0, m_paper.width(), Letters::Small}};
    }

    static QStringList roles()
    {
        return {SlipPaper::tr("Handed over by"), SlipPaper::tr("Carried by"), SlipPaper::tr("Received by")};
    }

    [[nodiscard]] double signingHeight() const
    {
        return m_paper.heightOf(note()) + 2 * SlipGap + SigningHeight * static_cast<double>(roles().size());
    }

    void paintSigning()
    {
        m_paper.keep(signingHeight());
        m_paper.space(SlipGap);
        m_paper.rule(0, m_paper.width());
        m_paper.space(SlipGap);
        m_paper.row(note());
        for (const auto& role : roles()) {
            paintLineToSign(role);
        }
    }

    void paintLineToSign(const QString& role)
    {
        const QStringList blanks{SlipPaper::tr("Name"), SlipPaper::tr("Date, time"), SlipPaper::tr("Signature")};
        const double each = (m_paper.width() - NameWidth) / static_cast<double>(blanks.size());
        m_paper.space(SigningHeight * 0.6);
        QList<PaperCell> cells{{role, 0, NameWidth - SlipGap, Letters::Strong}};
        for (int i = 0; i < blanks.size(); ++i) {
            const double left = NameWidth + i * each;
            m_paper.rule(left, each - SlipGap);
            cells.append(PaperCell{blanks.at(i), left, each - SlipGap, Letters::Small});
        }
        m_paper.row(cells);
    }

    Paper& m_paper;
    const SlipReport& m_report;
};

// One for each station that any of the bundles is for, in the order in which they are named.
QList<SlipReport> byReceiver(const SlipReport& report)
{
    QList<SlipReport> slips;
    for (const auto& bundle : report.bundles) {
        const auto isFor
            = [&bundle](const SlipReport& slip) { return slip.bundles.first().record.peer == bundle.record.peer; };
        const auto slip = std::find_if(slips.begin(), slips.end(), isFor);
        if (slip == slips.end()) {
            slips += SlipReport{report.station, report.stationName, {bundle}};
        } else {
            slip->bundles += bundle;
        }
    }
    return slips;
}

Paper::Frame frameOf(const SlipReport& slip, int pages)
{
    return {SlipPaper::tr("Transport slip, %1").arg(slip.stationName), {}, pages};
}

// How many pages it takes: painted once where nobody sees it.
int pagesOf(const SlipReport& slip, const QPagedPaintDevice& like)
{
    QBuffer nowhere;
    nowhere.open(QIODevice::WriteOnly);
    QPdfWriter writer{&nowhere};
    writer.setResolution(like.logicalDpiX());
    writer.setPageLayout(like.pageLayout());
    Paper paper{writer, frameOf(slip, 0)};
    SlipPainting{paper, slip}.paint();
    return paper.page();
}

} // namespace

Result<qint64> paintSlips(QPagedPaintDevice& device, const SlipReport& report)
{
    const auto slips = byReceiver(report);
    if (slips.isEmpty()) {
        return fail(ErrorCode::Empty, QStringLiteral("there is no bundle to make a slip for"));
    }
    Paper paper{device, frameOf(slips.first(), pagesOf(slips.first(), device))};
    for (qsizetype i = 0; i < slips.size(); ++i) {
        if (i > 0) {
            paper.beginPart(pagesOf(slips.at(i), device));
        }
        SlipPainting{paper, slips.at(i)}.paint();
    }
    if (!paper.works()) {
        return fail(ErrorCode::Unreadable, QStringLiteral("the printer takes no more pages"));
    }
    return paper.sheets();
}

} // namespace satchel
