#include "VerbThread.h"

#include <QMetaObject>
#include <QMutex>
#include <QMutexLocker>

#include <chrono>
#include <utility>

namespace satchel {

namespace {

constexpr int DrawEvery = 100; // ms: a verb tells of each file
// For a verb to end once it was stopped. More than any step takes that does not hang.
constexpr std::chrono::milliseconds Patience{5000};

} // namespace

// What this and its thread know of each other; either may be gone.
class VerbThread::Link final {
public:
    explicit Link(VerbThread* owner)
        : m_owner{owner}
    {
    }

    // On the verb's thread.
    void tell(const Progress& progress)
    {
        const QMutexLocker locker{&m_mutex};
        m_latest = progress;
    }

    // Has the owner do this on its own thread, if there is one yet.
    void post(const std::function<void(VerbThread&)>& work)
    {
        const QMutexLocker locker{&m_mutex};
        if (m_owner != nullptr) {
            QMetaObject::invokeMethod(m_owner, [owner = m_owner, work] { work(*owner); }, Qt::QueuedConnection);
        }
    }

    // By the owner.
    [[nodiscard]] std::optional<Progress> takeLatest()
    {
        const QMutexLocker locker{&m_mutex};
        return std::exchange(m_latest, std::nullopt);
    }

    void letGo()
    {
        const QMutexLocker locker{&m_mutex};
        m_owner = nullptr;
    }

private:
    QMutex m_mutex;
    VerbThread* m_owner; // both guarded
    std::optional<Progress> m_latest;
};

VerbThread::VerbThread(QObject* parent, AtClosing atClosing)
    : QObject{parent}
    , m_atClosing{atClosing}
    , m_link{std::make_shared<Link>(this)}
{
    m_drawing.setInterval(DrawEvery);
    connect(&m_drawing, &QTimer::timeout, this, &VerbThread::showLatest);
}

VerbThread::~VerbThread()
{
    cancel();
    m_link->letGo();
    if (m_thread) {
        (void)m_thread->endsWithin(Patience);
    }
}

void VerbThread::cancel()
{
    m_stop.request_stop();
}

void VerbThread::start(std::function<void(const Conduct&)> work, std::function<void()> done)
{
    Q_ASSERT(!m_isRunning);
    m_isRunning = true;
    m_stop = {};
    m_drawing.start();
    m_thread.emplace([link = m_link, work = std::move(work), done = std::move(done), stop = m_stop.get_token()] {
        work({[&link](const Progress& progress) { link->tell(progress); }, stop});
        link->post([done](VerbThread& owner) { owner.finish(done); });
    });
    Q_EMIT begun();
}

void VerbThread::finish(const std::function<void()>& done)
{
    (void)m_thread->endsWithin(Patience); // it has nothing left to do
    m_drawing.stop();
    showLatest();
    m_isRunning = false;
    Q_EMIT ended();
    done();
    if (m_next && !m_isRunning) {
        std::exchange(m_next, {})();
    }
}

void VerbThread::showLatest()
{
    if (const auto latest = m_link->takeLatest()) {
        Q_EMIT progressed(*latest);
    }
}

} // namespace satchel
