#include "AssessmentBuilder.h"

#include "CheckNames.h"

#include <array>
#include <algorithm>

namespace satchel {

namespace {

// From the gravest on. What is not listed is less grave than what is.
constexpr std::array HoldsByGravity{
    ErrorCode::WeakAlgorithm,
    ErrorCode::SerialMismatch,
    ErrorCode::KeyMismatch,
    ErrorCode::DomainMismatch,
    ErrorCode::NonceMismatch,
    ErrorCode::Held, // cannot be carried or cannot be checked, whoever vouches for it
    ErrorCode::UntrustedIssuer,
    ErrorCode::RequesterUnknown,
    ErrorCode::NoTransactionId,
    ErrorCode::Expired,
    ErrorCode::NotYetValid,
};

bool isGraver(ErrorCode a, ErrorCode b)
{
    return std::ranges::find(HoldsByGravity, a) < std::ranges::find(HoldsByGravity, b);
}

[[maybe_unused]] bool isIn(std::span<const QLatin1StringView> names, const QString& name)
{
    return std::any_of(names.begin(), names.end(), [&name](QLatin1StringView known) { return name == known; });
}

// What is checked may bring names of any length, and people, the ledger and the log get what is said of it.
QString bounded(const QString& text)
{
    constexpr qsizetype Longest = 2048;
    return text.size() <= Longest ? text : text.left(Longest - 1) + QChar{0x2026};
}

} // namespace

void AssessmentBuilder::pass(const QString& check, const QString& detail)
{
    add(check, CheckResult::Pass, detail);
}

void AssessmentBuilder::warn(const QString& check, const QString& text)
{
    add(check, CheckResult::Warn, text);
    m_assessment.warnings.append(bounded(text));
}

void AssessmentBuilder::skip(const QString& check, const QString& why)
{
    add(check, CheckResult::Skipped, why);
}

void AssessmentBuilder::hold(const QString& check, ErrorCode code, const QString& text)
{
    add(check, CheckResult::Fail, text);
    if (!m_assessment.hold || isGraver(code, m_assessment.hold->code)) {
        m_assessment.hold = Reason{code, bounded(text)};
    }
}

void AssessmentBuilder::refuse(const QString& check, ErrorCode code, const QString& text)
{
    add(check, CheckResult::Fail, text);
    if (!m_assessment.refusal) {
        m_assessment.refusal = Reason{code, bounded(text)};
    }
}

void AssessmentBuilder::include(const Assessment& inner, const QString& prefix)
{
    Q_ASSERT(isIn(innerObjectNames(), prefix));
    const QString before = prefix + QStringLiteral(": ");
    for (const Check& check : inner.checks) {
        append(prefix + QLatin1Char(' ') + check.name, check.result, check.detail);
    }
    for (const QString& warning : inner.warnings) {
        m_assessment.warnings.append(bounded(before + warning));
    }
    if (inner.refusal && !m_assessment.refusal) {
        m_assessment.refusal = Reason{inner.refusal->code, bounded(before + inner.refusal->text)};
    }
    if (inner.hold && (!m_assessment.hold || isGraver(inner.hold->code, m_assessment.hold->code))) {
        m_assessment.hold = Reason{inner.hold->code, bounded(before + inner.hold->text)};
    }
}

Assessment AssessmentBuilder::take()
{
    if (m_assessment.refusal) {
        m_assessment.hold.reset();
    }
    return std::move(m_assessment);
}

void AssessmentBuilder::add(const QString& check, CheckResult result, const QString& detail)
{
    Q_ASSERT(isIn(checkNames(), check));
    append(check, result, detail);
}

void AssessmentBuilder::append(const QString& check, CheckResult result, const QString& detail)
{
    m_assessment.checks.append(Check{check, result, bounded(detail)});
}

} // namespace satchel
