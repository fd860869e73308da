#pragma once

#include <QString>

#include <functional>
#include <stop_token>

namespace satchel {

// How far a verb has come. `total` is 0 while it is not known.
struct Progress {
    QString stage; // "checking", "packing", "flushing", "reading back": what a person is told
    qint64 done = 0;
    qint64 total = 0;
    QString unit; // "items" or "bytes"
    qint64 bundle = 0; // which of several it is about, from 1; 0: not of bundles
    qint64 bundles = 0; // how many there are as far as is known: one that is too large for its medium becomes two
};

// What every long-running verb takes. Both may be left as they are: nobody listens, nobody stops.
// `report` is called on the thread that called the verb, often; the listener decides how often it draws.
struct Conduct {
    std::function<void(const Progress&)> report = {};
    std::stop_token stop = {};

    void tell(const Progress& progress) const
    {
        if (report) {
            report(progress);
        }
    }

    [[nodiscard]] bool stopRequested() const { return stop.stop_requested(); }
};

} // namespace satchel
