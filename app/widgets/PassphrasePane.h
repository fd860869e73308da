#pragma once

#include <QFrame>
#include <QPointer>

#include <app/StationView.h>

class QLabel;
class QLineEdit;
class QPushButton;

namespace satchel {

// Asks for the passphrase when a verb needs the station's keys. It is no dialog: everything else can be looked at
// meanwhile, and whoever declines stops the verb and nothing else.
class PassphrasePane final : public QFrame {
    Q_OBJECT

public:
    explicit PassphrasePane(const StationView& station, QWidget* parent = nullptr);

private:
    void ask(const QString& station, bool again);
    void answer();
    void settle();
    void follow();

    StationView m_station;
    QLabel* m_question;
    QLineEdit* m_passphrase;
    QPushButton* m_unlock;
    QPushButton* m_decline;
    QPointer<QWidget> m_before; // had the focus
    bool m_isTrying = false;
};

} // namespace satchel
