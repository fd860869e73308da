#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <core/base/LooseThread.h>
#include <core/base/Progress.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace satchel {

// Runs verbs of core/exchange, one at a time, on a thread of its own, so that no window waits for a disk. Lives on the
// window's thread, as its signals and the callers' `done` do. When it goes, it stops the verb and waits for its end,
// but not for ever: a verb that hangs on a medium which does not answer is left to itself and ends in order once it
// can. So a verb owns all that it uses.
class VerbThread final : public QObject {
    Q_OBJECT

public:
    // What becomes of a verb when the window is closed. The end of one that changes or writes something is awaited, as
    // long as that is no longer than people wait: they have asked for it, and would not learn that it was not done.
    enum class AtClosing { IsStopped, IsAwaited };

    explicit VerbThread(QObject* parent = nullptr, AtClosing atClosing = AtClosing::IsStopped);
    ~VerbThread() override;

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] bool isAwaited() const { return m_isRunning && m_atClosing == AtClosing::IsAwaited; }
    // Runs `verb` with a conduct that tells progress and takes the stop, then `done` with what it returned, which is
    // `done`'s to keep. Nothing may run: see isRunning().
    template <typename Report> void run(std::function<Report(const Conduct&)> verb, std::function<void(Report&&)> done)
    {
        const auto report = std::make_shared<std::optional<Report>>(); // a Result has no empty value
        start([verb = std::move(verb), report](const Conduct& conduct) { report->emplace(verb(conduct)); },
            [done = std::move(done), report] { done(*std::move(*report)); });
    }
    // The same for what only looks: what is asked for while another runs waits for its end, and of several the newest,
    // so that what is shown in the end is never older than the last change.
    template <typename Report>
    void runNext(std::function<Report(const Conduct&)> verb, std::function<void(Report&&)> done)
    {
        if (m_isRunning) {
            m_next = [this, verb = std::move(verb), done = std::move(done)] { run<Report>(verb, done); };
        } else {
            run<Report>(std::move(verb), std::move(done));
        }
    }
    void cancel(); // takes effect between two steps of the verb

Q_SIGNALS:
    void begun();
    void progressed(const satchel::Progress& progress); // ten times a second at most
    void ended(); // before `done` is called

private:
    void start(std::function<void(const Conduct&)> work, std::function<void()> done);
    void finish(const std::function<void()>& done);
    void showLatest();

    class Link;

    AtClosing m_atClosing;
    QTimer m_drawing;
    bool m_isRunning = false;
    std::function<void()> m_next;
    std::stop_source m_stop;
    std::shared_ptr<Link> m_link; // with the thread
    std::optional<LooseThread> m_thread;
};

} // namespace satchel
