#pragma once

#include "ByteFaults.h"

#include <core/base/Result.h>

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace satchel::torture {

// One reader of altered bytes. Used by one thread.
class Judge {
public:
    virtual ~Judge() = default;
    // What the program makes of them: nothing if it takes them for good.
    [[nodiscard]] virtual Result<void> judge(const QByteArray& bytes) = 0;
};

using JudgeMaker = std::function<std::unique_ptr<Judge>()>; // called on the thread that uses it

struct Victim {
    QString name; // "bundle-p256"
    QByteArray whole;
    JudgeMaker makeJudge;
};

struct TortureScope {
    qsizetype most = 0; // about so many of a victim's faults, spread evenly over all; 0: all
    unsigned threads = 1;
};

struct TortureTally {
    QMap<ByteFault, qint64> tried;
    QMap<QString, qint64> codes; // how often each was the reason
    // The first few that were taken for good, or refused as a mistake of ours or at too great length; and their number.
    QStringList wrong;
    qint64 wrongs = 0;
    bool takesTheWhole = false; // the victim itself, before anything is altered: else the run shows nothing

    [[nodiscard]] bool isPassed() const;
    // "bundle-p256: 9216 bytes; 73728 bits, 9216 cuts ...; 0 accepted"
    [[nodiscard]] QString line(const Victim& victim) const;
};

// Alters the victim in every way, on all threads, and has every version judged.
[[nodiscard]] TortureTally putToTorture(const Victim& victim, const TortureScope& scope);

} // namespace satchel::torture
