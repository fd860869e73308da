#include "SlipBar.h"

#include <app/paper/SlipPaper.h>

#include <QCoreApplication>

namespace satchel {

namespace {

struct SlipTexts {
    Q_DECLARE_TR_FUNCTIONS(SlipBar)
};

Result<qint64> paint(const StationView& station, const QList<Ulid>& bundles, QPagedPaintDevice& device)
{
    return station.read([&](const Session& session) {
        const auto report = slipOf(session, bundles);
        return report ? paintSlips(device, *report) : fail(report.error());
    });
}

} // namespace

SaveBar* slipBar(const StationView& station, std::function<QList<Ulid>()> bundles, QWidget* parent)
{
    auto* const bar = new SaveBar{SlipTexts::tr("Transport sl&ip…"), SlipTexts::tr("satchel-transport-slip"), parent};
    bar->offerPaper(SlipTexts::tr("Transport slip"), QPageLayout::Portrait, [station, bundles = std::move(bundles)] {
        return [station, wanted = bundles()](
                   QPagedPaintDevice& device, const Conduct& /*conduct*/) { return paint(station, wanted, device); };
    });
    return bar;
}

} // namespace satchel
