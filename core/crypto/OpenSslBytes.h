#pragma once

#include "OpenSslHandle.h"

#include <QByteArray>
#include <QByteArrayView>

// How bytes cross the border between Qt and OpenSSL.
namespace satchel {

[[nodiscard]] inline const unsigned char* openSslBytes(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// What an i2d function makes of an object; empty if it cannot.
template <auto Encode, typename T> [[nodiscard]] QByteArray derOf(T* object)
{
    unsigned char* encoded = nullptr;
    const int length = Encode(object, &encoded);
    const OpenSslBytesHandle owner{encoded};
    return length > 0 ? QByteArray{reinterpret_cast<const char*>(encoded), length} : QByteArray{};
}

// Reads from the caller's bytes, which must outlive it. Nothing above 2 GiB.
[[nodiscard]] inline BioHandle readingBio(QByteArrayView bytes)
{
    // A null pointer would be refused even for no bytes at all.
    return BioHandle{BIO_new_mem_buf(bytes.isEmpty() ? "" : bytes.data(), static_cast<int>(bytes.size()))};
}

[[nodiscard]] inline BioHandle writingBio()
{
    return BioHandle{BIO_new(BIO_s_mem())};
}

// What has been written to a memory BIO.
[[nodiscard]] inline QByteArray writtenBytes(BIO* memory)
{
    char* start = nullptr;
    const long length = BIO_get_mem_data(memory, &start);
    return length > 0 ? QByteArray{start, static_cast<qsizetype>(length)} : QByteArray{};
}

[[nodiscard]] inline QByteArray contentOf(const ASN1_STRING* string)
{
    return QByteArray{reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)), ASN1_STRING_length(string)};
}

} // namespace satchel
