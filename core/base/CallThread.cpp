#include "CallThread.h"

namespace satchel {

struct CallThread::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::function<void()> next;
    bool isLeft = false;

    void work()
    {
        std::unique_lock lock{mutex};
        while (true) {
            changed.wait(lock, [this] { return next || isLeft; });
            if (!next) {
                return;
            }
            auto call = std::exchange(next, nullptr);
            lock.unlock();
            call();
            call = nullptr; // not while it waits: what the call owned is gone
            lock.lock();
        }
    }
};

// It waits for a call, if it was not left, and is over at once.
CallThread::~CallThread()
{
    if (m_thread) {
        tellToEnd();
        (void)m_thread->endsWithin(PatienceOnceStopped);
    }
}

CallThread& CallThread::ofThisThread()
{
    thread_local CallThread thread;
    return thread;
}

void CallThread::begin(std::function<void()> call)
{
    if (!m_thread) {
        start();
    }
    if (!m_thread) {
        call();
        return;
    }
    const std::lock_guard lock{m_state->mutex};
    m_state->next = std::move(call);
    m_state->changed.notify_one();
}

void CallThread::start()
{
    m_state = std::make_shared<State>();
    m_thread.emplace([state = m_state] { state->work(); }, LooseThread::Otherwise::LeaveIt);
    if (m_thread->endsWithin(std::chrono::milliseconds{0})) { // it waits for a call, so that there is none
        leave();
    }
}

void CallThread::tellToEnd()
{
    const std::lock_guard lock{m_state->mutex};
    m_state->isLeft = true;
    m_state->changed.notify_one();
}

void CallThread::leave()
{
    if (m_thread) {
        tellToEnd();
        m_thread.reset();
        m_state.reset();
    }
}

} // namespace satchel
