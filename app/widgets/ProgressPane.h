#pragma once

#include <QElapsedTimer>
#include <QString>
#include <QWidget>

#include <core/base/Progress.h>

class QLabel;
class QProgressBar;
class QPushButton;

namespace satchel {

// What a verb is at: its stage in words, how far, how quick, how long still, and a way out.
class ProgressPane final : public QWidget {
    Q_OBJECT

public:
    explicit ProgressPane(QWidget* parent = nullptr);

    void begin();
    void show(const Progress& progress);

Q_SIGNALS:
    void cancelled();

private:
    QLabel* m_stage;
    QProgressBar* m_bar;
    QLabel* m_rate;
    QPushButton* m_cancel;
    QString m_shownStage;
    QElapsedTimer m_ofStage;
};

} // namespace satchel
