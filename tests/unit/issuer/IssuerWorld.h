#pragma once

#include <core/base/File.h>
#include <core/issuer/Issuer.h>
#include <core/objects/Sidecar.h>
#include <core/station/CertificatePem.h>
#include <tests/support/MessageForge.h>

#include <QDir>
#include <QTemporaryDir>

#include <optional>

namespace satchel::test {

// An issuer that knows the forge's manufacturer and domain, a folder of requests and one for the answers.
class IssuerWorld final {
public:
    IssuerWorld()
    {
        writeIssuer(QStringLiteral("manufacturer.pem"), certificatePem(forge.manufacturer.certificate));
        writeIssuer(QStringLiteral("domain.pem"), certificatePem(forge.domainCa.certificate));
    }

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString authority() const { return path(QStringLiteral("ca")); }
    [[nodiscard]] QString requests() const { return path(QStringLiteral("in")); }
    [[nodiscard]] QString answers() const { return path(QStringLiteral("out")); }

    void writeIssuer(const QString& name, const QByteArray& bytes) const { write(authority(), name, bytes); }
    void request(const QString& name, const QByteArray& bytes) const { write(requests(), name, bytes); }

    // The `.meta` of the request `name`, which says that `device` asked.
    void requester(const QString& name, const IssuerIdentity& device) const
    {
        Sidecar sidecar;
        sidecar.requester = RequesterRecord{.idevid = {device.certificate},
            .authenticatedBy = QStringLiteral("tls-client-certificate"),
            .proofOfPossession = QStringLiteral("signature"),
            .at = MessageForge::now()};
        request(name + QStringLiteral(".meta"), sidecar.toJson());
    }

    [[nodiscard]] IssueOrder order() const
    {
        return {.authority = authority(),
            .requests = requests(),
            .answers = answers(),
            .clock = fixedClock(MessageForge::now())};
    }

    [[nodiscard]] IssueReport issue(bool again = false) const
    {
        auto wishes = order();
        wishes.again = again;
        return satchel::issue(wishes, {});
    }

    [[nodiscard]] QStringList answerNames() const { return QDir{answers()}.entryList(QDir::Files, QDir::Name); }
    [[nodiscard]] QByteArray answerBytes(const QString& name) const
    {
        return readFile(answers() + QLatin1Char('/') + name, 1024 * 1024).value_or(QByteArray{});
    }
    [[nodiscard]] Certificate certificateOf(const QString& file) const
    {
        return loadCertificates(authority() + QLatin1Char('/') + file)->first();
    }

    MessageForge forge;

private:
    static void write(const QString& folder, const QString& name, const QByteArray& bytes)
    {
        if (!makeFolder(folder) || !writeFileAtomically(folder + QLatin1Char('/') + name, bytes)) {
            qFatal("cannot write %s", qPrintable(name));
        }
    }

    QTemporaryDir m_folder;
};

// The one row of a report's list; an empty value if there is not exactly one.
[[nodiscard]] inline JsonValue onlyRow(const RowList& rows)
{
    const auto values = rows.values();
    return values.size() == 1 ? values.front() : JsonValue{};
}

[[nodiscard]] inline QString textOf(const JsonValue& row, QStringView member)
{
    const auto* const value = row.find(member);
    return value && value->string() ? *value->string() : QString{};
}

} // namespace satchel::test
