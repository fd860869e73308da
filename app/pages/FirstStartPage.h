#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/KeyChoice.h>

namespace satchel {

// Where there is no station yet: makes one. Whoever goes away from here has changed nothing, and a window that is
// closed while the station is made leaves a whole one or none.
class FirstStartPage final : public QWidget {
    Q_OBJECT

public:
    explicit FirstStartPage(const StationView& station, QWidget* parent = nullptr);

    // The command line's program, which plays the example; beside this one unless told otherwise.
    void setExampleProgram(const QString& file);

Q_SIGNALS:
    void made();

private:
    [[nodiscard]] QLayout* makeButtons();
    [[nodiscard]] QWidget* makeRemains();
    void make();
    void putRemainsAside();
    void tryExample();
    void follow();

    StationView m_station;
    QRadioButton* m_site;
    QRadioButton* m_backend;
    QLineEdit* m_name;
    KeyChoice* m_keys;
    QWidget* m_remains; // shown where an earlier start broke off
    QPushButton* m_make;
    QPushButton* m_example;
    QLabel* m_exampleRemark;
    QLabel* m_error;
    bool m_hasRemains;
    QString m_program;
    VerbThread m_thread{this, VerbThread::AtClosing::IsAwaited}; // last: it ends before what it reports to
};

} // namespace satchel
