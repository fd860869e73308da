#pragma once

#include "Rules.h"
#include "VectorSet.h"
#include "VectorWorld.h"

#include <core/objects/cmp/CmpHeader.h>
#include <tests/support/MessageForge.h>

#include <functional>

namespace satchel::vectors {

using Change = test::BundleForge::Change;
using Entries = QList<test::ForgedEntry>;

[[nodiscard]] constexpr unsigned tagOf(CmpBodyType type)
{
    return static_cast<unsigned>(type);
}

// A fault in a bundle: what is changed in an otherwise sound one.
using Fault = std::function<void(test::BundleForge&)>;

// What all vectors are made with: the world, the set, and the usual sound bundle.
class Maker final {
public:
    Maker(const VectorWorld& vectorWorld, VectorSet& vectorSet)
        : world{vectorWorld}
        , set{vectorSet}
    {
    }

    const VectorWorld& world;
    VectorSet& set;

    // From the site to the backend, one certification request in one part; with everything that a part can say.
    [[nodiscard]] test::BundleForge bundle(const char* from = "site", const char* to = "backend") const;
    [[nodiscard]] test::BundleForge richBundle() const;
    [[nodiscard]] PartItem request(const char* from = "site") const;
    // An answer of the backend's to a request of a device's.
    [[nodiscard]] PartItem answer(const QByteArray& bytes, Kind kind, Protocol protocol, const ItemId& request) const;
    // By a hand that can break rules: an ir of cmpDevice()'s for a new key, and the ip that answers its initial
    // request.
    [[nodiscard]] test::CmpDraft cmpRequest() const;
    [[nodiscard]] test::CmpDraft cmpAnswer() const;
    [[nodiscard]] QByteArray receipt(const char* from, bool inPart = false) const;

    // A refused bundle.
    void refuse(const QByteArray& name, const Fault& fault, ErrorCode code, const Rule& rule,
        const QByteArray& scenario, const QByteArray& word) const;
    void refuse(const Row& row, const test::BundleForge& forge) const;
    // A row with all that these say.
    [[nodiscard]] static Row row(const QByteArray& name, std::optional<ErrorCode> code, const Rule& rule,
        const QByteArray& scenario, const QByteArray& word);
    [[nodiscard]] static Row goodRow(const QByteArray& name, const QByteArray& scenario);
};

[[nodiscard]] Fault inContainer(const Change& change);
[[nodiscard]] Fault inEntries(const std::function<void(Entries&)>& change);
[[nodiscard]] Fault inLabelJson(const Change& change);
[[nodiscard]] Fault inPartJson(const Change& change);
[[nodiscard]] Fault inPartEntries(const std::function<void(Entries&)>& change);
[[nodiscard]] Fault inArchive(const Change& change);
[[nodiscard]] Fault inFrame(const Change& change);
[[nodiscard]] Fault inEnvelope(const Change& change);
// `make` makes the signature of this label.json.
[[nodiscard]] Fault signedBy(const std::function<QByteArray(const QByteArray&)>& make);

void makeGood(const Maker& maker);
void makeObjectShapes(const Maker& maker);
void makeCmpPairShapes(const Maker& maker);
void makeVoucherForms(const Maker& maker);
void makeTransactionShapes(const Maker& maker);
void makeSideMessageShapes(const Maker& maker);
void makeContainerFaults(const Maker& maker);
void makeLabelFaults(const Maker& maker);
void makeSignatureFaults(const Maker& maker);
void makeSenderFaults(const Maker& maker);
void makeEnvelopeFaults(const Maker& maker);
void makeArchiveFaults(const Maker& maker);
void makePartJsonFaults(const Maker& maker);
void makeItemFaults(const Maker& maker);
void makeObjectFaults(const Maker& maker);
void makeCards(const Maker& maker);
void makeReceipts(const Maker& maker);

} // namespace satchel::vectors
