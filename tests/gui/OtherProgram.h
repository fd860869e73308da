#pragma once

#include <tests/support/TestWorld.h>

#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace satchel::test {

// Another process that works with the station, until it is ended.
class OtherProgram final {
public:
    explicit OtherProgram(const TestStation& station)
    {
        std::array<int, 2> ready{};
        if (::pipe(ready.data()) != 0) {
            qFatal("no pipe");
        }
        m_process = ::fork();
        if (m_process == 0) {
            const auto session = station.write();
            (void)!::write(ready[1], "x", 1);
            while (true) {
                ::pause();
            }
        }
        char byte = 0;
        (void)!::read(ready[0], &byte, 1);
        ::close(ready[0]);
        ::close(ready[1]);
    }

    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;

    ~OtherProgram()
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }

    [[nodiscard]] pid_t process() const { return m_process; }

private:
    pid_t m_process = -1;
};

} // namespace satchel::test
