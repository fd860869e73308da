#pragma once

#include "Export.h"

#include <core/media/MediumPresence.h>

#include <optional>

namespace satchel {

// The places of an export, one after the other: once a medium is full or fails, what is left goes on to the next one,
// and never back.
class ExportPlaces final {
public:
    // Both must outlive this.
    ExportPlaces(Session& session, const ExportOrder& order, ExportReport& report);

    // Looks at the first place and makes its folder; goes on to the next if that fails.
    [[nodiscard]] Result<void> open();
    // Goes on to the next place because of this failure. The failure itself if it is not the medium's, or was that of
    // the last place.
    [[nodiscard]] Result<void> goOn(Error why);

    [[nodiscard]] const QString& folder() const { return m_places.at(m_current).folder; }
    [[nodiscard]] const MediumPresence& medium() const { return *m_medium; }
    void count(qint64 items) { m_report.places.last().items += items; }

private:
    [[nodiscard]] Result<void> openCurrent();

    Session& m_session;
    ExportReport& m_report;
    QList<ExportPlace> m_places;
    qsizetype m_current = 0;
    std::optional<MediumPresence> m_medium;
};

} // namespace satchel
