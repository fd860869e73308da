#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QTimer>

namespace satchel::bench {

// How long the event loop of this thread has left a person without an answer: a timer that should come every
// millisecond, and by how much it came later. What the scheduler takes is counted as well, as a person counts it.
class StallWatch final : public QObject {
    Q_OBJECT

public:
    explicit StallWatch(QObject* parent = nullptr);

    void start(); // forgets what was
    void stop();

    struct Stall {
        double at = 0; // ms after start()
        double lasted = 0; // ms
    };
    [[nodiscard]] double longest() const; // ms
    [[nodiscard]] const QList<Stall>& longestOnes() const { return m_stalls; } // some, the longest first
    [[nodiscard]] qint64 ticks() const { return m_ticks; }

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_last = 0; // ns
    qint64 m_ticks = 0;
    QList<Stall> m_stalls;
};

} // namespace satchel::bench
