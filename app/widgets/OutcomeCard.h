#pragma once

#include <QFrame>
#include <QString>

class QLabel;

namespace satchel {

class SignLabel;

// How an errand ended, at one look: a sign, a headline and what to do. The sign says the same as the colour.
class OutcomeCard final : public QFrame {
    Q_OBJECT

public:
    enum class Tone { Good, InPart, Bad };

    explicit OutcomeCard(QWidget* parent = nullptr);

    void show(Tone tone, const QString& headline, const QString& details);
    [[nodiscard]] Tone tone() const { return m_tone; }
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString details() const;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void colourLabels();

    SignLabel* m_sign;
    QLabel* m_headline;
    QLabel* m_details;
    Tone m_tone = Tone::Good;
};

} // namespace satchel
