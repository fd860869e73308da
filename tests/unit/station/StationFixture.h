#pragma once

#include <core/base/Time.h>
#include <core/crypto/PrivateKey.h>
#include <core/station/Card.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/stat.h>

// What the tests of this folder make and look at: throw-away keys, cards, files.
namespace fixture {

struct Pair {
    satchel::PrivateKey key;
    satchel::Certificate certificate;
};

inline Pair makePair(satchel::CertificateTemplate::Use use, satchel::KeyType type = satchel::KeyType::P256)
{
    auto key = satchel::PrivateKey::generate(type).value();
    auto certificate = satchel::issueSelfSigned({.commonName = QStringLiteral("Test"),
                                                    .notBefore = satchel::beginningOfTime(),
                                                    .notAfter = satchel::endOfTime(),
                                                    .use = use},
        key)
                           .value();
    return {std::move(key), std::move(certificate)};
}

// The keys of one imagined station.
struct Keys {
    Pair signing = makePair(satchel::CertificateTemplate::Use::Signing);
    Pair decryption = makePair(satchel::CertificateTemplate::Use::Decryption);

    [[nodiscard]] satchel::Card::Facts facts(satchel::StationRole role = satchel::StationRole::Backend,
        const QString& name = QStringLiteral("Plant 7")) const
    {
        return {.station = signing.certificate.keyFingerprint(),
            .role = role,
            .name = name,
            .issue = 1,
            .created = QDateTime{QDate{2026, 11, 22}, QTime{9, 0}, Qt::UTC},
            .signing = {signing.certificate},
            .decryption = {decryption.certificate}};
    }

    [[nodiscard]] satchel::Card card(const satchel::Card::Facts& facts) const
    {
        return satchel::Card::create(facts, signing.key, signing.certificate).value();
    }

    [[nodiscard]] satchel::Card card() const { return card(facts()); }
};

inline satchel::Clock clock()
{
    return satchel::fixedClock(QDateTime{QDate{2026, 11, 22}, QTime{9, 0}, Qt::UTC});
}

inline void put(const QString& path, const QByteArray& bytes)
{
    QVERIFY(QDir{}.mkpath(QFileInfo{path}.path()));
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

inline QByteArray contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<unreadable>");
}

inline QStringList namesIn(const QString& folder)
{
    return QDir{folder}.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

inline mode_t modeOf(const QString& path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? (facts.st_mode & 07777U) : 0;
}

// Runs the openssl command in a folder; false if it is not there or fails.
inline bool openssl(const QStringList& arguments, const QString& folder)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

// A certificate as other tools make it: key options and extensions as `openssl req` takes them. DER.
inline QByteArray opensslCertificate(
    const QStringList& keyOptions, const QStringList& extensions, const QString& folder)
{
    const auto configuration = folder + QStringLiteral("/openssl.cnf");
    put(configuration, "[req]\ndistinguished_name = dn\n[dn]\n");
    QStringList arguments{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-nodes"),
        QStringLiteral("-subj"), QStringLiteral("/CN=Foreign"), QStringLiteral("-config"), configuration,
        QStringLiteral("-keyout"), QStringLiteral("foreign.key.pem"), QStringLiteral("-outform"), QStringLiteral("DER"),
        QStringLiteral("-out"), QStringLiteral("foreign.cer")};
    for (const auto& extension : extensions) {
        arguments << QStringLiteral("-addext") << extension;
    }
    return openssl(arguments + keyOptions, folder) ? contentOf(folder + QStringLiteral("/foreign.cer")) : QByteArray();
}

} // namespace fixture
