#include "PrivateKey.h"

#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <core/base/File.h>

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include <cstring>

namespace satchel {

namespace {

constexpr qint64 MostCertificateFileBytes = 1 << 20;

// Answers OpenSSL's question for a passphrase in place of a prompt on the terminal, and remembers that it was asked.
struct PassphraseAnswer {
    const Secret& passphrase;
    bool asked = false;

    static int answer(char* buffer, int size, int /*forWriting*/, void* self)
    {
        auto* const me = static_cast<PassphraseAnswer*>(self);
        me->asked = true;
        const QByteArray& text = me->passphrase.reveal();
        if (text.isEmpty() || text.size() > size) {
            return -1;
        }
        std::memcpy(buffer, text.constData(), static_cast<std::size_t>(text.size()));
        return static_cast<int>(text.size());
    }
};

QString schemeOf(const QString& uri)
{
    static const QRegularExpression scheme{QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*):")};
    return scheme.match(uri).captured(1).toLower();
}

Result<QString> pathOf(const QString& uri)
{
    const QString scheme = schemeOf(uri);
    if (scheme.isEmpty() || QFileInfo::exists(uri)) {
        return uri;
    }
    if (scheme != QStringLiteral("file")) {
        return fail(Error{ErrorCode::KeyUnavailable,
            QStringLiteral("this build opens keys and certificates by file: URIs only, not by %1:").arg(scheme), uri});
    }
    const QUrl url{uri};
    if (!url.host().isEmpty() && url.host() != QStringLiteral("localhost")) {
        return fail(Error{ErrorCode::KeyUnavailable,
            QStringLiteral("this file: URI names another computer; file:/path is the form to use"), uri});
    }
    return url.path(QUrl::FullyDecoded);
}

// What OSSL_STORE is to open. Other schemes (pkcs11:) would pass through here as they are.
Result<QByteArray> storeNameOf(const QString& uri)
{
    const auto path = pathOf(uri);
    if (!path) {
        return fail(path.error());
    }
    const QFileInfo file{*path};
    if (!file.exists()) {
        return fail(Error{ErrorCode::KeyUnavailable, QStringLiteral("there is no such key file"), uri});
    }
    if (!file.isFile()) {
        return fail(Error{ErrorCode::KeyUnavailable, QStringLiteral("a key file must be a regular file"), uri});
    }
    // An absolute path is what no scheme can be read into.
    return QFile::encodeName(file.absoluteFilePath());
}

PkeyHandle firstKey(OSSL_STORE_CTX* store)
{
    while (OSSL_STORE_eof(store) == 0) {
        const StoreInfoHandle info{OSSL_STORE_load(store)};
        if (info && OSSL_STORE_INFO_get_type(info.get()) == OSSL_STORE_INFO_PKEY) {
            return PkeyHandle{OSSL_STORE_INFO_get1_PKEY(info.get())};
        }
        if (!info && OSSL_STORE_error(store) != 0) {
            return {};
        }
    }
    return {};
}

Error whyNoKey(const PassphraseAnswer& answer, const QString& uri)
{
    // Taken in every case: the queue must not tell its reasons to somebody else's error.
    Error error = takeOpenSslError(QStringLiteral("no private key could be read from it"), ErrorCode::KeyUnavailable);
    if (answer.asked && answer.passphrase.isEmpty()) {
        error = Error{ErrorCode::WrongPassphrase, QStringLiteral("the key is encrypted and no passphrase was given")};
    } else if (answer.asked) {
        error = Error{ErrorCode::WrongPassphrase, QStringLiteral("the passphrase does not open the key")};
    }
    return std::move(error).withFile(uri);
}

} // namespace

Result<PrivateKey> loadKey(const QString& uri, const Secret& passphrase)
{
    const auto name = storeNameOf(uri);
    if (!name) {
        return fail(name.error());
    }
    const OpenSslErrorScope scope;
    PassphraseAnswer answer{passphrase};
    const UiMethodHandle silent{UI_UTIL_wrap_read_pem_callback(&PassphraseAnswer::answer, 0)};
    const StoreReaderHandle store{
        OSSL_STORE_open_ex(name->constData(), nullptr, nullptr, silent.get(), &answer, nullptr, nullptr, nullptr)};
    if (!store || OSSL_STORE_expect(store.get(), OSSL_STORE_INFO_PKEY) != 1) {
        return fail(whyNoKey(answer, uri));
    }
    PkeyHandle key = firstKey(store.get());
    if (!key) {
        return fail(whyNoKey(answer, uri));
    }
    return PrivateKey{key.release()};
}

Result<QList<Certificate>> loadCertificates(const QString& uri)
{
    const auto path = pathOf(uri);
    if (!path) {
        return fail(path.error());
    }
    const auto bytes = readFile(*path, MostCertificateFileBytes);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto certificates = Certificate::fromPemOrDer(*bytes);
    if (!certificates) {
        return fail(std::move(certificates).error().withFile(*path));
    }
    return certificates;
}

} // namespace satchel
