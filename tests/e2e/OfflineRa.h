#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMutex>
#include <QString>

#include <atomic>
#include <functional>
#include <thread>

namespace satchel::test {

// One end of the file interface of Siemens LightweightCmpRa, which is not in Debian: it behaves as its
// CmpFileOfflineClient and CmpOfflineFileServer do. From a thread of its own it polls a folder, and whatever regular
// file it finds there it reads and deletes, be it a message or not. It polls every millisecond, where the RA takes
// seconds, so that it meets a file in any state in which it may be seen.
class OfflineRa final {
public:
    // What it makes of a file; what is empty is not written.
    using Answerer = std::function<QByteArray(const QByteArray&)>;

    // A client, which only takes answers. The folder must be there.
    explicit OfflineRa(QString input);
    // A server: an answer goes to `output` as REP_<date>_<name of the request's file>, written in place.
    OfflineRa(QString input, QString output, Answerer answerer);
    ~OfflineRa(); // after one more look
    OfflineRa(const OfflineRa&) = delete;
    OfflineRa& operator=(const OfflineRa&) = delete;

    [[nodiscard]] QList<QByteArray>
    taken() const; // every file's bytes, in the order of taking, those of no message too

    // A client's request: REQ_<profile><date>.der, written in place; one of the same profile and second is overwritten.
    // True if it was written.
    [[nodiscard]] static bool writeRequest(
        const QString& folder, const QString& profile, const QDateTime& at, const QByteArray& bytes);
    [[nodiscard]] static QString dateText(const QDateTime& at); // yyMMddHHmmss and the zone, "+0000"

private:
    void poll();

    QString m_input;
    QString m_output;
    Answerer m_answerer;
    mutable QMutex m_mutex;
    QList<QByteArray> m_taken;
    std::atomic<bool> m_stops = false;
    std::thread m_thread;
};

} // namespace satchel::test
