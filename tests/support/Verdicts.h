#pragma once

#include <core/base/Result.h>
#include <core/ledger/Kind.h>
#include <core/objects/Assessment.h>
#include <core/objects/EnrolmentObject.h>

#include <QString>

#include <optional>

namespace satchel::test {

// The word for no reason and no fault.
[[nodiscard]] inline QString none()
{
    return QStringLiteral("none");
}

// What came of something in one word, as rows of tests name it: "none", or the code.
[[nodiscard]] inline QString codeOf(const std::optional<Reason>& reason)
{
    return reason ? errorCodeName(reason->code) : none();
}

template <typename T> [[nodiscard]] QString codeOf(const Result<T>& outcome)
{
    return outcome ? none() : errorCodeName(outcome.error().code);
}

// What bytes are taken for, "csr-attributes", or the code.
[[nodiscard]] inline QString outcomeOf(const QByteArray& bytes)
{
    const auto object = EnrolmentObject::recognise(bytes);
    return object ? kindName((*object)->kind()) : errorCodeName(object.error().code);
}

// "none", "held:untrusted-issuer", "refused:bad-signature".
[[nodiscard]] inline QString verdictOf(const Assessment& said)
{
    if (said.refusal) {
        return QStringLiteral("refused:") + codeOf(said.refusal);
    }
    return said.hold ? QStringLiteral("held:") + codeOf(said.hold) : none();
}

// The result of the first check of that name; empty if there is none.
[[nodiscard]] inline QString checkOf(const Assessment& said, QStringView name)
{
    for (const Check& check : said.checks) {
        if (check.name == name) {
            return checkResultName(check.result);
        }
    }
    return {};
}

} // namespace satchel::test
