#include "Cost.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <malloc.h>

#include <algorithm>

namespace satchel::torture {

namespace {

constexpr rlim_t MostSeconds = 20;

rusage usageOfChild(const std::function<void()>& work, bool& ended)
{
    rusage usage{};
    // What was freed goes back to the system, so that the child has to ask for all that it takes.
    malloc_trim(0);
    const pid_t child = fork();
    if (child == 0) {
        const rlimit limit{MostSeconds, MostSeconds};
        setrlimit(RLIMIT_CPU, &limit);
        work();
        _exit(0);
    }
    int status = 0;
    ended = child > 0 && wait4(child, &status, 0, &usage) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return usage;
}

double cpuMsOf(const rusage& usage)
{
    const auto ms = [](const timeval& time) {
        return 1000.0 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1000.0;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

} // namespace

Cost costOf(const std::function<void()>& work)
{
    bool idleEnded = false;
    const auto idle = usageOfChild([] { }, idleEnded);
    Cost cost;
    const auto busy = usageOfChild(work, cost.ended);
    cost.ended = cost.ended && idleEnded;
    cost.cpuMs = std::max(0.0, cpuMsOf(busy) - cpuMsOf(idle));
    cost.memoryKiB = std::max<qint64>(0, busy.ru_maxrss - idle.ru_maxrss);
    return cost;
}

} // namespace satchel::torture
