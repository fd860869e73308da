#include <core/bundle/BundleReader.h>
#include <core/bundle/Limits.h>
#include <core/bundle/UstarArchive.h>
#include <core/crypto/Digest.h>
#include <core/crypto/Signature.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace satchel;
using namespace satchel::test;

// One bundle per fault, sound in everything else: the reject table of docs/bundle-format.md names these rows.
class TestBundleRejects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsWithoutAFault();
    void refusesContainer_data();
    void refusesContainer();
    void refusesLabel_data();
    void refusesLabel();
    void refusesPart_data();
    void refusesPart();
    void refusesPartJson_data();
    void refusesPartJson();
    void refusesAboveFourGiB();
    void refusesEveryCut();
    void refusesEveryFlippedBitAroundTheParts();
    void refusesFlippedBitsOfParts();

private:
    QTemporaryDir m_folder;

    QString path() const { return m_folder.filePath(QStringLiteral("x.satchel")); }
    void refuse(const BundleForge& forge, int stage, ErrorCode code, const QString& word);
};

namespace {

enum Stage { Opened, Verified, Read };

struct Outcome {
    int stage = Opened; // that was not reached
    std::optional<Error> error;
};

Outcome readThrough(const QString& path)
{
    auto opened = UntrustedBundle::open(path);
    if (!opened) {
        return {Opened, opened.error()};
    }
    const auto bundle = VerifiedBundle::verify(*std::move(opened), {someSite().signing});
    if (!bundle) {
        return {Verified, bundle.error()};
    }
    const auto read
        = bundle->readParts({someBackend().decrypter()}, 1, [](const PartContent&) { return Result<void>{}; }, {});
    return read ? Outcome{} : Outcome{Read, read.error()};
}

using Fault = std::function<void(BundleForge&)>;

// Fault, the word that only the message of the check in question holds.
void row(const char* name, const Fault& fault, ErrorCode code, const char* word)
{
    BundleForge forge;
    fault(forge);
    QTest::newRow(name) << forge << code << QString::fromLatin1(word);
}

void columns()
{
    QTest::addColumn<BundleForge>("forge");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
}

Fault container(const BundleForge::Change& change)
{
    return [change](BundleForge& forge) { forge.changeContainer = change; };
}

Fault entries(const std::function<void(QList<ForgedEntry>&)>& change)
{
    return [change](BundleForge& forge) { forge.changeEntries = change; };
}

Fault partEntries(const std::function<void(QList<ForgedEntry>&)>& change)
{
    return [change](BundleForge& forge) { forge.changePartEntries = change; };
}

Fault replaceInPartJson(const QByteArray& before, const QByteArray& after)
{
    return [before, after](BundleForge& forge) {
        forge.changePartJson = [before, after](QByteArray& json) {
            QVERIFY2(json.contains(before), before.constData());
            json.replace(before, after);
        };
    };
}

QByteArray numbersUpTo(qint64 last)
{
    QByteArray list{"1"};
    for (qint64 number = 2; number <= last; ++number) {
        list += ',' + QByteArray::number(number);
    }
    return list;
}

Fault addToPartJson(const QByteArray& member)
{
    return [member](BundleForge& forge) {
        forge.changePartJson = [member](QByteArray& json) { json.insert(json.size() - 1, ',' + member); };
    };
}

Fault addToItemJson(const QByteArray& member)
{
    return replaceInPartJson(R"("kind":")", member + R"(,"kind":")");
}

Fault otherPlace(const std::function<void(PartContent&, BundleAddress&)>& change)
{
    return [change](BundleForge& forge) { forge.changePart = change; };
}

void twoParts(BundleForge& forge)
{
    forge.parts.push_back(forge.parts.front());
    forge.parts.back().items.front().bytes = "what a device begged";
}

} // namespace

void TestBundleRejects::refuse(const BundleForge& forge, int stage, ErrorCode code, const QString& word)
{
    forge.write(path());

    const auto outcome = readThrough(path());

    QVERIFY(outcome.error.has_value());
    QVERIFY2(outcome.error->code == code,
        qPrintable(errorCodeName(outcome.error->code) + QStringLiteral(": ") + outcome.error->message));
    QCOMPARE(outcome.stage, stage);
    QVERIFY2(outcome.error->message.contains(word), qPrintable(outcome.error->message));
    QCOMPARE(outcome.error->file, path());
}

void TestBundleRejects::acceptsWithoutAFault()
{
    BundleForge forge;
    twoParts(forge);
    forge.write(path());

    const auto outcome = readThrough(path());

    QVERIFY2(!outcome.error, outcome.error ? qPrintable(outcome.error->message) : "");
}

void TestBundleRejects::refusesContainer_data()
{
    columns();
    const auto bad = ErrorCode::BadContainer;

    row("empty file", container([](auto& file) { file.clear(); }), ErrorCode::Empty, "empty");
    row("another file", container([](auto& file) { file.fill('x'); }), ErrorCode::NotRecognised, "no bundle");
    row("shorter than a header", container([](auto& file) { file.truncate(300); }), ErrorCode::NotRecognised,
        "no bundle");
    row("another mimetype", entries([](auto& list) { list[0].content.back() = 'x'; }), ErrorCode::NotRecognised,
        "no bundle");
    row("mimetype with a line end", entries([](auto& list) { list[0].content += '\n'; }), ErrorCode::NotRecognised,
        "no bundle");
    row("mimetype not first", entries([](auto& list) { list.swapItemsAt(0, 1); }), ErrorCode::NotRecognised,
        "no bundle");
    row("header of another form", container([](auto& file) { file[1024 + 100 + 6] = '0'; }), bad, "canonical");
    row("bytes in the padding", container([](auto& file) { file[512 + 100] = 'x'; }), bad, "hide");
    row("no zero blocks at the end", container([](auto& file) { file.chop(1024); }), bad, "cut short");
    row("one zero block at the end", container([](auto& file) { file.chop(512); }), bad, "two zero blocks");
    row("second block at the end not zero", container([](auto& file) { file.back() = 'x'; }), bad, "two zero blocks");
    row("byte after the end", container([](auto& file) { file += '\0'; }), bad, "two zero blocks");
    row("third zero block", container([](auto& file) { file += QByteArray(512, '\0'); }), bad, "two zero blocks");
    row("second archive after the end", container([](auto& file) { file += file; }), bad, "two zero blocks");
    row("cut inside a part", container([](auto& file) { file.truncate(1024 + 512 + 100); }), bad, "cut short");
    row("size of an entry beyond the end",
        container([](auto& file) { file.replace(1024, 512, ustar::header("parts/000001.p7m", 1'000'000)); }), bad,
        "cut short");
    row("no part", entries([](auto& list) { list.removeAt(1); }), bad, "not those that the label lists");
    row("no label", entries([](auto& list) { list.removeAt(2); }), bad, "in their order");
    row("no signature", entries([](auto& list) { list.removeAt(3); }), bad, "has no label.p7s");
    row("label before the parts", entries([](auto& list) { list.move(2, 1); }), bad, "has no label.p7s");
    row("signature before the label", entries([](auto& list) { list.swapItemsAt(2, 3); }), bad, "in their order");
    row("part of another number", entries([](auto& list) { list[1].name = "parts/000002.p7m"; }), bad,
        "in their order");
    row("entry that is not due", entries([](auto& list) { list.insert(2, {"notes.txt", "hello"}); }), bad,
        "in their order");
    row("entry after the signature", entries([](auto& list) { list.append(ForgedEntry{"notes.txt", "hello"}); }), bad,
        "follows the label's signature");
    row("label twice", entries([](auto& list) { list.insert(3, list.at(2)); }), bad, "has no label.p7s");
    row("part that the label does not list",
        entries([](auto& list) { list.insert(2, {"parts/000002.p7m", list.at(1).content}); }), bad,
        "not those that the label lists");
    row("part of another size than the label says", entries([](auto& list) { list[1].content += 'x'; }), bad,
        "not those that the label lists");
    row("label above 1 MiB", entries([](auto& list) { list[2].content += QByteArray(limits::Label, ' '); }),
        ErrorCode::TooLarge, "label.json");
    row("signature above 64 KiB",
        entries([](auto& list) { list[3].content = QByteArray(limits::LabelSignature + 1, 'x'); }), ErrorCode::TooLarge,
        "label.p7s");
    row("part above 5 MiB", entries([](auto& list) { list[1].content = QByteArray(limits::Part + 1, 'x'); }),
        ErrorCode::TooLarge, "parts/000001.p7m");
    row("more than 4096 parts", entries([](auto& list) {
        for (qint64 number = 2; number <= limits::Parts + 1; ++number) {
            list.insert(list.size() - 2, {partEntryName(number).toLatin1(), "x"});
        }
    }),
        ErrorCode::TooLarge, "more than 4096 parts");
}

void TestBundleRejects::refusesContainer()
{
    QFETCH(BundleForge, forge);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    refuse(forge, Opened, code, word);
}

void TestBundleRejects::refusesLabel_data()
{
    columns();
    QTest::addColumn<int>("stage");
    const auto labelRow = [](const char* name, const Fault& fault, int stage, ErrorCode code, const char* word) {
        BundleForge forge;
        fault(forge);
        QTest::newRow(name) << forge << code << QString::fromLatin1(word) << stage;
    };
    const auto signature = [](const BundleForge::Change& change) {
        return Fault{[change](BundleForge& forge) { forge.changeSignature = change; }};
    };

    labelRow(
        "label of a later version",
        [](auto& forge) {
            forge.changeLabelJson = [](QByteArray& json) { json = R"({"type":"satchel-label","version":2})"; };
        },
        Opened, ErrorCode::UnsupportedVersion, "version 2");
    labelRow(
        "another signed text of ours in its place",
        [](auto& forge) {
            forge.changeLabelJson = [](QByteArray& json) { json.replace("satchel-label", "satchel-card"); };
        },
        Opened, ErrorCode::NotRecognised, "satchel-label");
    labelRow(
        "unknown field in the label",
        [](auto& forge) {
            forge.changeLabelJson
                = [](QByteArray& json) { json.replace(R"("sequence")", R"("place":"Depot","sequence")"); };
        },
        Opened, ErrorCode::UnknownField, "place");
    labelRow(
        "label altered after it was signed",
        [](auto& forge) {
            forge.changeSignedLabelJson
                = [](QByteArray& json) { json.replace(R"("sequence":1,)", R"("sequence":2,)"); };
        },
        Verified, ErrorCode::BadSignature, "label.p7s");
    labelRow("signature of nothing", signature([](auto& bytes) { bytes.clear(); }), Verified, ErrorCode::BadSignature,
        "label.p7s");
    labelRow("signature of another text", signature([](auto& bytes) {
        bytes = signDetached("{}", someSite().signingKey, someSite().signing, forgeTime()).value();
    }),
        Verified, ErrorCode::BadSignature, "messageDigest");
    labelRow(
        "signature with its content inside",
        [](auto& forge) {
            forge.changeSignature = [](QByteArray& bytes) {
                bytes = signAttached("{}", someSite().signingKey, someSite().signing, forgeTime()).value();
            };
        },
        Verified, ErrorCode::BadSignature, "label.p7s");
    labelRow("byte after the signature", signature([](auto& bytes) { bytes += '\0'; }), Verified,
        ErrorCode::BadSignature, "end of the signature");
    labelRow(
        "signed by a stranger", [](auto& forge) { forge.signer = someStranger().signer(); }, Verified,
        ErrorCode::UnknownSender, "label.p7s");
    labelRow(
        "signed with the sender's key under another certificate",
        [](auto& forge) {
            CertificateTemplate facts;
            facts.commonName = QStringLiteral("Depot");
            facts.notBefore = beginningOfTime();
            facts.notAfter = endOfTime();
            facts.use = CertificateTemplate::Use::Signing;
            forge.signer.certificate = issueSelfSigned(facts, someSite().signingKey).value();
        },
        Verified, ErrorCode::UnknownSender, "label.p7s");
}

void TestBundleRejects::refusesLabel()
{
    QFETCH(BundleForge, forge);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    QFETCH(int, stage);
    refuse(forge, stage, code, word);
}

void TestBundleRejects::refusesPart_data()
{
    columns();
    const auto bad = ErrorCode::BadContainer;
    const auto flipped = [](qsizetype fromEnd) {
        return [fromEnd](QByteArray& bytes) {
            auto& byte = bytes[bytes.size() - fromEnd];
            byte = static_cast<char>(byte ^ 1);
        };
    };

    row("part altered", entries([](auto& list) { list[1].content[200] = static_cast<char>(list[1].content[200] ^ 1); }),
        ErrorCode::BadDigest, "altered or damaged");
    row(
        "parts swapped",
        [](auto& forge) {
            twoParts(forge);
            forge.changeEntries = [](QList<ForgedEntry>& list) { std::swap(list[1].content, list[2].content); };
            // Only the digests are to tell.
            forge.changeLabel = [](Label& label) { std::swap(label.parts[0].size, label.parts[1].size); };
        },
        ErrorCode::BadDigest, "parts/000001.p7m");
    row(
        "not an envelope", [](auto& forge) { forge.changeEnvelope = [](QByteArray& bytes) { bytes = "plain"; }; }, bad,
        "parts/000001.p7m");
    row(
        "byte after the envelope", [](auto& forge) { forge.changeEnvelope = [](QByteArray& bytes) { bytes += '\0'; }; },
        bad, "end of the envelope");
    row(
        "not encrypted for us", [](auto& forge) { forge.recipients = {someStranger().decryption}; },
        ErrorCode::CannotDecrypt, "none of our decryption certificates");
    row("tag altered", [&](auto& forge) { forge.changeEnvelope = flipped(1); }, ErrorCode::CannotDecrypt, "altered");
    row(
        "ciphertext altered", [&](auto& forge) { forge.changeEnvelope = flipped(30); }, ErrorCode::CannotDecrypt,
        "altered");
    row(
        "not compressed", [](auto& forge) { forge.changeFrame = [](QByteArray& bytes) { bytes.fill('x'); }; }, bad,
        "not one Zstandard frame");
    row(
        "byte after the compressed content",
        [](auto& forge) { forge.changeFrame = [](QByteArray& bytes) { bytes += 'x'; }; }, bad,
        "bytes follow its frame");
    row(
        "content of another size than the label says",
        [](auto& forge) { forge.changeLabel = [](Label& label) { label.parts[0].plainSize += 512; }; }, bad,
        "the size that the label gives");
    row(
        "archive header of another form",
        [](auto& forge) { forge.changeArchive = [](QByteArray& bytes) { bytes[136] = '1'; }; }, bad, "canonical");
    row(
        "archive with bytes in the padding",
        [](auto& forge) { forge.changeArchive = [](QByteArray& bytes) { bytes[bytes.size() - 1024 - 1] = 'x'; }; }, bad,
        "not filled with zeros");
    row(
        "archive without its end",
        [](auto& forge) { forge.changeArchive = [](QByteArray& bytes) { bytes.chop(1024); }; }, bad, "two zero blocks");
    row(
        "archive with one zero block",
        [](auto& forge) { forge.changeArchive = [](QByteArray& bytes) { bytes.chop(512); }; }, bad, "two zero blocks");
    row(
        "bytes after the archive",
        [](auto& forge) { forge.changeArchive = [](QByteArray& bytes) { bytes += QByteArray(512, '\0'); }; }, bad,
        "two zero blocks");
    row(
        "archive cut inside an item",
        [](auto& forge) { forge.changeArchive = [](QByteArray& bytes) { bytes.chop(1024 + 512); }; }, bad, "cut short");
    row("part.json not first", partEntries([](auto& list) { list.swapItemsAt(0, 1); }), bad, "begin with part.json");
    row("empty archive", partEntries([](auto& list) { list.clear(); }), bad, "begin with part.json");
    row("item missing", partEntries([](auto& list) { list.removeLast(); }), bad, "lists 1 items");
    row("item not listed", partEntries([](auto& list) { list.append(ForgedEntry{"items/000002.p10", "more"}); }), bad,
        "lists 1 items");
    row("item of another number", partEntries([](auto& list) { list[1].name = "items/000002.p10"; }), bad,
        "where item 1 should");
    row("item elsewhere", partEntries([](auto& list) { list[1].name = "../000001.p10"; }), bad, "where item 1 should");
    row("item without extension", partEntries([](auto& list) { list[1].name = "items/000001"; }), bad,
        "where item 1 should");
    row("item with two extensions", partEntries([](auto& list) { list[1].name = "items/000001.tar.gz"; }), bad,
        "where item 1 should");
    row("extension of 17 characters", partEntries([](auto& list) { list[1].name = "items/000001.aaaaaaaaaaaaaaaaa"; }),
        bad, "where item 1 should");
    row("item above 4 MiB", partEntries([](auto& list) { list[1].content = QByteArray(limits::Item + 1, 'x'); }),
        ErrorCode::TooLarge, "limit of an item");
    row(
        "more than 4096 items",
        [](auto& forge) {
            forge.parts.front().items.resize(limits::ItemsPerPart + 1, forge.parts.front().items.front());
        },
        ErrorCode::TooLarge, "4096");
}

void TestBundleRejects::refusesPart()
{
    QFETCH(BundleForge, forge);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    refuse(forge, Read, code, word);
}

void TestBundleRejects::refusesPartJson_data()
{
    columns();
    const auto bad = ErrorCode::BadContainer;
    const auto malformed = ErrorCode::Malformed;
    const auto place = "belongs to another place or bundle";

    row("part.json is no JSON", replaceInPartJson("{", "("), malformed, "part.json");
    row("another type of text", replaceInPartJson("satchel-part", "satchel-label"), ErrorCode::NotRecognised,
        "satchel-part");
    row("another version", replaceInPartJson(R"("version":1)", R"("version":2)"), ErrorCode::UnsupportedVersion,
        "version 2");
    row("of another bundle", otherPlace([](auto&, auto& address) { address.bundle = Ulid::generate(forgeTime()); }),
        bad, place);
    row("from another station", otherPlace([](auto&, auto& address) { address.from = someStranger().id; }), bad, place);
    row("from another ledger", otherPlace([](auto&, auto& address) { address.ledger = someStranger().ledger; }), bad,
        place);
    row("to another station", otherPlace([](auto&, auto& address) { address.to = someStranger().id; }), bad, place);
    row("of another sequence", otherPlace([](auto&, auto& address) { address.sequence += 1; }), bad, place);
    row("of another place", otherPlace([](auto& content, auto&) { content.number += 1; }), bad, place);
    row(
        "parts put in each other's place by their sender",
        [](auto& forge) {
            twoParts(forge);
            forge.changePart = [](PartContent& content, BundleAddress&) { content.number = 3 - content.number; };
        },
        bad, place);
    row("unknown field in part.json", addToPartJson(R"("remark":"hello")"), ErrorCode::UnknownField, "remark");
    row("field twice in part.json", addToPartJson(R"("part":1)"), ErrorCode::DuplicateField, "part");
    row(
        "no items but in the first part",
        [](auto& forge) {
            twoParts(forge);
            forge.parts.back().items.clear();
        },
        malformed, "empty");
    row(
        "receipts but not in the first part",
        [](auto& forge) {
            twoParts(forge);
            forge.parts.back().matters.receipts = {"a receipt"};
        },
        ErrorCode::UnknownField, "receipts");
    row("receipt that is not base64", addToPartJson(R"("receipts":["a receipt"])"), malformed, "base64");
    row("receipt of no bytes", addToPartJson(R"("receipts":[""])"), malformed, "base64");
    row("more than 256 receipts", addToPartJson(R"("receipts":["MAA=")" + QByteArray(R"(,"MAA=")").repeated(256) + ']'),
        ErrorCode::TooLarge, "receipts");
    row("receipts above 2 MiB",
        addToPartJson(R"("receipts":[")" + QByteArray(limits::ReceiptBytesPerBundle + 1, 'x').toBase64() + R"("])"),
        ErrorCode::TooLarge, "receipts");
    row("heard without a ledger", addToPartJson(R"("heard":{"contiguous":1,"extras":[]})"), malformed, "ledger");
    row("heard not ascending",
        addToPartJson(R"("heard":{"ledger":"4d1c8f0b27a94e3e9b6a5d2c1f0e8a77","contiguous":1,"extras":[4,3]})"),
        malformed, "ascending");
    row("heard beyond what is contiguous but not above it",
        addToPartJson(R"("heard":{"ledger":"4d1c8f0b27a94e3e9b6a5d2c1f0e8a77","contiguous":5,"extras":[5]})"),
        malformed, "ascending");
    row(
        "more than 1024 numbers heard",
        [](auto& forge) {
            addToPartJson(R"("heard":{"ledger":"4d1c8f0b27a94e3e9b6a5d2c1f0e8a77","contiguous":0,"extras":[)"
                + numbersUpTo(limits::HeardExtras + 1) + "]}")(forge);
        },
        ErrorCode::TooLarge, "extras");
    row(
        "void of this very number",
        [](auto& forge) {
            forge = BundleForge{someSite(), someBackend(), 5};
            addToPartJson(R"("void":[5])")(forge);
        },
        malformed, "void");
    row(
        "void twice",
        [](auto& forge) {
            forge = BundleForge{someSite(), someBackend(), 5};
            addToPartJson(R"("void":[2,2])")(forge);
        },
        malformed, "void");
    row(
        "more than 4096 numbers void",
        [](auto& forge) {
            forge = BundleForge{someSite(), someBackend(), limits::VoidsPerBundle + 2};
            addToPartJson(R"("void":[)" + numbersUpTo(limits::VoidsPerBundle + 1) + ']')(forge);
        },
        ErrorCode::TooLarge, "void");
    row("origin that is no station id", replaceInPartJson(R"("origin":")", R"("origin":"x)"), malformed, "origin");
    row("kind with a capital", replaceInPartJson("certification-request", "Certification-request"), malformed, "kind");
    row("kind of no characters", replaceInPartJson("certification-request", ""), malformed, "kind");
    row("kind of 33 characters", replaceInPartJson("certification-request", QByteArray(33, 'k')), malformed, "kind");
    row("protocol with a blank", replaceInPartJson(R"("est")", R"("e st")"), malformed, "protocol");
    row("gathered at no time", replaceInPartJson("2026-11-22T08:59:00Z", "yesterday"), malformed, "gathered");
    row("unknown field of an item", addToItemJson(R"("device":"4711")"), ErrorCode::UnknownField, "device");
    row("answer to what is no id", addToItemJson(R"("inReplyTo":"4711")"), malformed, "inReplyTo");
    row("context that is not base64", addToItemJson(R"("context":"4711/")"), malformed, "context");
    row("context of no bytes", addToItemJson(R"("context":"")"), malformed, "context");
    row("context above 4096 bytes",
        addToItemJson(R"("context":")" + QByteArray(limits::Context + 1, 'x').toBase64() + '"'), malformed, "context");
    row("local name with a slash", replaceInPartJson("pledge.p10", "../pledge.p10"), malformed, "localName");
    row("local name of no characters", replaceInPartJson("pledge.p10", ""), malformed, "localName");
    row("local name above 1024 bytes", replaceInPartJson("pledge.p10", QByteArray(limits::LocalName + 1, 'n')),
        malformed, "localName");
    row("local name with a control character", replaceInPartJson("pledge.p10", "pledge\\u0000.p10"), malformed,
        "control");
    row("path of no characters", addToItemJson(R"("path":"")"), malformed, "path");
    row("path that does not begin with a slash", addToItemJson(R"("path":"est")"), malformed, "path");
    row("path above 1024 bytes", addToItemJson(R"("path":"/)" + QByteArray(limits::Path, 'p') + '"'), malformed,
        "path");
    row("requester with an unknown field", addToItemJson(R"("requester":{"name":"Anna"})"), ErrorCode::UnknownField,
        "name");
}

void TestBundleRejects::refusesPartJson()
{
    QFETCH(BundleForge, forge);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    refuse(forge, Read, code, word);
}

void TestBundleRejects::refusesAboveFourGiB()
{
    // Parts of holes: all headers are there, and nothing is read before the size of the file is judged.
    QFile file{path()};
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
    const QByteArray mimetype = "application/vnd.satchel.bundle";
    file.write(ustar::header("mimetype", mimetype.size()) + mimetype + ustar::padding(mimetype.size()));
    for (qint64 number = 1; file.pos() <= limits::Bundle; ++number) {
        file.write(ustar::header(partEntryName(number).toLatin1(), limits::Part));
        QVERIFY(file.seek(file.pos() + limits::Part));
    }
    file.write(ustar::header("label.json", 2) + "{}" + ustar::padding(2) + ustar::header("label.p7s", 2) + "{}"
        + ustar::padding(2) + ustar::end());
    file.close();

    const auto outcome = readThrough(path());

    QVERIFY(outcome.error.has_value());
    QCOMPARE(outcome.error->code, ErrorCode::TooLarge);
    QVERIFY(QFile::remove(path()));
}

void TestBundleRejects::refusesEveryCut()
{
    const auto whole = BundleForge{}.make();
    BundleForge{}.write(path());
    QFile file{path()};
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
    file.write(whole);
    file.flush();
    for (qsizetype size = whole.size() - 1; size >= 0; --size) {
        QCOMPARE(::ftruncate(file.handle(), size), 0);
        const auto outcome = readThrough(path());
        QVERIFY2(outcome.error.has_value(), qPrintable(QString::number(size)));
        QCOMPARE(outcome.stage, static_cast<int>(Opened));
    }
}

void TestBundleRejects::refusesEveryFlippedBitAroundTheParts()
{
    const auto whole = BundleForge{}.make();
    QFile file{path()};
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered));
    file.write(whole);
    const auto partSize = entriesOf(whole).at(1).content.size();
    const qsizetype partAt = 1024 + 512;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        if (at == partAt) {
            at += partSize;
        }
        for (unsigned bit = 0; bit < 8; ++bit) {
            const char flipped = static_cast<char>(whole.at(at) ^ (1U << bit));
            QCOMPARE(::pwrite(file.handle(), &flipped, 1, at), 1);
            const auto outcome = readThrough(path());
            QVERIFY2(outcome.error.has_value(), qPrintable(QStringLiteral("byte %1, bit %2").arg(at).arg(bit)));
            QVERIFY(outcome.stage != Read);
        }
        QCOMPARE(::pwrite(file.handle(), whole.constData() + at, 1, at), 1);
    }
    QVERIFY(!readThrough(path()).error.has_value());
}

void TestBundleRejects::refusesFlippedBitsOfParts()
{
    const auto whole = BundleForge{}.make();
    QFile file{path()};
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered));
    file.write(whole);
    const auto partSize = entriesOf(whole).at(1).content.size();
    for (qsizetype i = 0; i < partSize; i += 3) {
        const qsizetype at = 1024 + 512 + i;
        const char flipped = static_cast<char>(whole.at(at) ^ (1U << (static_cast<unsigned>(i) % 8)));
        QCOMPARE(::pwrite(file.handle(), &flipped, 1, at), 1);
        const auto outcome = readThrough(path());
        QVERIFY(outcome.error.has_value());
        QCOMPARE(outcome.error->code, ErrorCode::BadDigest);
        QCOMPARE(outcome.stage, static_cast<int>(Read));
        QCOMPARE(::pwrite(file.handle(), whole.constData() + at, 1, at), 1);
    }
}

SATCHEL_TEST(TestBundleRejects)
#include "TestBundleRejects.moc"
