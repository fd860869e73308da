#include "Interrupts.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace satchel {

namespace {

constexpr std::array WatchedSignals{SIGINT, SIGTERM, SIGHUP};
constexpr char SignalCame = 's';
constexpr char WatchEnds = 'e';

// A handler may do next to nothing: it writes into this pipe, and the watcher does the rest.
std::array<int, 2> wakeUpPipe{-1, -1};

void put(char word)
{
    [[maybe_unused]] const auto written = write(wakeUpPipe[1], &word, 1);
}

void onSignal(int)
{
    const int saved = errno;
    put(SignalCame);
    errno = saved;
}

void watch(std::stop_source stop)
{
    char word = 0;
    while (word != WatchEnds) {
        if (read(wakeUpPipe[0], &word, 1) == 1 && word == SignalCame) {
            stop.request_stop();
        }
    }
}

void setHandler(int number, void (*handler)(int))
{
    struct sigaction action{};
    if (sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
        return;
    }
    action = {};
    action.sa_handler = handler;
    sigaction(number, &action, nullptr);
}

} // namespace

Interrupts::Interrupts()
{
    if (pipe2(wakeUpPipe.data(), O_CLOEXEC) != 0) {
        return; // out of descriptors: the signals then end the program as they always do
    }
    m_watcher = std::jthread{[stop = m_stop] { watch(stop); }};
    for (const int number : WatchedSignals) {
        setHandler(number, onSignal);
    }
}

Interrupts::~Interrupts()
{
    if (!m_watcher.joinable()) {
        return;
    }
    for (const int number : WatchedSignals) {
        setHandler(number, SIG_DFL);
    }
    put(WatchEnds);
    m_watcher.join();
}

} // namespace satchel
