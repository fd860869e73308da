#include "SourceWalk.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

namespace satchel {

namespace {

// Not so where the name is no text in this system's encoding. Such a file must be named to the user, not vanish.
bool isText(const QByteArray& name)
{
    return QFile::encodeName(QFile::decodeName(name)) == name;
}

} // namespace

SourceWalk::SourceWalk(const QStringList& named, QByteArray passedOver, OnSkipped onSkipped)
    : m_named{named.begin(), named.end()}
    , m_passedOver{std::move(passedOver)}
    , m_onSkipped{std::move(onSkipped)}
{
}

std::optional<SourceWalk::File> SourceWalk::next()
{
    while (!m_folders.empty() || !m_named.empty()) {
        auto file = m_folders.empty() ? nextNamed() : nextListed();
        if (file) {
            return file;
        }
    }
    return std::nullopt;
}

void SourceWalk::skip(const QString& path, ErrorCode code, const QString& reason, bool isFailure)
{
    m_onSkipped({path, code, reason, isFailure});
}

bool SourceWalk::isPassedOver(const QByteArray& name) const
{
    return !m_passedOver.isEmpty() && name.endsWith(m_passedOver);
}

std::optional<SourceWalk::File> SourceWalk::nextNamed()
{
    const auto path = m_named.front();
    m_named.pop_front();
    const QFileInfo facts{path};
    if (facts.isDir()) {
        openFolder(path, FolderListing::Links::Follow);
    } else if (!facts.exists()) {
        skip(path, ErrorCode::NotFound, QStringLiteral("there is no such file or folder"));
    } else {
        return File{path, true, FileLook::at(path)};
    }
    return std::nullopt;
}

std::optional<SourceWalk::File> SourceWalk::nextListed()
{
    const auto found = m_folders.back().listing.next();
    const auto folder = m_folders.back().path;
    if (!found || !*found) {
        if (!found) {
            skip(folder, found.error().code, found.error().message);
        }
        m_folders.pop_back();
        return std::nullopt;
    }
    const auto& entry = **found;
    if (!isText(entry.name)) {
        skip(folder + QLatin1Char('/') + QString::fromLatin1(entry.name.toPercentEncoding()), ErrorCode::Unreadable,
            QStringLiteral("the file's name is not UTF-8 (shown here percent-encoded): rename it"));
        return std::nullopt;
    }
    const auto path = folder + QLatin1Char('/') + QFile::decodeName(entry.name);
    switch (entry.kind) {
    case FolderListing::Kind::Link:
        skip(path, ErrorCode::Unreadable, QStringLiteral("this is a link; links are not followed"), false);
        return std::nullopt;
    case FolderListing::Kind::Folder:
        openFolder(path, FolderListing::Links::Refuse);
        return std::nullopt;
    case FolderListing::Kind::File:
        return isPassedOver(entry.name) ? std::nullopt : std::optional{File{path, false, entry.look}};
    }
    return std::nullopt;
}

void SourceWalk::openFolder(const QString& path, FolderListing::Links links)
{
    if (m_folders.size() >= MostDepth) {
        skip(path, ErrorCode::Unreadable,
            QStringLiteral("folders are looked into to a depth of %1 only: name this one").arg(MostDepth));
        return;
    }
    auto listing = FolderListing::open(path, links, [this](const QByteArray& name, bool surelyRegular) {
        return !name.startsWith('.') && !(surelyRegular && isPassedOver(name));
    });
    if (!listing) {
        skip(path, listing.error().code, listing.error().message);
        return;
    }
    m_folders.push_back({path, *std::move(listing)});
}

} // namespace satchel
