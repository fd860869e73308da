#pragma once

#include <core/objects/encoding/DerFields.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace satchel {

// What the generalInfo of a PKIHeader says (RFC 9810 section 5.1.1), as far as somebody here acts on it. It only
// informs: a value that cannot be read is a remark, and no reason to refuse the message.
struct CmpGeneralInfo {
    bool implicitConfirm = false; // section 5.1.1.1: asked for, or granted
    std::optional<QDateTime> confirmWaitTime; // section 5.1.1.2: until when the authority waits for a certConf
    QStringList certProfiles; // section 5.1.1.4
    QStringList remarks;

    [[nodiscard]] static CmpGeneralInfo read(DerFields infos); // of a SEQUENCE OF InfoTypeAndValue

private:
    void take(const QByteArray& type, DerFields value);
    void takeCertProfiles(DerFields value);
};

// What a general message asks for or tells (RFC 9810 section 5.3.19).
struct CmpInfo {
    QString type; // by its name if it has one ("caCerts"), else dotted
    QByteArray value; // whole element, empty if absent
};

// A SEQUENCE OF InfoTypeAndValue in its order. More than 64 are refused.
[[nodiscard]] std::vector<CmpInfo> readCmpInfos(DerFields infos);

// A PKIFreeText; of very many lines the first 16. Bytes that are no UTF-8 are shown as U+FFFD.
// Text that is no UTF-8 is shown as far as it can be read; `remarks` says so, calling it by `place`.
[[nodiscard]] QStringList readCmpFreeText(DerFields lines, const QString& place, QStringList& remarks);

} // namespace satchel
