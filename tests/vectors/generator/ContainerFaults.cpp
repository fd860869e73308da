#include "Maker.h"

#include <core/bundle/Limits.h>
#include <core/bundle/UstarArchive.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

constexpr qsizetype PartHeader = 1024; // behind `mimetype`
constexpr qsizetype ChecksumField = 148;
constexpr qsizetype ChecksumLength = 8;

// The header of parts/000001.p7m with some bytes replaced and its checksum made right again.
Change inHeader(qsizetype offset, const QByteArray& bytes)
{
    return [offset, bytes](QByteArray& file) {
        file.replace(PartHeader + offset, bytes.size(), bytes);
        file.replace(PartHeader + ChecksumField, ChecksumLength, QByteArray(ChecksumLength, ' '));
        int sum = 0;
        for (const char c : file.mid(PartHeader, ustar::BlockSize)) {
            sum += static_cast<unsigned char>(c);
        }
        const auto digits = QByteArray::number(sum, 8).rightJustified(6, '0');
        file.replace(PartHeader + ChecksumField, ChecksumLength, digits + QByteArray{"\0 ", 2});
    };
}

struct HeaderFault {
    const char* name;
    const char* scenario;
    qsizetype offset;
    QByteArray bytes;
};

void makeHeaderFaults(const Maker& maker)
{
    const auto octal = [](const char* digits, qsizetype length) { return QByteArray{digits, length}; };
    const HeaderFault faults[] = {
        {"mode", "a mode of 0755", 100, octal("0000755", 8)},
        {"set-user-id", "a mode of 04644", 100, octal("0004644", 8)},
        {"user-id", "a user id of 1000", 108, octal("0001750", 8)},
        {"group-id", "a group id of 1000", 116, octal("0001750", 8)},
        {"size-with-blanks", "a size with a blank in place of its first zero", 124, QByteArray{" "}},
        {"size-ended-by-a-blank", "a size that ends with a blank and not with NUL", 135, QByteArray{" "}},
        {"size-in-base-256", "a size in the binary form of GNU tar", 124, QByteArray{"\x80"}},
        {"time", "a modification time of one second", 136, octal("00000000001", 12)},
        {"hard-link", "the type of a hard link", 156, QByteArray{"1"}},
        {"symbolic-link", "the type of a symbolic link", 156, QByteArray{"2"}},
        {"character-device", "the type of a character device", 156, QByteArray{"3"}},
        {"block-device", "the type of a block device", 156, QByteArray{"4"}},
        {"folder", "the type of a folder", 156, QByteArray{"5"}},
        {"named-pipe", "the type of a named pipe", 156, QByteArray{"6"}},
        {"contiguous-file", "the type of a contiguous file", 156, QByteArray{"7"}},
        {"old-file-type", "the type NUL of a file in old archives", 156, QByteArray(1, '\0')},
        {"extended-header", "the type `x` of a pax header", 156, QByteArray{"x"}},
        {"global-header", "the type `g` of a pax header for all entries", 156, QByteArray{"g"}},
        {"long-name", "the type `L` of a GNU long name", 156, QByteArray{"L"}},
        {"sparse-file", "the type `S` of a GNU sparse file", 156, QByteArray{"S"}},
        {"link-name", "the name of a link's target", 157, QByteArray{"label.json"}},
        {"gnu-magic", "the magic of old GNU tar", 257, QByteArray{"ustar  ", 8}},
        {"version", "a version of ustar other than 00", 263, QByteArray{"01"}},
        {"user-name", "the name of a user", 265, QByteArray{"somebody"}},
        {"group-name", "the name of a group", 297, QByteArray{"people"}},
        {"device-major", "a major device number of 1", 329, octal("0000001", 8)},
        {"device-minor", "a minor device number of 1", 337, octal("0000001", 8)},
        {"no-device-number", "no device number at all", 329, QByteArray(8, '\0')},
        {"prefix", "a prefix before the name", 345, QByteArray{"etc"}},
        {"padding", "a byte in the padding of the header", 511, QByteArray{"x"}},
    };
    for (const auto& fault : faults) {
        maker.refuse(QByteArray{"header-"} + fault.name, inContainer(inHeader(fault.offset, fault.bytes)),
            ErrorCode::BadContainer, rules::Header, QByteArray{"header of parts/000001.p7m: "} + fault.scenario,
            "canonical");
    }
    maker.refuse("header-checksum", inContainer([](QByteArray& file) {
        auto& digit = file[PartHeader + ChecksumField + 5];
        digit = digit == '0' ? '1' : '0';
    }),
        ErrorCode::BadContainer, rules::Header, "header of parts/000001.p7m: another checksum", "canonical");
    maker.refuse("header-checksum-ended-by-two-blanks",
        inContainer([](QByteArray& file) { file[PartHeader + ChecksumField + 6] = ' '; }), ErrorCode::BadContainer,
        rules::Header, "header of parts/000001.p7m: a checksum with a blank where NUL is due", "canonical");
}

void makeNameFaults(const Maker& maker)
{
    const auto name = [&maker](const char* vector, const QByteArray& bytes, const char* scenario) {
        maker.refuse(vector, inContainer(inHeader(0, bytes)), ErrorCode::BadContainer, rules::Name, scenario, "-");
    };
    name("name-empty", QByteArray(100, '\0'), "an entry without a name");
    name("name-with-bytes-behind-it", QByteArray{"parts/000001.p7m\0hidden", 23}, "bytes behind the NUL of a name");
    name("name-with-a-capital", "parts/000001.P7M", "a capital in a name");
    name("name-with-a-backslash", "parts\\000001.p7m", "a backslash in a name");
    name("name-with-a-line-feed", "parts/000001.p7\n", "a line feed in a name");
    name("name-beyond-ascii", "parts/000001.p7\xC3\xBC", "a letter beyond ASCII in a name");

    const auto entry = [&maker](const char* vector, const QByteArray& bytes, const char* scenario) {
        maker.refuse(vector, inEntries([bytes](Entries& list) { list[1].name = bytes; }), ErrorCode::BadContainer,
            rules::Entries, scenario, "in their order");
    };
    entry("name-absolute", "/etc/passwd", "an absolute name in a canonical header");
    entry("name-leading-out", "../parts/000001.p7m", "a name that begins with .. in a canonical header");
    entry("name-through-a-folder-and-back", "parts/../parts/000001.p7m", "a name with .. inside");
    entry("name-with-a-dot-before-it", "./parts/000001.p7m", "a name with ./ before it, as tar writes it");
    entry("part-of-another-number", "parts/000002.p7m", "the first part is called the second");
    entry("part-with-fewer-digits", "parts/1.p7m", "the number of a part without its zeros");
}

void makeEndFaults(const Maker& maker)
{
    const auto end
        = [&maker](const char* name, const Rule& rule, const Change& change, const char* scenario, const char* word) {
              maker.refuse(name, inContainer(change), ErrorCode::BadContainer, rule, scenario, word);
          };
    const auto zeros = "two zero blocks";
    end(
        "end-without-zero-blocks", rules::End, [](QByteArray& file) { file.chop(1024); },
        "the two zero blocks are missing", "cut short");
    end(
        "end-with-one-zero-block", rules::End, [](QByteArray& file) { file.chop(512); },
        "one of the two zero blocks is missing", zeros);
    end(
        "end-with-a-block-not-zero", rules::End, [](QByteArray& file) { file.back() = 'x'; },
        "the last byte is not zero", zeros);
    end("byte-after-the-end", rules::End, [](QByteArray& file) { file += '\0'; }, "a zero byte after the end", zeros);
    end(
        "blocks-up-to-a-record", rules::End,
        [](QByteArray& file) { file += QByteArray(10240 - file.size() % 10240, '\0'); },
        "zero blocks up to a multiple of 10240 bytes, as tar writes them", zeros);
    end(
        "archive-after-the-end", rules::End, [](QByteArray& file) { file += file; }, "the whole bundle once more",
        zeros);
    end(
        "padding-not-zero", rules::Padding, [](QByteArray& file) { file[512 + 100] = 'x'; },
        "a byte in the padding of mimetype", "hide");
    end(
        "cut-inside-a-part", rules::Whole, [](QByteArray& file) { file.truncate(PartHeader + 512 + 100); },
        "the file ends inside a part", "cut short");
    end(
        "cut-inside-a-header", rules::Whole, [](QByteArray& file) { file.truncate(PartHeader + 100); },
        "the file ends inside a header", "cut short");
    end(
        "size-beyond-the-end", rules::Whole,
        [](QByteArray& file) { file.replace(PartHeader, 512, ustar::header("parts/000001.p7m", 1'000'000)); },
        "a header says that its part has a million bytes", "cut short");
    end(
        "size-one-less", rules::OutsideParts,
        [](QByteArray& file) {
            const auto size = ustar::parseHeader(QByteArrayView{file}.sliced(PartHeader, 512)).value()->size;
            file.replace(PartHeader, 512, ustar::header("parts/000001.p7m", size - 1));
        },
        "a header says that its part has one byte less than it has", "-");
    end(
        "size-of-nothing", rules::OutsideParts,
        [](QByteArray& file) { file.replace(PartHeader, 512, ustar::header("parts/000001.p7m", 0)); },
        "a header says that its part is empty, and the part takes the place of the next header", "-");
}

void makeBeginningFaults(const Maker& maker)
{
    maker.refuse("empty-file", inContainer([](QByteArray& file) { file.clear(); }), ErrorCode::Empty, rules::NotEmpty,
        "the file holds nothing", "empty");
    const auto other = [&maker](const char* name, const Fault& fault, const char* scenario) {
        maker.refuse(name, fault, ErrorCode::NotRecognised, rules::Mimetype, scenario, "no bundle");
    };
    other("another-file", inContainer([](QByteArray& file) { file = "hello\n"; }), "a text that is no bundle");
    other(
        "zeros-only", inContainer([](QByteArray& file) { file.fill('\0', 1024); }), "two zero blocks and nothing else");
    other("compressed-whole", inContainer([](QByteArray& file) { file = orDie(compressPart(file)); }),
        "a bundle that somebody compressed");
    other("mimetype-of-something-else",
        inEntries([](Entries& list) { list[0].content = "application/vnd.satchel.folder"; }), "another mimetype");
    other("mimetype-with-a-line-end", inEntries([](Entries& list) { list[0].content += '\n'; }),
        "a line end behind the mimetype");
    other("mimetype-missing", inEntries([](Entries& list) { list.removeFirst(); }), "the entry mimetype is missing");
    other("mimetype-not-first", inEntries([](Entries& list) { list.swapItemsAt(0, 1); }),
        "the entry mimetype comes second");
}

void makeEntryFaults(const Maker& maker)
{
    const auto order = [&maker](const char* name, const std::function<void(Entries&)>& change, const char* scenario,
                           const char* word) {
        maker.refuse(name, inEntries(change), ErrorCode::BadContainer, rules::Entries, scenario, word);
    };
    const auto due = "in their order";
    order("label-missing", [](Entries& list) { list.removeAt(2); }, "there is no label.json", due);
    order("signature-missing", [](Entries& list) { list.removeAt(3); }, "there is no label.p7s", "label.p7s");
    order(
        "label-before-the-parts", [](Entries& list) { list.move(2, 1); }, "label.json comes before the parts",
        "label.p7s");
    order(
        "signature-before-the-label", [](Entries& list) { list.swapItemsAt(2, 3); },
        "label.p7s comes before label.json", due);
    order("label-twice", [](Entries& list) { list.insert(3, list.at(2)); }, "label.json stands twice", "label.p7s");
    order("part-twice", [](Entries& list) { list.insert(2, list.at(1)); }, "the first part stands twice", due);
    order("mimetype-twice", [](Entries& list) { list.insert(1, list.at(0)); }, "mimetype stands twice", due);
    order(
        "entry-not-due", [](Entries& list) { list.insert(2, {"notes.txt", "hello"}); },
        "an entry that version 1 does not know", due);
    order(
        "entry-after-the-signature", [](Entries& list) { list.append(ForgedEntry{"notes.txt", "hello"}); },
        "an entry behind label.p7s", "follows");

    const auto listed = [&maker](const char* name, const std::function<void(Entries&)>& change, const char* scenario) {
        maker.refuse(name, inEntries(change), ErrorCode::BadContainer, rules::PartsListed, scenario, "label lists");
    };
    listed("part-missing", [](Entries& list) { list.removeAt(1); }, "the only part is missing");
    listed(
        "part-not-listed", [](Entries& list) { list.insert(2, {"parts/000002.p7m", list.at(1).content}); },
        "a second part that the label does not list");
    listed(
        "part-larger-than-listed", [](Entries& list) { list[1].content += 'x'; },
        "a part one byte larger than the label says");
}

void makeSizeFaults(const Maker& maker)
{
    const auto size = [&maker](const char* name, const Fault& fault, const char* scenario, const char* word) {
        maker.refuse(name, fault, ErrorCode::TooLarge, rules::EntrySizes, scenario, word);
    };
    size("part-header-above-5-mib", inContainer([](QByteArray& file) {
        file.replace(PartHeader, 512, ustar::header("parts/000001.p7m", limits::Part + 1));
    }),
        "a header says that its part has 5 MiB and a byte", "parts/000001.p7m");
    size("part-header-of-8-gib", inContainer([](QByteArray& file) {
        file.replace(PartHeader, 512, ustar::header("parts/000001.p7m", (qint64{1} << 33) - 1));
    }),
        "a header says that its part has 8 GiB less a byte, the most that a header can say", "parts/000001.p7m");
    size("label-header-above-1-mib", inContainer([](QByteArray& file) {
        const auto at = file.indexOf("label.json");
        file.replace(at, 512, ustar::header("label.json", limits::Label + 1));
    }),
        "a header says that label.json has 1 MiB and a byte", "label.json");
    size("signature-above-64-kib",
        inEntries([](Entries& list) { list[3].content = QByteArray(limits::LabelSignature + 1, '\0'); }),
        "label.p7s has 64 KiB and a byte", "label.p7s");
}

} // namespace

void makeContainerFaults(const Maker& maker)
{
    makeBeginningFaults(maker);
    makeHeaderFaults(maker);
    makeNameFaults(maker);
    makeEndFaults(maker);
    makeEntryFaults(maker);
    makeSizeFaults(maker);
}

} // namespace satchel::vectors
