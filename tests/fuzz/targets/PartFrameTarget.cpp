#include <core/bundle/Limits.h>
#include <core/bundle/Part.h>
#include <tests/fuzz/FuzzTarget.h>

#include <QtEndian>

namespace satchel::fuzz {

// Four bytes of what the label is to claim as the size, then the frame.
Verdict runPartFrame(const QByteArray& input)
{
    if (input.size() < 4) {
        return Verdict::Refused;
    }
    const qint64 claimed = qFromLittleEndian<quint32>(input.constData());
    const auto archive = decompressPart(input.mid(4), claimed);
    if (!archive) {
        return refused(archive.error());
    }
    require(archive->size() == claimed && claimed <= limits::PartPlaintext, "the size is the one that the label gives");
    const auto frame = compressPart(*archive);
    require(frame.has_value() && frame->size() <= compressedBound(archive->size()), "it can be compressed again");
    const auto again = decompressPart(*frame, claimed);
    require(again && *again == *archive, "compressing changes nothing");
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
