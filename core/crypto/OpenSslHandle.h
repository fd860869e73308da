#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cmp.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/store.h>
#include <openssl/ui.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>

namespace satchel {

template <auto Free> struct OpenSslDeleter {
    template <typename T> void operator()(T* object) const noexcept { Free(object); }
};

// Owns one OpenSSL object. Functions that only look at it take a `T*`, never a handle.
template <typename T, auto Free> using OpenSslHandle = std::unique_ptr<T, OpenSslDeleter<Free>>;

// OpenSSL declares some of its destructors as macros, which need a real function to point at.
inline void freeX509Stack(STACK_OF(X509) * stack) noexcept
{
    sk_X509_pop_free(stack, X509_free);
}

// A stack that only lends its certificates.
inline void freeX509StackOnly(STACK_OF(X509) * stack) noexcept
{
    sk_X509_free(stack);
}

inline void freeExtensionStack(STACK_OF(X509_EXTENSION) * stack) noexcept
{
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}

inline void freeOpenSslBytes(unsigned char* bytes) noexcept
{
    OPENSSL_free(bytes);
}

using AlgorithmHandle = OpenSslHandle<X509_ALGOR, &X509_ALGOR_free>;
using Asn1IntegerHandle = OpenSslHandle<ASN1_INTEGER, &ASN1_INTEGER_free>;
using Asn1ObjectHandle = OpenSslHandle<ASN1_OBJECT, &ASN1_OBJECT_free>;
using Asn1OctetStringHandle = OpenSslHandle<ASN1_OCTET_STRING, &ASN1_OCTET_STRING_free>;
using Asn1BitStringHandle = OpenSslHandle<ASN1_BIT_STRING, &ASN1_BIT_STRING_free>;
using Asn1StringHandle = OpenSslHandle<ASN1_STRING, &ASN1_STRING_free>;
using Asn1TimeHandle = OpenSslHandle<ASN1_TIME, &ASN1_TIME_free>;
using BasicConstraintsHandle = OpenSslHandle<BASIC_CONSTRAINTS, &BASIC_CONSTRAINTS_free>;
using BignumHandle = OpenSslHandle<BIGNUM, &BN_free>;
using BioHandle = OpenSslHandle<BIO, &BIO_free_all>;
using CmpMessageHandle = OpenSslHandle<OSSL_CMP_MSG, &OSSL_CMP_MSG_free>;
using CmpContextHandle = OpenSslHandle<OSSL_CMP_CTX, &OSSL_CMP_CTX_free>;
using CmsHandle = OpenSslHandle<CMS_ContentInfo, &CMS_ContentInfo_free>;
using CrlHandle = OpenSslHandle<X509_CRL, &X509_CRL_free>;
using DigestContextHandle = OpenSslHandle<EVP_MD_CTX, &EVP_MD_CTX_free>;
using DigestHandle = OpenSslHandle<EVP_MD, &EVP_MD_free>;
using EcdsaSignatureHandle = OpenSslHandle<ECDSA_SIG, &ECDSA_SIG_free>;
using ExtendedKeyUsageHandle = OpenSslHandle<EXTENDED_KEY_USAGE, &EXTENDED_KEY_USAGE_free>;
using ExtensionStackHandle = OpenSslHandle<STACK_OF(X509_EXTENSION), &freeExtensionStack>;
using LibraryContextHandle = OpenSslHandle<OSSL_LIB_CTX, &OSSL_LIB_CTX_free>;
using OpenSslBytesHandle = OpenSslHandle<unsigned char, &freeOpenSslBytes>;
using Pkcs8Handle = OpenSslHandle<PKCS8_PRIV_KEY_INFO, &PKCS8_PRIV_KEY_INFO_free>;
using PkeyContextHandle = OpenSslHandle<EVP_PKEY_CTX, &EVP_PKEY_CTX_free>;
using PkeyHandle = OpenSslHandle<EVP_PKEY, &EVP_PKEY_free>;
using PublicKeyInfoHandle = OpenSslHandle<X509_PUBKEY, &X509_PUBKEY_free>;
using StoreContextHandle = OpenSslHandle<X509_STORE_CTX, &X509_STORE_CTX_free>;
using StoreHandle = OpenSslHandle<X509_STORE, &X509_STORE_free>;
using StoreInfoHandle = OpenSslHandle<OSSL_STORE_INFO, &OSSL_STORE_INFO_free>;
using StoreReaderHandle = OpenSslHandle<OSSL_STORE_CTX, &OSSL_STORE_close>;
using UiMethodHandle = OpenSslHandle<UI_METHOD, &UI_destroy_method>;
using VerifyParameterHandle = OpenSslHandle<X509_VERIFY_PARAM, &X509_VERIFY_PARAM_free>;
using X509ExtensionHandle = OpenSslHandle<X509_EXTENSION, &X509_EXTENSION_free>;
using X509Handle = OpenSslHandle<X509, &X509_free>;
using X509NameHandle = OpenSslHandle<X509_NAME, &X509_NAME_free>;
using X509ReqHandle = OpenSslHandle<X509_REQ, &X509_REQ_free>;
using X509SigHandle = OpenSslHandle<X509_SIG, &X509_SIG_free>;
using X509StackHandle = OpenSslHandle<STACK_OF(X509), &freeX509Stack>;
using X509StackViewHandle = OpenSslHandle<STACK_OF(X509), &freeX509StackOnly>;

static_assert(sizeof(X509Handle) == sizeof(X509*), "the deleter must not add state");

} // namespace satchel
