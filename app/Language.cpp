#include "Language.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace satchel {

namespace {

// "de" with the territory of a system in Austria is "de-AT". In a country without that language, the language's own.
QLocale localeOf(const QString& code)
{
    const auto language = QLocale{code}.language();
    const QLocale there{language, QLocale::system().territory()};
    return there.language() == language ? there : QLocale{language};
}

} // namespace

QString Language::bestOf(const QStringList& preferred)
{
    for (const auto& name : preferred) {
        const QString code = name.section(QLatin1Char('-'), 0, 0).toLower();
        if (known().contains(code)) {
            return code;
        }
    }
    return known().first();
}

Language::Language(const QString& wish)
    : m_code{known().contains(wish) ? wish : bestOf(QLocale::system().uiLanguages())}
{
    if (wish == m_code) {
        QLocale::setDefault(localeOf(m_code));
    }
    // The one that is installed last is asked first.
    if (m_qt.load(QStringLiteral("qtbase_") + m_code, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&m_qt);
    }
    if (m_own.load(QStringLiteral(":/translations/satchel_") + m_code)) {
        QCoreApplication::installTranslator(&m_own);
    }
}

Language::~Language()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    QLocale::setDefault(m_before);
}

} // namespace satchel
