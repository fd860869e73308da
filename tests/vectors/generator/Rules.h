#pragma once

// The rows of the table "What a reader refuses" in docs/bundle-format.md that vectors are about, in its words.
namespace satchel::vectors {

struct Rule {
    const char* section;
    const char* text;
};

namespace rules {

inline constexpr Rule None{"-", "-"};

inline constexpr const char* Container = "Container";
inline constexpr Rule NotEmpty{Container, "The file is not empty"};
inline constexpr Rule Mimetype{Container, "It begins with the entry `mimetype` and its 30 bytes"};
inline constexpr Rule Header{Container, "Every header is the one that its name and size give"};
inline constexpr Rule Name{Container, "A name is 1 to 100 characters of `a-z 0-9 . / -`"};
inline constexpr Rule Padding{Container, "Contents are filled with zero bytes"};
inline constexpr Rule End{Container, "Two zero blocks end it and nothing follows"};
inline constexpr Rule Whole{Container, "It is whole"};
inline constexpr Rule Entries{Container, "The entries are those of version 1, in their order"};
inline constexpr Rule PartsListed{Container, "The parts are as many and as large as the label says"};
inline constexpr Rule EntrySizes{Container, "Label at most 1 MiB, its signature 64 KiB, a part 5 MiB"};
inline constexpr Rule OutsideParts{Container, "No bit around the parts may change"};

inline constexpr const char* Label = "Strict JSON and the label";
inline constexpr Rule Utf8{Label, "UTF-8 without byte order mark, well-formed"};
inline constexpr Rule OneObject{Label, "An object and nothing after it"};
inline constexpr Rule NoNameTwice{Label, "No name twice"};
inline constexpr Rule NoUnknownField{Label, "No unknown field"};
inline constexpr Rule StrictValues{Label, "No control character, no `null`, integers only, at most 8 deep"};
inline constexpr Rule FewMembers{Label, "At most 64 members in one object"};
inline constexpr Rule LabelType{Label, "`type` is `satchel-label`"};
inline constexpr Rule LabelVersion{Label, "`version` is 1, judged before all other fields"};
inline constexpr Rule LabelFields{Label, "Every field is there, of its type and in its range"};
inline constexpr Rule NotToItself{Label, "Nobody sends to itself"};
inline constexpr Rule NotAfter{Label, "`notAfter` is later than `created`"};
inline constexpr Rule PartNames{Label, "Parts are named in order"};
inline constexpr Rule PartSizes{Label, "A part at most 5 MiB, its plaintext 8 MiB"};

inline constexpr const char* Signature = "Signature, sender, addressee, ledger";
inline constexpr Rule OverThisLabel{Signature, "The signature is over this label"};
inline constexpr Rule SignatureDer{Signature, "DER and nothing after it"};
inline constexpr Rule SignatureTemplate{Signature, "The structure is the template's"};
inline constexpr Rule FourAttributes{Signature, "Exactly the four signed attributes"};
inline constexpr Rule Algorithms{Signature, "Only the listed algorithms"};
inline constexpr Rule SignatureBits{Signature, "No bit of it may change, no byte be missing"};
inline constexpr Rule SignerOnCard{Signature, "The signer's certificate is on the sender's card"};
inline constexpr Rule NotRevoked{Signature, "The sender is not revoked"};
inline constexpr Rule OtherRole{Signature, "The sender has the other role, by our record"};
inline constexpr Rule Addressee{Signature, "We are the addressee"};
inline constexpr Rule Replay{Signature, "Bundle id and number were not used under another label"};
inline constexpr Rule SenderInTime{Signature, "The sender's certificate is in its time, where policy insists"};

inline constexpr const char* Envelope = "Part: digest and envelope";
inline constexpr Rule Digest{Envelope, "The part is the one that the label lists"};
inline constexpr Rule EnvelopeDer{Envelope, "DER and nothing after it"};
inline constexpr Rule EnvelopeTemplate{Envelope, "The structure is the template's"};
inline constexpr Rule Gcm{Envelope, "AES-256-GCM with its nonce and whole tag"};
inline constexpr Rule ForUs{Envelope, "It is encrypted for us"};
inline constexpr Rule Tag{Envelope, "The tag is right, and nothing is given out before that is known"};

inline constexpr const char* Archive = "Part: compression and archive";
inline constexpr Rule OneFrame{Archive, "One Zstandard frame and nothing else"};
inline constexpr Rule FrameSize{Archive, "Its header states the size that the label gives, and keeps its word"};
inline constexpr Rule Window{Archive, "Window at most 8 MiB, no dictionary"};
inline constexpr Rule Checksum{Archive, "A checksum, if there, is right"};
inline constexpr Rule Canonical{Archive, "The archive is canonical, whole and ends as it must"};
inline constexpr Rule ItemsListed{Archive, "`part.json` first, then the items it lists, numbered in order"};
inline constexpr Rule ItemSizes{Archive, "An item at most 4 MiB, at most 4,096 items in a part"};

inline constexpr const char* PartJson = "part.json";
inline constexpr Rule PartType{PartJson, "`type` and `version`"};
inline constexpr Rule Place{PartJson, "Bundle, sender, ledger, addressee, sequence and place are the label's"};
inline constexpr Rule ItemsInEveryPart{PartJson, "Items in every part but the first"};
inline constexpr Rule FirstPartOnly{PartJson, "`receipts`, `heard` and `void` in the first part only"};
inline constexpr Rule ReceiptsBase64{PartJson, "Receipts are base64 of something"};
inline constexpr Rule ManyReceipts{PartJson, "At most 256 receipts and 2 MiB of them"};
inline constexpr Rule Heard{PartJson, "`heard` is whole, ascending and above what is contiguous"};
inline constexpr Rule Void{PartJson, "`void` is ascending and below this bundle's number"};
inline constexpr Rule KindNames{PartJson, "Kind and protocol keep the character rule"};
inline constexpr Rule ItemForms{PartJson, "Origin, time and id are in their form"};
inline constexpr Rule Context{PartJson, "A context is base64 of 1 to 4,096 bytes"};
inline constexpr Rule LocalName{PartJson, "A local name is a name and no path"};
inline constexpr Rule Path{PartJson, "A path begins with `/`"};
inline constexpr Rule RequesterFields{PartJson, "A requester record has no unknown field"};
inline constexpr Rule RequesterCertificates{
    PartJson, "Its certificates: a list of 1 to 8, base64 in the one form, one whole certificate each"};
inline constexpr Rule RequesterWords{PartJson, "Its words and its time are in their form"};

inline constexpr const char* Item = "One item";
inline constexpr Rule KnownKind{Item, "The kind is known"};
inline constexpr Rule Direction{Item, "The kind may come from this side, and from this station"};
inline constexpr Rule AnswersOurs{Item, "An answer is to a request that we sent to that very peer"};
inline constexpr Rule SoundItem{Item, "The bytes are what the item is listed as, and sound"};

inline constexpr const char* Cards = "Cards and receipts";
inline constexpr Rule CardForm{Cards, "A card's content is strict JSON in its form"};
inline constexpr Rule CardType{Cards, "A card is a card, of version 1"};
inline constexpr Rule CardSigner{Cards, "Its signer is on it, with the key of its station id"};
inline constexpr Rule CardKeys{Cards, "Its certificates may be used for their purpose"};
inline constexpr Rule ReceiptType{Cards, "A receipt is a receipt, of version 1"};
inline constexpr Rule ReceiptNoText{Cards, "It has no free text"};
inline constexpr Rule ReceiptForm{Cards, "Its ids and codes are in their form, its verdict goes with what was refused"};
inline constexpr Rule ReceiptItems{Cards, "It refuses no more items than the bundle carried"};
inline constexpr Rule ReceiptSigner{Cards, "Its signature is sound, by the station that it names"};

} // namespace rules

} // namespace satchel::vectors
