#include "CmsForge.h"
#include "SignedFaults.h"

#include <core/crypto/Signature.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

void makeContentFaults(const Maker& maker)
{
    const auto& site = maker.world.keys("site");
    const auto over = [&maker](const char* name, const Fault& fault, const char* scenario, const char* word) {
        maker.refuse(name, fault, ErrorCode::BadSignature, rules::OverThisLabel, scenario, word);
    };
    over(
        "label-altered-after-it-was-signed",
        [](BundleForge& forge) {
            forge.changeSignedLabelJson
                = [](QByteArray& json) { json.replace(R"("sequence":1,)", R"("sequence":2,)"); };
        },
        "the label's number was altered after it was signed", "messageDigest");
    over(
        "label-with-a-blank-more",
        [](BundleForge& forge) { forge.changeSignedLabelJson = [](QByteArray& json) { json += ' '; }; },
        "a blank behind the label, added after it was signed", "messageDigest");
    over("label-signature-of-another-label", signedBy([&site](const QByteArray& label) {
        return signDetached(label.toUpper(), site.signingKey, site.signing, forgeTime()).value();
    }),
        "the sender's signature of another text", "messageDigest");
    over("label-signature-empty", signedBy([](const QByteArray&) { return QByteArray{}; }), "label.p7s holds nothing",
        "label.p7s");
    over("label-signature-in-pem", signedBy([&site](const QByteArray& label) {
        return "-----BEGIN CMS-----\n" + signDetached(label, site.signingKey, site.signing, forgeTime())->toBase64()
            + "\n-----END CMS-----\n";
    }),
        "label.p7s in PEM", "label.p7s");
    over("label-signature-with-its-content", signedBy([&site](const QByteArray& label) {
        return signAttached(label, site.signingKey, site.signing, forgeTime()).value();
    }),
        "label.p7s with the label inside", "label.p7s");
}

void makeRsaFaults(const Maker& maker)
{
    for (const auto& fault : rsaFaults(maker.world.keys("site-rsa").signer(), false)) {
        auto forge = maker.bundle("site-rsa");
        signedBy(fault.make)(forge);
        maker.refuse(
            Maker::row("label-signature-" + fault.name, fault.code, fault.rule, fault.scenario, fault.word), forge);
    }
}

// The name of a station, and a certificate of that key that no card shows.
IssuerIdentity twin(const ForgedStation& station, CertificateTemplate::Use use)
{
    CertificateTemplate facts;
    facts.commonName = QStringLiteral("Depot 4");
    facts.notBefore = beginningOfTime();
    facts.notAfter = endOfTime();
    facts.use = use;
    return {issueSelfSigned(facts, station.signingKey).value(), station.signingKey};
}

void makeSignerFaults(const Maker& maker)
{
    const auto unknown = ErrorCode::UnknownSender;
    const auto& site = maker.world.keys("site");
    const auto signer = [&](const char* name, const IssuerIdentity& identity, const char* scenario) {
        maker.refuse(
            name, [&](BundleForge& forge) { forge.signer = identity; }, unknown, rules::SignerOnCard, scenario,
            "label.p7s");
    };
    signer("impostor", maker.world.keys("stranger").signer(), "a stranger signs in the name of a peer");
    signer("other-peer-in-the-name-of-this-one", maker.world.keys("site-p384").signer(),
        "another peer signs in the name of this one");
    signer("twin-certificate", twin(site, CertificateTemplate::Use::Signing),
        "signed with the sender's key under a certificate that is not on its card");
    maker.refuse("signed-with-a-decryption-certificate", signedBy([&site](const QByteArray& label) {
        return makeSignedData(label, {site.decryption, site.decryptionKey}, {});
    }),
        unknown, rules::SignerOnCard, "signed with the sender's decryption key and certificate", "label.p7s");
    maker.refuse("signed-with-rsa-1024",
        signedBy([](const QByteArray& label) { return signedWithRsa1024(label, false); }), unknown, rules::SignerOnCard,
        "signed with an RSA key of 1024 bits, which no card can show", "label.p7s");
    maker.refuse(
        Maker::row("stranger", unknown, rules::SignerOnCard, "a station that nobody added here", "never added"),
        maker.bundle("stranger"));
}

} // namespace

void makeSignatureFaults(const Maker& maker)
{
    makeContentFaults(maker);
    const auto signer = maker.world.keys("site").signer();
    const auto other = maker.world.keys("stranger").signer();
    for (const auto& fault : signedFaults(signer, other, false)) {
        maker.refuse("label-signature-" + fault.name, signedBy(fault.make), fault.code, fault.rule,
            "label.p7s: " + fault.scenario, fault.word);
    }
    makeRsaFaults(maker);
    makeSignerFaults(maker);
}

void makeSenderFaults(const Maker& maker)
{
    const auto row = [](const char* name, ErrorCode code, const Rule& rule, const char* scenario, const char* word) {
        return Maker::row(name, code, rule, scenario, word);
    };
    maker.refuse(
        row("revoked-sender", ErrorCode::RevokedSender, rules::NotRevoked, "a peer that was revoked here", "revoked"),
        maker.bundle("revoked-site"));
    auto role = row("sender-of-our-own-role", ErrorCode::WrongRole, rules::OtherRole,
        "another backend, which this one has among its peers since before roles were looked at", "like this station");
    role.reader = "old-backend";
    maker.refuse(role, maker.bundle("backend-p384"));
    maker.refuse(row("for-another-station", ErrorCode::NotAddressedToUs, rules::Addressee,
                     "a bundle for another backend", "it is for station"),
        maker.bundle("site", "backend-p384"));
    auto own = row("from-the-reader-itself", ErrorCode::NotAddressedToUs, rules::Addressee,
        "what the reader itself made for a site: sound as far as the sender can check, nothing to import",
        "made it itself");
    own.verify = "incomplete";
    maker.set.add(own, maker.bundle("backend", "site").make());

    const auto outOfTime = [&](const char* name, const char* from, ErrorCode code, const char* scenario) {
        const auto file = maker.bundle(from).make();
        auto strict = row(name, code, rules::SenderInTime, scenario, "by this station's clock");
        strict.reader = "strict-backend";
        maker.set.add(strict, file);
        auto lenient = Maker::goodRow(QByteArray{name} + "-by-the-usual-policy",
            QByteArray{scenario} + ", read by a station whose policy is to warn");
        lenient.warns = "sender";
        maker.set.again(lenient, name);
    };
    outOfTime("expired-sender", "expired-site", ErrorCode::Expired, "the sender's certificate ended in 2001");
    outOfTime("sender-not-yet-valid", "future-site", ErrorCode::NotYetValid, "the sender's certificate begins in 9998");

    auto forge = maker.bundle();
    forge.changeLabel = [](Label& label) {
        label.created = beginningOfTime();
        label.notAfter = beginningOfTime().addYears(1);
    };
    auto late = row("content-past-its-time", ErrorCode::Expired, rules::SenderInTime,
        "the label's `notAfter` is in 2001", "wanted it used until");
    late.reader = "strict-backend";
    maker.refuse(late, forge);
    auto used = Maker::goodRow("content-past-its-time-by-the-usual-policy",
        "the label's `notAfter` is in 2001, read by a station whose policy is to warn");
    maker.set.again(used, late.name);
}

} // namespace satchel::vectors
