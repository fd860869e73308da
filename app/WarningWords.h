#pragma once

#include <core/exchange/verify/Verify.h>
#include <core/exchange/session/Warning.h>

#include <QString>
#include <QStringList>

namespace satchel {

// What a person is told of each warning: a line with what it is about (`about` where the warning itself does not say),
// and one with core's own words, which are English, as a detail.
[[nodiscard]] QStringList wordsOf(const QList<Warning>& warnings, const QString& about = {});

// Why a check ended as it did, in the language of the window; empty where its name and its result say it all.
[[nodiscard]] QString wordsOf(const Check& check, const VerifiedFile& file);

} // namespace satchel
