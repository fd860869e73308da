#include "CmpGeneralInfo.h"

#include <core/objects/encoding/DerTime.h>

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace satchel {

namespace {

constexpr int MostInfos = 64;
constexpr int MostLines = 16;
constexpr qsizetype LongestLine = 1024;
constexpr qsizetype MostNames = 16;

constexpr QByteArrayView InfoTypeArc = "1.3.6.1.5.5.7.4."; // id-it
constexpr QByteArrayView ImplicitConfirm = "1.3.6.1.5.5.7.4.13";
constexpr QByteArrayView ConfirmWaitTime = "1.3.6.1.5.5.7.4.14";
constexpr QByteArrayView CertProfile = "1.3.6.1.5.5.7.4.21";

// RFC 9810 section 5.3.19 and appendix F; 8 and 9 were never given out.
constexpr std::array InfoTypeNames{u"", u"caProtEncCert", u"signKeyPairTypes", u"encKeyPairTypes", u"preferredSymmAlg",
    u"caKeyUpdateInfo", u"currentCRL", u"unsupportedOIDs", u"", u"", u"keyPairParamReq", u"keyPairParamRep",
    u"revPassphrase", u"implicitConfirm", u"confirmWaitTime", u"origPKIMessage", u"suppLangTags", u"caCerts",
    u"rootCaKeyUpdate", u"certReqTemplate", u"rootCaCert", u"certProfile", u"crlStatusList", u"crls",
    u"KemCiphertextInfo"};

QString infoTypeName(const QByteArray& oid)
{
    if (oid.startsWith(InfoTypeArc)) {
        bool isNumber = false;
        const auto number = oid.sliced(InfoTypeArc.size()).toULongLong(&isNumber);
        if (isNumber && number < InfoTypeNames.size() && *InfoTypeNames[number] != u'\0') {
            return QString::fromUtf16(InfoTypeNames[number]);
        }
    }
    return QString::fromLatin1(oid);
}

// Each type with the reader of what follows it. The pieces of one entry share the failure of all.
void forEachInfo(DerFields& infos, const std::function<void(const QByteArray&, DerFields)>& visit)
{
    for (int count = 0; !infos.atEnd(); ++count) {
        if (count == MostInfos) {
            infos.refuse(QStringLiteral("more than %1 entries of general information").arg(MostInfos));
            return;
        }
        DerFields info = infos.enter(der::Sequence);
        const QByteArray type = info.takeOid();
        if (!type.isEmpty()) {
            visit(type, info);
        }
    }
}

} // namespace

CmpGeneralInfo CmpGeneralInfo::read(DerFields infos)
{
    CmpGeneralInfo general;
    QStringList seen;
    forEachInfo(infos, [&general, &seen](const QByteArray& type, DerFields value) {
        const QString name = infoTypeName(type);
        if (seen.contains(name)) {
            general.remarks.append(QStringLiteral("the header has %1 twice; the first counts").arg(name));
            return;
        }
        seen.append(name);
        general.take(type, std::move(value));
    });
    return general;
}

void CmpGeneralInfo::take(const QByteArray& type, DerFields value)
{
    if (type == ImplicitConfirm) {
        implicitConfirm = true;
    } else if (type == ConfirmWaitTime) {
        const bool isTime = value.nextIs(der::GeneralizedTime);
        confirmWaitTime = isTime ? readGeneralizedTime(value.take().content) : std::nullopt;
        if (!confirmWaitTime) {
            remarks.append(QStringLiteral("the confirmWaitTime of the header cannot be read"));
        }
    } else if (type == CertProfile) {
        takeCertProfiles(std::move(value));
    }
}

void CmpGeneralInfo::takeCertProfiles(DerFields value)
{
    const auto takeName
        = [this](DerFields& names) { certProfiles.append(QString::fromUtf8(names.take().content).left(LongestLine)); };
    if (value.nextIs(der::Utf8String)) {
        takeName(value); // as Siemens' LightweightCmpRa writes it
        remarks.append(QStringLiteral("the certProfile of the header is a name and no list of names"));
    } else if (auto names = value.enterIf(der::Sequence)) {
        while (names->nextIs(der::Utf8String) && certProfiles.size() < MostNames) {
            takeName(*names);
        }
    }
    if (certProfiles.isEmpty()) {
        remarks.append(QStringLiteral("the certProfile of the header cannot be read"));
    }
}

std::vector<CmpInfo> readCmpInfos(DerFields infos)
{
    std::vector<CmpInfo> all;
    forEachInfo(infos, [&all](const QByteArray& type, DerFields value) {
        all.push_back({infoTypeName(type), value.atEnd() ? QByteArray{} : value.take().whole.toByteArray()});
    });
    return all;
}

QStringList readCmpFreeText(DerFields lines, const QString& place, QStringList& remarks)
{
    QStringList texts;
    bool isUtf8 = true;
    while (!lines.atEnd() && texts.size() < MostLines) {
        QStringDecoder decoder{QStringDecoder::Utf8, QStringDecoder::Flag::Stateless}; // what is cut off is wrong too
        const QString text = decoder(lines.take(der::Utf8String).content);
        isUtf8 = isUtf8 && !decoder.hasError();
        texts.append(text.left(LongestLine));
    }
    if (!isUtf8) {
        remarks.append(QStringLiteral("%1 is not UTF-8, and parts of it cannot be shown").arg(place));
    }
    return texts;
}

} // namespace satchel
