#include "Admission.h"

#include <core/base/Time.h>
#include <core/crypto/Digest.h>

namespace satchel {

namespace {

// The steps share what they find out through this object; each is one row of the order of reading.
class AdmissionRun final {
public:
    AdmissionRun(const AdmissionContext& context, QList<Check>& checks, Claims& claims)
        : m_context{context}
        , m_checks{checks}
        , m_claims{claims}
    {
    }

    Result<Admission> run(const QString& path)
    {
        auto untrusted = open(path);
        if (!untrusted) {
            return fail(std::move(untrusted).error());
        }
        auto signing = signingCertificatesOf(m_claims.label->address.from);
        if (!signing) {
            return failed(QStringLiteral("sender"), std::move(signing).error());
        }
        auto verified = VerifiedBundle::verify(*std::move(untrusted), *signing);
        if (!verified) {
            return failed(QStringLiteral("signature"), std::move(verified).error());
        }
        pass(QStringLiteral("signature"), QStringLiteral("by %1").arg(verified->signer().subject()));
        Admission admission{*std::move(verified), m_sender, false, {}, {}, {}};
        SATCHEL_TRY(judgeSender(admission));
        SATCHEL_TRY(judgeAddressee(admission));
        SATCHEL_TRY(judgeLedger(admission));
        return admission;
    }

private:
    void pass(const QString& name, const QString& detail) { m_checks.append({name, CheckResult::Pass, detail}); }

    void skip(const QString& name, const QString& why) { m_checks.append({name, CheckResult::Skipped, why}); }

    tl::unexpected<Error> failed(const QString& name, Error error)
    {
        m_checks.append({name, CheckResult::Fail, error.message});
        return fail(std::move(error));
    }

    // The reader walks the container before it looks at the label; its codes tell which of the two it did not like.
    static bool concernsContainer(ErrorCode code)
    {
        return code == ErrorCode::BadContainer || code == ErrorCode::NotRecognised || code == ErrorCode::Unreadable
            || code == ErrorCode::Empty || code == ErrorCode::TooLarge || code == ErrorCode::MediumGone;
    }

    Result<UntrustedBundle> open(const QString& path)
    {
        auto bundle = UntrustedBundle::open(path);
        if (!bundle) {
            const bool container = concernsContainer(bundle.error().code);
            if (!container) {
                pass(QStringLiteral("container"), QStringLiteral("canonical"));
            }
            return failed(container ? QStringLiteral("container") : QStringLiteral("label"), std::move(bundle).error());
        }
        const auto& label = bundle->claimedLabel();
        pass(QStringLiteral("container"), QStringLiteral("canonical, %1 parts").arg(label.parts.size()));
        pass(QStringLiteral("label"),
            QStringLiteral("number %1, made %2 by the sender's clock, sha256 %3")
                .arg(label.address.sequence)
                .arg(toUtcText(label.created), sha256(bundle->labelJson()).toString()));
        m_claims.label = label;
        return bundle;
    }

    // The signing certificates of the card that we pinned for this station.
    Result<QList<Certificate>> signingCertificatesOf(const StationId& from)
    {
        const auto unknown = [&from] {
            return fail(ErrorCode::UnknownSender,
                QStringLiteral("it says it comes from station %1, whose card was never added here")
                    .arg(from.toString()));
        };
        if (m_context.card) {
            return m_context.card->station() == from ? Result<QList<Certificate>>{m_context.card->facts().signing}
                                                     : unknown();
        }
        if (!m_context.station) {
            return unknown();
        }
        m_sender = m_context.station->peers().byId(from);
        if (!m_sender) {
            return from == m_context.station->id() ? ownCertificates() : unknown();
        }
        m_claims.fromName = m_sender->alias;
        return m_sender->card.facts().signing;
    }

    // So that a sender can look at its own work before it goes out.
    Result<QList<Certificate>> ownCertificates() const { return m_context.station->signingCertificates(); }

    Result<void> judgeSender(Admission& admission)
    {
        const auto name = QStringLiteral("sender");
        if (admission.sender && admission.sender->revoked) {
            return failed(
                name, {ErrorCode::RevokedSender, QStringLiteral("%1 was revoked here").arg(admission.sender->alias)});
        }
        if (admission.sender && admission.sender->role() != counterpartOf(m_context.station->role())) {
            return failed(name,
                {ErrorCode::WrongRole,
                    QStringLiteral("%1 is a %2 like this station")
                        .arg(admission.sender->alias, stationRoleName(admission.sender->role()))});
        }
        const auto& signer = admission.bundle.signer();
        const bool expired = signer.notAfter() < m_context.now;
        if (expired || signer.notBefore() > m_context.now) {
            const auto text
                = QStringLiteral("the sender's certificate %1 %2 by this station's clock (%3)")
                      .arg(expired ? QStringLiteral("expired at") : QStringLiteral("is valid only from"),
                          toUtcText(expired ? signer.notAfter() : signer.notBefore()), toUtcText(m_context.now));
            if (m_context.station && m_context.station->settings().policy.refuseExpiredSenders) {
                return failed(name, {expired ? ErrorCode::Expired : ErrorCode::NotYetValid, text});
            }
            m_checks.append({name, CheckResult::Warn, text});
            admission.warnings.append(
                {expired ? Warning::Kind::SenderExpired : Warning::Kind::SenderNotYetValid, text});
            return {};
        }
        pass(name,
            admission.sender     ? admission.sender->alias
                : m_context.card ? QStringLiteral("as the card says")
                                 : QStringLiteral("this station itself"));
        return {};
    }

    Result<void> judgeAddressee(Admission& admission)
    {
        const auto name = QStringLiteral("addressee");
        const auto& address = admission.bundle.label().address;
        if (!m_context.station) {
            skip(name, QStringLiteral("there is no station here to be addressed"));
            return {};
        }
        admission.addressedToUs = address.to == m_context.station->id();
        if (admission.addressedToUs) {
            pass(name, QStringLiteral("this station"));
            return judgeNotAfter(admission);
        }
        if (m_context.card || address.from == m_context.station->id()) {
            skip(name, QStringLiteral("for station %1").arg(address.to.toString()));
            return {};
        }
        return failed(name,
            {ErrorCode::NotAddressedToUs,
                QStringLiteral("it is for station %1, this is %2")
                    .arg(address.to.toString().left(8), m_context.station->id().toString().left(8))});
    }

    // The sender's wish how long it should be used; clocks at sites are wrong, so it never refuses by itself.
    Result<void> judgeNotAfter(Admission& admission) const
    {
        const auto& notAfter = admission.bundle.label().notAfter;
        if (notAfter && *notAfter < m_context.now) {
            const auto text = QStringLiteral("the sender wanted it used until %1; this station's clock says %2")
                                  .arg(toUtcText(*notAfter), toUtcText(m_context.now));
            if (m_context.station->settings().policy.refuseExpiredSenders) {
                return fail(ErrorCode::Expired, text);
            }
            admission.warnings.append({Warning::Kind::UseByPassed, text});
        }
        return {};
    }

    Result<void> judgeLedger(Admission& admission)
    {
        const auto name = QStringLiteral("ledger");
        if (!m_context.ledger || !admission.addressedToUs) {
            skip(name, QStringLiteral("only the addressee knows what came before"));
            return {};
        }
        const auto& bundles = m_context.ledger->bundles();
        const auto& address = admission.bundle.label().address;
        const auto byId = bundles.findIncoming(address.from, address.bundle);
        const auto bySequence = bundles.findIncoming(address.from, address.ledger, address.sequence);
        if (!byId || !bySequence) {
            return fail(byId ? bySequence.error() : byId.error());
        }
        for (const auto& earlier : {*byId, *bySequence}) {
            if (earlier && earlier->labelDigest != admission.bundle.labelDigest()) {
                return failed(name,
                    {ErrorCode::ReplayConflict,
                        QStringLiteral("number %1 (bundle %2) was imported on %3 with another label: this is bundle %4 "
                                       "with number %5")
                            .arg(earlier->sequence)
                            .arg(earlier->id.toString(), toUtcText(earlier->at), address.bundle.toString())
                            .arg(address.sequence)});
            }
        }
        admission.already = *byId ? *byId : *bySequence;
        auto missing = bundles.missingBefore(address.from, address.ledger, address.sequence);
        if (!missing) {
            return fail(std::move(missing).error());
        }
        admission.missingSequences = *std::move(missing);
        return judgeSendersLedger(admission);
    }

    // A restored station is welcome. So is, unknown to us, a stolen copy of it: somebody should be asked.
    Result<void> judgeSendersLedger(Admission& admission)
    {
        const auto name = QStringLiteral("ledger");
        const auto& address = admission.bundle.label().address;
        const auto newest = m_context.ledger->bundles().heardOf(address.from);
        if (!newest) {
            return fail(newest.error());
        }
        if (!admission.already && !newest->ledger.isNull() && newest->ledger != address.ledger) {
            const auto text = QStringLiteral("its sender has another ledger than the one that sent last: if nobody put "
                                             "that station back from a backup, somebody else uses its keys");
            m_checks.append({name, CheckResult::Warn, text});
            admission.warnings.append({Warning::Kind::OtherLedger, text});
            return {};
        }
        pass(name,
            admission.already ? QStringLiteral("imported before, on %1").arg(toUtcText(admission.already->at))
                              : QStringLiteral("new, number %1").arg(address.sequence));
        return {};
    }

    const AdmissionContext& m_context;
    QList<Check>& m_checks;
    Claims& m_claims;
    std::optional<Peer> m_sender;
};

} // namespace

Result<Admission> admit(const QString& path, const AdmissionContext& context, QList<Check>& checks, Claims& claims)
{
    auto admission = AdmissionRun{context, checks, claims}.run(path);
    if (!admission) {
        return fail(std::move(admission).error().withFile(path));
    }
    return admission;
}

} // namespace satchel
