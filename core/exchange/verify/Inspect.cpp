#include "Inspect.h"

#include <core/base/StrictJson.h>
#include <core/bundle/BundleReader.h>
#include <core/crypto/Digest.h>

namespace satchel {

Result<InspectReport> inspectFile(const QString& file, const Conduct& conduct)
{
    const auto bundle = UntrustedBundle::open(file);
    if (!bundle) {
        return fail(Error{bundle.error()}.withFile(file));
    }
    auto digest = bundle->fileDigest(conduct);
    if (!digest) {
        return fail(std::move(digest).error().withFile(file));
    }
    return InspectReport{file, *std::move(digest), bundle->fileSize(), bundle->claimedLabel(), bundle->labelJson(),
        satchel::sha256(bundle->labelJson())};
}

void InspectReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"label").raw(labelJson);
    writer.member(u"file", file).member(u"sha256", sha256.toString()).member(u"size", size);
    writer.member(u"labelSha256", labelDigest.toString());
}

} // namespace satchel
