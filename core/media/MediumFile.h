#pragma once

#include <core/base/File.h>
#include <core/base/HexId.h>
#include <core/base/Progress.h>
#include <core/base/Result.h>

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <memory>

namespace satchel {

// A new file on a medium that appears under its name only when it is whole: written as `.<name>.part`, flushed, renamed
// without ever replacing another file, folder and file system flushed. Going away before publish() removes the `.part`.
// A medium may take its time, or hang: every call ends as Cancelled as soon as `conduct` says stop, and what hangs then
// ends and tidies up by itself once the medium lets it. If the program is gone by then, the `.part` may stay, and if it
// hung in publish() once it had begun to rename, so may the whole file under its final name; the error says so then.
class MediumFile final {
public:
    // `folder` must exist. The `.part` must not. Usage if the name is empty, hidden or holds a slash. `conduct` is for
    // the later calls too.
    [[nodiscard]] static Result<MediumFile> create(
        const QString& folder, const QString& name, const Conduct& conduct = {});

    MediumFile(MediumFile&& other) noexcept;
    MediumFile& operator=(MediumFile&& other) noexcept;
    ~MediumFile();

    [[nodiscard]] Result<void> write(QByteArray bytes);
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const QString& partPath() const { return m_partPath; }

    // Flush, rename, flush the folder, syncfs. If the name is taken the file becomes `<stem>-2.<ext>`, `-3` and so on.
    // Returns the final path. After a failure nothing is left under either name once this object goes, and what hangs
    // has ended. Tells "writing", in bytes that the medium has, and then "flushing".
    [[nodiscard]] Result<QString> publish();

private:
    class Opened;

    MediumFile(std::shared_ptr<Opened> opened, QString partPath, Conduct conduct);
    void discard();
    [[nodiscard]] Result<void> writeOut() const;

    std::shared_ptr<Opened> m_opened; // null once published or moved from
    QString m_partPath; // likewise empty
    Conduct m_conduct;
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
