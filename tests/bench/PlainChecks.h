#pragma once

#include "Workload.h"

#include <tests/reference/PlainChecks.h>

#include <QByteArray>

namespace satchel::bench {

// One message in memory. The sidecar says who sent what does not prove it, and is empty elsewhere.
struct PlainMessage {
    enum class Kind { VoucherRequest, CertificationRequest, Cmp } kind = Kind::VoucherRequest;
    QByteArray der;
    QByteArray sidecar;
};

// The checks that gather makes, by OpenSSL alone (tests/reference). No record is kept. Ends the program if OpenSSL
// refuses. Threads may share it.
class PlainChecks final {
public:
    explicit PlainChecks(const Workload& workload);

    void verify(const PlainMessage& message) const;

private:
    plain::Anchors m_manufacturers;
    X509StackHandle m_deviceAuthorities;
};

} // namespace satchel::bench
