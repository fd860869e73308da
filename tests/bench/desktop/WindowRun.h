#pragma once

#include "StallWatch.h"

#include <app/MainWindow.h>

#include <core/base/JsonWriter.h>

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

class QAbstractItemView;
class QHeaderView;
class QTableView;

namespace satchel {

class ErrandPage;

}

namespace satchel::bench {

// One window, in a process that does only this, on a station that is there; what was measured is printed as one JSON
// object. `begun` is when that process was started, on the monotonic clock.
class WindowRun final : public QObject {
    Q_OBJECT

public:
    WindowRun(const QString& home, qint64 begun);

    void start(); // until it is up, shows its first page, has its first rows, has all rows
    void lookThrough(); // every order and some filters, of items and of devices
    void errand(const QString& page, const QString& folder); // "takeOut" or "bringIn", watched for stalls
    void cancel(const QString& folder, qint64 bytesPerSecond); // stops while writing there, several times

    [[nodiscard]] QByteArray text();

private:
    void openWindow();
    void waitFor(const std::function<bool()>& isSo, const QString& what);
    [[nodiscard]] double sinceBegin() const; // ms
    void openItems();
    void measureOrders(const QString& what, QAbstractItemView& view, QHeaderView& header);
    void measureFilters(const QString& what, QAbstractItemView& view);
    void measureChosen(QTableView& view);
    void measure(const QString& name, QAbstractItemView& view, const std::function<void()>& work);
    void begin(ErrandPage& page, const QString& folder);
    double stopAfter(ErrandPage& page, const QString& folder, qint64 bytes);

    QString m_home;
    qint64 m_begun; // ns
    std::unique_ptr<MainWindow> m_window;
    bool m_isUp = false;
    bool m_hasRows = false;
    bool m_hasAllRows = false;
    bool m_hasArrivals = false;
    JsonWriter m_json;
};

// Nanoseconds on the monotonic clock, which all processes share.
[[nodiscard]] qint64 monotonicNow();

} // namespace satchel::bench
