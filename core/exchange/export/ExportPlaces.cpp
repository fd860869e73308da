#include "ExportPlaces.h"

#include <core/base/File.h>

#include <QDir>
#include <QFileInfo>

namespace satchel {

namespace {

QString absolute(const QString& folder)
{
    return folder.isEmpty() ? QString{} : QDir::cleanPath(QFileInfo{folder}.absoluteFilePath());
}

// A folder where nothing may be written is no better than a medium that is write-protected.
bool isOfThePlace(const Error& error)
{
    return outcomeOf(error) == Outcome::Medium || error.code == ErrorCode::Unreadable;
}

} // namespace

ExportPlaces::ExportPlaces(Session& session, const ExportOrder& order, ExportReport& report)
    : m_session{session}
    , m_report{report}
    , m_places{{order.folder, order.mountPoint}}
{
    m_places += order.further;
    for (auto& place : m_places) {
        place.folder = absolute(place.folder);
    }
}

Result<void> ExportPlaces::open()
{
    m_report.places.append({folder(), 0, {}});
    auto opened = openCurrent();
    return opened ? Result<void>{} : goOn(std::move(opened).error());
}

Result<void> ExportPlaces::openCurrent()
{
    const auto& place = m_places.at(m_current);
    if (!place.mountPoint.isEmpty()) {
        SATCHEL_TRY(requireMounted(place.mountPoint, place.folder));
    }
    SATCHEL_TRY(makeFolder(place.folder));
    auto medium = MediumPresence::at(place.folder);
    if (!medium) {
        return fail(std::move(medium).error());
    }
    m_medium = *std::move(medium);
    (void)m_session.custodyName(place.folder, place.folder); // while it is there: it may be pulled
    return {};
}

Result<void> ExportPlaces::goOn(Error why)
{
    if (!isOfThePlace(why)) {
        return fail(std::move(why));
    }
    m_report.places.last().failure = why;
    if (m_current + 1 == m_places.size()) {
        return fail(std::move(why));
    }
    if (why.code != ErrorCode::MediumFull) {
        m_report.warnings.append({Warning::Kind::PlaceLeft,
            QStringLiteral("%1: %2; what was left went on to the next place").arg(folder(), why.message), folder()});
    }
    ++m_current;
    return open();
}

} // namespace satchel
