#pragma once

#include <core/base/File.h>

#include <QByteArrayView>
#include <QString>

#include <sys/types.h>

#include <optional>

namespace satchel {

// A file that is written piece by piece and has its name only once it is whole: beside the target first, fsynced and
// renamed over it by commit(), the folder fsynced. After a crash the path holds the old bytes or the new, never a
// mixture; what was not committed goes with the object.
class AtomicFile final {
public:
    // `mode`: the permission, whatever the umask; without it what the umask leaves of 0666, as for a document.
    [[nodiscard]] static Result<AtomicFile> create(const QString& path, std::optional<mode_t> mode = {});

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    // At once and not gathered: whoever writes in small pieces gathers them.
    [[nodiscard]] Result<void> write(QByteArrayView bytes) const;
    // Nothing may be written afterwards.
    [[nodiscard]] Result<void> commit();

private:
    AtomicFile(QString path, QString temporary, FileDescriptor file);

    QString m_path;
    QString m_temporary; // empty once it has its name
    FileDescriptor m_file;
};

} // namespace satchel
