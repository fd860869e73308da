#pragma once

#include "DemoPledge.h"

#include <core/objects/PledgeMaker.h>

namespace satchel {

// A device of a demonstration renews the certificate that it got by CMP: with a kur, signed with the key that is to be
// replaced, for a key that is new.
class DemoRenewal final {
public:
    // `answers`: among which the device found the certificate that it renews.
    [[nodiscard]] static Result<DemoRenewal> make(
        const DemoPledge& pledge, const QList<QByteArray>& answers, const QDateTime& now);

    // As its registrar would; returns the request's path.
    [[nodiscard]] Result<QString> writeRequest(const QString& folder) const;

    // Looks among the answers for its own and tells in words what it got. An error says what is wrong.
    [[nodiscard]] Result<QString> takeAnswer(const QList<QByteArray>& answers, const QDateTime& at) const;

private:
    DemoRenewal(const DemoPledge& pledge, CmpClient client, QByteArray request);

    QString m_serialNumber;
    Certificate m_domainAnchor;
    CmpClient m_client;
    QByteArray m_request;
};

} // namespace satchel
