#include "VerbThread.h"

#include <QMutexLocker>

#include <utility>

namespace satchel {

namespace {

constexpr int DrawEvery = 100; // ms: a verb tells of each file

} // namespace

VerbThread::VerbThread(QObject* parent)
    : QObject{parent}
{
    m_drawing.setInterval(DrawEvery);
    connect(&m_drawing, &QTimer::timeout, this, &VerbThread::showLatest);
}

VerbThread::~VerbThread()
{
    cancel();
    if (m_thread.joinable()) {
        m_thread.join();
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
    m_thread = std::thread{[this, work = std::move(work), done = std::move(done), stop = m_stop.get_token()] {
        work({[this](const Progress& progress) { tell(progress); }, stop});
        QMetaObject::invokeMethod(this, [this, done] { finish(done); }, Qt::QueuedConnection);
    }};
    Q_EMIT begun();
}

void VerbThread::finish(const std::function<void()>& done)
{
    m_thread.join();
    m_drawing.stop();
    showLatest();
    m_isRunning = false;
    Q_EMIT ended();
    done();
    if (m_next && !m_isRunning) {
        std::exchange(m_next, {})();
    }
}

void VerbThread::tell(const Progress& progress)
{
    const QMutexLocker locker{&m_mutex};
    m_latest = progress;
    m_isNew = true;
}

void VerbThread::showLatest()
{
    QMutexLocker locker{&m_mutex};
    if (!m_isNew) {
        return;
    }
    m_isNew = false;
    const Progress latest = m_latest;
    locker.unlock();
    Q_EMIT progressed(latest);
}

} // namespace satchel
