#include "Figures.h"

#include <algorithm>
#include <cstdlib>

namespace satchel::bench {

namespace {

constexpr int DevicesOfTheFigures = 10'000;
constexpr qint64 ManyMessages = 1'000'000;
constexpr double KibOfAMib = 1024;
constexpr double MillisecondsOfASecond = 1000;

constexpr double MostOfGather = 0.8;
constexpr double MostOfImport = 0.75;
constexpr double MostOfExport = 1.0;
constexpr double MostOfSize = 1.05;
constexpr double MostGrowth = 1.15;
constexpr double MostMib = 96;
constexpr double MostMilliseconds = 100;

const SizeResult* basis(const QList<SizeResult>& results)
{
    const SizeResult* best = nullptr;
    const auto distance = [](const SizeResult& one) { return std::abs(one.plan.devices - DevicesOfTheFigures); };
    for (const auto& result : results) {
        const bool fits = result.plan.shape == WorkloadShape::Figures;
        if (fits && (best == nullptr || distance(result) < distance(*best))) {
            best = &result;
        }
    }
    return best;
}

const SizeResult* largest(const QList<SizeResult>& results)
{
    const auto most = std::max_element(results.begin(), results.end(),
        [](const auto& a, const auto& b) { return a.plan.messages() < b.plan.messages(); });
    return most != results.end() && most->plan.messages() >= ManyMessages ? &*most : nullptr;
}

const Measurement* find(const SizeResult* result, const QString& contender)
{
    return result ? result->find(contender) : nullptr;
}

Figure ratio(const SizeResult* at, const QString& verb, const QString& reference, double atMost)
{
    Figure figure{verb, reference, {}, atMost};
    figure.where = at ? at->plan.name() : QString{};
    const auto* const ours = find(at, contender::satchel(verb));
    const auto* const theirs = find(at, reference);
    if (ours && theirs) {
        figure.value = pairedRatio(*ours, *theirs);
        figure.cpu = pairedCpuRatio(*ours, *theirs);
    }
    return figure;
}

Figure size(const SizeResult* at)
{
    Figure figure{QStringLiteral("bundle size"), contender::age(), {}, MostOfSize};
    figure.where = at ? at->plan.name() : QString{};
    const auto* const ours = find(at, contender::satchel(QStringLiteral("export")));
    const auto* const theirs = find(at, contender::age());
    if (ours && theirs && theirs->bytes() > 0) {
        figure.value = static_cast<double>(ours->bytes()) / static_cast<double>(theirs->bytes());
    }
    return figure;
}

std::optional<double> quotient(const std::optional<double>& a, const std::optional<double>& b)
{
    return a && b && *b > 0 ? std::optional{*a / *b} : std::nullopt;
}

Figure growth(const QList<SizeResult>& results, const QString& verb, const QString& beside = {})
{
    const auto* const many = largest(results);
    const SizeResult* few = nullptr;
    for (const auto& result : results) {
        // Of the same run: a machine is not the same on another day.
        if (many && result.plan.shape == many->plan.shape && result.plan.devices == DevicesOfTheFigures
            && result.runsAgo == many->runsAgo) {
            few = &result;
        }
    }
    Figure figure{QStringLiteral("cost of an item, ") + verb, QStringLiteral("at 10,000 devices"), {}, MostGrowth};
    figure.where = many ? many->plan.name() : QString{};
    const auto* const there = find(many, contender::satchel(verb));
    const auto* const here = find(few, contender::satchel(verb));
    if (there && here) {
        figure.value = there->perMessage(there->wall()) / here->perMessage(here->wall());
        figure.cpu = there->perMessage(there->cpu()) / here->perMessage(here->cpu());
    }
    const auto* const besideThere = find(many, beside);
    const auto* const besideHere = find(few, beside);
    if (there && here && besideThere && besideHere) {
        figure.beside = quotient(pairedRatio(*there, *besideThere), pairedRatio(*here, *besideHere));
    }
    return figure;
}

Figure memory(const QList<SizeResult>& results)
{
    Figure figure{QStringLiteral("peak memory of any command"), {}, {}, MostMib, QStringLiteral("MiB")};
    for (const auto& result : results) {
        for (const auto& one : result.measurements) {
            const double mib = static_cast<double>(one.peakKib()) / KibOfAMib;
            if (one.contender.startsWith(contender::satchel({})) && mib > figure.value.value_or(0)) {
                figure.value = mib;
                figure.where = one.contender + QStringLiteral(", ") + result.plan.name();
            }
        }
    }
    return figure;
}

Figure look(const SizeResult* at, const QString& verb)
{
    Figure figure{verb, {}, {}, MostMilliseconds, QStringLiteral("ms")};
    figure.where = at ? at->plan.name() : QString{};
    if (const auto* const measured = find(at, contender::satchel(verb))) {
        figure.value = measured->wall() * MillisecondsOfASecond;
    }
    return figure;
}

} // namespace

QString Figure::verdict() const
{
    if (!value) {
        return QStringLiteral("not measured");
    }
    return isReached() ? QStringLiteral("yes") : QStringLiteral("no");
}

QList<Figure> figuresOf(const QList<SizeResult>& results)
{
    const auto* const at = basis(results);
    QList<Figure> figures{
        ratio(at, QStringLiteral("gather"), contender::plainBesideGather(), MostOfGather),
        ratio(at, QStringLiteral("import"), contender::plainBesideImport(), MostOfImport),
        ratio(at, QStringLiteral("export"), contender::age(), MostOfExport),
        size(at),
    };
    figures.append(growth(results, QStringLiteral("gather"), contender::plainBesideGather()));
    figures.append(growth(results, QStringLiteral("export"), contender::age()));
    figures.append(growth(results, QStringLiteral("verify")));
    figures.append(growth(results, QStringLiteral("import"), contender::plainBesideImport()));
    figures.append(growth(results, QStringLiteral("deliver")));
    for (const auto* verb : {"gather", "export", "import", "deliver"}) {
        figures.append(growth(results, QLatin1StringView{verb} + QStringLiteral(", answers")));
    }
    figures.append(memory(results));
    figures.append(look(largest(results), QStringLiteral("status")));
    figures.append(look(largest(results), QStringLiteral("list")));
    return figures;
}

} // namespace satchel::bench
