#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>
#include <tests/fuzz/PartPromises.h>

namespace satchel::fuzz {

Verdict runPartArchive(const QByteArray& input)
{
    const auto address = FuzzWorld::get().address();
    const auto content = parsePartArchive(input, address, 1);
    if (!content) {
        return refused(content.error());
    }
    require(test::archiveOf(test::entriesOf(input)) == input, "there is one way to write an archive");
    requirePartPromises(*content, address);
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
