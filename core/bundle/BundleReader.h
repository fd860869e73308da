#pragma once

#include <core/base/File.h>
#include <core/base/OrderedPipeline.h>
#include <core/base/Progress.h>
#include <core/base/Result.h>
#include <core/bundle/Label.h>
#include <core/bundle/Part.h>
#include <core/crypto/Envelope.h>
#include <core/crypto/Signature.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace satchel {

// A bundle file whose container has the canonical form and whose label can be read. Nothing in it is to be believed:
// it can tell only what the label *claims*.
class UntrustedBundle final {
public:
    // Walks the container's headers (all rules of "Container") and parses the label. Reads no part. Empty, or
    // NotRecognised if the file does not begin as a bundle does; BadContainer, TooLarge and what Label::parse() gives
    // if it does.
    [[nodiscard]] static Result<UntrustedBundle> open(const QString& path);

    [[nodiscard]] const Label& claimedLabel() const { return m_label; }
    [[nodiscard]] const QByteArray& labelJson() const { return m_labelJson; }
    [[nodiscard]] const QByteArray& labelSignature() const { return m_labelSignature; }
    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] qint64 fileSize() const { return m_fileSize; }
    // SHA-256 of the whole file; reads it.
    [[nodiscard]] Result<Sha256Digest> fileDigest(const Conduct& conduct) const;

private:
    friend class VerifiedBundle;
    UntrustedBundle() = default;
    [[nodiscard]] Result<void> readContainer();
    [[nodiscard]] Result<QByteArray> readPart(qsizetype index, const std::stop_token& stop) const;

    QString m_path;
    std::shared_ptr<FileDescriptor> m_file; // parts are read through the descriptor that was looked at
    qint64 m_fileSize = 0;
    QByteArray m_labelJson;
    QByteArray m_labelSignature;
    Label m_label;
    QList<qint64> m_partOffsets; // where each part's content begins
};

// A bundle whose label is signed by one of the sender's current keys. Only now is what the label says a fact, and only
// from here can content be had, part by part, each after its digest, structure and tag were found good.
class VerifiedBundle final {
public:
    // UnknownSender or BadSignature as verifyDetached() says. `senderSigning`: the signing certificates on the sender's
    // card.
    [[nodiscard]] static Result<VerifiedBundle> verify(UntrustedBundle bundle, const QList<Certificate>& senderSigning);

    [[nodiscard]] const Label& label() const { return m_bundle.m_label; }
    [[nodiscard]] Sha256Digest labelDigest() const { return m_labelDigest; }
    [[nodiscard]] const Certificate& signer() const { return m_signature.signer; }
    [[nodiscard]] const QDateTime& signingTime() const { return m_signature.signingTime; }
    [[nodiscard]] const QString& path() const { return m_bundle.m_path; }
    [[nodiscard]] qint64 fileSize() const { return m_bundle.m_fileSize; }

    // All digests and the structure of all parts, for those who hold no key (BadDigest, BadContainer).
    [[nodiscard]] Result<void> checkParts(const Conduct& conduct) const;

    // Reads all parts on `threads` threads and hands them over in order, on the calling thread. The first fault ends it
    // with BadDigest, CannotDecrypt, BadContainer, TooLarge ... naming the part. A part handed over is good; that the
    // bundle is, is known only when this returns without error.
    [[nodiscard]] Result<void> readParts(const QList<DecryptionIdentity>& identities, unsigned threads,
        const std::function<Result<void>(PartContent)>& consume, const Conduct& conduct) const;

    // The same, with `work` done on each good part by the thread that opened it; what it makes is handed over. What
    // `work` fails with ends the reading.
    template <typename Made>
    [[nodiscard]] Result<void> readParts(const QList<DecryptionIdentity>& identities, unsigned threads,
        const std::function<Result<Made>(PartContent)>& work, const std::function<Result<void>(Made)>& consume,
        const Conduct& conduct) const
    {
        OrderedPipeline<qsizetype, Result<Made>> pipeline{
            [&](qsizetype index) { return openPart(index, identities, conduct).and_then(work); }, threads,
            [this](qsizetype index) { return weightOf(label().parts.at(index)); }};
        const qsizetype count = label().parts.size();
        qsizetype begun = 0;
        qsizetype done = 0;
        const auto next = [&]() -> Result<std::optional<qsizetype>> {
            return begun < count ? std::optional{begun++} : std::nullopt;
        };
        const auto take = [&](Result<Made> made) -> Result<void> {
            if (!made) {
                return fail(std::move(made).error());
            }
            SATCHEL_TRY(consume(*std::move(made)));
            conduct.tell({QStringLiteral("checking"), ++done, count, QStringLiteral("parts")});
            return {};
        };
        return pipeline.run(next, take, conduct.stop);
    }

private:
    // Measured: the archive, the bytes of its items out of it, and what is known of them.
    [[nodiscard]] static std::int64_t weightOf(const PartEntry& part) { return part.size + 4 * part.plainSize; }

    VerifiedBundle(UntrustedBundle bundle, VerifiedSignature signature);
    [[nodiscard]] Result<PartContent> openPart(
        qsizetype index, const QList<DecryptionIdentity>& identities, const Conduct& conduct) const;

    UntrustedBundle m_bundle;
    VerifiedSignature m_signature;
    Sha256Digest m_labelDigest;
};

} // namespace satchel
