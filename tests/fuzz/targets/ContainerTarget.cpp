#include <core/bundle/BundleReader.h>
#include <core/bundle/Limits.h>
#include <core/crypto/Digest.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/InputFile.h>
#include <tests/support/BundleForge.h>

namespace satchel::fuzz {

Verdict runContainer(const QByteArray& input)
{
    const InputFile file{input};
    const auto bundle = UntrustedBundle::open(file.path());
    if (!bundle) {
        return refused(bundle.error());
    }
    require(bundle->fileSize() == input.size(), "the size is the file's");
    require(bundle->labelJson().size() <= limits::Label && bundle->labelSignature().size() <= limits::LabelSignature,
        "no entry above its limit");
    const auto entries = test::entriesOf(input);
    require(test::archiveOf(entries) == input, "there is one way to write a container");
    require(entries.size() == bundle->claimedLabel().parts.size() + 3, "the entries are the parts and three more");
    const auto digest = bundle->fileDigest({});
    require(digest && *digest == sha256(input), "the digest is of the whole file");
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
