#pragma once

#include <stop_token>
#include <thread>

namespace satchel {

// Turns SIGINT, SIGTERM and SIGHUP into a stop request for as long as it lives. One at a time; make it before other
// threads. Signals that the caller of the program had ignored (nohup) stay ignored.
class Interrupts final {
public:
    Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;
    ~Interrupts();

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_watcher;
};

} // namespace satchel
