#pragma once

#include <QWidget>

#include <core/station/Settings.h>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace satchel {

class KeyTable;

// Everything that a person may set in `settings.toml`, each with what it means. Shows and tells; saves nothing.
class SettingsForm final : public QWidget {
    Q_OBJECT

public:
    explicit SettingsForm(QWidget* parent = nullptr);

    void show(const Settings& settings);
    void enter(const Settings& settings); // as a person does: what was shown last is what it is a change of
    [[nodiscard]] Settings wanted() const; // as they would be
    [[nodiscard]] bool isChanged() const { return !m_shown.changesTo(wanted()).isEmpty(); }
    [[nodiscard]] const Settings& shown() const { return m_shown; }
    [[nodiscard]] KeyTable& keys() { return *m_keys; }

Q_SIGNALS:
    void changed();

private:
    void addPolicy(QFormLayout& form);

    Settings m_shown;
    QLabel* m_role;
    QLineEdit* m_name;
    QCheckBox* m_refuseExpired;
    QSpinBox* m_days;
    QSpinBox* m_itemBytes;
    QSpinBox* m_threads;
    QSpinBox* m_nested;
    KeyTable* m_keys;
};

} // namespace satchel
