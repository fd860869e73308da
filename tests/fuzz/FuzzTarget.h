#pragma once

#include <core/base/Result.h>

#include <QByteArray>

#include <array>
#include <string_view>

// What every fuzz target shares. A target is one function that takes any bytes, holds the code against its promises,
// and says whether the bytes were good. It ends the process where a promise is broken.
namespace satchel::fuzz {

enum class Verdict { Accepted, Refused };

struct FuzzTarget {
    std::string_view name; // of its folder in the corpus
    Verdict (*run)(const QByteArray& input);
    qsizetype longestInput; // what libFuzzer need not go beyond
};

[[nodiscard]] Verdict runBundle(const QByteArray& input);
[[nodiscard]] Verdict runBundleStep(const QByteArray& input);
[[nodiscard]] Verdict runCard(const QByteArray& input);
[[nodiscard]] Verdict runCardJson(const QByteArray& input);
[[nodiscard]] Verdict runCertificateAnswer(const QByteArray& input);
[[nodiscard]] Verdict runCmc(const QByteArray& input);
[[nodiscard]] Verdict runCmp(const QByteArray& input);
[[nodiscard]] Verdict runContainer(const QByteArray& input);
[[nodiscard]] Verdict runCsrAttributes(const QByteArray& input);
[[nodiscard]] Verdict runEnvelope(const QByteArray& input);
[[nodiscard]] Verdict runIssuerSettings(const QByteArray& input);
[[nodiscard]] Verdict runLabel(const QByteArray& input);
[[nodiscard]] Verdict runPartArchive(const QByteArray& input);
[[nodiscard]] Verdict runPartFrame(const QByteArray& input);
[[nodiscard]] Verdict runPartJson(const QByteArray& input);
[[nodiscard]] Verdict runPkcs10(const QByteArray& input);
[[nodiscard]] Verdict runReceipt(const QByteArray& input);
[[nodiscard]] Verdict runReceiptJson(const QByteArray& input);
[[nodiscard]] Verdict runRecogniser(const QByteArray& input);
[[nodiscard]] Verdict runRejection(const QByteArray& input);
[[nodiscard]] Verdict runRevocationList(const QByteArray& input);
[[nodiscard]] Verdict runScep(const QByteArray& input);
[[nodiscard]] Verdict runServerKey(const QByteArray& input);
[[nodiscard]] Verdict runSettings(const QByteArray& input);
[[nodiscard]] Verdict runSideJson(const QByteArray& input);
[[nodiscard]] Verdict runSidecar(const QByteArray& input);
[[nodiscard]] Verdict runVoucher(const QByteArray& input);
[[nodiscard]] Verdict runVoucherJson(const QByteArray& input);
[[nodiscard]] Verdict runVoucherCbor(const QByteArray& input);

inline constexpr std::array AllTargets{
    FuzzTarget{"bundle", &runBundle, 64 * 1024},
    FuzzTarget{"bundle-step", &runBundleStep, 16 * 1024},
    FuzzTarget{"card", &runCard, 65 * 1024},
    FuzzTarget{"card-json", &runCardJson, 16 * 1024},
    FuzzTarget{"certificate-answer", &runCertificateAnswer, 16 * 1024},
    FuzzTarget{"cmc", &runCmc, 16 * 1024},
    FuzzTarget{"cmp", &runCmp, 16 * 1024},
    FuzzTarget{"container", &runContainer, 64 * 1024},
    FuzzTarget{"csr-attributes", &runCsrAttributes, 8 * 1024},
    FuzzTarget{"envelope", &runEnvelope, 16 * 1024},
    FuzzTarget{"issuer-settings", &runIssuerSettings, 4 * 1024},
    FuzzTarget{"label", &runLabel, 16 * 1024},
    FuzzTarget{"part-archive", &runPartArchive, 64 * 1024},
    FuzzTarget{"part-frame", &runPartFrame, 64 * 1024},
    FuzzTarget{"part-json", &runPartJson, 16 * 1024},
    FuzzTarget{"pkcs10", &runPkcs10, 8 * 1024},
    FuzzTarget{"receipt", &runReceipt, 16 * 1024},
    FuzzTarget{"receipt-json", &runReceiptJson, 8 * 1024},
    FuzzTarget{"recogniser", &runRecogniser, 16 * 1024},
    FuzzTarget{"rejection", &runRejection, 4 * 1024},
    FuzzTarget{"revocation-list", &runRevocationList, 8 * 1024},
    FuzzTarget{"scep", &runScep, 16 * 1024},
    FuzzTarget{"server-key", &runServerKey, 16 * 1024},
    FuzzTarget{"settings", &runSettings, 8 * 1024},
    FuzzTarget{"side-json", &runSideJson, 8 * 1024},
    FuzzTarget{"sidecar", &runSidecar, 16 * 1024},
    FuzzTarget{"voucher", &runVoucher, 16 * 1024},
    FuzzTarget{"voucher-json", &runVoucherJson, 8 * 1024},
    FuzzTarget{"voucher-cbor", &runVoucherCbor, 8 * 1024},
};

// Null if there is none of that name.
[[nodiscard]] const FuzzTarget* findTarget(std::string_view name);

// Ends the process with this promise as the reason if it is broken.
void require(bool kept, const char* promise);

// Holds the promises that every error makes: a code that is no mistake of ours, and a short text for people.
Verdict refused(const Error& error);

template <typename T> Verdict judged(const Result<T>& result)
{
    return result ? Verdict::Accepted : refused(result.error());
}

} // namespace satchel::fuzz
