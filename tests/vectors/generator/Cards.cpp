#include "CmsForge.h"
#include "FieldFaults.h"
#include "JsonText.h"
#include "SignedFaults.h"
#include "StrictJsonFaults.h"

#include <core/crypto/Signature.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

QByteArray textOf(const QByteArray& bytes)
{
    return '"' + bytes.toBase64() + '"';
}

QByteArray textOf(const Certificate& certificate)
{
    return textOf(certificate.der());
}

class CardMaker final {
public:
    explicit CardMaker(const Maker& maker)
        : m_maker{maker}
        , m_site{maker.world.keys("new-site")}
        , m_facts{maker.world.cardFacts("new-site")}
    {
    }

    void makeAll() const
    {
        makeGood();
        makeFields();
        makeTexts();
        makeCertificates();
        makeSignatures();
        makeFiles();
        makeStanding();
    }

private:
    [[nodiscard]] QByteArray content() const
    {
        return orDie(peekAttached(m_maker.world.station("new-site").card.file())).content;
    }

    [[nodiscard]] QByteArray signedText(const QByteArray& text) const
    {
        return signAttached(text, m_site.signingKey, m_site.signing, forgeTime()).value();
    }

    [[nodiscard]] static Row row(
        const QByteArray& name, ErrorCode code, const Rule& rule, const QByteArray& scenario, const QByteArray& word)
    {
        auto made = Maker::row("card-" + name, code, rule, scenario, word);
        made.kind = "card";
        made.fingerprint = "new-site";
        made.verify = "-";
        return made;
    }

    [[nodiscard]] static Row goodRow(const QByteArray& name, const QByteArray& fingerprint, const QByteArray& scenario)
    {
        auto made = Maker::goodRow("card-" + name, scenario);
        made.kind = "card";
        made.fingerprint = fingerprint;
        made.verify = "-";
        made.take = "added";
        return made;
    }

    void makeGood() const
    {
        const auto own = [this](const char* name, const char* station, const char* scenario) {
            m_maker.set.add(goodRow(name, station, scenario), m_maker.world.station(station).card.file());
        };
        own("of-a-site", "new-site", "a site's card");
        own("with-p-384", "site-p384", "a card with P-384 keys, known already");
        own("with-rsa", "site-rsa", "a card with RSA keys, known already");
        auto office = goodRow("of-a-backend", "backend", "a backend's card, added at a site that knows it already");
        office.reader = "site";
        m_maker.set.add(office, m_maker.world.station("backend").card.file());
        auto facts = m_facts;
        facts.signing.prepend(m_maker.world.keys("site-p384").signing);
        facts.decryption += {m_maker.world.keys("site-p384").decryption, m_maker.world.keys("site-rsa").decryption};
        facts.name = QStringLiteral(u"K\u00f6ln \u201eS\u00fcd\u201c");
        put(facts, "with-several-certificates",
            "more certificates than one of each, and letters beyond ASCII in its name");
        facts = m_facts;
        facts.issue = 3;
        put(facts, "of-issue-3", "the third card of a station");
    }

    void put(const Card::Facts& facts, const char* name, const char* scenario) const
    {
        const auto card = orDie(Card::create(facts, m_site.signingKey, m_site.signing));
        m_maker.set.add(goodRow(name, "new-site", scenario), card.file());
    }

    void makeFields() const
    {
        const auto one = textOf(m_site.signing);
        const auto other = textOf(m_site.decryption);
        const QList<Field> fields{
            {"type", "1", {{"of-a-receipt", R"("satchel-receipt")", ErrorCode::NotRecognised}}},
            {"version", R"("1")", {{"2", "2", ErrorCode::UnsupportedVersion}}},
            {"station", "1",
                {{"in-capitals", '"' + m_site.id.toString().toUpper().toLatin1() + '"'},
                    {"of-63-digits", '"' + QByteArray(63, 'a') + '"'}}},
            {"role", "1", {{"of-another-kind", R"("both")"}, {"with-a-capital", R"("Site")"}}},
            {"name", "1",
                {{"of-no-characters", R"("")"}, {"of-65-characters", '"' + QByteArray(65, 'n') + '"'},
                    {"with-a-blank-at-its-end", R"("New depot ")"},
                    {"turning-writing-round", "\"New\xE2\x80\xAE depot\""}}},
            {"issue", R"("1")", {{"0", "0"}}},
            {"created", "1795338000", {{"with-fractions", R"("2026-11-22T09:00:00.0Z")"}}},
            {"signing", one,
                {{"of-none", "[]"}, {"of-nine", listOfNine(one), ErrorCode::TooLarge},
                    {"with-one-twice", '[' + one + ',' + one + ']'}}},
            {"signing.0", "1",
                {{"not-base64", R"("*")"}, {"without-padding", R"("MII")"}, {"of-no-certificate", R"("MAA=")"}}},
            {"decryption", one,
                {{"of-none", "[]"}, {"of-nine", listOfNine(other), ErrorCode::TooLarge},
                    {"with-one-twice", '[' + other + ',' + other + ']'}}},
            {"decryption.0", "1",
                {{"with-a-byte-after-it", textOf(m_site.decryption.der() + '\0'), ErrorCode::TrailingData}}},
        };
        const auto take = [this](const FaultyText& text) {
            auto json = content();
            text.change(json);
            const auto word = text.path == "type" && text.code == ErrorCode::NotRecognised
                ? QByteArray{"no station's card"}
                : text.word;
            m_maker.set.add(row(text.name, text.code, ruleFor(text), "card: " + text.scenario, word), signedText(json));
        };
        forEachFault(fields, take);
        forEachUnknownField({""}, take);
    }

    void makeTexts() const
    {
        const QList<QByteArray> inFiles{"byte-order-mark", "text-after-it"};
        for (const auto& fault : strictJsonFaults({"name", "issue", "1", rules::CardType})) {
            if (inFiles.contains(fault.name)) {
                continue;
            }
            auto json = content();
            fault.change(json);
            m_maker.set.add(row("json-" + fault.name, fault.code, fault.rule, "card: " + fault.scenario, fault.word),
                signedText(json));
        }
        m_maker.set.add(row("json-null", ErrorCode::Malformed, rules::StrictValues, "card: `issue` is null", "null"),
            signedText(jsontext::replaced(content(), "issue", "null")));
    }

    static QByteArray listOfNine(const QByteArray& one) { return '[' + QByteArray{one + ','}.repeated(8) + one + ']'; }

    static Rule ruleFor(const FaultyText& text)
    {
        if (text.code == ErrorCode::DuplicateField) {
            return rules::NoNameTwice;
        }
        if (text.code == ErrorCode::UnknownField) {
            return rules::NoUnknownField;
        }
        const bool isMissing = text.path == "version" && text.code == ErrorCode::Malformed;
        return (text.path == "type" || text.path == "version") && !isMissing ? rules::CardType : rules::CardForm;
    }

    void refuseFacts(const char* name, ErrorCode code, const Rule& rule, const char* field, const QByteArray& list,
        const char* scenario, const char* word) const
    {
        auto json = content();
        const auto before = '[' + textOf(qstrcmp(field, "signing") == 0 ? m_site.signing : m_site.decryption) + ']';
        json.replace(QByteArray{"\""} + field + "\":" + before, QByteArray{"\""} + field + "\":[" + list + ']');
        m_maker.set.add(row(name, code, rule, scenario, word), signedText(json));
    }

    [[nodiscard]] static Certificate weakCertificate(unsigned bits)
    {
        const PrivateKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{bits})};
        return oddCertificate(key.handle(), {});
    }

    void makeCertificates() const
    {
        const auto mismatch = ErrorCode::KeyMismatch;
        const auto weak = ErrorCode::WeakAlgorithm;
        const auto own = textOf(m_site.signing);
        refuseFacts("with-a-decryption-certificate-for-signing", mismatch, rules::CardKeys, "signing",
            own + ',' + textOf(m_site.decryption), "a certificate for keyAgreement among the signing ones", "signing");
        refuseFacts("with-a-signing-certificate-for-decryption", mismatch, rules::CardKeys, "decryption", own,
            "a certificate for digitalSignature among the decryption ones", "decryption");
        refuseFacts("with-an-authority-for-signing", mismatch, rules::CardKeys, "signing",
            own + ',' + textOf(m_maker.world.pki().domainCa.certificate),
            "a certificate for keyCertSign among the signing ones", "signing");
        refuseFacts("with-rsa-1024-for-signing", weak, rules::CardKeys, "signing",
            own + ',' + textOf(weakCertificate(1024)), "an RSA key of 1024 bits among the signing ones", "signing");
        refuseFacts("with-rsa-2048-for-decryption", weak, rules::CardKeys, "decryption", textOf(weakCertificate(2048)),
            "an RSA key of 2048 bits for decryption", "decryption");
        const PrivateKey curve{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "secp256k1")};
        refuseFacts("with-another-curve", weak, rules::CardKeys, "signing",
            own + ',' + textOf(oddCertificate(curve.handle(), {})), "a key on secp256k1 among the signing ones",
            "signing");
        refuseFacts("without-its-signer", ErrorCode::BadSignature, rules::CardSigner, "signing",
            textOf(m_maker.world.keys("site-p384").signing), "the signer is not among the signing certificates",
            "signature");
    }

    void makeSignatures() const
    {
        const auto stranger = m_maker.world.keys("stranger").signer();
        m_maker.set.add(row("signed-by-a-stranger", ErrorCode::BadSignature, rules::CardSigner,
                            "what the station says, signed by somebody else", "signature"),
            signAttached(content(), stranger.key, stranger.certificate, forgeTime()).value());
        m_maker.set.add(row("signed-with-rsa-1024", ErrorCode::BadSignature, rules::CardSigner,
                            "what the station says, signed with an RSA key of 1024 bits", "signature"),
            signedWithRsa1024(content(), true));
        auto second = content();
        second.replace(textOf(m_site.signing), textOf(m_site.signing) + ',' + textOf(stranger.certificate));
        m_maker.set.add(
            row("signed-by-a-second-key", ErrorCode::FingerprintMismatch, rules::CardSigner,
                "signed by another of its signing keys than the one that the station id is of", "named after"),
            signAttached(second, stranger.key, stranger.certificate, forgeTime()).value());
        auto renamed = content();
        renamed.replace(m_site.id.toString().toLatin1(), QByteArray(64, 'a'));
        m_maker.set.add(row("of-another-station-id", ErrorCode::FingerprintMismatch, rules::CardSigner,
                            "the station id is not that of the signer's key", "named after"),
            signedText(renamed));
        for (const auto& fault : signedFaults(m_site.signer(), stranger, true)) {
            m_maker.set.add(
                row("signature-" + fault.name, fault.code, fault.rule, "card: " + fault.scenario, fault.word),
                fault.make(content()));
        }
        const auto byRsa = orDie(peekAttached(m_maker.world.station("site-rsa").card.file())).content;
        for (const auto& fault : rsaFaults(m_maker.world.keys("site-rsa").signer(), true)) {
            auto made = row("signature-" + fault.name, fault.code, fault.rule, "card: " + fault.scenario, fault.word);
            made.fingerprint = "site-rsa";
            m_maker.set.add(made, fault.make(byRsa));
        }
    }

    void makeFiles() const
    {
        const auto file
            = [this](const char* name, ErrorCode code, const Rule& rule, const char* scenario,
                  const QByteArray& bytes) { m_maker.set.add(row(name, code, rule, scenario, "-"), bytes); };
        file("empty", ErrorCode::Empty, rules::NotEmpty, "a card file that holds nothing", {});
        file("above-64-kib", ErrorCode::TooLarge, rules::None, "a card file of 64 KiB and a byte",
            QByteArray(64 * 1024 + 1, '\0'));
        file("without-a-signature", ErrorCode::BadSignature, rules::CardSigner,
            "the text of a card without its signature", content());
        file("detached", ErrorCode::BadSignature, rules::CardSigner, "the signature of a card without its text",
            signDetached(content(), m_site.signingKey, m_site.signing, forgeTime()).value());
        file("altered", ErrorCode::BadSignature, rules::CardSigner, "a card whose name was altered",
            QByteArray{m_maker.world.station("new-site").card.file()}.replace("New depot", "New Depot"));
        file("that-is-a-receipt", ErrorCode::NotRecognised, rules::CardType, "a receipt in the place of a card",
            m_maker.receipt("site"));
        file("with-text-after-it", ErrorCode::TrailingData, rules::OneObject, "a letter behind the object in a card",
            signedText(content() + 'x'));
        file("with-a-byte-order-mark", ErrorCode::Malformed, rules::Utf8, "a byte order mark before the text of a card",
            signedText("\xEF\xBB\xBF" + content()));
        file("of-no-json", ErrorCode::Malformed, rules::OneObject,
            "a signed text that is no JSON in the place of a card", signedText("hello"));
    }

    void makeStanding() const
    {
        const auto stand = [this](const char* name, ErrorCode code, const char* fingerprint, const char* scenario,
                               const QByteArray& bytes, const char* before = "-") {
            auto made = row(name, code, rules::None, scenario, "-");
            made.fingerprint = fingerprint;
            made.before = before;
            m_maker.set.add(made, bytes);
        };
        const auto& world = m_maker.world;
        stand("compared-with-another-fingerprint", ErrorCode::FingerprintMismatch, "stranger",
            "a sound card, while the fingerprint that was compared is another station's",
            world.station("new-site").card.file());
        auto facts = m_facts;
        facts.issue = 2;
        stand("stale", ErrorCode::StaleCard, "new-site", "card 2 of a station whose card 3 is known",
            orDie(Card::create(facts, m_site.signingKey, m_site.signing)).file(),
            "take cards/card-of-issue-3.satchel-card");
        facts.issue = 3;
        facts.name = QStringLiteral("Newer depot");
        stand("of-a-used-issue", ErrorCode::StaleCard, "new-site", "another card 3 of a station whose card 3 is known",
            orDie(Card::create(facts, m_site.signingKey, m_site.signing)).file(),
            "take cards/card-of-issue-3.satchel-card");
        const auto& revoked = world.keys("revoked-site");
        auto newer = world.cardFacts("revoked-site");
        newer.issue = 2;
        stand("of-a-revoked-station", ErrorCode::RevokedSender, "revoked-site",
            "a newer card of a peer that was revoked here",
            orDie(Card::create(newer, revoked.signingKey, revoked.signing)).file());
        stand("of-our-own-role", ErrorCode::WrongRole, "backend-rsa", "a backend's card at a backend",
            world.station("backend-rsa").card.file());
        stand("of-the-reader-itself", ErrorCode::Usage, "backend", "the reader's own card",
            world.station("backend").card.file());
    }

    const Maker& m_maker;
    const ForgedStation& m_site;
    const Card::Facts m_facts;
};

} // namespace

void makeCards(const Maker& maker)
{
    CardMaker{maker}.makeAll();
}

} // namespace satchel::vectors
