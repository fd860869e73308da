#include "ItemStory.h"

#include "WrappedText.h"

#include <app/ConcernWords.h>
#include <app/ErrorSentences.h>
#include <app/ObjectValues.h>
#include <app/ObjectWords.h>
#include <app/Words.h>
#include <app/look/Icons.h>
#include <core/exchange/station/Decide.h>
#include <core/ledger/OpenDeadline.h>

#include <QHeaderView>
#include <QScrollBar>

namespace satchel {

namespace {

QTreeWidgetItem* addLine(QTreeWidgetItem& parent, const QString& name, const QString& value)
{
    auto* const line = new QTreeWidgetItem{&parent, {name, value}};
    line->setToolTip(1, value.toHtmlEscaped());
    return line;
}

// What core says, in English and in the words of the standards: below what the window says in its own.
void addDetail(QTreeWidgetItem& line, const QString& coreWords)
{
    if (!coreWords.isEmpty()) {
        addLine(line, ItemStory::tr("in detail"), coreWords);
    }
}

void addValue(QTreeWidgetItem& parent, const QString& name, const QString& memberName, const JsonValue& value)
{
    if (const auto* const members = value.object()) {
        auto* const line = new QTreeWidgetItem{&parent, {name}};
        for (const auto& [innerName, inner] : *members) {
            addValue(*line, memberText(innerName), innerName, inner);
        }
    } else if (const auto* const elements = value.array()) {
        auto* const line = new QTreeWidgetItem{&parent, {name}};
        for (const auto& element : *elements) {
            addValue(*line, QStringLiteral("–"), memberName, element);
        }
    } else {
        addLine(parent, name, valueText(memberName, value));
    }
}

QString untilText(const QDateTime& deadline, const QDateTime& now)
{
    const QString when = whenText(deadline, now);
    return deadline < now ? ItemStory::tr("%1 (%2)").arg(when, ItemStory::tr("over")) : when;
}

// A state or an event, and why: the window's sentence for it, and what core or the person who decided wrote as a
// detail.
QTreeWidgetItem* addReasoned(
    QTreeWidgetItem& parent, const QString& name, const QString& what, const std::optional<Reason>& reason)
{
    if (!reason) {
        return addLine(parent, name, what);
    }
    if (reason->text.startsWith(ReleasedFor)) {
        return addLine(
            parent, name, ItemStory::tr("%1. It was released: %2").arg(what, reason->text.mid(ReleasedFor.size())));
    }
    auto* const line = addLine(parent, name, ItemStory::tr("%1. %2").arg(what, whatHappened(reason->code)));
    addDetail(*line, reason->text);
    return line;
}

// What became of it, on which medium, to or from whom.
QString eventText(const DeviceEvent& event)
{
    QString text = ItemStory::tr("%1: %2").arg(kindText(event.kind), stateText(event.state));
    if (event.state == ItemState::Packed && !event.medium.isEmpty()) {
        text = event.peer.isEmpty()
            ? ItemStory::tr("%1: on %2").arg(kindText(event.kind), event.medium)
            : ItemStory::tr("%1: on %2, for %3").arg(kindText(event.kind), event.medium, event.peer);
    } else if (!event.bundle.isNull() && event.state != ItemState::Received && !event.peer.isEmpty()) {
        text = ItemStory::tr("%1: %2, came from %3 on %4")
                   .arg(kindText(event.kind), stateText(event.state), event.peer, event.medium);
    }
    return text;
}

// Those of checks that ended well are there for who looks for them.
void closeWhatIsGood(QTreeWidgetItem& checks, const QList<Check>& results)
{
    for (int i = 0; i < results.size(); ++i) {
        const auto result = results[i].result;
        checks.child(i)->setExpanded(result == CheckResult::Fail || result == CheckResult::Warn);
    }
}

} // namespace

ItemStory::ItemStory(QWidget* parent)
    : QTreeWidget{parent}
{
    setObjectName(QStringLiteral("story"));
    setColumnCount(2);
    setHeaderHidden(true);
    setWordWrap(true);
    setItemDelegate(new WrappedText{*this});
    setAccessibleName(tr("What is known of the item and its device"));
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
}

void ItemStory::show(const ShowReport& report, const DeviceStory& device, const QDateTime& now)
{
    const int place = report.item.id == m_item ? verticalScrollBar()->value() : 0; // somebody may be reading it
    m_item = report.item.id;
    clear();
    tellItem(report, now);
    tellDevice(device, report.item.id);
    if (!report.object.isNull()) {
        addValue(*invisibleRootItem(), tr("What it says"), {}, report.object);
    }
    auto* const checks = tellChecks(report);
    expandAll();
    closeWhatIsGood(*checks, report.assessment.checks);
    scrollToTop();
    if (place > 0) {
        doItemsLayout(); // else the bar does not know its range yet
        verticalScrollBar()->setValue(place);
    }
}

void ItemStory::tellItem(const ShowReport& report, const QDateTime& now)
{
    const Item& item = report.item;
    auto* const facts = new QTreeWidgetItem{this, {kindText(item.kind)}};
    addReasoned(*facts, tr("state"), stateText(item.state), item.reason);
    if (const auto deadline = openDeadline(item)) {
        addLine(*facts, tr("deadline"), untilText(*deadline, now));
    }
    if (report.renews) {
        addLine(*facts, tr("renews"),
            tr("the certificate of %1 that ends on %2").arg(report.renews->subject, timeText(report.renews->notAfter)));
    }
    for (const Item& answer : report.answers) {
        addLine(*facts, tr("answer"), tr("%1: %2").arg(kindText(answer.kind), stateText(answer.state)));
    }
    addLine(*facts, tr("id"), item.id.toString());
    if (!item.localName.isEmpty()) {
        addLine(*facts, tr("file"), item.localName);
    }
}

// The lines of the item itself stand out among those of its device.
void ItemStory::tellDevice(const DeviceStory& device, const ItemId& item)
{
    auto* const story = new QTreeWidgetItem{
        this, {device.device.isEmpty() ? tr("Story") : tr("Story of device %1").arg(device.device)}};
    for (const auto& event : device.events) {
        auto* const line = addReasoned(*story, timeText(event.at), eventText(event), event.reason);
        auto font = line->font(1);
        font.setBold(event.item == item);
        line->setFont(1, font);
    }
}

QTreeWidgetItem* ItemStory::tellChecks(const ShowReport& report)
{
    auto* const checks = new QTreeWidgetItem{this, {tr("Checks")}};
    for (const auto& check : report.assessment.checks) {
        auto* const line = addLine(*checks, checkNameText(check.name), checkText(check.result));
        line->setIcon(0, checkIcon(check.result));
        addDetail(*line, check.detail);
    }
    const auto& warnings = report.item.warnings;
    if (!warnings.isEmpty()) {
        auto* const line = addLine(
            *checks, tr("remarks"), tr("%n; it was let pass all the same", nullptr, static_cast<int>(warnings.size())));
        for (const auto& warning : warnings) {
            addDetail(*line, warning);
        }
    }
    return checks;
}

void ItemStory::show(const Error& error)
{
    m_item = {};
    clear();
    new QTreeWidgetItem{this, {tr("It cannot be shown"), explained(error)}};
}

} // namespace satchel
