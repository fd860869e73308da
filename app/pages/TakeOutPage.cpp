#include "TakeOutPage.h"

#include <app/WarningWords.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/widgets/SlipBar.h>

#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace satchel {

namespace {

using Tone = OutcomeCard::Tone;

// The names of what can be chosen to go, beyond everything.
const QString Selection = QStringLiteral("selection");
const QString Rest = QStringLiteral("rest");

// The stages of export, in their order.
QStringList stages()
{
    return {QStringLiteral("packing"), QStringLiteral("writing"), QStringLiteral("flushing"),
        QStringLiteral("reading back")};
}

QStringList bundleLines(const ExportReport& report)
{
    QStringList lines;
    for (const auto& bundle : report.bundles) {
        lines += TakeOutPage::tr("%1 for %2, %n item(s)", nullptr, static_cast<int>(bundle.items))
                     .arg(bundle.path, bundle.toName);
    }
    if (report.notDue.value_or(0) > 0) {
        lines += TakeOutPage::tr("%n of the selected item(s) did not go: not due any more, or not for that station.",
            nullptr, static_cast<int>(*report.notDue));
    }
    return lines;
}

// Of the places that did not take all they should have, but for the last of a report that failed: that is the headline.
QStringList placeLines(const ExportReport& report)
{
    QStringList lines;
    for (qsizetype i = 0; i < report.places.size() - (report.failure ? 1 : 0); ++i) {
        const auto& place = report.places.at(i);
        if (place.failure) {
            lines += TakeOutPage::tr(
                "%1 took %n item(s), and the next one what was left: %2", nullptr, static_cast<int>(place.items))
                         .arg(place.folder, wordingOf(*place.failure, Errand::TakeOut).whatHappened);
        }
    }
    return lines;
}

QString stayedLine(const ExportRemainder& stayed)
{
    const QString line = TakeOutPage::tr("%n item(s) stayed here and are still due. The most urgent ones went first.",
        nullptr, static_cast<int>(stayed.items));
    return stayed.nextDeadline
        ? TakeOutPage::tr("%1 Of those that stayed, the first lapses on %2.").arg(line, timeText(*stayed.nextDeadline))
        : line;
}

bool isProved(const ExportReport& report)
{
    return std::all_of(report.bundles.begin(), report.bundles.end(),
        [](const ExportedBundle& bundle) { return bundle.readBackVerified && bundle.cacheBypassed; });
}

// Nobody pulls a folder. But it may lie on a medium all the same, which then is not ejected from here.
QString proofLine(const ExportReport& report, bool isOnMedia)
{
    if (!isOnMedia) {
        return TakeOutPage::tr(
            "Every byte was read back. If the folder lies on a medium, eject that before you pull it.");
    }
    return isProved(report) ? TakeOutPage::tr("Every byte was read back from the medium itself.")
                            : TakeOutPage::tr("Every byte was read back, though perhaps from this computer's memory: "
                                              "eject the medium before you pull it.");
}

QString headlineOf(const ExportReport& report, bool isOnMedia)
{
    const auto items = static_cast<int>(report.items);
    if (!isOnMedia) {
        return TakeOutPage::tr("%n item(s) in the folder, read back", nullptr, items);
    }
    if (!isProved(report)) {
        return TakeOutPage::tr("%n item(s) on the medium, read back", nullptr, items);
    }
    return report.places.size() > 1
        ? TakeOutPage::tr("%n item(s) on the media, read back, safe to remove", nullptr, items)
        : TakeOutPage::tr("%n item(s) on the medium, read back, safe to remove", nullptr, items);
}

} // namespace

TakeOutPage::TakeOutPage(const StationView& station, QWidget* parent)
    : ErrandPage{station, tr("Take out"), tr("&Take out"), parent}
    , m_peer{new QComboBox{this}}
    , m_what{new QComboBox{this}}
    , m_slip{slipBar(station, [this] { return m_made; }, this)}
{
    m_what->setObjectName(QStringLiteral("what"));
    m_peer->setObjectName(QStringLiteral("peer"));
    m_what->addItem(tr("everything that is due"));
    auto* const form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&What:"), m_what);
    form->addRow(tr("Fo&r:"), m_peer);
    upper().addLayout(form);
    lower().addWidget(m_slip);
    lower().addStretch(1);
    m_slip->setVisible(false);
    setAddressees({});
    connect(m_peer, &QComboBox::currentIndexChanged, this, [this](int index) { setReady(index >= 0); });
}

// Whoever was chosen and is not there any more is not replaced, least of all by everybody.
void TakeOutPage::setAddressees(const Addressees& addressees)
{
    const bool isFirst = m_peer->count() == 0;
    if (!isFirst && addressees == m_addressees) {
        return; // the list may be open
    }
    const auto before = isFirst ? QVariant{QString{}} : m_peer->currentData();
    m_addressees = addressees;
    {
        const QSignalBlocker quiet{m_peer};
        m_peer->clear();
        if (!addressees.mustBeNamed) {
            m_peer->addItem(tr("everybody for whom something is due"), QString{});
        }
        for (const auto& alias : addressees.aliases) {
            m_peer->addItem(alias, alias);
        }
        m_peer->setCurrentIndex(before.isValid() ? m_peer->findData(before) : -1);
    }
    const QString gone = m_peer->currentIndex() < 0 ? before.toString() : QString{};
    m_peer->setPlaceholderText(
        gone.isEmpty() ? tr("choose a station") : tr("%1 cannot be chosen any more: choose again").arg(gone));
    setReady(m_peer->currentIndex() >= 0);
}

void TakeOutPage::select(const QStringList& items)
{
    if (items.isEmpty()) {
        return; // of nothing to take everything would be the opposite
    }
    withdraw(Selection);
    m_selected = items;
    offer(Selection, tr("%n selected item(s), as far as due", nullptr, static_cast<int>(items.size())));
}

// What stayed of a selection is a selection, too. What stayed of everything is all that no medium has yet.
void TakeOutPage::forgetSelection()
{
    withdraw(Selection);
    if (!m_rest.items.isEmpty()) {
        withdraw(Rest);
    }
}

void TakeOutPage::offer(const QString& name, const QString& text)
{
    m_what->addItem(text, name);
    m_what->setCurrentIndex(m_what->count() - 1);
}

void TakeOutPage::withdraw(const QString& name)
{
    const int row = m_what->findData(name);
    if (row < 0) {
        return;
    }
    const bool isChosen = row == m_what->currentIndex();
    m_what->removeItem(row);
    if (isChosen) {
        m_what->setCurrentIndex(0); // Qt would choose its neighbour, which may be another selection
    }
}

// What a medium left goes onto the next one, whenever that is put in. What went as it should is not offered again: the
// next trip is for everything, unless somebody selects anew.
void TakeOutPage::offerTheRest(const ExportReport& report)
{
    withdraw(Rest);
    if (!report.failure) {
        withdraw(Selection);
    }
    m_rest = m_ordered;
    for (const auto& bundle : report.bundles) {
        m_rest.notIn.append(bundle.id.toString());
    }
    if (report.failure && !m_rest.notIn.isEmpty()) {
        offer(Rest,
            report.stayed ? tr("%n item(s) that stayed the last time", nullptr, static_cast<int>(report.stayed->items))
                          : tr("what stayed the last time"));
    }
}

void TakeOutPage::begin()
{
    m_slip->setVisible(false);
    const QString what = m_what->currentData().toString();
    m_ordered = what == Rest ? m_rest : ExportOrder{};
    m_ordered.to = m_peer->currentData().toString();
    if (what == Selection) {
        m_ordered.items = m_selected;
    }
    m_isOnMedia = place().volume().has_value();
    progress().setStages(stages());
    thread().run<ExportReport>(
        [view = station(), order = m_ordered, where = target()](const Conduct& conduct) mutable {
            ExportReport report;
            auto session = view.forWriting(QStringLiteral("export"), conduct.stop);
            if (!session) {
                report.failure = std::move(session).error();
                return report;
            }
            const auto places = placesOf(*session, where, view.media(), conduct);
            if (!places) {
                report.failure = places.error();
                return report;
            }
            order.folder = places->first().folder;
            order.mountPoint = places->first().mountPoint;
            for (const auto& place : places->sliced(1)) {
                order.further.append(ExportPlace{place.folder, place.mountPoint});
            }
            return exportBundles(*session, order, conduct);
        },
        [this](const ExportReport& report) {
            offerTheRest(report);
            tell(report);
        });
}

void TakeOutPage::tell(const ExportReport& report)
{
    m_made.clear();
    for (const auto& bundle : report.bundles) {
        m_made += bundle.id;
    }
    m_slip->setVisible(!m_made.isEmpty());
    auto details = placeLines(report) + bundleLines(report);
    if (report.failure && report.stayed && report.items > 0) {
        tellOfWhatStayed(report, details);
    } else if (report.failure) {
        const auto wording = wordingOf(*report.failure, Errand::TakeOut);
        details.prepend(wording.details());
        show(report.bundles.isEmpty() ? Tone::Bad : Tone::InPart, wording.whatHappened,
            (details + wordsOf(report.warnings)).join(QLatin1Char('\n')));
    } else if (report.bundles.isEmpty()) {
        details.prepend(report.notDue || !m_ordered.notIn.isEmpty()
                ? tr("Nothing was written.")
                : tr("Nothing was written, and nothing waits to be carried."));
        // Of a selection nothing is said about all the others, which may well wait.
        const bool isOfSome = !m_ordered.items.isEmpty();
        show(isOfSome ? Tone::InPart : Tone::Good,
            isOfSome ? tr("None of the selected items is due") : tr("Nothing is due"),
            (details + wordsOf(report.warnings)).join(QLatin1Char('\n')));
    } else {
        details.append(proofLine(report, m_isOnMedia));
        show(Tone::Good, headlineOf(report, m_isOnMedia), (details + wordsOf(report.warnings)).join(QLatin1Char('\n')));
    }
}

// What is on the media is as good as ever; what is not needs another one.
void TakeOutPage::tellOfWhatStayed(const ExportReport& report, QStringList details)
{
    const auto wording = wordingOf(*report.failure, Errand::TakeOut);
    details.prepend(report.failure->code == ErrorCode::MediumFull
            ? tr("Carry this one, and take out what stayed onto another medium. The rest is chosen already under "
                 "“What”.")
            : wording.whatToDo);
    details.prepend(stayedLine(*report.stayed));
    details.prepend(wording.whatHappened);
    details.append(proofLine(report, m_isOnMedia));
    const auto items = static_cast<int>(report.items);
    show(Tone::InPart,
        m_isOnMedia ? tr("%n item(s) on the medium, read back; others stayed", nullptr, items)
                    : tr("%n item(s) in the folder, read back; others stayed", nullptr, items),
        (details + wordsOf(report.warnings)).join(QLatin1Char('\n')));
}

} // namespace satchel
