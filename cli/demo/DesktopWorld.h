#pragma once

#include "DemoPledge.h"
#include "DemoPki.h"

#include <core/base/Time.h>
#include <core/station/Settings.h>

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace satchel {

// The world around the stations of DesktopDemo: devices, their registrar, RA and MASA, as far as they leave files in
// folders. All names of folders are below the demonstration's.
class DesktopWorld final {
public:
    using Devices = std::vector<DemoPledge>;

    DesktopWorld(QString folder, Clock clock)
        : m_folder{std::move(folder)}
        , m_clock{std::move(clock)}
    {
    }

    // Issuers, whose certificates for devices are valid for some weeks only, so that the first of them end soon.
    [[nodiscard]] Result<void> make();
    // New keys and a certificate of a station that ends soon, below `folder`; paths count from there.
    [[nodiscard]] Result<Settings::KeyPair> makeEndingKeys(const QString& folder, const QDateTime& notAfter) const;

    // So many further devices; their requests lie in `folder`. Of a stranger's devices nobody knows the manufacturer.
    enum class Maker { Known, Stranger };
    [[nodiscard]] Result<Devices> ask(
        const QString& folder, int count, DemoPledge::Protocol protocol, Maker maker = Maker::Known);
    [[nodiscard]] Result<Devices> askAnew(const QString& folder, const Devices& devices) const;
    // The registrar has lost the record of who asked.
    [[nodiscard]] Result<void> loseRecords(const QString& folder) const;
    // What devices say to the certificates that they find in `answers`, and what the RA says to that.
    [[nodiscard]] Result<void> confirm(const QString& folder, const Devices& devices, const QString& answers) const;
    [[nodiscard]] Result<void> acknowledge(
        const QString& folder, const Devices& devices, const QString& confirmations) const;
    // Vouchers by a MASA that nobody knows.
    [[nodiscard]] Result<void> issueStrangely(const QString& folder, const Devices& devices) const;
    // The first half of the files, in the order of their names.
    [[nodiscard]] Result<void> copyHalf(const QString& folder, const QString& from) const;

    [[nodiscard]] static QStringList serialsOf(const Devices& devices);

private:
    [[nodiscard]] Result<Devices> write(const QString& folder, Result<DemoPledge> asked, Devices devices) const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }

    QString m_folder;
    Clock m_clock;
    std::optional<DemoPki> m_pki;
    std::optional<DemoPki> m_stranger;
    int m_made = 0;
};

} // namespace satchel
