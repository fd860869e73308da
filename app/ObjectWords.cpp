#include "ObjectWords.h"

#include "Words.h"

#include <core/base/Time.h>

#include <QCoreApplication>
#include <QHash>

namespace satchel {

namespace {

struct ObjectWords {
    Q_DECLARE_TR_FUNCTIONS(ObjectWords)
};

// Vouchers, certificates and what asks for them; the rest keeps the names of its standard.
const QHash<QString, const char*>& words()
{
    static const QHash<QString, const char*> all{
        {QStringLiteral("form"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "form")},
        {QStringLiteral("serialNumber"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "serial number")},
        {QStringLiteral("nonce"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "nonce")},
        {QStringLiteral("assertion"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "how the device was seen")},
        {QStringLiteral("createdOn"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "made on")},
        {QStringLiteral("expiresOn"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "good until")},
        {QStringLiteral("idevidIssuer"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "who made the device (key)")},
        {QStringLiteral("signer"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "signed by")},
        {QStringLiteral("pinnedDomainCertificate"),
            QT_TRANSLATE_NOOP("satchel::ObjectWords", "the device shall belong to")},
        {QStringLiteral("proximityRegistrarCertificate"),
            QT_TRANSLATE_NOOP("satchel::ObjectWords", "the device saw the registrar")},
        {QStringLiteral("priorRequest"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "what the device itself asked")},
        {QStringLiteral("subject"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "issued to")},
        {QStringLiteral("issuer"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "issued by")},
        {QStringLiteral("notBefore"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "valid from")},
        {QStringLiteral("notAfter"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "valid until")},
        {QStringLiteral("key"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "key (SHA-256)")},
        {QStringLiteral("keyType"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "kind of key")},
        {QStringLiteral("sha256"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "fingerprint (SHA-256)")},
        {QStringLiteral("masaUrl"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "its manufacturer's MASA")},
        {QStringLiteral("certificates"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "certificates")},
        {QStringLiteral("requests"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "asks for")},
        {QStringLiteral("transactionId"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "transaction")},
        {QStringLiteral("sender"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "sender")},
        {QStringLiteral("recipient"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "recipient")},
        {QStringLiteral("body"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "kind of message")},
        {QStringLiteral("status"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "status")},
        {QStringLiteral("reason"), QT_TRANSLATE_NOOP("satchel::ObjectWords", "reason")},
    };
    return all;
}

} // namespace

QString memberText(const QString& name)
{
    const auto found = words().constFind(name);
    return found == words().constEnd() ? name : ObjectWords::tr(*found);
}

QString valueText(const QString& value)
{
    const auto time = parseUtcText(value);
    return time ? timeText(*time) : value;
}

} // namespace satchel
