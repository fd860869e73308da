#include "BringInPage.h"

#include <app/Wording.h>

#include <QFileInfo>

namespace satchel {

namespace {

QString lineOf(const ImportedBundle& bundle)
{
    const QString name = QFileInfo{bundle.path}.fileName();
    if (bundle.failure) {
        return QStringLiteral("%1: %2").arg(name, bundle.failure->message);
    }
    if (bundle.verdict == u"already-imported") {
        return BringInPage::tr("%1: was brought in before").arg(name);
    }
    QString line = BringInPage::tr("%1 from %2: %3 new").arg(name, bundle.fromName).arg(bundle.added);
    line += bundle.held > 0 ? BringInPage::tr(", %1 wait for a person's decision").arg(bundle.held) : QString{};
    line += bundle.refused.isEmpty() ? QString{} : BringInPage::tr(", %1 refused").arg(bundle.refused.size());
    return line;
}

qint64 countOf(const ImportReport& report, qint64 ImportedBundle::* member)
{
    qint64 sum = 0;
    for (const auto& bundle : report.bundles) {
        sum += bundle.*member;
    }
    return sum;
}

QStringList linesOf(const ImportReport& report)
{
    QStringList lines;
    for (const auto& bundle : report.bundles) {
        lines += lineOf(bundle);
        lines += bundle.warnings;
        for (const auto missing : bundle.missingSequences) {
            lines += BringInPage::tr("From %1 never came: number %2. Was a medium lost?")
                         .arg(bundle.fromName)
                         .arg(missing);
        }
    }
    for (const auto& receipt : report.receipts) {
        if (receipt.failure) {
            lines += QStringLiteral("%1: %2").arg(receipt.path, receipt.failure->message);
        }
    }
    return lines;
}

} // namespace

BringInPage::BringInPage(const StationView& station, QWidget* parent)
    : ErrandPage{station, tr("Bring in"), tr("&Bring in everything that is there"), parent}
{
}

void BringInPage::begin()
{
    thread().run<ImportReport>(
        [view = station(), volume = place().volume(), folder = place().folder()](const Conduct& conduct) {
            ImportReport report;
            const auto where = placeOf(volume, folder, view.media(), conduct);
            if (!where) {
                report.failure = where.error();
                return report;
            }
            auto session = view.forWriting(QStringLiteral("import"), conduct.stop);
            if (!session) {
                report.failure = std::move(session).error();
                return report;
            }
            return importBundles(*session, {{where->folder}}, conduct);
        },
        [this](const ImportReport& report) { tell(report); });
}

void BringInPage::tell(const ImportReport& report)
{
    using Tone = OutcomeCard::Tone;
    QStringList lines = linesOf(report);
    if (report.failure) {
        const auto wording = wordingOf(*report.failure, Errand::BringIn);
        lines.prepend(wording.details());
        show(Tone::Bad, wording.whatHappened, lines.join(QLatin1Char('\n')));
        return;
    }
    if (report.bundles.isEmpty() && report.receipts.isEmpty()) {
        show(Tone::InPart, tr("No bundle was found there"),
            tr("There are %1 other files. Is it the right medium?").arg(report.otherFiles));
        return;
    }
    const auto outcome = report.outcome();
    const auto added = static_cast<int>(countOf(report, &ImportedBundle::added));
    const Tone tone = outcome == Outcome::Done ? Tone::Good : outcome == Outcome::DoneInPart ? Tone::InPart : Tone::Bad;
    const QString headline = outcome == Outcome::Done ? tr("%n new item(s), all verified", nullptr, added)
        : outcome == Outcome::DoneInPart ? tr("%n new item(s), but not everything was good", nullptr, added)
                                         : tr("Nothing was taken in");
    show(tone, headline, lines.join(QLatin1Char('\n')));
}

} // namespace satchel
