#include "Mnemonics.h"

#include <QAbstractButton>
#include <QGroupBox>
#include <QKeySequence>
#include <QLabel>
#include <QMap>
#include <QTabBar>

namespace satchel::test {

namespace {

using Answering = QMap<QString, QStringList>; // by the keys

void add(Answering& all, const QKeySequence& keys, const QString& text)
{
    if (!keys.isEmpty()) {
        all[keys.toString(QKeySequence::PortableText)] += QStringLiteral("“%1”").arg(text);
    }
}

} // namespace

QStringList doubleMnemonicsIn(const QWidget& window)
{
    Answering all;
    for (const auto* const button : window.findChildren<QAbstractButton*>()) {
        if (button->isVisible()) {
            add(all, button->shortcut(), button->text()); // its mnemonic, or what was set instead
        }
    }
    for (const auto* const label : window.findChildren<QLabel*>()) {
        if (label->isVisible() && label->buddy() != nullptr) {
            add(all, QKeySequence::mnemonic(label->text()), label->text());
        }
    }
    for (const auto* const group : window.findChildren<QGroupBox*>()) {
        if (group->isVisible()) {
            add(all, QKeySequence::mnemonic(group->title()), group->title());
        }
    }
    for (const auto* const tabs : window.findChildren<QTabBar*>()) {
        for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i) {
            add(all, QKeySequence::mnemonic(tabs->tabText(i)), tabs->tabText(i));
        }
    }
    QStringList found;
    for (auto one = all.cbegin(); one != all.cend(); ++one) {
        if (one->size() > 1) {
            found += one.key() + QStringLiteral(": ") + one->join(QStringLiteral(", "));
        }
    }
    return found;
}

} // namespace satchel::test
