#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>

namespace satchel {

// Where there is no station yet: makes one. Whoever goes away from here has changed nothing.
class FirstStartPage final : public QWidget {
    Q_OBJECT

public:
    explicit FirstStartPage(const StationView& station, QWidget* parent = nullptr);

Q_SIGNALS:
    void made();

private:
    void make();
    void follow();

    StationView m_station;
    QRadioButton* m_site;
    QRadioButton* m_backend;
    QLineEdit* m_name;
    QPushButton* m_make;
    QLabel* m_error;
    VerbThread m_thread; // last: it ends before what it reports to
};

} // namespace satchel
