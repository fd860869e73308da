#include "MediumFile.h"

#include "ExclusiveRename.h"
#include "FileSystem.h"

#include <core/base/CallThread.h>
#include <core/base/FaultPoint.h>
#include <core/base/LooseThread.h>

#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace satchel {

namespace {

constexpr qint64 Reserve = 1024 * 1024;
constexpr int MostNamesTried = 10'000;
constexpr qint64 Stretch = 1024 * 1024; // of which the medium is known to have all or not
constexpr qint64 StretchesAhead = 8; // so that it is never without work
Error stopped(const QString& path)
{
    return {ErrorCode::Cancelled, QStringLiteral("stopped on request while the medium was written to"), path};
}

Error stoppedWhileNaming(const QString& path)
{
    return {ErrorCode::Cancelled,
        QStringLiteral("stopped on request while the medium was flushed: until it answers, the file may stand there "
                       "under its final name; it is removed then, or by the next export to this medium"),
        path};
}

// "a.satchel" becomes "a-2.satchel" on the second try.
QString nameForTry(const QString& name, int number)
{
    if (number == 1) {
        return name;
    }
    const auto dot = name.lastIndexOf(QLatin1Char('.'));
    const auto stem = dot > 0 ? name.first(dot) : name;
    return QStringLiteral("%1-%2%3").arg(stem).arg(number).arg(name.sliced(stem.size()));
}

} // namespace

QString partNameOf(const QString& name)
{
    return QLatin1Char('.') + name + QStringLiteral(".part");
}

// What calls share that may hang, and remove when they end: whoever is the last to have it.
class MediumFile::Opened final {
public:
    Opened(FileDescriptor file, QString folder, QString name, QString path)
        : m_file{std::move(file)}
        , m_folder{std::move(folder)}
        , m_name{std::move(name)}
        , m_path{std::move(path)}
    {
    }

    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;

    ~Opened()
    {
        if (!m_path.isEmpty() && ::unlink(QFile::encodeName(m_path).constData()) == 0) {
            (void)syncFolder(m_folder); // or a power cut brings it back
        }
    }

    [[nodiscard]] const FileDescriptor& file() const { return m_file; }
    [[nodiscard]] const QString& path() const { return m_path; }

    // Until all of it is flushed the file under its final name is still ours to remove.
    Result<void> publish(const std::stop_token& stop)
    {
        SATCHEL_TRY(m_file.sync(m_path));
        auto expected = Stage::Unnamed;
        if (stop.stop_requested() || !m_stage.compare_exchange_strong(expected, Stage::Naming)) {
            return fail(stopped(m_path));
        }
        SATCHEL_TRY(takeFinalName());
        faultPoint("medium.after-renaming");
        SATCHEL_TRY(requireWanted());
        SATCHEL_TRY(syncFolder(m_folder));
        SATCHEL_TRY(requireWanted());
        return m_file.syncFileSystem(m_path);
    }

    // By who waits for publish() no longer: what has no final name yet gets none. False if that is being taken, or was.
    [[nodiscard]] bool abandon() { return m_stage.exchange(Stage::Abandoned) == Stage::Unnamed; }

    [[nodiscard]] QString finalPath() const { return m_folder + QLatin1Char('/') + m_name; } // unless it is taken

    // It stays from now on.
    [[nodiscard]] QString letGo() { return std::exchange(m_path, {}); }

private:
    enum class Stage { Unnamed, Naming, Abandoned };

    Result<void> requireWanted() const { return m_stage == Stage::Abandoned ? fail(stopped(m_path)) : Result<void>{}; }

    Result<void> takeFinalName()
    {
        for (int number = 1; number <= MostNamesTried; ++number) {
            auto path = m_folder + QLatin1Char('/') + nameForTry(m_name, number);
            const auto renamed = renameWithoutReplacing(m_path, path);
            if (!renamed) {
                return fail(renamed.error());
            }
            if (*renamed) {
                m_path = std::move(path);
                return {};
            }
        }
        return fail(Error{ErrorCode::Unreadable,
            QStringLiteral("the name and %1 more like it are taken; clear the folder").arg(MostNamesTried - 1),
            finalPath()});
    }

    FileDescriptor m_file;
    QString m_folder;
    QString m_name;
    QString m_path; // what is removed when this goes; empty once let go
    std::atomic<Stage> m_stage = Stage::Unnamed; // between the verb and the thread that publishes
};

MediumFile::MediumFile(std::shared_ptr<Opened> opened, QString partPath, Conduct conduct)
    : m_opened{std::move(opened)}
    , m_partPath{std::move(partPath)}
    , m_conduct{std::move(conduct)}
{
}

MediumFile::MediumFile(MediumFile&& other) noexcept
    : m_opened{std::exchange(other.m_opened, {})}
    , m_partPath{std::exchange(other.m_partPath, {})}
    , m_conduct{std::move(other.m_conduct)}
    , m_size{other.m_size}
{
}

MediumFile& MediumFile::operator=(MediumFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_opened = std::exchange(other.m_opened, {});
        m_partPath = std::exchange(other.m_partPath, {});
        m_conduct = std::move(other.m_conduct);
        m_size = other.m_size;
    }
    return *this;
}

MediumFile::~MediumFile()
{
    discard();
}

// Removing a file waits for what the medium is writing of it.
void MediumFile::discard()
{
    m_partPath.clear();
    auto opened = std::exchange(m_opened, {});
    if (opened && m_conduct.stopRequested()) {
        LooseThread removal{[last = std::move(opened)]() mutable { last.reset(); }};
        (void)removal.endsWithin(PatienceOnceStopped);
    }
}

Result<MediumFile> MediumFile::create(const QString& folder, const QString& name, const Conduct& conduct)
{
    if (name.isEmpty() || name.startsWith(QLatin1Char('.')) || name.contains(QLatin1Char('/'))) {
        return fail(ErrorCode::Usage, QStringLiteral("\"%1\" is no name for a file on a medium").arg(name));
    }
    const auto path = folder + QLatin1Char('/') + partNameOf(name);
    using Made = Result<std::shared_ptr<Opened>>;
    auto made = unlessStopped<Made>(conduct.stop, [folder, name, path]() -> Made {
        auto file = FileDescriptor::open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
        if (!file && QFileInfo::exists(path)) {
            return fail(Error{ErrorCode::Unreadable,
                QStringLiteral("an unfinished file of that name is there: another export is writing it, or one broke "
                               "off and the file may be removed"),
                path});
        }
        if (!file) {
            return fail(std::move(file).error());
        }
        return std::make_shared<Opened>(*std::move(file), folder, name, path);
    });
    if (!made) {
        return fail(stopped(path));
    }
    if (!*made) {
        return fail(std::move(*made).error());
    }
    return MediumFile{**std::move(made), path, conduct};
}

Result<void> MediumFile::write(QByteArray bytes)
{
    const auto size = bytes.size();
    const auto written = unlessStopped<Result<void>>(m_conduct.stop,
        [opened = m_opened, bytes = std::move(bytes)] { return opened->file().writeAll(bytes, opened->path()); });
    if (!written) {
        return fail(stopped(m_partPath));
    }
    SATCHEL_TRY(*written);
    m_size += size;
    return {};
}

Result<void> MediumFile::writeOut() const
{
    for (qint64 offset = 0; offset < m_size; offset += Stretch) {
        m_conduct.tell({QStringLiteral("writing"), offset, m_size, QStringLiteral("bytes")});
        const auto done = unlessStopped<Result<void>>(m_conduct.stop, [opened = m_opened, offset] {
            opened->file().beginWriteOut(offset + Stretch, StretchesAhead * Stretch);
            return opened->file().writeOut(offset, Stretch, opened->path());
        });
        if (!done) {
            return fail(stopped(m_partPath));
        }
        SATCHEL_TRY(*done);
    }
    m_conduct.tell({QStringLiteral("writing"), m_size, m_size, QStringLiteral("bytes")});
    return {};
}

Result<QString> MediumFile::publish()
{
    SATCHEL_TRY(writeOut());
    m_conduct.tell({QStringLiteral("flushing"), 0, 0, QStringLiteral("bytes")});
    const auto published = unlessStopped<Result<void>>(
        m_conduct.stop, [opened = m_opened, stop = m_conduct.stop] { return opened->publish(stop); });
    if (!published) {
        return fail(m_opened->abandon() ? stopped(m_partPath) : stoppedWhileNaming(m_opened->finalPath()));
    }
    SATCHEL_TRY(*published);
    m_partPath.clear();
    return std::exchange(m_opened, {})->letGo();
}

Result<void> requireSpace(const QString& folder, qint64 bytes)
{
    const auto facts = fileSystemOf(folder);
    if (!facts) {
        return fail(facts.error());
    }
    if (facts->readOnly || ::access(QFile::encodeName(folder).constData(), W_OK) != 0) {
        return fail(
            Error{ErrorCode::MediumReadOnly, QStringLiteral("nothing can be written there: it is read-only"), folder});
    }
    if (bytes > facts->freeBytes - Reserve) {
        return fail(Error{ErrorCode::MediumFull,
            QStringLiteral("%1 bytes and a reserve of 1 MiB are needed, %2 are free").arg(bytes).arg(facts->freeBytes),
            folder});
    }
    return {};
}

} // namespace satchel
