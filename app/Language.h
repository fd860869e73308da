#pragma once

#include <QLocale>
#include <QString>
#include <QStringList>
#include <QTranslator>

namespace satchel {

// The language of the window: this program's texts with their plural forms, Qt's own texts, and how numbers and times
// are written. There must be an application; it falls back to its source texts when this goes.
class Language final {
public:
    // The languages that the window speaks, as two letters; the first is that of the source texts.
    [[nodiscard]] static QStringList known() { return {QStringLiteral("en"), QStringLiteral("de")}; }
    // Which of them to speak to a person who prefers these, best first ("de-AT", "fr"): English where none is known.
    [[nodiscard]] static QString bestOf(const QStringList& preferred);

    // `wish`: one of known(), else what the system prefers. With a wish, numbers and times follow it too, as they are
    // written in the system's country where that language is written there.
    explicit Language(const QString& wish = {});
    ~Language();
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;

    [[nodiscard]] const QString& code() const { return m_code; }

private:
    QString m_code;
    QLocale m_before;
    QTranslator m_qt;
    QTranslator m_own;
};

} // namespace satchel
