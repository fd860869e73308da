#pragma once

#include <core/media/MediumFile.h>

#include <memory>

namespace satchel {

// Reads a published file back on a thread of its own, so that the verb can work on the ledger meanwhile. Who goes away
// without awaiting the end ends the reading; nobody waits for a medium that does not answer.
class ReadBackAside final {
public:
    // `conduct` is told from the thread that awaits, and ends the reading when it is stopped.
    ReadBackAside(const QString& path, const Conduct& conduct);
    ReadBackAside(const ReadBackAside&) = delete;
    ReadBackAside& operator=(const ReadBackAside&) = delete;
    ~ReadBackAside();

    // What readBack() says. Once only.
    [[nodiscard]] Result<ReadBack> await(qint64 expectedBytes);

private:
    struct Reading;

    const Conduct& m_conduct;
    std::shared_ptr<Reading> m_reading; // with its thread
};

} // namespace satchel
