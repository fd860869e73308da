#pragma once

#include <core/base/Result.h>
#include <core/crypto/PrivateKey.h>

#include <QDateTime>
#include <QList>
#include <QString>

namespace satchel {

// A throw-away manufacturer and a throw-away operator: certificates whose keys are gone when the demonstration is over,
// but for those of the issuer, which stay in its folder.
class DemoPki final {
public:
    // Makes the issuer (CA, RA, MASA) in `<folder>/issuer`, tells it the manufacturer, and leaves the anchors that the
    // stations need in `<folder>/pki`.
    [[nodiscard]] static Result<DemoPki> make(
        const QString& folder, const QString& registrarName, const QDateTime& now);

    // An IDevID as a manufacturer puts it into a device (IEEE 802.1AR): its serial number, and where its MASA is.
    [[nodiscard]] Result<IssuerIdentity> makeDevice(const QString& serialNumber) const;

    // The same operator with devices of another manufacturer, whom nobody has been told of.
    [[nodiscard]] Result<DemoPki> withManufacturer(const QString& name) const;

    [[nodiscard]] const IssuerIdentity& registrar() const { return m_registrar; }
    // By whom the operator's certificates are vouched for, and by whom vouchers.
    [[nodiscard]] const Certificate& domainAnchor() const { return m_domainAnchor; }
    [[nodiscard]] const Certificate& masaAnchor() const { return m_masaAnchor; }
    [[nodiscard]] const Certificate& manufacturerAnchor() const { return m_manufacturer.certificate; }

private:
    DemoPki(QDateTime now, IssuerIdentity manufacturer, IssuerIdentity registrar, Certificate domain, Certificate masa);

    QDateTime m_now;
    IssuerIdentity m_manufacturer;
    IssuerIdentity m_registrar;
    Certificate m_domainAnchor;
    Certificate m_masaAnchor;
};

} // namespace satchel
