#pragma once

#include <core/objects/Assessment.h>

namespace satchel {

// Collects what the checks of one object find. Only one hold is kept, the gravest; a refusal ends all holds.
class AssessmentBuilder final {
public:
    void pass(const QString& check, const QString& detail);
    // Let pass, but worth a sentence.
    void warn(const QString& check, const QString& text);
    void skip(const QString& check, const QString& why);
    void hold(const QString& check, ErrorCode code, const QString& text);
    void refuse(const QString& check, ErrorCode code, const QString& text);

    // Takes over what was found in an object inside this one; `prefix` goes before its names and texts.
    void include(const Assessment& inner, const QString& prefix);

    [[nodiscard]] bool isRefused() const { return m_assessment.refusal.has_value(); }
    [[nodiscard]] Assessment take();

private:
    void add(const QString& check, CheckResult result, const QString& detail);
    void append(const QString& check, CheckResult result, const QString& detail);

    Assessment m_assessment;
};

} // namespace satchel
