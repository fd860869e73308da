#pragma once

#include <core/exchange/Verify.h>
#include <core/exchange/Warning.h>

#include <QString>
#include <QStringList>

namespace satchel {

// What a person is told of a warning, with core's own words, which are English, in brackets.
[[nodiscard]] QString wordsOf(const Warning& warning);
[[nodiscard]] QStringList wordsOf(const QList<Warning>& warnings); // a line each

// Why a check ended as it did, in the language of the window; empty where its name and its result say it all.
[[nodiscard]] QString wordsOf(const Check& check, const VerifiedFile& file);

} // namespace satchel
