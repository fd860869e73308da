#include "FuzzTarget.h"
#include "FuzzWorld.h"

#include <QDir>

#include <cstdio>
#include <vector>

// Feeds each file of the corpus to its target: `satchel-fuzz-replay CORPUS [TARGET]`. Fails if a promise is broken, and
// also where not one file of a target is good any more, for then the corpus tests next to nothing.

namespace {

using namespace satchel::fuzz;

bool replay(const FuzzTarget& target, const QDir& folder)
{
    int accepted = 0;
    const auto files = folder.entryInfoList(QDir::Files, QDir::Name);
    for (const auto& file : files) {
        std::fprintf(stderr, "%s: ", qPrintable(file.filePath()));
        const auto bytes = satchel::readFile(file.filePath(), 64 * 1024 * 1024);
        require(bytes.has_value(), "the corpus can be read");
        // In a buffer of its own that ends where the input ends, so that reading beyond it is seen.
        const std::vector<char> exact(bytes->begin(), bytes->end());
        const auto verdict = target.run(QByteArray::fromRawData(exact.data(), static_cast<qsizetype>(exact.size())));
        std::fprintf(stderr, "%s\n", verdict == Verdict::Accepted ? "accepted" : "refused");
        accepted += verdict == Verdict::Accepted ? 1 : 0;
    }
    if (accepted == 0) {
        std::fprintf(stderr, "%s: nothing in it is good\n", qPrintable(folder.path()));
    }
    return accepted > 0;
}

} // namespace

int main(int count, char** arguments)
{
    const auto* const only = count == 3 ? findTarget(arguments[2]) : nullptr;
    if (count < 2 || count > 3 || (count == 3 && only == nullptr)) {
        std::fprintf(stderr, "usage: satchel-fuzz-replay CORPUS [TARGET]\n");
        return 2;
    }
    const QDir corpus{QString::fromLocal8Bit(arguments[1])};
    FuzzWorld::load(corpus.filePath(QStringLiteral("world")));
    bool isGood = true;
    for (const auto& target : AllTargets) {
        if (only == nullptr || only == &target) {
            isGood = replay(target, QDir{corpus.filePath(QString::fromLatin1(target.name))}) && isGood;
        }
    }
    return isGood ? 0 : 1;
}
