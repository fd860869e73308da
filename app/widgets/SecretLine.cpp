#include "SecretLine.h"

#include <QLineEdit>

namespace satchel {

QLineEdit* secretLine(QWidget* parent)
{
    auto* const line = new QLineEdit{parent};
    line->setEchoMode(QLineEdit::Password);
    line->setInputMethodHints(
        Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    return line;
}

Secret takeSecret(QLineEdit& line)
{
    QString text = line.text();
    clearSecret(line);
    Secret secret{text.toUtf8()};
    text.fill(QChar{u'\0'});
    return secret;
}

// setText() forgets what could be undone, clear() does not.
void clearSecret(QLineEdit& line)
{
    line.setText({});
}

} // namespace satchel
