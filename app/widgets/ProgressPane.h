#pragma once

#include "TimeLeft.h"

#include <QElapsedTimer>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace satchel {

// What a verb is at: its stage in words and among those to come, which of several bundles, how far, how quick, how long
// still, and a way out.
class ProgressPane final : public QWidget {
    Q_OBJECT

public:
    explicit ProgressPane(QWidget* parent = nullptr);

    // The stages that the verb goes through (Progress::stage), to be shown in a row. May be left out.
    void setStages(const QStringList& stages);
    void begin();
    void show(const Progress& progress);
    void stop(); // as if the button were pressed
    void setClock(std::function<qint64()> milliseconds) { m_clock = std::move(milliseconds); }
    [[nodiscard]] bool isStopping() const;

Q_SIGNALS:
    void cancelled();

private:
    void beginStage(const Progress& progress);
    void showRow(qsizetype current);
    void showAmount(const Progress& progress);
    [[nodiscard]] QString rateText(const Progress& progress) const;

    QStringList m_stages;
    QLabel* m_row;
    QLabel* m_stage;
    QProgressBar* m_bar;
    QLabel* m_rate;
    QPushButton* m_cancel;
    QString m_shownStage;
    qint64 m_shownBundle = 0;
    QElapsedTimer m_sinceMade;
    std::function<qint64()> m_clock; // ms
    TimeLeft m_timeLeft;
    QTimer m_hanging; // runs out if a stop takes too long
};

} // namespace satchel
