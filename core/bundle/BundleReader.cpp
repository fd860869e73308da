#include "BundleReader.h"

#include <core/base/Interruption.h>
#include <core/bundle/BundleEntries.h>
#include <core/bundle/Limits.h>
#include <core/bundle/UstarArchive.h>
#include <core/crypto/Digest.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <stop_token>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

namespace {

constexpr qint64 DigestBlock = 1024 * 1024;

tl::unexpected<Error> refuseContainer(const QString& reason, const QString& path)
{
    return fail(Error{ErrorCode::BadContainer, reason, path});
}

// What no medium takes long for, so that who says stop does not wait for the whole.
constexpr qint64 LargestPiece = 64 * 1024;

// Exactly `size` bytes from `offset`, wherever the file's position is, so that several threads may read at once.
Result<QByteArray> readAt(
    const FileDescriptor& file, qint64 offset, qint64 size, const QString& path, const std::stop_token& stop = {})
{
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    qint64 done = 0;
    while (done < size) {
        if (stop.stop_requested()) {
            return fail(Error{ErrorCode::Cancelled, QStringLiteral("stopped on request"), path});
        }
        const auto piece = static_cast<size_t>(std::min(size - done, LargestPiece));
        const auto count
            = withoutInterruption([&] { return ::pread(file.get(), bytes.data() + done, piece, offset + done); });
        if (count < 0) {
            return fail(takeErrno(QStringLiteral("cannot read the bundle"), path));
        }
        if (count == 0) {
            return refuseContainer(QStringLiteral("the bundle is cut short"), path);
        }
        done += count;
    }
    return bytes;
}

Result<qint64> sizeOfRegularFile(const FileDescriptor& file, const QString& path)
{
    struct stat facts{};
    if (::fstat(file.get(), &facts) != 0) {
        return fail(takeErrno(QStringLiteral("cannot look at the file"), path));
    }
    if (!S_ISREG(facts.st_mode)) {
        return fail(Error{ErrorCode::Unreadable, QStringLiteral("this is not a regular file"), path});
    }
    return facts.st_size;
}

// Walks the headers of a container and steps over the contents.
class ContainerWalk final {
public:
    struct Entry {
        QByteArray name;
        qint64 size = 0;
        qint64 offset = 0; // of its content
    };

    ContainerWalk(const FileDescriptor& file, qint64 fileSize, const QString& path)
        : m_file{file}
        , m_fileSize{fileSize}
        , m_path{path}
    {
    }

    // nullopt at the end. The padding before this header is checked with it.
    Result<std::optional<Entry>> next()
    {
        const auto padding = ustar::padding(m_offset);
        const auto bytes = readAt(m_file, m_offset, padding.size() + ustar::BlockSize, m_path);
        if (!bytes) {
            return fail(bytes.error());
        }
        if (!bytes->startsWith(padding)) {
            return refuseContainer(QStringLiteral("bytes hide between two entries"), m_path);
        }
        m_offset += bytes->size();
        auto entry = ustar::parseHeader(QByteArrayView{*bytes}.last(ustar::BlockSize));
        if (!entry) {
            return fail(std::move(entry).error().withFile(m_path));
        }
        if (!*entry) {
            return checkEnd();
        }
        const Entry found{(*entry)->name, (*entry)->size, m_offset};
        m_offset += found.size; // beyond the end of a file cut short, which the next look finds out
        return found;
    }

    Result<QByteArray> content(const Entry& entry) const { return readAt(m_file, entry.offset, entry.size, m_path); }

private:
    Result<std::optional<Entry>> checkEnd()
    {
        if (m_fileSize - m_offset != ustar::BlockSize) {
            return refuseContainer(QStringLiteral("the bundle does not end with its two zero blocks"), m_path);
        }
        const auto last = readAt(m_file, m_offset, ustar::BlockSize, m_path);
        if (!last) {
            return fail(last.error());
        }
        return *last == QByteArray(ustar::BlockSize, '\0')
            ? Result<std::optional<Entry>>{std::nullopt}
            : refuseContainer(QStringLiteral("the bundle does not end with its two zero blocks"), m_path);
    }

    const FileDescriptor& m_file;
    qint64 m_fileSize;
    qint64 m_offset = 0;
    const QString& m_path;
};

struct ContainerLayout {
    QList<ContainerWalk::Entry> parts;
    ContainerWalk::Entry label;
    ContainerWalk::Entry labelSignature;
};

class LayoutReader final {
public:
    LayoutReader(ContainerWalk& walk, const QString& path)
        : m_walk{walk}
        , m_path{path}
    {
    }

    Result<ContainerLayout> read()
    {
        SATCHEL_TRY(readMimetype());
        SATCHEL_TRY(readPartHeaders());
        SATCHEL_TRY(expect(m_layout.labelSignature, entries::LabelSignature, limits::LabelSignature));
        const auto after = m_walk.next();
        if (!after) {
            return fail(after.error());
        }
        if (*after) {
            return refuseContainer(QStringLiteral("an entry follows the label's signature"), m_path);
        }
        return m_layout;
    }

private:
    // What does not even begin as a bundle is not called a damaged one.
    Result<void> readMimetype()
    {
        ContainerWalk::Entry mimetype;
        const QByteArray due{entries::MimetypeContent};
        const auto present = expect(mimetype, entries::Mimetype, due.size());
        if (!present && present.error().code != ErrorCode::BadContainer
            && present.error().code != ErrorCode::TooLarge) {
            return present; // the medium failed: what the file is cannot be told
        }
        const auto content = present ? m_walk.content(mimetype) : QByteArray{};
        if (!content) {
            return fail(content.error());
        }
        return *content == due ? Result<void>{}
                               : fail(Error{ErrorCode::NotRecognised, QStringLiteral("this is no bundle"), m_path});
    }

    // The parts, and the label that ends them.
    Result<void> readPartHeaders()
    {
        while (true) {
            auto entry = m_walk.next();
            if (!entry) {
                return fail(std::move(entry).error());
            }
            if (*entry && (*entry)->name == entries::Label) {
                m_layout.label = **entry;
                return checkSize(m_layout.label, limits::Label);
            }
            if (!*entry || (*entry)->name != partEntryName(m_layout.parts.size() + 1).toLatin1()) {
                return refuseContainer(
                    QStringLiteral("the bundle's entries are not the ones due, in their order"), m_path);
            }
            if (m_layout.parts.size() == limits::Parts) {
                return fail(Error{ErrorCode::TooLarge,
                    QStringLiteral("the bundle has more than %1 parts").arg(limits::Parts), m_path});
            }
            SATCHEL_TRY(checkSize(**entry, limits::Part));
            m_layout.parts.append(**entry);
        }
    }

    Result<void> expect(ContainerWalk::Entry& target, const char* name, qint64 most)
    {
        auto entry = m_walk.next();
        if (!entry) {
            return fail(std::move(entry).error());
        }
        if (!*entry || (*entry)->name != name) {
            return refuseContainer(
                QStringLiteral("the bundle has no %1 where it is due").arg(QLatin1StringView{name}), m_path);
        }
        target = **entry;
        return checkSize(target, most);
    }

    [[nodiscard]] Result<void> checkSize(const ContainerWalk::Entry& entry, qint64 most) const
    {
        return entry.size <= most ? Result<void>{}
                                  : fail(Error{ErrorCode::TooLarge,
                                        QStringLiteral("entry %1 has %2 bytes; %3 are the limit")
                                            .arg(QString::fromLatin1(entry.name))
                                            .arg(entry.size)
                                            .arg(most),
                                        m_path});
    }

    ContainerWalk& m_walk;
    const QString& m_path;
    ContainerLayout m_layout;
};

Result<void> compareParts(
    const QList<PartEntry>& listed, const QList<ContainerWalk::Entry>& present, const QString& path)
{
    // The names need no look: both are numbered from 1 without gaps, or would not have come this far.
    const bool same = std::equal(listed.begin(), listed.end(), present.begin(), present.end(),
        [](const PartEntry& a, const ContainerWalk::Entry& b) { return a.size == b.size; });
    return same ? Result<void>{}
                : refuseContainer(QStringLiteral("the parts are not those that the label lists"), path);
}

} // namespace

Result<UntrustedBundle> UntrustedBundle::open(const QString& path)
{
    // O_NONBLOCK: nobody may be at the other end of a named pipe.
    auto file = FileDescriptor::open(path, O_RDONLY | O_NONBLOCK);
    if (!file) {
        return fail(std::move(file).error());
    }
    UntrustedBundle bundle;
    bundle.m_path = path;
    bundle.m_file = std::make_shared<FileDescriptor>(*std::move(file));
    const auto size = sizeOfRegularFile(*bundle.m_file, path);
    if (!size) {
        return fail(size.error());
    }
    bundle.m_fileSize = *size;
    SATCHEL_TRY(bundle.readContainer());
    return bundle;
}

Result<void> UntrustedBundle::readContainer()
{
    if (m_fileSize == 0) {
        return fail(Error{ErrorCode::Empty, QStringLiteral("the file is empty"), m_path});
    }
    ContainerWalk walk{*m_file, m_fileSize, m_path};
    const auto layout = LayoutReader{walk, m_path}.read();
    if (!layout) {
        return fail(layout.error());
    }
    if (m_fileSize > limits::Bundle) {
        return fail(Error{ErrorCode::TooLarge, QStringLiteral("the bundle is larger than 4 GiB - 1"), m_path});
    }
    auto json = walk.content(layout->label);
    auto signature = walk.content(layout->labelSignature);
    if (!json || !signature) {
        return fail(json ? signature.error() : json.error());
    }
    auto label = Label::parse(*json);
    if (!label) {
        return fail(std::move(label).error().withFile(m_path));
    }
    SATCHEL_TRY(compareParts(label->parts, layout->parts, m_path));
    m_labelJson = *std::move(json);
    m_labelSignature = *std::move(signature);
    m_label = *std::move(label);
    for (const auto& part : layout->parts) {
        m_partOffsets.append(part.offset);
    }
    return {};
}

Result<Sha256Digest> UntrustedBundle::fileDigest(const Conduct& conduct) const
{
    Sha256 digest;
    for (qint64 offset = 0; offset < m_fileSize; offset += DigestBlock) {
        if (conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
        }
        const auto bytes = readAt(*m_file, offset, std::min(DigestBlock, m_fileSize - offset), m_path);
        if (!bytes) {
            return fail(bytes.error());
        }
        digest.add(*bytes);
    }
    return Sha256Digest::fromBytes(digest.finish());
}

// One buffer for all that is asked of a part: what is digested is what is decrypted.
Result<QByteArray> UntrustedBundle::readPart(qsizetype index, const std::stop_token& stop) const
{
    const auto& entry = m_label.parts.at(index);
    auto bytes = readAt(*m_file, m_partOffsets.at(index), entry.size, m_path, stop);
    if (bytes && sha256(*bytes) != entry.sha256) {
        return fail(Error{ErrorCode::BadDigest,
            QStringLiteral("%1 is not the part that the label lists: it was altered or damaged").arg(entry.name),
            m_path});
    }
    return bytes;
}

VerifiedBundle::VerifiedBundle(UntrustedBundle bundle, VerifiedSignature signature)
    : m_bundle{std::move(bundle)}
    , m_signature{std::move(signature)}
    , m_labelDigest{sha256(m_bundle.m_labelJson)}
{
}

Result<VerifiedBundle> VerifiedBundle::verify(UntrustedBundle bundle, const QList<Certificate>& senderSigning)
{
    auto signature = verifyDetached(bundle.m_labelSignature, bundle.m_labelJson, senderSigning);
    if (!signature) {
        return fail(std::move(signature).error().withContext(QStringLiteral("label.p7s")).withFile(bundle.m_path));
    }
    return VerifiedBundle{std::move(bundle), *std::move(signature)};
}

Result<void> VerifiedBundle::checkParts(const Conduct& conduct) const
{
    const auto& parts = label().parts;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
        }
        const auto envelope = m_bundle.readPart(i, conduct.stop);
        if (!envelope) {
            return fail(envelope.error());
        }
        if (auto form = checkEnvelopeForm(*envelope); !form) {
            return fail(std::move(form).error().withContext(parts.at(i).name).withFile(path()));
        }
        conduct.tell({QStringLiteral("checking"), i + 1, parts.size(), QStringLiteral("parts")});
    }
    return {};
}

Result<PartContent> VerifiedBundle::openPart(
    qsizetype index, const QList<DecryptionIdentity>& identities, const Conduct& conduct) const
{
    if (conduct.stopRequested()) {
        return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
    }
    const auto envelope = m_bundle.readPart(index, conduct.stop);
    if (!envelope) {
        return fail(envelope.error());
    }
    const auto& entry = label().parts.at(index);
    auto content = decrypt(*envelope, identities, limits::Part)
                       .and_then([&](const QByteArray& frame) { return decompressPart(frame, entry.plainSize); })
                       .and_then([&](const QByteArray& archive) {
                           return parsePartArchive(archive, label().address, index + 1);
                       });
    if (!content) {
        return fail(std::move(content).error().withContext(entry.name).withFile(path()));
    }
    return content;
}

Result<void> VerifiedBundle::readParts(const QList<DecryptionIdentity>& identities, unsigned threads,
    const std::function<Result<void>(PartContent)>& consume, const Conduct& conduct) const
{
    return readParts<PartContent>(
        identities, threads, [](PartContent content) { return Result<PartContent>{std::move(content)}; }, consume,
        conduct);
}

} // namespace satchel
