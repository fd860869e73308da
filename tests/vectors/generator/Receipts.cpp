#include "FieldFaults.h"
#include "JsonText.h"
#include "SignedFaults.h"
#include "StrictJsonFaults.h"

#include <core/crypto/Digest.h>
#include <core/crypto/Signature.h>
#include <core/ledger/ItemId.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

class ReceiptMaker final {
public:
    explicit ReceiptMaker(const Maker& maker)
        : m_maker{maker}
        , m_site{maker.world.keys("site")}
        , m_content{orDie(peekAttached(maker.receipt("site", true))).content}
    {
    }

    void makeAll() const
    {
        makeGood();
        makeFields();
        makeMeaning();
        makeTexts();
        makeSignatures();
        makeSenders();
    }

private:
    [[nodiscard]] static Row row(
        const QByteArray& name, ErrorCode code, const Rule& rule, const QByteArray& scenario, const QByteArray& word)
    {
        auto made = Maker::row("receipt-" + name, code, rule, scenario, word);
        made.kind = "receipt";
        return made;
    }

    [[nodiscard]] QByteArray signedText(const QByteArray& text) const
    {
        return signAttached(text, m_site.signingKey, m_site.signing, forgeTime()).value();
    }

    // Of bundles that the reader never made: sound, and without effect.
    void makeGood() const
    {
        const auto put = [this](const char* name, const char* reader, const QByteArray& file, const char* scenario) {
            auto made = Maker::goodRow(QByteArray{"receipt-"} + name, scenario);
            made.kind = "receipt";
            made.reader = reader;
            made.take = "ignored";
            m_maker.set.add(made, file);
        };
        put("imported", "backend", m_maker.receipt("site"),
            "everything was imported; of a bundle that the reader never made");
        put("imported-in-part", "backend", m_maker.receipt("site", true), "one item was refused");
        put("with-p-384", "backend", m_maker.receipt("site-p384"), "signed with a P-384 key");
        put("with-rsa", "backend", m_maker.receipt("site-rsa"), "signed with an RSA key");
        put("of-a-backend", "site", m_maker.receipt("backend"), "from a backend to a site");
        put("of-an-expired-station", "strict-backend", m_maker.receipt("expired-site"),
            "signed by a station whose certificate ended in 2001: time is judged of bundles only");
    }

    void makeFields() const
    {
        const QList<Field> fields{
            {"type", "1", {{"of-a-card", R"("satchel-card")", ErrorCode::NotRecognised}}},
            {"version", R"("1")", {{"2", "2", ErrorCode::UnsupportedVersion}}},
            {"bundle", "1", {{"of-5-characters", R"("01KAP")"}}},
            {"label", "1", {{"of-63-digits", '"' + QByteArray(63, 'a') + '"'}}},
            {"receiver", R"("site")"},
            {"receiver.station", "1", {{"in-capitals", '"' + QByteArray(64, 'A') + '"'}}},
            {"receiver.ledger", "1", {{"of-31-digits", '"' + QByteArray(31, 'a') + '"'}}},
            {"at", "1795338000", {{"in-another-zone", R"("2026-11-22T10:00:00+01:00")"}}},
            {"verdict", "1", {{"that-is-none", R"("refused")"}}},
            {"items", R"("12")"},
            {"refused", "{}"},
            {"refused.0", R"("an item")"},
            {"refused.0.item", "1", {{"of-63-digits", '"' + QByteArray(63, 'a') + '"'}}},
            {"refused.0.code", "1", {{"that-is-none", R"("bad-luck")"}}},
        };
        const auto take = [this](const FaultyText& text) {
            auto json = m_content;
            text.change(json);
            m_maker.set.add(
                row(text.name, text.code, ruleFor(text), "receipt: " + text.scenario, text.word), signedText(json));
        };
        forEachFault(fields, take);
        forEachUnknownField({"", "receiver", "refused.0"}, take);
    }

    static Rule ruleFor(const FaultyText& text)
    {
        if (text.code == ErrorCode::DuplicateField) {
            return rules::NoNameTwice;
        }
        if (text.code == ErrorCode::UnknownField) {
            return rules::ReceiptNoText;
        }
        return text.code == ErrorCode::Malformed ? rules::ReceiptForm : rules::ReceiptType;
    }

    void makeMeaning() const
    {
        const auto put = [this](const char* name, ErrorCode code, const Rule& rule, const QByteArray& path,
                             const QByteArray& value, const char* scenario, const char* word) {
            m_maker.set.add(
                row(name, code, rule, scenario, word), signedText(jsontext::replaced(m_content, path, value)));
        };
        const auto one = jsontext::valueAt(m_content, "refused.0");
        const auto bad = ErrorCode::Malformed;
        put("imported-though-an-item-was-refused", bad, rules::ReceiptForm, "verdict", R"("imported")",
            "the verdict is `imported`, and one item was refused", "verdict");
        put("in-part-though-none-was-refused", bad, rules::ReceiptForm, "refused", "[]",
            "the verdict is `imported-in-part`, and no item was refused", "verdict");
        put("with-an-item-twice", bad, rules::ReceiptForm, "refused", '[' + one + ',' + one + ']',
            "an item was refused twice", "twice");
        put("of-more-refused-than-carried", ErrorCode::TooLarge, rules::ReceiptItems, "items", "0",
            "one item was refused of a bundle that carried none", "refused");
        const auto text = [this](const char* name, ErrorCode code, const Rule& rule, const char* scenario,
                              const QByteArray& content) {
            m_maker.set.add(row(name, code, rule, scenario, "-"), signedText(content));
        };
        text("with-text-after-it", ErrorCode::TrailingData, rules::OneObject, "a letter behind the object in a receipt",
            m_content + 'x');
        text("with-a-byte-order-mark", bad, rules::Utf8, "a byte order mark before the text of a receipt",
            "\xEF\xBB\xBF" + m_content);
        text("of-no-json", bad, rules::OneObject, "a signed text that is no JSON in the place of a receipt", "hello");
    }

    void makeTexts() const
    {
        const QList<QByteArray> above{"byte-order-mark", "text-after-it"};
        for (const auto& fault : strictJsonFaults({"bundle", "items", "12", rules::ReceiptType})) {
            if (above.contains(fault.name)) {
                continue;
            }
            auto json = m_content;
            fault.change(json);
            m_maker.set.add(row("json-" + fault.name, fault.code, fault.rule, "receipt: " + fault.scenario, fault.word),
                signedText(json));
        }
        m_maker.set.add(row("json-null", ErrorCode::Malformed, rules::StrictValues, "receipt: `items` is null", "null"),
            signedText(jsontext::replaced(m_content, "items", "null")));
    }

    void makeSignatures() const
    {
        const auto file = [this](const char* name, const char* scenario, const QByteArray& bytes,
                              ErrorCode code = ErrorCode::BadSignature) {
            m_maker.set.add(row(name, code, rules::ReceiptSigner, scenario, "-"), bytes);
        };
        file("empty", "a receipt file that holds nothing", {});
        file("without-a-signature", "the text of a receipt without its signature", m_content);
        file("detached", "the signature of a receipt without its text",
            signDetached(m_content, m_site.signingKey, m_site.signing, forgeTime()).value());
        auto altered = m_maker.receipt("site");
        altered.replace(R"("items":12)", R"("items":92)");
        file("altered", "the number of items was altered after it was signed", altered);
        m_maker.set.add(row("that-is-a-card", ErrorCode::NotRecognised, rules::ReceiptType,
                            "a card in the place of a receipt", "-"),
            m_maker.world.station("site").card.file());
        const auto stranger = m_maker.world.keys("stranger").signer();
        for (const auto& fault : signedFaults(m_site.signer(), stranger, true)) {
            m_maker.set.add(
                row("signature-" + fault.name, fault.code, fault.rule, "receipt: " + fault.scenario, fault.word),
                fault.make(m_content));
        }
        const auto byRsa = orDie(peekAttached(m_maker.receipt("site-rsa", true))).content;
        for (const auto& fault : rsaFaults(m_maker.world.keys("site-rsa").signer(), true)) {
            m_maker.set.add(
                row("signature-" + fault.name, fault.code, fault.rule, "receipt: " + fault.scenario, fault.word),
                fault.make(byRsa));
        }
    }

    void makeSenders() const
    {
        const auto put = [this](const char* name, ErrorCode code, const Rule& rule, const char* scenario,
                             const QByteArray& file, const char* reader = "backend") {
            auto made = row(name, code, rule, scenario, "-");
            made.reader = reader;
            m_maker.set.add(made, file);
        };
        const auto& stranger = m_maker.world.keys("stranger");
        put("of-a-stranger", ErrorCode::UnknownSender, rules::ReceiptSigner,
            "a receipt of a station that nobody added here", m_maker.receipt("stranger"));
        put("signed-by-a-stranger", ErrorCode::UnknownSender, rules::ReceiptSigner,
            "what a peer would say, signed by a stranger",
            signAttached(m_content, stranger.signingKey, stranger.signing, forgeTime()).value());
        put("signed-with-rsa-1024", ErrorCode::UnknownSender, rules::ReceiptSigner,
            "what a peer would say, signed with an RSA key of 1024 bits, which no card can show",
            signedWithRsa1024(m_content, true));
        const auto& other = m_maker.world.keys("site-p384");
        put("signed-by-another-peer", ErrorCode::UnknownSender, rules::ReceiptSigner,
            "what one peer would say, signed by another",
            signAttached(m_content, other.signingKey, other.signing, forgeTime()).value());
        put("of-a-revoked-station", ErrorCode::RevokedSender, rules::NotRevoked,
            "a receipt of a peer that was revoked here", m_maker.receipt("revoked-site"));
        put("of-our-own-role", ErrorCode::WrongRole, rules::OtherRole,
            "a receipt of another backend among a backend's peers", m_maker.receipt("backend-p384"), "old-backend");
    }

    const Maker& m_maker;
    const ForgedStation& m_site;
    const QByteArray m_content;
};

} // namespace

void makeReceipts(const Maker& maker)
{
    ReceiptMaker{maker}.makeAll();
}

} // namespace satchel::vectors
