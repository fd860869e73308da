#pragma once

#include <core/base/File.h>
#include <core/base/HexId.h>
#include <core/base/Progress.h>
#include <core/base/Result.h>

#include <QByteArrayView>
#include <QString>

#include <functional>

namespace satchel {

// A new file on a medium that appears under its name only when it is whole: written as `.<name>.part`, flushed, renamed
// without ever replacing another file, folder and file system flushed. Going away before publish() removes the `.part`.
class MediumFile final {
public:
    // `folder` must exist. The `.part` must not. Usage if the name is empty, hidden or holds a slash.
    [[nodiscard]] static Result<MediumFile> create(const QString& folder, const QString& name);

    MediumFile(MediumFile&& other) noexcept;
    MediumFile& operator=(MediumFile&& other) noexcept;
    ~MediumFile();

    [[nodiscard]] Result<void> write(QByteArrayView bytes);
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const QString& partPath() const { return m_partPath; }

    // Flush, rename, flush the folder, syncfs. If the name is taken the file becomes `<stem>-2.<ext>`, `-3` and so on.
    // Returns the final path. After a failure nothing is left under either name once this object goes.
    [[nodiscard]] Result<QString> publish();

private:
    MediumFile(FileDescriptor file, QString folder, QString name);
    void discard();
    Result<void> takeFinalName();

    FileDescriptor m_file;
    QString m_folder;
    QString m_name;
    QString m_partPath; // what is removed when this goes; empty once published or moved from
    qint64 m_size = 0;
};

// The name of the unfinished file for a final name: ".x.satchel.part".
[[nodiscard]] QString partNameOf(const QString& name);

struct ReadBack {
    Sha256Digest sha256; // of the whole file
    bool cacheBypassed = false; // true only if the bytes came from the device
};

// Reads the file from the device, not from the cache where that can be had (O_DIRECT, else POSIX_FADV_DONTNEED after
// fsync), in pieces that `consume` gets in order. Cancelled if `conduct` says stop.
[[nodiscard]] Result<ReadBack> readBack(
    const QString& path, const std::function<Result<void>(QByteArrayView)>& consume, const Conduct& conduct);

// MediumFull unless `bytes` and a reserve of 1 MiB fit; MediumReadOnly if nothing can be written there.
[[nodiscard]] Result<void> requireSpace(const QString& folder, qint64 bytes);

} // namespace satchel
