#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace satchel::torture {

// Makes inputs that are as large as they may be and cost a parser as much as they can: of a good message each element
// by itself is repeated, stretched or nested until the whole has about `size` bytes. They are well formed in DER, CBOR
// or JSON, so that what looks at them gets as far as it can.
struct Giant {
    QString what; // "SEQUENCE 30/30/a0 repeated"
    QByteArray bytes; // never more than `size`
};

using TakeGiant = std::function<void(const Giant&)>;

// By the form of the seed: DER, CBOR, JSON, or lines of text.
void forEachGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take);

void forEachDerGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take);
void forEachCborGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take);
void forEachJsonGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take);
void forEachTextGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take);

// CMP messages that are small and ask for as many verifications as they can, by keys that take the longest.
void forEachKeyGiant(const TakeGiant& take);

} // namespace satchel::torture
