#pragma once

#include <QWidget>

#include <app/StationView.h>

class QLabel;
class QLineEdit;
class QPushButton;

namespace satchel {

// Who works at this window: their name for the custody log, which is remembered for this login whatever the station,
// and whether the window knows the passphrase of the station's keys.
class PersonSettings final : public QWidget {
    Q_OBJECT

public:
    explicit PersonSettings(const StationView& station, QWidget* parent = nullptr);

    [[nodiscard]] static QString rememberedName();

private:
    void takeName();
    void follow();

    StationView m_station;
    QLineEdit* m_name;
    QLabel* m_passphrase;
    QPushButton* m_forget;
};

} // namespace satchel
