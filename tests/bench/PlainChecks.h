#pragma once

#include "Workload.h"

#include <core/crypto/OpenSslHandle.h>

#include <QByteArray>

namespace satchel::bench {

// One message in memory. The sidecar says who sent what does not prove it, and is empty elsewhere.
struct PlainMessage {
    enum class Kind { VoucherRequest, CertificationRequest, Cmp } kind = Kind::VoucherRequest;
    QByteArray der;
    QByteArray sidecar;
};

// The checks that gather makes, as anybody would write them with OpenSSL's public functions: one X509_STORE for each
// set of anchors, d2i, and the function that OpenSSL has for it. No record is kept, nothing is remembered, no form is
// looked at. Ends the program if OpenSSL refuses. Threads may share it, as they may share a store.
class PlainChecks final {
public:
    explicit PlainChecks(const Workload& workload);

    void verify(const PlainMessage& message) const;

private:
    void verifyVoucherRequest(const QByteArray& der) const;
    static void verifyPkcs10(const QByteArray& der);
    void verifyRequester(const QByteArray& sidecar) const;
    void verifyCmp(const QByteArray& der) const;

    StoreHandle m_manufacturers;
    X509StackHandle m_deviceAuthorities;
};

} // namespace satchel::bench
