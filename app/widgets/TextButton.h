#pragma once

#include <app/look/Icons.h>

#include <QPushButton>

class QHBoxLayout;
class QLabel;

namespace satchel {

// A button with a headline and more words below it. Both wrap, so that nothing is cut off however long the words of a
// language or the letters of a person are. The space bar and the Enter key press it.
class TextButton final : public QPushButton {
    Q_OBJECT

public:
    explicit TextButton(QWidget* parent = nullptr, double headlineSize = 1.0);

    // Plain text, both; they are its accessible name and description.
    void setTexts(const QString& headline, const QString& details);
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString details() const;
    void setSign(Icon sign); // beside the words, for the eye only
    void setCentred();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    QHBoxLayout* m_row;
    QLabel* m_headline;
    QLabel* m_details;
};

} // namespace satchel
