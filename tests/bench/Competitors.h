#pragma once

#include "ChildProcess.h"
#include "Workload.h"

#include <QList>
#include <QString>

#include <functional>

namespace satchel::bench {

// A way to do without Satchel a part of what it does.
struct Competitor {
    QString name;
    QString skipped; // why it cannot run here; empty if it can
    std::function<Sample()> run;
    qint64 messages = 0;
    QString remark = {};
};

// Packing the spool into one encrypted file on the disk, flushed, by other people's tools; and OpenSSL's own command
// for each message. Keys are made in `folder`, which the caller removes.
class Competitors final {
public:
    Competitors(const QString& folder, const Workload& workload);

    [[nodiscard]] Competitor age() const;
    [[nodiscard]] Competitor cms() const;
    [[nodiscard]] Competitor nncp() const;
    [[nodiscard]] Competitor shellLoop() const;

private:
    void makeKeys(const QString& program, const QString& script) const;
    [[nodiscard]] Sample pack(const QString& script, const QString& file) const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    [[nodiscard]] QString tar() const;

    QString m_folder;
    Workload m_workload;
};

} // namespace satchel::bench
