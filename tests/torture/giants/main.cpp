#include "Cost.h"
#include "Giants.h"

#include <core/base/JsonWriter.h>
#include <core/objects/EnrolmentObject.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <cstdio>
#include <vector>

// What the largest inputs cost each parser (docs/testing.md, "Giants"): satchel-giants CORPUS [TARGET…].

namespace {

using namespace satchel;
using namespace satchel::torture;

constexpr qsizetype InputSize = 1024 * 1024;
constexpr double MostMs = 100;
constexpr qint64 MostKiB = 64 * 1024;

// As `gather` and `show` do it.
void lookAtObject(const QByteArray& bytes)
{
    const auto object = EnrolmentObject::recognise(bytes);
    if (object) {
        (void)(*object)->assess(fuzz::FuzzWorld::get().context(StationRole::Backend));
        (void)(*object)->matches(**object);
        (void)(*object)->lookups();
    }
}

void describeObject(const QByteArray& bytes)
{
    if (const auto object = EnrolmentObject::recognise(bytes)) {
        JsonWriter writer;
        writer.value((*object)->describe());
    }
}

struct Worst {
    QString what = QStringLiteral("-");
    double value = 0;

    void take(const QString& of, double much)
    {
        if (much > value) {
            *this = {of, much};
        }
    }
};

class Tally final {
public:
    explicit Tally(std::string_view name)
        : m_name{QString::fromLatin1(name)}
    {
    }

    void measure(const QString& what, const std::function<void()>& work)
    {
        auto cost = costOf(work);
        if (cost.cpuMs > MostMs) {
            cost = leastOf(cost, costOf(work)); // the machine has other things to do as well
        }
        ++m_cases;
        m_slowest.take(what, cost.cpuMs);
        m_largest.take(what, static_cast<double>(cost.memoryKiB) / 1024);
        if (!cost.ended || cost.cpuMs > MostMs || cost.memoryKiB > MostKiB) {
            ++m_over;
            std::printf("    %s: %.0f ms, %.1f MiB%s\n", qPrintable(what), cost.cpuMs,
                static_cast<double>(cost.memoryKiB) / 1024, cost.ended ? "" : ", never ended");
        }
    }

    // False if anything went beyond what is promised, or nothing was measured.
    bool close() const
    {
        std::printf("%-20s %6d inputs, at most %4.0f ms (%s) and %5.1f MiB (%s)\n", qPrintable(m_name), m_cases,
            m_slowest.value, qPrintable(m_slowest.what), m_largest.value, qPrintable(m_largest.what));
        std::fflush(stdout);
        return m_cases > 0 && m_over == 0;
    }

private:
    static Cost leastOf(const Cost& one, const Cost& other)
    {
        return {std::min(one.cpuMs, other.cpuMs), std::min(one.memoryKiB, other.memoryKiB), one.ended && other.ended};
    }

    QString m_name;
    int m_cases = 0;
    int m_over = 0;
    Worst m_slowest;
    Worst m_largest;
};

// What the target's class reads by way of the recogniser is measured as it is used, without the target's promises.
bool isOfObjects(std::string_view target)
{
    constexpr std::array Objects{"certificate-answer", "cmc", "cmp", "csr-attributes", "pkcs10", "recogniser",
        "rejection", "revocation-list", "scep", "server-key", "side-json", "voucher"};
    return std::ranges::find(Objects, target) != Objects.end();
}

bool measureTarget(const fuzz::FuzzTarget& target, const QDir& folder)
{
    Tally tally{target.name};
    const auto measureObject = [&tally](const QString& name, const QByteArray& bytes) {
        tally.measure(name, [&bytes] { lookAtObject(bytes); });
        tally.measure(name + QStringLiteral(" (shown)"), [&bytes] { describeObject(bytes); });
    };
    if (target.name == std::string_view{"cmp"}) {
        forEachKeyGiant([&measureObject](const Giant& giant) { measureObject(giant.what, giant.bytes); });
    }
    for (const auto& file : folder.entryInfoList({QStringLiteral("seed-*")}, QDir::Files, QDir::Name)) {
        const auto seed = readFile(file.filePath(), InputSize);
        if (!seed) {
            return false;
        }
        forEachGiant(*seed, InputSize, [&](const Giant& giant) {
            const auto name = file.fileName() + QLatin1Char(' ') + giant.what;
            if (isOfObjects(target.name)) {
                measureObject(name, giant.bytes);
            } else {
                tally.measure(name, [&] { (void)target.run(giant.bytes); });
            }
        });
    }
    return tally.close();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application{argc, argv};
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("corpus"), QStringLiteral("Of the fuzz targets."));
    parser.addPositionalArgument(
        QStringLiteral("target"), QStringLiteral("Which of them."), QStringLiteral("[TARGET…]"));
    parser.process(application);
    auto wanted = parser.positionalArguments();
    if (wanted.isEmpty()) {
        parser.showHelp(2);
    }
    const QDir corpus{wanted.takeFirst()};
    fuzz::FuzzWorld::load(corpus.filePath(QStringLiteral("world")));
    bool isGood = true;
    for (const auto& target : fuzz::AllTargets) {
        const auto name = QString::fromLatin1(target.name);
        if (wanted.isEmpty() || wanted.contains(name)) {
            isGood = measureTarget(target, QDir{corpus.filePath(name)}) && isGood;
        }
    }
    return isGood ? 0 : 1;
}
