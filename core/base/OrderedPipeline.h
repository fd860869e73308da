#pragma once

#include <core/base/Result.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace satchel {

// Runs `work` on several threads over a stream of inputs and gives the outputs back in the order of the inputs.
// `next` and `take` run on the calling thread only (so they may use the ledger); `work` must be thread-safe.
// At most `ahead` * `threads` inputs are between `next` and `take`, and no further one is asked for while those weigh
// as much as the budget: that bounds what is in flight. What each thread needs to work comes besides. More inputs ahead
// keep the threads at work while `take` waits for a disk.
// The first failure of `next` or `take`, or a stop, ends the run; work that has begun is waited for, never abandoned,
// and what has not begun is dropped. After that the pipeline can run again.
template <typename Input, typename Output> class OrderedPipeline final {
public:
    using Next = std::function<Result<std::optional<Input>>()>;
    using Work = std::function<Output(Input)>;
    using Take = std::function<Result<void>(Output)>;
    // About how many bytes an input and what is made of it hold; without it, nothing.
    using Weigh = std::function<std::int64_t(const Input&)>;

    static constexpr std::int64_t Budget = 12 * 1024 * 1024; // bytes

    OrderedPipeline(Work work, unsigned threads, Weigh weigh = {}, unsigned ahead = 2)
        : m_work{std::move(work)}
        , m_weigh{std::move(weigh)}
        , m_mostInFlight{std::max(1U, ahead) * std::max(1U, threads)}
    {
        for (unsigned i = 0; i < std::max(1U, threads); ++i) {
            m_threads.emplace_back([this](const std::stop_token& ended) { runWorker(ended); });
        }
    }

    [[nodiscard]] Result<void> run(const Next& next, const Take& take, const std::stop_token& stop = {})
    {
        auto result = runToTheEnd(next, take, stop);
        if (!result) {
            clear();
        }
        return result;
    }

private:
    struct Job {
        std::optional<Input> input;
        std::optional<Output> output;
        std::int64_t weight = 0;
    };

    Result<void> runToTheEnd(const Next& next, const Take& take, const std::stop_token& stop)
    {
        bool exhausted = false;
        while (true) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
            }
            if (!exhausted && m_inFlight.size() < m_mostInFlight && m_weight < Budget) {
                auto input = next();
                if (!input) {
                    return fail(std::move(input).error());
                }
                if (*input) {
                    submit(**std::move(input));
                } else {
                    exhausted = true;
                }
                continue;
            }
            if (m_inFlight.empty()) {
                return {};
            }
            auto taken = take(awaitOldest());
            if (!taken) {
                return taken;
            }
        }
    }

    void clear()
    {
        std::unique_lock lock{m_mutex};
        std::erase_if(m_inFlight,
            [this](const auto& job) { return std::find(m_waiting.begin(), m_waiting.end(), job) != m_waiting.end(); });
        m_waiting.clear();
        m_changed.wait(lock, [this] {
            return std::all_of(
                m_inFlight.begin(), m_inFlight.end(), [](const auto& job) { return job->output.has_value(); });
        });
        m_inFlight.clear();
        m_weight = 0;
    }

    void submit(Input input)
    {
        const std::lock_guard lock{m_mutex};
        const auto weight = m_weigh ? m_weigh(input) : 0;
        m_weight += weight;
        m_inFlight.push_back(std::make_shared<Job>(Job{std::move(input), std::nullopt, weight}));
        m_waiting.push_back(m_inFlight.back());
        m_changed.notify_all();
    }

    Output awaitOldest()
    {
        std::unique_lock lock{m_mutex};
        const auto oldest = m_inFlight.front();
        m_changed.wait(lock, [&] { return oldest->output.has_value(); });
        m_inFlight.pop_front();
        m_weight -= oldest->weight;
        return *std::move(oldest->output);
    }

    void runWorker(const std::stop_token& ended)
    {
        while (true) {
            std::shared_ptr<Job> job;
            {
                std::unique_lock lock{m_mutex};
                if (!m_changed.wait(lock, ended, [this] { return !m_waiting.empty(); })) {
                    return;
                }
                job = m_waiting.front();
                m_waiting.pop_front();
            }
            auto output = m_work(*std::move(job->input));
            const std::lock_guard lock{m_mutex};
            job->input.reset();
            job->output = std::move(output);
            m_changed.notify_all();
        }
    }

    Work m_work;
    Weigh m_weigh;
    std::size_t m_mostInFlight;
    std::int64_t m_weight = 0; // of those in flight; the calling thread's
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::shared_ptr<Job>> m_inFlight; // oldest first
    std::deque<std::shared_ptr<Job>> m_waiting; // not begun
    std::vector<std::jthread> m_threads; // last: joined before the rest goes
};

} // namespace satchel
