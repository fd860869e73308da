#pragma once

#include <core/base/Result.h>
#include <core/bundle/RequesterRecord.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// A request as it came from a station's `deliver`.
struct DeliveredRequest {
    QByteArray bytes;
    EnrolmentObjectPtr object;
    std::optional<RequesterRecord> requester;
};

struct IssuedAnswer {
    QByteArray bytes;
    QStringList warnings; // what was let pass, each in one sentence
};

// One of the parts that an issuer plays. Answers nothing that is not sound: the error says what is wrong with the
// request, and then nothing has been issued.
class RequestAnswerer {
public:
    virtual ~RequestAnswerer() = default;

    [[nodiscard]] virtual bool answers(const EnrolmentObject& request) const = 0;
    // Of the answer's file.
    [[nodiscard]] virtual QString extensionFor(const EnrolmentObject& request) const = 0;
    [[nodiscard]] virtual Result<IssuedAnswer> answer(const DeliveredRequest& request, const QDateTime& now) const = 0;

protected:
    RequestAnswerer() = default;
    RequestAnswerer(const RequestAnswerer&) = default;
    RequestAnswerer& operator=(const RequestAnswerer&) = default;
};

} // namespace satchel
