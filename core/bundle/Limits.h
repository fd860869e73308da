#pragma once

#include <QtGlobal>

// What a reader refuses beyond, before anything is allocated for it (docs/bundle-format.md, "Limits"). In bytes unless
// said.
namespace satchel::limits {

inline constexpr qint64 Label = 1024 * 1024;
inline constexpr qint64 LabelSignature = 64 * 1024;
inline constexpr qint64 Parts = 4096; // count
inline constexpr qint64 Part = 5 * 1024 * 1024;
inline constexpr qint64 PartPlaintext = 8 * 1024 * 1024;
inline constexpr qint64 ItemsPerPart = 4096; // count
inline constexpr qint64 Item = 4 * 1024 * 1024;
inline constexpr qint64 Bundle = (qint64{1} << 32) - 1; // the largest file of FAT32
inline constexpr qint64 Receipt = 1024 * 1024;
inline constexpr qint64 RefusedPerReceipt = 8192; // count; what else was refused goes unnamed
inline constexpr qint64 ReceiptsPerBundle = 256; // count
inline constexpr qint64 ReceiptBytesPerBundle = 2 * 1024 * 1024; // of all receipts together
inline constexpr qint64 VoidsPerBundle = 4096; // count
inline constexpr qint64 HeardExtras = 1024; // count
inline constexpr qint64 Context = 4096; // of the context of an item
inline constexpr qint64 LocalName = 1024; // in UTF-8
inline constexpr qint64 Path = 1024; // of the resource that an item was posted to, in UTF-8
inline constexpr qint64 DeviceSerial = 1024; // in UTF-8, of a requester's X520 serialNumber
inline constexpr qint64 RequesterCertificates = 256 * 1024; // DER of all certificates of one requester record
inline constexpr qint64 TargetPart = 1024 * 1024; // about what a writer puts into one part before it is compressed

} // namespace satchel::limits
