#pragma once

#include <core/base/File.h>
#include <core/base/Result.h>

#include <QByteArray>
#include <QSet>
#include <QString>

namespace satchel {

// A folder beside the target, on the same file system, in which files become whole before they are renamed into the
// target. A reader of the target that takes every file it finds (objects.md: there is one that always deletes them)
// must never see half a file. Where no such folder can be had, hidden names in the target must do.
class SiblingFolder final {
public:
    explicit SiblingFolder(const QString& target);
    SiblingFolder(const SiblingFolder&) = delete;
    SiblingFolder& operator=(const SiblingFolder&) = delete;
    ~SiblingFolder(); // takes away what came to nothing

    // Writes what is to become `path`, with that permission. It may be lost in a power cut until flush().
    [[nodiscard]] Result<void> write(const QString& path, const QByteArray& bytes, mode_t mode = 0644);
    // Makes all that was written last: in one go, since each flush takes as long as the medium takes for a turn.
    [[nodiscard]] Result<void> flush() const;
    [[nodiscard]] Result<void> publish(const QString& path);

private:
    [[nodiscard]] bool isOurs(const QString& target);
    void removeLeftovers() const;
    [[nodiscard]] QString partOf(const QString& path) const;

    QString m_target;
    QString m_path; // empty if none can be had
    FileDescriptor m_folder; // with its lock
    QSet<QString> m_unpublished; // written here, to be removed if it comes to nothing
};

} // namespace satchel
