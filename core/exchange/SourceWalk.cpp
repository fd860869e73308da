#include "SourceWalk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <dirent.h>
#include <memory>
#include <vector>

namespace satchel {

SourceWalk::SourceWalk(const QStringList& named)
{
    for (const auto& path : named) {
        m_places.push_back({path, 0});
    }
}

std::optional<SourceWalk::File> SourceWalk::next()
{
    while (!m_places.empty()) {
        const auto place = m_places.front();
        m_places.pop_front();
        const QFileInfo facts{place.path};
        if (facts.isSymLink() && place.depth > 0) {
            m_skipped.append(
                {place.path, ErrorCode::Unreadable, QStringLiteral("this is a link; links are not followed"), false});
        } else if (facts.isDir()) {
            openFolder(place);
        } else if (!facts.exists()) {
            m_skipped.append(
                {place.path, ErrorCode::NotFound, QStringLiteral("there is no such file or folder"), true});
        } else {
            return File{place.path, place.depth == 0};
        }
    }
    return std::nullopt;
}

QList<SourceWalk::Skipped> SourceWalk::takeSkipped()
{
    return std::exchange(m_skipped, {});
}

namespace {

// Names that are no text in this system's encoding: Qt leaves them out of its lists, and a request must not vanish so.
QList<QByteArray> undecodableNames(const QString& folder)
{
    QList<QByteArray> names;
    const std::unique_ptr<DIR, decltype([](DIR* open) { ::closedir(open); })> entries{
        ::opendir(QFile::encodeName(folder).constData())};
    while (const auto* const entry = entries ? ::readdir(entries.get()) : nullptr) {
        const QByteArray name{entry->d_name};
        if (QFile::encodeName(QFile::decodeName(name)) != name) {
            names.append(name);
        }
    }
    return names;
}

} // namespace

void SourceWalk::openFolder(const Place& folder)
{
    const QDir content{folder.path};
    if (!QFileInfo{folder.path}.isReadable()) {
        m_skipped.append({folder.path, ErrorCode::Unreadable, QStringLiteral("the folder cannot be read"), true});
        return;
    }
    if (folder.depth >= MostDepth) {
        m_skipped.append({folder.path, ErrorCode::Unreadable,
            QStringLiteral("folders are looked into to a depth of %1 only: name this one").arg(MostDepth), true});
        return;
    }
    const auto entries = content.entryInfoList(
        QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot, QDir::Time | QDir::Reversed | QDir::DirsLast);
    for (const auto& name : undecodableNames(folder.path)) {
        m_skipped.append(
            {folder.path + QLatin1Char('/') + QString::fromLatin1(name.toPercentEncoding()), ErrorCode::Unreadable,
                QStringLiteral("the file's name is not UTF-8 (shown here percent-encoded): rename it"), true});
    }
    std::vector<Place> found;
    found.reserve(static_cast<std::size_t>(entries.size()));
    for (const auto& entry : entries) {
        if (!entry.fileName().startsWith(QLatin1Char('.'))) {
            found.push_back({folder.path + QLatin1Char('/') + entry.fileName(), folder.depth + 1});
        }
    }
    m_places.insert(m_places.begin(), found.begin(), found.end());
}

} // namespace satchel
