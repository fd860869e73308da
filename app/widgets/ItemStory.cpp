#include "ItemStory.h"

#include <app/Words.h>

#include <core/base/JsonText.h>

#include <QHeaderView>

namespace satchel {

namespace {

void addValue(QTreeWidgetItem& parent, const QString& name, const JsonValue& value)
{
    auto* const line = new QTreeWidgetItem{&parent, {name}};
    if (const auto* const members = value.object()) {
        for (const auto& [memberName, member] : *members) {
            addValue(*line, memberName, member);
        }
    } else if (const auto* const elements = value.array()) {
        for (const auto& element : *elements) {
            addValue(*line, QStringLiteral("–"), element);
        }
    } else {
        line->setText(1, scalarText(value));
        line->setToolTip(1, scalarText(value).toHtmlEscaped());
    }
}

QString eventText(const ItemEvent& event)
{
    return event.reason ? QStringLiteral("%1: %2").arg(stateText(event.state), event.reason->text)
                        : stateText(event.state);
}

} // namespace

ItemStory::ItemStory(QWidget* parent)
    : QTreeWidget{parent}
{
    setColumnCount(2);
    setHeaderHidden(true);
    setWordWrap(true);
    setAccessibleName(tr("What is known of the item"));
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
}

void ItemStory::show(const ShowReport& report)
{
    clear();
    auto* const story = new QTreeWidgetItem{this, {tr("Story")}};
    for (const auto& event : report.history) {
        new QTreeWidgetItem{story, {timeText(event.at), eventText(event)}};
    }
    auto* const checks = new QTreeWidgetItem{this, {tr("Checks")}};
    for (const auto& check : report.assessment.checks) {
        new QTreeWidgetItem{
            checks, {QStringLiteral("%1: %2").arg(check.name, checkResultName(check.result)), check.detail}};
    }
    for (const auto& warning : report.item.warnings) {
        new QTreeWidgetItem{checks, {tr("remark"), warning}};
    }
    auto* const facts = new QTreeWidgetItem{this, {tr("Item")}};
    new QTreeWidgetItem{facts, {tr("id"), report.item.id.toString()}};
    new QTreeWidgetItem{facts, {tr("file"), report.item.localName}};
    if (!report.object.isNull()) {
        addValue(*invisibleRootItem(), tr("What it says"), report.object);
    }
    expandAll();
}

void ItemStory::show(const Error& error)
{
    clear();
    new QTreeWidgetItem{this, {tr("It cannot be shown"), error.message}};
}

} // namespace satchel
