#include "CmsForge.h"
#include "Maker.h"

#include <core/bundle/Limits.h>

#include <openssl/rsa.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

const QByteArray Null = QByteArray::fromHex("0500");

// Where the parts of an envelope are (see edited()).
const QList<int> Body{1, 0};
const QList<int> Recipients{1, 0, 1};
const QList<int> FirstRecipient{1, 0, 1, 0};
const QList<int> EncryptedContent{1, 0, 2};
const QList<int> GcmParameters{1, 0, 2, 1, 1};
const QList<int> Tag{1, 0, 3};

QList<int> inRecipient(const QList<int>& rest)
{
    return FirstRecipient + rest;
}

Change changed(const QList<int>& path, const DerEdit& edit)
{
    return [path, edit](QByteArray& envelope) { envelope = edited(envelope, path, edit); };
}

Change flipped(qsizetype fromEnd)
{
    return [fromEnd](QByteArray& bytes) {
        auto& byte = bytes[bytes.size() - fromEnd];
        byte = static_cast<char>(byte ^ 1);
    };
}

// The recipient among eight whose certificates have other serial numbers, in the order of their DER.
QByteArray ninefold(const QByteArray& recipient)
{
    const QList<int> serial{3, 0, 0, 1};
    QList<QByteArray> all{recipient};
    for (char last = 0; all.size() < 9; ++last) {
        const auto other = edited(recipient, serial, withContent([last](QByteArray number) {
            number.back() = last;
            return number;
        }));
        all += other == recipient ? QList<QByteArray>{} : QList<QByteArray>{other};
    }
    std::sort(all.begin(), all.end());
    return all.join();
}

// The frame that is encrypted comes from changeFrame, which runs before.
Fault encryptedBy(const std::function<QByteArray(const QByteArray&)>& encrypt)
{
    return [encrypt](BundleForge& forge) {
        const auto frame = std::make_shared<QByteArray>();
        forge.changeFrame = [frame](QByteArray& bytes) { *frame = bytes; };
        forge.changeEnvelope = [frame, encrypt](QByteArray& envelope) { envelope = encrypt(*frame); };
    };
}

class EnvelopeFaults final {
public:
    explicit EnvelopeFaults(const Maker& maker)
        : m_maker{maker}
        , m_ours{maker.world.keys("backend").decryption}
    {
    }

    void makeAll() const
    {
        makeDigestFaults();
        makeFrameFaults();
        makeRecipientFaults();
        makeAgreementFaults();
        makeTransportFaults();
        makeEncryptionFaults();
        makeKeyFaults();
    }

private:
    void refuse(const char* name, const Fault& fault, const Rule& rule, const char* scenario, const char* word,
        ErrorCode code = ErrorCode::BadContainer) const
    {
        m_maker.refuse(QByteArray{"envelope-"} + name, fault, code, rule, scenario, word);
    }

    [[nodiscard]] Fault other(const EVP_CIPHER* cipher, const AddRecipients& recipients) const
    {
        return encryptedBy([cipher, recipients](const QByteArray& frame) {
            return makeEnvelope(CMS_AuthEnvelopedData_create(cipher), frame, recipients);
        });
    }

    void makeDigestFaults() const
    {
        const auto digest = [this](const char* name, const Fault& fault, const char* scenario, const char* word) {
            m_maker.refuse(name, fault, ErrorCode::BadDigest, rules::Digest, scenario, word);
        };
        digest("part-altered",
            inEntries([](Entries& list) { list[1].content[200] = static_cast<char>(list[1].content[200] ^ 1); }),
            "one bit of a part", "altered or damaged");
        digest("part-of-zeros", inEntries([](Entries& list) { list[1].content.fill('\0'); }),
            "a part of zero bytes, as a sparse file has them where it was never written", "altered or damaged");
        digest(
            "part-with-another-digest-in-the-label",
            [](BundleForge& forge) {
                forge.changeLabel
                    = [](Label& label) { label.parts.front().sha256 = Sha256Digest::fromBytes(QByteArray(32, 'x')); };
            },
            "the label lists another digest", "altered or damaged");
        // Only the digests are to tell: the sizes are made those of what stands there.
        digest(
            "parts-swapped",
            [](BundleForge& forge) {
                forge.parts.push_back(forge.parts.front());
                forge.changeEntries = [](Entries& list) { std::swap(list[1].content, list[2].content); };
                forge.changeLabel = [](Label& label) { std::swap(label.parts[0].size, label.parts[1].size); };
            },
            "two parts in each other's place", "parts/000001.p7m");
        digest(
            "part-doubled",
            [](BundleForge& forge) {
                forge.parts.push_back(forge.parts.front());
                forge.changeEntries = [](Entries& list) { list[2].content = list.at(1).content; };
                forge.changeLabel = [](Label& label) { label.parts[1].size = label.parts[0].size; };
            },
            "the first part in the place of the second, too", "parts/000002.p7m");
        const auto foreign = entriesOf(m_maker.bundle().make()).at(1).content;
        digest(
            "part-of-another-bundle",
            [foreign](BundleForge& forge) {
                forge.changeEntries = [foreign](Entries& list) { list[1].content = foreign; };
                forge.changeLabel = [size = foreign.size()](Label& label) { label.parts.front().size = size; };
            },
            "a part of another bundle of the same sender", "parts/000001.p7m");
    }

    void makeFrameFaults() const
    {
        refuse("missing", inEnvelope([](QByteArray& bytes) { bytes = "plain text"; }), rules::EnvelopeTemplate,
            "a part that is no CMS", "ContentInfo");
        refuse("with-a-byte-after-it", inEnvelope([](QByteArray& bytes) { bytes += '\0'; }), rules::EnvelopeDer,
            "a zero byte behind the envelope", "end of the envelope");
        refuse("of-indefinite-length", inEnvelope([](QByteArray& bytes) {
            bytes = hexBytes("3080") + DerReader{bytes}.next()->content.toByteArray() + hexBytes("0000");
        }),
            rules::EnvelopeDer, "BER: the ContentInfo has an indefinite length", "ContentInfo");
        refuse("with-an-element-inside-its-end",
            inEnvelope(changed({}, withContent([](const auto& content) { return content + Null; }))),
            rules::EnvelopeDer, "an element behind the AuthEnvelopedData, inside the ContentInfo",
            "end of the ContentInfo");
        refuse("of-version-1", inEnvelope(changed(Body + QList<int>{0}, replaceBy(hexBytes("020101")))),
            rules::EnvelopeTemplate, "version 1 of the AuthEnvelopedData", "version of the AuthEnvelopedData");
        refuse("with-originator-info", inEnvelope(changed(Recipients, precededBy(hexBytes("a000")))),
            rules::EnvelopeTemplate, "an originatorInfo", "recipients");
        refuse("with-authenticated-attributes", inEnvelope(changed(Tag, precededBy(hexBytes("a100")))),
            rules::EnvelopeTemplate, "authenticated attributes", "tag");
        refuse("with-unauthenticated-attributes",
            inEnvelope(changed(Tag, followedBy(hexBytes("a20c300a06035504033103050000")))), rules::EnvelopeTemplate,
            "unauthenticated attributes", "end of the AuthEnvelopedData");
    }

    void makeRecipientFaults() const
    {
        const auto& form = rules::EnvelopeTemplate;
        refuse("for-nobody", inEnvelope(changed(FirstRecipient, replaceBy({}))), form, "no recipient",
            "number of recipients, 1 to 8");
        refuse("for-one-twice", inEnvelope(changed(FirstRecipient, [](const QByteArray& one) { return one + one; })),
            form, "the recipient twice", "order of the recipients");
        refuse("for-a-password-too",
            other(EVP_aes_256_gcm(),
                [this](CMS_ContentInfo* cms) {
                    agreement(m_ours, EVP_sha256())(cms);
                    addPassword(cms);
                }),
            form, "a password opens it, too", "RecipientInfo");
        refuse(
            "for-two-out-of-order",
            [this](BundleForge& forge) {
                forge.recipients = {m_ours, m_maker.world.keys("backend-p384").decryption};
                forge.changeEnvelope = changed(Recipients, withContent([](const QByteArray& both) {
                    DerReader reader{both};
                    const QByteArray first = reader.next()->whole.toByteArray();
                    return reader.rest().toByteArray() + first;
                }));
            },
            form, "two recipients in another order than that of their DER", "order of the recipients");
        refuse("for-nine", inEnvelope(changed(FirstRecipient, &ninefold)), form, "nine recipients, in their order",
            "number of recipients, 1 to 8");
    }

    void makeAgreementFaults() const
    {
        const auto& form = rules::EnvelopeTemplate;
        const auto scheme = "key agreement scheme";
        refuse("with-a-key-derived-by-sha-1", other(EVP_aes_256_gcm(), agreement(m_ours, EVP_sha1())), form,
            "the key is derived with SHA-1, which is OpenSSL's default", scheme);
        refuse("with-a-key-derived-by-sha-384", other(EVP_aes_256_gcm(), agreement(m_ours, EVP_sha384())), form,
            "the key is derived with SHA-384 on P-256", scheme);
        refuse("for-a-key-identifier", other(EVP_aes_256_gcm(), agreement(m_ours, EVP_sha256(), CMS_USE_KEYID)), form,
            "the recipient is named by its key identifier", "recipient identifier");
        refuse("with-keying-material", inEnvelope(changed(inRecipient({1}), followedBy(hexBytes("a1060404aabbccdd")))),
            form, "user keying material", scheme);
        refuse("with-a-key-wrapped-by-aes-128",
            inEnvelope(changed(inRecipient({2, 1}), replaceBy(hexBytes("300b0609608648016503040105")))), form,
            "the key is said to be wrapped with AES-128", scheme);
        refuse("with-a-wrapped-key-of-32-bytes",
            inEnvelope(
                changed(inRecipient({3, 0, 1}), withContent([](const QByteArray& key) { return key.left(32); }))),
            form, "a wrapped key of 32 bytes", "length of the wrapped key");
        refuse("with-a-compressed-point",
            inEnvelope(changed(inRecipient({1, 0, 1}),
                withContent([](const QByteArray& point) { return hexBytes("0002") + point.mid(2, 32); }))),
            form, "the ephemeral key in its compressed form", "ephemeral key");
        refuse("with-a-curve-spelt-out",
            inEnvelope(
                changed(inRecipient({1, 0, 0}), replaceBy(hexBytes("301306072a8648ce3d020106082a8648ce3d030107")))),
            form, "the curve is named beside the ephemeral key", "algorithm of the ephemeral key");
        refuse("of-a-recipient-of-version-2", inEnvelope(changed(inRecipient({0}), replaceBy(hexBytes("020102")))),
            form, "version 2 of the KeyAgreeRecipientInfo", "version of the KeyAgreeRecipientInfo");
    }

    void makeTransportFaults() const
    {
        const auto& rsa = m_maker.world.keys("backend-rsa").decryption;
        const auto transported
            = [&](const char* name, int padding, const EVP_MD* digest, const EVP_MD* mask, const char* scenario) {
                  auto forge = m_maker.bundle("site", "backend-rsa");
                  other(EVP_aes_256_gcm(), transport(rsa, padding, digest, mask))(forge);
                  auto row = Maker::row(QByteArray{"envelope-"} + name, ErrorCode::BadContainer,
                      rules::EnvelopeTemplate, scenario, "key transport scheme");
                  row.reader = "backend-rsa";
                  m_maker.refuse(row, forge);
              };
        transported("with-pkcs1-v15", RSA_PKCS1_PADDING, nullptr, nullptr, "the key is encrypted with PKCS #1 v1.5");
        transported("with-oaep-and-sha-1", RSA_PKCS1_OAEP_PADDING, EVP_sha1(), EVP_sha1(), "OAEP with SHA-1");
        transported("with-oaep-and-a-sha-1-mask", RSA_PKCS1_OAEP_PADDING, EVP_sha256(), EVP_sha1(),
            "OAEP with SHA-256 and a mask by SHA-1");
    }

    void makeEncryptionFaults() const
    {
        const auto& gcm = rules::Gcm;
        refuse("in-cbc", encryptedBy([this](const QByteArray& frame) {
            return makeEnvelope(CMS_EnvelopedData_create(EVP_aes_256_cbc()), frame, agreement(m_ours, EVP_sha256()));
        }),
            gcm, "EnvelopedData with AES-256-CBC, which protects nothing", "content type");
        refuse("with-aes-128",
            inEnvelope(changed(EncryptedContent + QList<int>{1, 0}, replaceBy(hexBytes("0609608648016503040106")))),
            gcm, "AES-128-GCM", "content encryption algorithm");
        refuse("with-a-tag-of-4-bytes", inEnvelope([](QByteArray& bytes) {
            bytes = edited(edited(bytes, Tag, withContent([](const QByteArray& tag) { return tag.left(4); })),
                GcmParameters + QList<int>{1}, replaceBy(hexBytes("020104")));
        }),
            gcm, "a tag of 4 bytes, and the parameters say so", "length of the tag");
        refuse("with-a-tag-of-4-bytes-said-to-be-16",
            inEnvelope(changed(Tag, withContent([](const QByteArray& tag) { return tag.left(4); }))), gcm,
            "a tag of 4 bytes where the parameters say 16", "length of the tag");
        refuse("with-a-tag-said-to-be-12",
            inEnvelope(changed(GcmParameters + QList<int>{1}, replaceBy(hexBytes("02010c")))), gcm,
            "the parameters say that the tag has 12 bytes", "length of the tag");
        refuse("without-a-tag-length", inEnvelope(changed(GcmParameters + QList<int>{1}, replaceBy({}))), gcm,
            "the length of the tag is left to its default of 12", "length of the tag");
        refuse("with-a-nonce-of-16-bytes",
            inEnvelope(changed(
                GcmParameters + QList<int>{0}, withContent([](const QByteArray& nonce) { return nonce + "1234"; }))),
            gcm, "a nonce of 16 bytes", "length of the nonce");
        refuse("without-content", inEnvelope(changed(EncryptedContent + QList<int>{2}, replaceBy({}))), gcm,
            "no encrypted content", "encrypted content");
        refuse("with-content-in-pieces",
            inEnvelope(changed(EncryptedContent + QList<int>{2},
                [](const QByteArray& whole) {
                    const auto bytes = DerReader{whole}.next()->content.toByteArray();
                    return derElement(
                        0xA0, derElement(der::OctetString, bytes.left(5)) + derElement(der::OctetString, bytes.mid(5)));
                })),
            gcm, "the encrypted content in two pieces", "encrypted content");
        refuse("of-another-inner-type",
            inEnvelope(changed(EncryptedContent + QList<int>{0}, replaceBy(hexBytes("06092a864886f70d010702")))), gcm,
            "the content is said to be SignedData", "type of the encrypted content");
    }

    void makeKeyFaults() const
    {
        const auto cannot = ErrorCode::CannotDecrypt;
        refuse(
            "for-somebody-else",
            [this](BundleForge& forge) { forge.recipients = {m_maker.world.keys("stranger").decryption}; },
            rules::ForUs, "encrypted for another station", "none of our decryption certificates", cannot);
        refuse(
            "for-the-senders-own-key",
            [this](BundleForge& forge) { forge.recipients = {m_maker.world.keys("site").decryption}; }, rules::ForUs,
            "encrypted for the sender itself", "none of our decryption certificates", cannot);
        refuse("with-an-altered-tag", inEnvelope(flipped(1)), rules::Tag, "the last bit of the tag", "-", cannot);
        refuse(
            "with-an-altered-content", inEnvelope(flipped(30)), rules::Tag, "one bit of the ciphertext", "-", cannot);
        refuse("with-an-altered-wrapped-key",
            inEnvelope(changed(inRecipient({3, 0, 1}), withContent([](QByteArray key) {
                key[0] = static_cast<char>(key[0] ^ 1);
                return key;
            }))),
            rules::Tag, "one bit of the wrapped key", "-", cannot);
    }

    const Maker& m_maker;
    const Certificate& m_ours;
};

} // namespace

void makeEnvelopeFaults(const Maker& maker)
{
    EnvelopeFaults{maker}.makeAll();
}

} // namespace satchel::vectors
