#pragma once

#include <core/base/Result.h>

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace satchel {

// What a person is told when a verb fails: what happened, what is safe, what to do now. Chosen by the error's code.
struct Wording {
    Q_DECLARE_TR_FUNCTIONS(Wording)

public:
    QString whatHappened;
    QString whatIsSafe;
    QString whatToDo;

    // A line for what core says: English, and never the sentence by which anybody decides.
    [[nodiscard]] static QString inDetail(const QString& coreWords);

    [[nodiscard]] QString details() const; // what is safe, and below it what to do
    [[nodiscard]] QString whole() const; // all of it, a line each
};

// What was being done: carrying, or work with this station alone. Look only reads; Change writes to the station.
enum class Errand { TakeOut, BringIn, Eject, Save, Print, Look, Change };
[[nodiscard]] Wording wordingOf(const Error& error, Errand errand);

} // namespace satchel
