#include "TakeOutPage.h"

#include <app/Wording.h>
#include <app/widgets/SlipBar.h>

#include <QComboBox>
#include <QHBoxLayout>

#include <algorithm>

namespace satchel {

TakeOutPage::TakeOutPage(const StationView& station, QWidget* parent)
    : ErrandPage{station, tr("Take out"), tr("&Take out everything that is due"), parent}
    , m_peer{new QComboBox{this}}
    , m_slip{slipBar(station, [this] { return m_made; }, this)}
{
    auto* const whom = new QLabel{tr("&For:"), this};
    whom->setBuddy(m_peer);
    auto* const row = new QHBoxLayout;
    row->addWidget(whom);
    row->addWidget(m_peer);
    row->addStretch(1);
    upper().addLayout(row);
    lower().addWidget(m_slip);
    m_slip->setVisible(false);
    setPeers({});
}

void TakeOutPage::setPeers(const QStringList& aliases)
{
    const QString before = m_peer->currentData().toString();
    m_peer->clear();
    m_peer->addItem(tr("everybody for whom something is due"), QString{});
    for (const auto& alias : aliases) {
        m_peer->addItem(alias, alias);
    }
    m_peer->setCurrentIndex(std::max(0, m_peer->findData(before)));
}

void TakeOutPage::begin()
{
    m_slip->setVisible(false);
    ExportOrder order;
    order.to = m_peer->currentData().toString();
    thread().run<ExportReport>(
        [view = station(), order, volume = place().volume(), folder = place().folder()](
            const Conduct& conduct) mutable {
            ExportReport report;
            const auto where = placeOf(volume, folder, view.media(), conduct);
            if (!where) {
                report.failure = where.error();
                return report;
            }
            order.folder = where->folder;
            order.mountPoint = where->mountPoint;
            auto session = view.forWriting(QStringLiteral("export"), conduct.stop);
            if (!session) {
                report.failure = std::move(session).error();
                return report;
            }
            return exportBundles(*session, order, conduct);
        },
        [this](const ExportReport& report) { tell(report); });
}

void TakeOutPage::tell(const ExportReport& report)
{
    using Tone = OutcomeCard::Tone;
    QStringList details;
    m_made.clear();
    for (const auto& bundle : report.bundles) {
        m_made += bundle.id;
        details += tr("%1 for %2, %n item(s)", nullptr, static_cast<int>(bundle.items)).arg(bundle.path, bundle.toName);
    }
    m_slip->setVisible(!m_made.isEmpty());
    details += report.warnings;
    if (report.failure) {
        const auto wording = wordingOf(*report.failure, Errand::TakeOut);
        details.prepend(wording.details());
        const bool isInPart = !report.bundles.isEmpty();
        show(isInPart ? Tone::InPart : Tone::Bad, wording.whatHappened, details.join(QLatin1Char('\n')));
        return;
    }
    if (report.bundles.isEmpty()) {
        show(Tone::Good, tr("Nothing is due"), tr("Nothing was written, and nothing waits to be carried."));
        return;
    }
    const bool isProved = std::all_of(report.bundles.begin(), report.bundles.end(),
        [](const ExportedBundle& bundle) { return bundle.readBackVerified && bundle.cacheBypassed; });
    details.append(isProved ? tr("Every byte was read back from the medium itself.")
                            : tr("Every byte was read back, though perhaps from this computer's memory: eject the "
                                 "medium before you pull it."));
    const auto items = static_cast<int>(report.items);
    show(Tone::Good,
        isProved ? tr("%n item(s) on the medium, read back, safe to remove", nullptr, items)
                 : tr("%n item(s) on the medium, read back", nullptr, items),
        details.join(QLatin1Char('\n')));
}

} // namespace satchel
