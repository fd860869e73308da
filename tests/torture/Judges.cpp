#include "Judges.h"

#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/bundle/Receipt.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/station/Peering.h>
#include <core/exchange/session/Session.h>
#include <core/exchange/verify/Verify.h>
#include <core/station/CertificatePem.h>

#include <QTemporaryDir>

#include <fcntl.h>

namespace satchel::torture {

namespace {

constexpr qint64 DryRuns = 63; // between two imports that write the ledger, which takes longer than all else

template <typename T> T must(Result<T> result)
{
    if (!result) {
        qFatal("%s: %s", qPrintable(result.error().file), qPrintable(result.error().message));
    }
    return *std::move(result);
}

void must(const Result<void>& result)
{
    if (!result) {
        qFatal("%s: %s", qPrintable(result.error().file), qPrintable(result.error().message));
    }
}

// A station on a disk with the keys of a forged one, which knows one peer; held by this thread for as long as it lives.
class TorturedStation final {
public:
    TorturedStation(const test::ForgedStation& own, StationRole role, const Card& peer)
        : m_session{makeSession(own, role)}
    {
        (void)must(addPeer(m_session, peer, QStringLiteral("peer")));
    }

    Session& session() { return m_session; }

    // The bytes in a file of that name, the same one each time.
    QString fileOf(const QByteArray& bytes, const QString& name) const
    {
        auto path = m_folder.filePath(name);
        const auto file = must(FileDescriptor::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600));
        must(file.writeAll(bytes, path));
        return path;
    }

    [[nodiscard]] qint64 items() const { return must(m_session.ledger().items().count({})); }

private:
    Settings::KeyPair save(const QString& name, const PrivateKey& key, const Certificate& certificate) const
    {
        const auto pem = must(key.toPkcs8Pem(Secret{}));
        const auto path = fileOf(pem.reveal() + certificatePem(certificate), name);
        return {path, path};
    }

    [[nodiscard]] StationAccess access() const
    {
        StationAccess access;
        access.home = m_folder.filePath(QStringLiteral("home"));
        access.clock = [] { return test::forgeTime().addDays(1); };
        return access;
    }

    [[nodiscard]] Session makeSession(const test::ForgedStation& own, StationRole role) const
    {
        StationInit wishes;
        wishes.role = role;
        wishes.name = QStringLiteral("Tortured");
        wishes.signing = save(QStringLiteral("signing.pem"), own.signingKey, own.signing);
        wishes.decryption = save(QStringLiteral("decryption.pem"), own.decryptionKey, own.decryption);
        (void)must(initStation(access(), wishes));
        return must(Session::forWriting(access(), QStringLiteral("torture")));
    }

    QTemporaryDir m_folder;
    Session m_session;
};

class BundleJudge final : public Judge {
public:
    BundleJudge(const test::ForgedStation& from, const test::ForgedStation& to)
        : m_card{cardOf(from, StationRole::Site)}
        , m_station{to, StationRole::Backend, *m_card}
    {
    }

    Result<void> judge(const QByteArray& bytes) override
    {
        const auto path = m_station.fileOf(bytes, QStringLiteral("altered.satchel"));
        const auto keyless = verifyFiles(nullptr, m_card, {path}, {});
        const bool isSeen = keyless.files.size() == 1 && !keyless.files.front().failures.isEmpty();
        auto imported = import(path);
        if (imported.has_value() == isSeen) {
            return isSeen ? Result<void>{} : fail(ErrorCode::Internal, QStringLiteral("only a key finds the fault"));
        }
        return imported;
    }

private:
    Result<void> import(const QString& path)
    {
        const bool isDry = m_imports++ % (DryRuns + 1) != DryRuns;
        const auto report = importBundles(m_station.session(), {{path}, isDry}, {});
        if (report.failure) {
            return fail(*report.failure);
        }
        if (report.bundles.size() != 1 || !report.bundles.front().failure) {
            return report.bundles.size() == 1 && report.bundles.front().verdict == QStringLiteral("imported")
                ? Result<void>{}
                : fail(ErrorCode::Internal, QStringLiteral("neither refused nor imported whole"));
        }
        const auto& refused = report.bundles.front();
        if (refused.added != 0 || refused.held != 0 || !report.receipts.isEmpty() || m_station.items() != 0) {
            return fail(ErrorCode::Internal, QStringLiteral("something of a refused bundle was taken in"));
        }
        return fail(*refused.failure);
    }

    std::optional<Card> m_card;
    TorturedStation m_station;
    qint64 m_imports = 0;
};

class ReceiptJudge final : public Judge {
public:
    ReceiptJudge(const test::ForgedStation& from, const test::ForgedStation& to)
        : m_allowed{from.signing}
        , m_station{to, StationRole::Site, cardOf(from, StationRole::Backend)}
    {
    }

    Result<void> judge(const QByteArray& bytes) override
    {
        const auto path = m_station.fileOf(bytes, QStringLiteral("altered.receipt"));
        const auto report = importBundles(m_station.session(), {{path}, true}, {});
        if (report.failure || report.receipts.size() != 1) {
            return fail(
                report.failure.value_or(Error{ErrorCode::Internal, QStringLiteral("no receipt was found"), {}}));
        }
        const auto parsed = Receipt::parse(bytes, m_allowed);
        const auto& refusal = report.receipts.front().failure;
        if (parsed.has_value() == refusal.has_value()) {
            return parsed ? Result<void>{}
                          : fail(ErrorCode::Internal, QStringLiteral("import takes what is no receipt"));
        }
        return refusal ? fail(*refusal) : Result<void>{};
    }

private:
    QList<Certificate> m_allowed;
    TorturedStation m_station;
};

class CardJudge final : public Judge {
public:
    Result<void> judge(const QByteArray& bytes) override
    {
        const auto card = readCard(bytes, std::nullopt);
        return card ? Result<void>{} : fail(card.error());
    }
};

class EnvelopeJudge final : public Judge {
public:
    explicit EnvelopeJudge(const test::ForgedStation& to)
        : m_identity{to.decrypter()}
    {
    }

    Result<void> judge(const QByteArray& bytes) override
    {
        const auto content = decrypt(bytes, {m_identity}, limits::Part);
        return content ? Result<void>{} : fail(content.error());
    }

private:
    DecryptionIdentity m_identity;
};

} // namespace

Card cardOf(const test::ForgedStation& station, StationRole role)
{
    Card::Facts facts;
    facts.station = station.id;
    facts.role = role;
    facts.name = QStringLiteral("Forged");
    facts.created = test::forgeTime();
    facts.signing = {station.signing};
    facts.decryption = {station.decryption};
    return must(Card::create(facts, station.signingKey, station.signing));
}

JudgeMaker bundleJudge(const test::ForgedStation& from, const test::ForgedStation& to)
{
    return [from, to] { return std::make_unique<BundleJudge>(from, to); };
}

JudgeMaker receiptJudge(const test::ForgedStation& from, const test::ForgedStation& to)
{
    return [from, to] { return std::make_unique<ReceiptJudge>(from, to); };
}

JudgeMaker cardJudge()
{
    return [] { return std::make_unique<CardJudge>(); };
}

JudgeMaker envelopeJudge(const test::ForgedStation& to)
{
    return [to] { return std::make_unique<EnvelopeJudge>(to); };
}

} // namespace satchel::torture
