#include "SlipBar.h"

#include <app/paper/SlipPaper.h>

namespace satchel {

namespace {

Result<qint64> paint(const StationView& station, const QList<Ulid>& bundles, QPagedPaintDevice& device)
{
    const auto session = station.forReading();
    if (!session) {
        return fail(session.error());
    }
    const auto report = slipOf(*session, bundles);
    return report ? paintSlips(device, *report) : fail(report.error());
}

} // namespace

SaveBar* slipBar(const StationView& station, std::function<QList<Ulid>()> bundles, QWidget* parent)
{
    auto* const bar = new SaveBar{SaveBar::tr("Transport &slip…"), SaveBar::tr("satchel-transport-slip"), parent};
    bar->offerPaper(SaveBar::tr("Transport slip"), QPageLayout::Portrait, [station, bundles = std::move(bundles)] {
        return [station, wanted = bundles()](
                   QPagedPaintDevice& device, const Conduct& /*conduct*/) { return paint(station, wanted, device); };
    });
    return bar;
}

} // namespace satchel
