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
        {QStringLiteral("form"), QT_TRANSLATE_NOOP("ObjectWords", "format")},
        {QStringLiteral("serialNumber"), QT_TRANSLATE_NOOP("ObjectWords", "serial number")},
        {QStringLiteral("nonce"), QT_TRANSLATE_NOOP("ObjectWords", "nonce")},
        {QStringLiteral("assertion"), QT_TRANSLATE_NOOP("ObjectWords", "assertion")},
        {QStringLiteral("createdOn"), QT_TRANSLATE_NOOP("ObjectWords", "made on")},
        {QStringLiteral("expiresOn"), QT_TRANSLATE_NOOP("ObjectWords", "good until")},
        {QStringLiteral("idevidIssuer"), QT_TRANSLATE_NOOP("ObjectWords", "manufacturer of the device (key)")},
        {QStringLiteral("signer"), QT_TRANSLATE_NOOP("ObjectWords", "signed by")},
        {QStringLiteral("pinnedDomainCertificate"), QT_TRANSLATE_NOOP("ObjectWords", "the device shall belong to")},
        {QStringLiteral("proximityRegistrarCertificate"),
            QT_TRANSLATE_NOOP("ObjectWords", "the device saw the registrar")},
        {QStringLiteral("priorRequest"), QT_TRANSLATE_NOOP("ObjectWords", "what the device itself asked")},
        {QStringLiteral("subject"), QT_TRANSLATE_NOOP("ObjectWords", "issued to")},
        {QStringLiteral("issuer"), QT_TRANSLATE_NOOP("ObjectWords", "issued by")},
        {QStringLiteral("notBefore"), QT_TRANSLATE_NOOP("ObjectWords", "valid from")},
        {QStringLiteral("notAfter"), QT_TRANSLATE_NOOP("ObjectWords", "valid until")},
        {QStringLiteral("key"), QT_TRANSLATE_NOOP("ObjectWords", "key (SHA-256)")},
        {QStringLiteral("keyType"), QT_TRANSLATE_NOOP("ObjectWords", "kind of key")},
        {QStringLiteral("sha256"), QT_TRANSLATE_NOOP("ObjectWords", "fingerprint (SHA-256)")},
        {QStringLiteral("masaUrl"), QT_TRANSLATE_NOOP("ObjectWords", "its manufacturer's MASA")},
        {QStringLiteral("certificates"), QT_TRANSLATE_NOOP("ObjectWords", "certificates")},
        {QStringLiteral("requests"), QT_TRANSLATE_NOOP("ObjectWords", "asks for")},
        {QStringLiteral("transactionId"), QT_TRANSLATE_NOOP("ObjectWords", "transaction")},
        {QStringLiteral("sender"), QT_TRANSLATE_NOOP("ObjectWords", "sender")},
        {QStringLiteral("recipient"), QT_TRANSLATE_NOOP("ObjectWords", "recipient")},
        {QStringLiteral("body"), QT_TRANSLATE_NOOP("ObjectWords", "kind of message")},
        {QStringLiteral("status"), QT_TRANSLATE_NOOP("ObjectWords", "status")},
        {QStringLiteral("reason"), QT_TRANSLATE_NOOP("ObjectWords", "reason")},
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
