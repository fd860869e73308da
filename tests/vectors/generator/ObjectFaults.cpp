#include "Maker.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/Rejection.h>

// One fault each in a CMP message or a rejection, or in what the part says of it.
namespace satchel::vectors {

using namespace satchel::test;

namespace {

Row itemRow(const char* name, ErrorCode code, const Rule& rule, const char* scenario)
{
    auto row = Maker::row(name, code, rule, scenario, "-");
    row.verify = "good-in-part";
    row.take = "imported-in-part";
    return row;
}

// Under the protection of the transaction that it had before.
QByteArray withAnotherTransaction(QByteArray message)
{
    const auto id = orDie(CmpMessage::parse(message))->header().transactionId;
    auto other = id;
    other[0] = static_cast<char>(other[0] ^ 1);
    return message.replace(id, other);
}

// From the site to the backend.
class RequestFaults final {
public:
    explicit RequestFaults(const Maker& maker)
        : m_maker{maker}
        , m_initialRequest{maker.world.cmpDevice().initialRequest}
    {
    }

    void make() const
    {
        makeForms();
        makeProofs();
        makeListings();
    }

private:
    void put(const char* name, ErrorCode code, const Rule& rule, const QByteArray& bytes, const char* scenario,
        Kind kind = Kind::CertificationRequest) const
    {
        auto item = someItem(m_maker.world.keys("site"), bytes, kind, Protocol::Cmp);
        item.extension = QStringLiteral("pki");
        item.localName = QStringLiteral("request.pki");
        auto forge = m_maker.bundle();
        forge.parts.front().items.insert(forge.parts.front().items.begin(), item);
        m_maker.refuse(itemRow(name, code, rule, scenario), forge);
    }

    void makeForms() const
    {
        put("cmp-with-a-byte-after-it", ErrorCode::TrailingData, rules::SoundItem, m_initialRequest + '\0',
            "a zero byte behind a CMP message");
        put("cmp-cut-short", ErrorCode::Malformed, rules::SoundItem, m_initialRequest.chopped(1),
            "a CMP message without its last byte");
        auto version4 = m_maker.cmpRequest();
        version4.version = 4;
        put("cmp-of-version-4", ErrorCode::UnsupportedVersion, rules::SoundItem, makeCmp(version4),
            "a CMP message of version 4");
        auto announcement = m_maker.cmpRequest();
        announcement.bodyTag = 17; // rann
        announcement.body = derElement(der::Sequence, {});
        put("cmp-announcement", ErrorCode::NotRecognised, rules::SoundItem, makeCmp(announcement),
            "a CMP announcement");
        auto inner = m_maker.cmpRequest();
        inner.bodyTag = tagOf(CmpBodyType::Nested);
        inner.body = derElement(der::Sequence, m_initialRequest);
        auto outer = inner;
        outer.body = derElement(der::Sequence, makeCmp(inner));
        put("cmp-nested-twice", ErrorCode::Malformed, rules::SoundItem, makeCmp(outer),
            "a CMP message inside one inside one");
    }

    void makeProofs() const
    {
        put("cmp-altered", ErrorCode::BadSignature, rules::SoundItem, withAnotherTransaction(m_initialRequest),
            "a CMP ir with another transactionID than was protected");
        auto half = m_maker.cmpRequest();
        half.omitsProtection = true;
        put("cmp-with-half-a-protection", ErrorCode::BadSignature, rules::SoundItem, makeCmp(half),
            "a CMP ir that names the algorithm of a protection that is not there");
        const auto key = orDie(PrivateKey::generate(KeyType::P256));
        const auto subject = makeName(QStringLiteral("Device"), m_maker.world.cmpDevice().serial);
        auto unproved = m_maker.cmpRequest();
        unproved.body = makeCrmf(key, subject, CrmfProof::BadSignature);
        put("cmp-ir-without-proof-of-possession", ErrorCode::BadProofOfPossession, rules::SoundItem, makeCmp(unproved),
            "a CMP ir whose request is not signed with its key");
        auto p10cr = m_maker.cmpRequest();
        p10cr.bodyTag = tagOf(CmpBodyType::P10cr);
        p10cr.body = test::makePkcs10(Pkcs10Draft{.serialNumber = m_maker.world.cmpDevice().serial,
            .key = key,
            .signedBy = m_maker.world.cmpDevice().ldevid.key});
        put("cmp-p10cr-without-proof-of-possession", ErrorCode::BadProofOfPossession, rules::SoundItem, makeCmp(p10cr),
            "a CMP p10cr whose PKCS #10 another key has signed");
    }

    void makeListings() const
    {
        put("cmp-ir-listed-as-a-confirmation", ErrorCode::Malformed, rules::SoundItem, m_initialRequest,
            "a CMP ir listed as a confirmation", Kind::Confirmation);
        put("cmp-ip-listed-as-a-request", ErrorCode::Malformed, rules::SoundItem, makeCmp(m_maker.cmpAnswer()),
            "a CMP ip listed as a certification request");
        put("cmp-ip-from-a-site", ErrorCode::WrongDirection, rules::Direction, makeCmp(m_maker.cmpAnswer()),
            "a CMP ip from a site", Kind::CertificationResponse);
    }

    const Maker& m_maker;
    const QByteArray& m_initialRequest;
};

// From the backend to the site, which has sent it the ir or the certConf.
class AnswerFaults final {
public:
    explicit AnswerFaults(const Maker& maker)
        : m_maker{maker}
    {
    }

    void make() const
    {
        makePairs();
        makeDecisions();
        makeRejections();
    }

private:
    void put(const char* name, ErrorCode code, const Rule& rule, const PartItem& item, const char* scenario) const
    {
        auto forge = m_maker.bundle("backend", "site");
        forge.parts.front().items = {item};
        auto row = itemRow(name, code, rule, scenario);
        row.reader = "site";
        row.before = "gather requests/initial-request.pki, gather requests/confirmation.pki, export backend";
        m_maker.refuse(row, forge);
    }

    [[nodiscard]] PartItem answer(const QByteArray& bytes, Kind kind = Kind::CertificationResponse) const
    {
        auto item = m_maker.answer(bytes, kind, Protocol::Cmp, m_maker.world.initialRequestId());
        item.extension = QStringLiteral("pki");
        item.localName = QStringLiteral("answer.pki");
        return item;
    }

    // The ip that answers the ir, but for `change`.
    [[nodiscard]] PartItem changed(const std::function<void(CmpDraft&)>& change) const
    {
        auto draft = m_maker.cmpAnswer();
        change(draft);
        return answer(makeCmp(draft));
    }

    void makePairs() const
    {
        put("cmp-ip-of-another-transaction", ErrorCode::NoMatchingRequest, rules::AnswersOurs,
            changed([](CmpDraft& draft) { draft.transactionId = "transaction-0009"; }),
            "a CMP ip of another device's transaction");
        put("cmp-cp-for-an-ir", ErrorCode::NoMatchingRequest, rules::AnswersOurs,
            changed([](CmpDraft& draft) { draft.bodyTag = tagOf(CmpBodyType::Cp); }), "a CMP cp for an ir");
        put("cmp-ip-of-another-nonce", ErrorCode::NonceMismatch, rules::SoundItem,
            changed([](CmpDraft& draft) { draft.recipientNonce = "another-nonce-01"; }),
            "a CMP ip that repeats another nonce than the ir's");
        const auto otherKey = publicKeyInfoOf(orDie(PrivateKey::generate(KeyType::P256)));
        const auto& world = m_maker.world;
        const auto certificate
            = orDie(Certificate::fromDer(world.pki().certificateFor(otherKey, world.cmpDevice().serial)));
        put("cmp-ip-for-another-key", ErrorCode::KeyMismatch, rules::SoundItem,
            changed([&](CmpDraft& draft) { draft.body = makeCertRep(0, certificate); }),
            "a CMP ip with a certificate for another key than the ir's");
        auto confirmed = answer(makeCmp(m_maker.cmpAnswer()));
        confirmed.inReplyTo = world.confirmationId().toString();
        put("cmp-ip-for-a-certconf", ErrorCode::NoMatchingRequest, rules::AnswersOurs, confirmed,
            "a CMP ip in reply to a certConf");
    }

    void makeDecisions() const
    {
        constexpr int Waiting = 3;
        put("cmp-ip-altered", ErrorCode::BadSignature, rules::SoundItem,
            answer(withAnotherTransaction(makeCmp(m_maker.cmpAnswer()))),
            "a CMP ip with another transactionID than was protected");
        put("cmp-ip-listed-as-a-rejection", ErrorCode::Malformed, rules::SoundItem,
            answer(makeCmp(m_maker.cmpAnswer()), Kind::Rejection), "a CMP ip listed as a rejection");
        auto waiting = m_maker.cmpAnswer();
        waiting.body = makeCertRep(Waiting, {});
        put("cmp-ip-that-waits", ErrorCode::NoMatchingRequest, rules::AnswersOurs,
            answer(makeCmp(waiting), Kind::Waiting), "a CMP ip that only says that the device must wait");
    }

    void makeRejections() const
    {
        const auto request = m_maker.world.initialRequestId();
        const auto put = [&](const char* name, ErrorCode code, const QByteArray& from, const QByteArray& to,
                             const char* scenario) {
            auto json = Rejection::make(request, ErrorCode::NotInInventory, QStringLiteral("no"), forgeTime());
            json.replace(from, to);
            auto item = m_maker.answer(json, Kind::Rejection, Protocol::Satchel, request);
            item.extension = QStringLiteral("json");
            this->put(name, code, rules::SoundItem, item, scenario);
        };
        put("rejection-of-version-2", ErrorCode::UnsupportedVersion, R"("version":1)", R"("version":2)",
            "a rejection of version 2");
        put("rejection-with-a-field-twice", ErrorCode::DuplicateField, R"("version":1)", R"("version":1,"version":1)",
            "a rejection that says its version twice");
        put("rejection-with-an-unknown-field", ErrorCode::UnknownField, R"("version":1)", R"("version":1,"colour":1)",
            "a rejection with a field that nobody knows");
        put("rejection-of-an-unknown-code", ErrorCode::Malformed, "not-in-inventory", "not-in-the-mood",
            "a rejection with a code that is none");
    }

    const Maker& m_maker;
};

} // namespace

void makeObjectFaults(const Maker& maker)
{
    RequestFaults{maker}.make();
    AnswerFaults{maker}.make();
}

} // namespace satchel::vectors
