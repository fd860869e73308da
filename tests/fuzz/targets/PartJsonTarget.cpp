#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>
#include <tests/fuzz/PartPromises.h>

namespace satchel::fuzz {

// The input as part.json of an archive with as many items as its first byte says: no mutation gets past the checksums
// of the archive itself.
Verdict runPartJson(const QByteArray& input)
{
    if (input.isEmpty()) {
        return Verdict::Refused;
    }
    const int items = input.at(0) & 0x03;
    QList<test::ForgedEntry> entries{{"part.json", input.mid(1)}};
    for (int i = 1; i <= items; ++i) {
        entries.append({"items/00000" + QByteArray::number(i) + ".p10", "item " + QByteArray::number(i)});
    }
    const auto address = FuzzWorld::get().address();
    const auto content = parsePartArchive(test::archiveOf(entries), address, 1);
    if (!content) {
        return refused(content.error());
    }
    requirePartPromises(*content, address);
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
