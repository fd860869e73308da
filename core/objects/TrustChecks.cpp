#include "TrustChecks.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/OpenSslHandle.h>

namespace satchel {

namespace {

void recordChain(AssessmentBuilder& builder, const QString& check, const TrustAnchors& anchors, const QString& kind,
    const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at)
{
    if (anchors.isEmpty()) {
        builder.hold(check, ErrorCode::UntrustedIssuer,
            QStringLiteral("\"%1\" cannot be checked: this station has no %2 anchor; add one, then "
                           "release the item")
                .arg(leaf.subject(), kind));
        return;
    }
    const auto verdict = anchors.verify(leaf, intermediates, at);
    if (verdict) {
        builder.pass(check, QStringLiteral("\"%1\" chains to a %2 anchor").arg(leaf.subject(), kind));
        return;
    }
    // An anchor of the same name with another key looks like a forged signature too: for a person to decide.
    const ErrorCode code
        = verdict.error().code == ErrorCode::BadSignature ? ErrorCode::UntrustedIssuer : verdict.error().code;
    builder.hold(check, code,
        QStringLiteral("\"%1\" does not chain to a %2 anchor: %3").arg(leaf.subject(), kind, verdict.error().message));
}

void recordUnknownRequester(AssessmentBuilder& builder, const CheckContext& context, const QString& why)
{
    const QString check = QStringLiteral("requester");
    if (context.here == StationRole::Site) {
        builder.warn(check, QStringLiteral("requester unknown: %1; the backend will hold it").arg(why));
    } else {
        builder.hold(check, ErrorCode::RequesterUnknown,
            QStringLiteral("requester unknown: %1; release it if you know the device").arg(why));
    }
}

} // namespace

void checkChain(AssessmentBuilder& builder, const CheckContext& context, AnchorUse use, const Certificate& leaf,
    const QList<Certificate>& intermediates, const QString& check)
{
    recordChain(builder, check, context.trust.anchorsFor(use), anchorUseName(use), leaf, intermediates, context.at);
}

void checkDeviceChain(AssessmentBuilder& builder, const CheckContext& context, const Certificate& leaf,
    const QList<Certificate>& intermediates, const QString& check)
{
    recordChain(builder, check, context.trust.deviceAnchors(), QStringLiteral("manufacturer or domain"), leaf,
        intermediates, context.at);
}

void checkRequester(AssessmentBuilder& builder, const CheckContext& context)
{
    if (!context.requester) {
        recordUnknownRequester(builder, context, QStringLiteral("no record says who asked"));
        return;
    }
    const RequesterRecord& record = *context.requester;
    if (record.idevid.isEmpty()) {
        recordUnknownRequester(builder, context, QStringLiteral("the record of who asked has no IDevID"));
    } else {
        checkDeviceChain(builder, context, record.idevid.first(), record.idevid.sliced(1), QStringLiteral("requester"));
    }
    if (record.proofOfPossession == u"none") {
        builder.warn(
            QStringLiteral("requester"), QStringLiteral("the registrar saw no proof that the requester holds the key"));
    }
}

void checkSerialAskedFor(
    AssessmentBuilder& builder, const CheckContext& context, QStringList askedFor, const QString& proven)
{
    askedFor.removeAll(QString{});
    askedFor.removeDuplicates();
    if (askedFor.isEmpty() || (proven.isEmpty() && askedFor.size() == 1)) {
        return;
    }
    const QString check = QStringLiteral("serial");
    if (askedFor == QStringList{proven}) {
        builder.pass(check, QStringLiteral("asked for by the device itself, %1").arg(proven));
        return;
    }
    const QString names = askedFor.join(QStringLiteral(" and "));
    const QString text = proven.isEmpty()
        ? QStringLiteral("a certificate is asked for in the names of several devices, %1").arg(names)
        : QStringLiteral("device %1 asks for a certificate in the name of device %2").arg(proven, names);
    if (context.here == StationRole::Site) {
        builder.warn(check, text);
    } else {
        builder.hold(check, ErrorCode::SerialMismatch, text);
    }
}

void recordSignature(
    AssessmentBuilder& builder, const QString& check, const Result<void>& outcome, ErrorCode refusal, const QString& by)
{
    if (outcome) {
        builder.pass(check, QStringLiteral("good, by %1").arg(by));
        return;
    }
    const QString text = QStringLiteral("by %1: %2").arg(by, outcome.error().message);
    switch (outcome.error().code) {
    case ErrorCode::UnsupportedVersion:
        builder.hold(check, ErrorCode::Held, text);
        return;
    case ErrorCode::WeakAlgorithm:
        builder.hold(check, ErrorCode::WeakAlgorithm, text);
        return;
    default:
        builder.refuse(check, refusal, text);
    }
}

void checkIssuedForm(AssessmentBuilder& builder, const Certificate& certificate)
{
    constexpr qsizetype LongestSerial = 20; // octets
    const auto warn = [&](const QString& text) {
        builder.warn(QStringLiteral("form"), QStringLiteral("\"%1\": %2").arg(certificate.subject(), text));
    };
    const long version = X509_get_version(certificate.x509WithoutKey());
    if (version < X509_VERSION_1 || version > X509_VERSION_3) {
        warn(QStringLiteral("the version is none of X.509's"));
    } else if (version != X509_VERSION_3 && X509_get_ext_count(certificate.x509WithoutKey()) > 0) {
        warn(QStringLiteral("it has extensions, which only version 3 knows"));
    }
    const QByteArray serial = certificate.serialNumberDer();
    const auto number = DerReader{serial}.next();
    const QByteArrayView octets = number ? number->content : QByteArrayView{};
    if (octets.isEmpty() || octets.front() < 0 || octets.size() > LongestSerial) {
        warn(QStringLiteral("the serial number is negative, or longer than 20 octets"));
    }
}

} // namespace satchel
