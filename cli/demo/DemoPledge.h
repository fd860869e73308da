#pragma once

#include "DemoPki.h"

#include <core/base/Result.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/PledgeMaker.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

namespace satchel {

// A device that is new to the building: it has keys, asks for a voucher and a certificate, and believes the answers
// only if they fit what it asked.
class DemoPledge final {
public:
    enum class Protocol { Est, Cmp, CmpConfirmed }; // how it asks for its certificate

    [[nodiscard]] static Result<DemoPledge> make(
        const DemoPki& pki, const QString& serialNumber, Protocol protocol, const QDateTime& now);

    // The same device once more: another nonce, another key.
    [[nodiscard]] Result<DemoPledge> askAnew(const DemoPki& pki, const QDateTime& now) const;

    [[nodiscard]] const QString& serialNumber() const { return m_serialNumber; }

    // As its registrar would: the voucher request with the registrar's signature around it, and the request for a
    // certificate, with a `.meta` file where that does not itself prove who asks. Returns the requests' paths.
    [[nodiscard]] Result<QStringList> writeRequests(const QString& folder) const;

    // Its new certificate, if the answer to its request is among these and good.
    [[nodiscard]] Result<Certificate> acceptCertificate(const QList<QByteArray>& answers, const QDateTime& at) const;

    // With what a CmpConfirmed one says that it has its certificate: a certConf.
    [[nodiscard]] Result<QByteArray> confirm(const QList<QByteArray>& answers, const QDateTime& at) const;
    // Whether a message belongs to the transaction that its request for a certificate began.
    [[nodiscard]] bool isOfItsTransaction(const QByteArray& message) const;
    [[nodiscard]] const QByteArray& certificationRequest() const { return m_certificationRequest; }
    // What a MASA says to its request; `masa` may be anybody.
    [[nodiscard]] Result<QByteArray> voucherBy(const IssuerIdentity& masa, const QDateTime& at) const;

    // What that certificate is for, and by whom the operator's certificates must be vouched for.
    [[nodiscard]] const PrivateKey& newKey() const { return m_newKey; }
    [[nodiscard]] const Certificate& domainAnchor() const { return m_domainAnchor; }

    // Looks among the answers for its own and tells in words what it got. An error says which is missing, or what is
    // wrong with it.
    [[nodiscard]] Result<QString> takeAnswers(const QList<QByteArray>& answers, const QDateTime& at) const;

private:
    DemoPledge(const DemoPki& pki, QString serialNumber, Protocol protocol, IssuerIdentity idevid, PrivateKey newKey);

    [[nodiscard]] static Result<DemoPledge> ask(const DemoPki& pki, const QString& serialNumber, Protocol protocol,
        const IssuerIdentity& idevid, const QDateTime& now);
    [[nodiscard]] bool speaksCmp() const { return m_protocol != Protocol::Est; }
    [[nodiscard]] CmpClient client() const;
    [[nodiscard]] Result<QByteArray> askForCertificate() const;
    [[nodiscard]] QByteArray sidecar(const QDateTime& now) const;
    [[nodiscard]] Result<Certificate> acceptVoucher(const QList<QByteArray>& answers, const QDateTime& at) const;

    Certificate m_domainAnchor;
    Certificate m_masaAnchor;
    QString m_serialNumber;
    Protocol m_protocol;
    IssuerIdentity m_idevid;
    PrivateKey m_newKey;
    QDateTime m_askedAt;
    QString m_nonce;
    QByteArray m_voucherRequest;
    QByteArray m_certificationRequest;
};

} // namespace satchel
