#pragma once

#include <core/base/JsonWriter.h>

#include <QList>
#include <QString>
#include <QStringView>

namespace satchel {

// What did not stop a verb, and should be known all the same.
struct Warning {
    enum class Kind {
        SenderExpired, // the certificate of a bundle's signer, by this station's clock
        SenderNotYetValid,
        UseByPassed, // the sender wanted the bundle used earlier
        OtherLedger, // its sender has another ledger than the one that sent last
        PeerRevoked, // something waits for a station that was revoked here
        PeerForgotten, // or that is no peer any more
        PlaceLeft, // a medium failed, and the next one took what was left
        NotInCustodyLog,
        MediumRemark, // of who ejected it
    };

    Kind kind = Kind::MediumRemark;
    QString text; // the whole of it, in English: logs and scripts read it, too
    QString about = {}; // the station or the folder, where only the text tells it
};

// As a member: an array of the texts.
void writeWarnings(JsonWriter& writer, QStringView name, const QList<Warning>& warnings);

} // namespace satchel
