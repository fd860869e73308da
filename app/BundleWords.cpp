#include "BundleWords.h"

#include "ErrorSentences.h"
#include "Words.h"

#include <core/media/Volume.h>

#include <QCoreApplication>
#include <QLocale>

namespace satchel {

namespace {

struct BundleTexts {
    Q_DECLARE_TR_FUNCTIONS(BundleWords)
};

QString countText(qint64 items)
{
    return BundleTexts::tr("%n item(s)", nullptr, static_cast<int>(items));
}

// What a receipt says of the items.
QString receiptVerdict(const AppliedReceipt& receipt)
{
    return receipt.refused == 0 ? BundleTexts::tr("all %n item(s) taken in", nullptr, static_cast<int>(receipt.items))
                                : BundleTexts::tr("%1 of %n item(s) refused", nullptr, static_cast<int>(receipt.items))
                                      .arg(QLocale{}.toString(receipt.refused));
}

QString receivedText(const BundleFacts& bundle)
{
    if (!bundle.receipt) {
        return BundleTexts::tr("received; its receipt has not come, later word of it has");
    }
    const QDateTime when = bundle.receipt->came.isValid() ? bundle.receipt->came : bundle.receipt->takenIn;
    return BundleTexts::tr("receipt of %1: %2").arg(timeText(when), receiptVerdict(*bundle.receipt));
}

QString importedText(const BundleFacts& bundle)
{
    const QString verdict = bundle.refused == 0
        ? BundleTexts::tr("taken in")
        : BundleTexts::tr("taken in, %n item(s) refused", nullptr, static_cast<int>(bundle.refused));
    if (bundle.items == 0) {
        return verdict; // nobody writes a receipt for nothing
    }
    return bundle.receiptGiven ? BundleTexts::tr("%1; its sender has the receipt").arg(verdict)
                               : BundleTexts::tr("%1; the receipt goes with the next bundle").arg(verdict);
}

// "3, 5–8, 11": long lists of numbers are mostly runs.
QString runsText(const QList<qint64>& numbers)
{
    QStringList runs;
    for (qsizetype i = 0; i < numbers.size();) {
        qsizetype end = i;
        while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1) {
            ++end;
        }
        runs += end == i ? QString::number(numbers[i])
                         : QStringLiteral("%1–%2").arg(QString::number(numbers[i]), QString::number(numbers[end]));
        i = end + 1;
    }
    return runs.join(QStringLiteral(", "));
}

QStringList storyOfOurs(const BundleFacts& bundle)
{
    QStringList lines{BundleTexts::tr("Bundle %1 for %2, made %3, with %4.")
            .arg(QString::number(bundle.sequence), bundle.peerName, timeText(bundle.at), countText(bundle.items))};
    switch (bundle.standing) {
    case BundleStanding::WithoutReceipt:
        lines += BundleTexts::tr(
            "No receipt has come since. What it holds stays due and goes out again with the next bundle, "
            "until one comes; nothing is lost if this one is.");
        break;
    case BundleStanding::Unused:
        return {
            BundleTexts::tr("Bundle %1 for %2 was never finished. Its number is not used again, and the other side is "
                            "told so: they do not miss it.")
                .arg(QString::number(bundle.sequence), bundle.peerName)};
    case BundleStanding::BeingWritten:
        lines += BundleTexts::tr("It is being written just now.");
        break;
    default:
        lines += bundle.receipt
            ? BundleTexts::tr("Its receipt says: %1. It was taken in %2 by the clock of the other side.")
                  .arg(receiptVerdict(*bundle.receipt), timeText(bundle.receipt->takenIn))
            : BundleTexts::tr("The other side has it: a later bundle of theirs says so.");
    }
    if (bundle.receipt && bundle.receipt->came.isValid()) {
        lines += BundleTexts::tr("The receipt came here %1.").arg(timeText(bundle.receipt->came));
    }
    return lines;
}

QStringList storyOfTheirs(const BundleFacts& bundle)
{
    if (bundle.standing == BundleStanding::Missing) {
        return {gapText({bundle.peer, bundle.peerName, {bundle.sequence}})};
    }
    QStringList lines{BundleTexts::tr("Bundle %1 of %2, taken in %3, with %4: %5 new here, %6 here before, %7 refused.")
            .arg(QString::number(bundle.sequence), bundle.peerName, timeText(bundle.at), countText(bundle.items),
                QLocale{}.toString(bundle.added), QLocale{}.toString(bundle.duplicates),
                QLocale{}.toString(bundle.refused))};
    lines += BundleTexts::tr("It was made %1 by the clock of its sender.").arg(timeText(bundle.created));
    if (bundle.items > 0) {
        lines += bundle.receiptGiven
            ? BundleTexts::tr("Its sender has our receipt.")
            : BundleTexts::tr("Our receipt for it goes with every bundle for them, until they say "
                              "that they have it.");
    }
    return lines;
}

} // namespace

QString wayText(BundleWay way)
{
    return way == BundleWay::Out ? BundleTexts::tr("out") : BundleTexts::tr("in");
}

QString receiptText(const BundleFacts& bundle)
{
    switch (bundle.standing) {
    case BundleStanding::BeingWritten:
        return BundleTexts::tr("being written");
    case BundleStanding::Unused:
        return BundleTexts::tr("never finished; its number is not used");
    case BundleStanding::WithoutReceipt:
        return BundleTexts::tr("no receipt since %1").arg(timeText(bundle.at));
    case BundleStanding::Received:
        return receivedText(bundle);
    case BundleStanding::Imported:
    case BundleStanding::ImportedInPart:
        return importedText(bundle);
    case BundleStanding::Missing:
        return BundleTexts::tr("never arrived");
    }
    Q_UNREACHABLE();
}

QString receiptVerdictText(const BundleFacts& bundle)
{
    switch (bundle.standing) {
    case BundleStanding::Unused:
        return BundleTexts::tr("never finished");
    case BundleStanding::WithoutReceipt:
        return BundleTexts::tr("no receipt");
    case BundleStanding::Received:
        return !bundle.receipt   ? BundleTexts::tr("received")
            : bundle.refused > 0 ? BundleTexts::tr("%n refused", nullptr, static_cast<int>(bundle.refused))
                                 : BundleTexts::tr("all taken in");
    case BundleStanding::Imported:
    case BundleStanding::ImportedInPart:
        return bundle.refused > 0 ? BundleTexts::tr("%n refused", nullptr, static_cast<int>(bundle.refused))
                                  : BundleTexts::tr("taken in");
    default:
        return receiptText(bundle);
    }
}

QString sizeText(const BundleFacts& bundle)
{
    return bundle.bytes > 0 ? QLocale{}.formattedDataSize(bundle.bytes) : QString{};
}

QString mediumText(const BundleFacts& bundle)
{
    const QString serial = serialOf(bundle.place);
    return serial.isEmpty() ? bundle.place : serial;
}

// The sender packs again what it has no receipt for, so that a later bundle has it, has brought it, or will.
QString gapText(const BundleGap& gap)
{
    return BundleTexts::tr(
        "%n bundle(s) of %1 never arrived here: number %2. Nothing is lost by that: what such a bundle held "
        "stays due there until our receipt comes, and goes out again with a later one. If a medium is on its "
        "way still, bring it in: it does no harm.",
        nullptr, static_cast<int>(gap.missing.size()))
        .arg(gap.peerName, runsText(gap.missing));
}

QString storyOf(const BundleFacts& bundle)
{
    QStringList lines = bundle.way == BundleWay::Out ? storyOfOurs(bundle) : storyOfTheirs(bundle);
    if (const QString size = sizeText(bundle); !size.isEmpty()) {
        lines += BundleTexts::tr("Size of the file: %1.").arg(size);
    }
    if (!bundle.place.isEmpty()) {
        lines += bundle.way == BundleWay::Out ? BundleTexts::tr("Written to %1").arg(bundle.place)
                                              : BundleTexts::tr("Read from %1").arg(bundle.place);
    }
    if (!bundle.id.isNull()) {
        lines += BundleTexts::tr("Id: %1").arg(bundle.id.toString());
    }
    return lines.join(QLatin1Char('\n'));
}

QString verdictText(const BundleFacts& bundle, const CarriedItem& item)
{
    if (item.refused) {
        return bundle.way == BundleWay::Out ? BundleTexts::tr("refused there: %1").arg(whatHappened(*item.refused))
                                            : BundleTexts::tr("refused here: %1").arg(whatHappened(*item.refused));
    }
    if (bundle.way == BundleWay::In) {
        return BundleTexts::tr("taken in");
    }
    return bundle.receipt ? BundleTexts::tr("taken in there") : QString{};
}

} // namespace satchel
