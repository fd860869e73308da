#include "DemoRenewal.h"

#include "DemoAnswers.h"

#include <core/base/File.h>
#include <core/crypto/TrustAnchors.h>

namespace satchel {

DemoRenewal::DemoRenewal(const DemoPledge& pledge, CmpClient client, QByteArray request)
    : m_serialNumber{pledge.serialNumber()}
    , m_domainAnchor{pledge.domainAnchor()}
    , m_client{std::move(client)}
    , m_request{std::move(request)}
{
}

Result<DemoRenewal> DemoRenewal::make(const DemoPledge& pledge, const QList<QByteArray>& answers, const QDateTime& now)
{
    const auto current = pledge.acceptCertificate(answers, now);
    auto freshKey = PrivateKey::generate(KeyType::P256);
    if (!current || !freshKey) {
        return fail(current ? freshKey.error() : current.error());
    }
    CmpClient client{.identity = {*current, pledge.newKey()},
        .chain = {},
        .newKey = *std::move(freshKey),
        .commonName = {},
        .serialNumber = {}};
    auto request = makeCmpKeyUpdate(client);
    if (!request) {
        return fail(std::move(request).error());
    }
    return DemoRenewal{pledge, std::move(client), *std::move(request)};
}

Result<QString> DemoRenewal::writeRequest(const QString& folder) const
{
    const QString path = folder + QLatin1Char('/') + m_serialNumber + QStringLiteral("-renewal.pki");
    SATCHEL_TRY(writeFileAtomically(path, m_request));
    return path;
}

Result<QString> DemoRenewal::takeAnswer(const QList<QByteArray>& answers, const QDateTime& at) const
{
    const auto named = [this](Error error) { return std::move(error).withContext(m_serialNumber); };
    const auto answer = answerTo(m_request, answers);
    if (!answer) {
        return fail(named(answer.error()));
    }
    const auto renewed = finishCmpEnrolment(m_client, m_request, *answer, {m_domainAnchor}, at);
    if (!renewed) {
        return fail(named(renewed.error()));
    }
    if (!m_client.newKey.matches(*renewed) || renewed->subjectSerialNumber() != m_serialNumber) {
        return fail(named({ErrorCode::KeyMismatch, QStringLiteral("the renewed certificate is not its own")}));
    }
    if (auto trusted = TrustAnchors{{m_domainAnchor}}.verify(*renewed, {}, at); !trusted) {
        return fail(named(trusted.error()));
    }
    return QStringLiteral("%1: certificate renewed, for a new key").arg(m_serialNumber);
}

} // namespace satchel
