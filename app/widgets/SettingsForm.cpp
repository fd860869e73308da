#include "SettingsForm.h"

#include "Explained.h"
#include "KeyTable.h"
#include "NumberField.h"
#include "PlainLabel.h"

#include <app/Words.h>

#include <core/station/PlainName.h>

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

namespace satchel {

SettingsForm::SettingsForm(QWidget* parent)
    : QWidget{parent}
    , m_role{plainLabel(this)}
    , m_name{new QLineEdit{this}}
    , m_refuseExpired{new QCheckBox{tr("Refuse their &bundles"), this}}
    , m_days{new NumberField{1, Settings::MostDays, this}}
    , m_itemBytes{new NumberField{
          static_cast<int>(Settings::LeastItemBytes), static_cast<int>(Settings::MostItemBytes), this}}
    , m_threads{new NumberField{0, Settings::MostThreads, this}}
    , m_nested{new NumberField{0, Settings::MostCmpNested, this}}
    , m_keys{new KeyTable{this}}
{
    m_name->setObjectName(QStringLiteral("stationName"));
    m_refuseExpired->setObjectName(QStringLiteral("refuseExpired"));
    m_days->setObjectName(QStringLiteral("voucherRequestDays"));
    m_itemBytes->setObjectName(QStringLiteral("itemBytes"));
    m_threads->setObjectName(QStringLiteral("threads"));
    m_nested->setObjectName(QStringLiteral("cmpNested"));
    m_name->setMaxLength(static_cast<int>(LongestPlainName));
    auto* const form = new QFormLayout{this};
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Role:"), m_role);
    addExplained(*form, tr("&Name of the station:"), m_name,
        tr("What people at the other stations see. Another name makes another card: hand it out again."));
    addPolicy(*form);
    form->addRow(new QLabel{tr("Keys:"), this});
    form->addRow(m_keys);

    connect(m_name, &QLineEdit::textChanged, this, &SettingsForm::changed);
    connect(m_refuseExpired, &QCheckBox::toggled, this, &SettingsForm::changed);
    for (const auto* const number : {m_days, m_itemBytes, m_threads, m_nested}) {
        connect(number, &QSpinBox::valueChanged, this, &SettingsForm::changed);
    }
    connect(m_keys, &KeyTable::changed, this, &SettingsForm::changed);
}

void SettingsForm::addPolicy(QFormLayout& form)
{
    const auto nameDays = [this](int days) { m_days->setSuffix(tr(" day(s)", nullptr, days)); };
    nameDays(m_days->value());
    connect(m_days, &QSpinBox::valueChanged, this, nameDays);
    m_itemBytes->setSuffix(tr(" bytes"));
    m_threads->setSpecialValueText(tr("automatic"));
    m_nested->setSpecialValueText(tr("none"));
    const Settings::Policy usual;
    const QLocale locale;
    addExplained(form, tr("Expired senders:"), m_refuseExpired,
        tr("By the clock of this computer, which at sites is often wrong. Unchecked, which is usual, such a bundle is "
           "taken with a warning."));
    addExplained(form, tr("Vo&ucher requests wait:"), m_days,
        tr("After so many days a voucher request with a nonce is given up; devices keep a nonce for about four. From 1 "
           "to %1, usually %2.")
            .arg(locale.toString(Settings::MostDays), locale.toString(usual.voucherRequestDays)));
    addExplained(form, tr("Largest &item:"), m_itemBytes,
        tr("Larger files are not gathered. From %1 to %2, which is what a bundle carries and usual.")
            .arg(locale.toString(Settings::LeastItemBytes), locale.toString(Settings::MostItemBytes)));
    addExplained(form, tr("&Threads:"), m_threads,
        tr("How many check and pack at the same time, up to %1. By itself it is three at most: more would only wait.")
            .arg(locale.toString(Settings::MostThreads)));
    addExplained(form, tr("Nested CMP &messages:"), m_nested,
        tr("How many CMP messages go into one that the registration authority's key signs, at a backend: none, 1 each, "
           "or batches of up to %1. Needs the key of a registration authority, below.")
            .arg(locale.toString(Settings::MostCmpNested)));
}

void SettingsForm::show(const Settings& settings)
{
    m_shown = settings;
    enter(settings);
}

void SettingsForm::enter(const Settings& settings)
{
    const QSignalBlocker quiet{this};
    m_role->setText(tr("%1; fixed when the station was made").arg(roleText(settings.role)));
    m_name->setText(settings.name);
    m_refuseExpired->setChecked(settings.policy.refuseExpiredSenders);
    m_days->setValue(settings.policy.voucherRequestDays);
    m_itemBytes->setValue(static_cast<int>(settings.policy.itemBytes));
    m_threads->setValue(settings.policy.threads);
    m_nested->setValue(settings.policy.cmpNested);
    m_keys->show(settings);
}

Settings SettingsForm::wanted() const
{
    Settings settings = m_shown;
    settings.name = m_name->text();
    settings.policy
        = {m_refuseExpired->isChecked(), m_days->value(), m_itemBytes->value(), m_threads->value(), m_nested->value()};
    m_keys->fill(settings);
    return settings;
}

} // namespace satchel
