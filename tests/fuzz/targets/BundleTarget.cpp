#include <core/bundle/BundleReader.h>
#include <core/crypto/Digest.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>
#include <tests/fuzz/InputFile.h>
#include <tests/fuzz/PartPromises.h>

#include <QtEndian>

namespace satchel::fuzz {

namespace {

Result<void> readParts(const VerifiedBundle& bundle)
{
    qint64 due = 1;
    const auto take = [&](PartContent content) -> Result<void> {
        require(content.number == due++, "parts come in order");
        requirePartPromises(content, bundle.label().address);
        return {};
    };
    auto outcome = bundle.readParts({FuzzWorld::get().reader()}, 1, take, {});
    require(!outcome || due == bundle.label().parts.size() + 1, "no part is left out");
    return outcome;
}

Result<void> readBundle(const QByteArray& bytes)
{
    const InputFile file{bytes};
    auto bundle = UntrustedBundle::open(file.path()).and_then([](UntrustedBundle untrusted) {
        return VerifiedBundle::verify(std::move(untrusted), {FuzzWorld::get().site.signing});
    });
    if (!bundle) {
        return fail(std::move(bundle).error());
    }
    const auto parts = bundle->checkParts({});
    auto outcome = readParts(*bundle);
    require(parts || !outcome, "whoever holds the key finds no less than who does not");
    return outcome;
}

enum class Step { PartJson, Archive, Frame, Envelope, LabelJson, SignedLabelJson, Signature, Container };
constexpr int Steps = 8;

// The first byte is what to change and how, the next two where, the rest what is put there.
class Mutation final {
public:
    explicit Mutation(const QByteArray& input)
        : m_step{static_cast<Step>(static_cast<uchar>(input.at(0)) % Steps)}
        , m_replaces{(static_cast<uchar>(input.at(0)) & 0x80U) != 0}
        , m_offset{qFromBigEndian<quint16>(input.constData() + 1)}
        , m_bytes{input.mid(3)}
    {
    }

    void applyTo(test::BundleForge& forge) const
    {
        changeOf(forge) = [this](QByteArray& bytes) {
            if (m_replaces) {
                bytes = m_bytes;
            } else if (!bytes.isEmpty()) {
                bytes.replace(m_offset % bytes.size(), m_bytes.size(), m_bytes);
            }
        };
    }

private:
    [[nodiscard]] test::BundleForge::Change& changeOf(test::BundleForge& forge) const
    {
        switch (m_step) {
        case Step::PartJson:
            return forge.changePartJson;
        case Step::Archive:
            return forge.changeArchive;
        case Step::Frame:
            return forge.changeFrame;
        case Step::Envelope:
            return forge.changeEnvelope;
        case Step::LabelJson:
            return forge.changeLabelJson;
        case Step::SignedLabelJson:
            return forge.changeSignedLabelJson;
        case Step::Signature:
            return forge.changeSignature;
        case Step::Container:
            break;
        }
        return forge.changeContainer;
    }

    Step m_step;
    bool m_replaces;
    qsizetype m_offset;
    QByteArray m_bytes;
};

} // namespace

Verdict runBundle(const QByteArray& input)
{
    return judged(readBundle(input));
}

// A sound bundle with one piece changed before everything after it is made: beyond the signatures and digests that no
// mutation of the finished file gets past.
Verdict runBundleStep(const QByteArray& input)
{
    if (input.size() < 3) {
        return Verdict::Refused;
    }
    const auto& world = FuzzWorld::get();
    test::BundleForge forge{world.site, world.backend};
    forge.address = world.address();
    const Mutation mutation{input};
    mutation.applyTo(forge);
    return judged(readBundle(forge.make()));
}

} // namespace satchel::fuzz
