#include "RecipeWorld.h"

#include "Program.h"

#include <core/base/File.h>
#include <core/station/CertificatePem.h>

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

namespace satchel::test {

RecipeWorld::RecipeWorld()
{
    bool good = true;
    const auto at = [&](const char* station, const QByteArray& script) {
        good = good && shell(QString::fromLatin1(station), QByteArray{script}.replace('%', station));
    };
    put(QStringLiteral("manufacturer.pem"), certificatesPem({pki.manufacturer.certificate}));
    put(QStringLiteral("domain.pem"), certificatesPem({pki.domainCa.certificate}));
    for (const auto* const station : {"site", "office"}) {
        good = good && QDir{m_folder.path()}.mkpath(QString::fromLatin1(station));
        at(station,
            QByteArray{"satchel init --name % --role "} + (QByteArrayView{station} == "site" ? "site" : "backend")
                + "; satchel trust add --for manufacturer ../manufacturer.pem"
                  "; satchel trust add --for domain ../domain.pem"
                  "; satchel --json card -o ../%.card | grep -oE '[0-9a-f]{64}' >../%.id");
    }
    at("site", "satchel peer add ../office.card --fingerprint \"$(cat ../office.id)\"");
    at("office", "satchel peer add ../site.card --fingerprint \"$(cat ../site.id)\"");
    if (!good) {
        qFatal("the stations cannot be made");
    }
}

QByteArray RecipeWorld::recipe(const QByteArray& heading, const QByteArray& language)
{
    const auto text
        = readFile(QStringLiteral(SATCHEL_SOURCE_DIR "/docs/registrars.md"), MostBytes).value_or(QByteArray{});
    QByteArray section = text.mid(text.indexOf("\n## " + heading + '\n') + 1);
    if (const auto next = section.indexOf("\n## "); next >= 0) {
        section.truncate(next);
    }
    const QByteArray begin = "\n```" + language + '\n';
    const auto at = section.indexOf(begin);
    if (at < 0) {
        return {};
    }
    const auto start = at + begin.size();
    return section.mid(start, section.indexOf("\n```", start) - start);
}

QStringList RecipeWorld::namesIn(const QString& folder) const
{
    return QDir{path(folder)}.entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

void RecipeWorld::put(const QString& name, const QByteArray& bytes) const
{
    if (!QFileInfo{path(name)}.absoluteDir().mkpath(QStringLiteral(".")) || !writeFileAtomically(path(name), bytes)) {
        qFatal("%s cannot be written", qPrintable(name));
    }
}

QByteArray RecipeWorld::read(const QString& name) const
{
    return readFile(path(name), MostBytes).value_or(QByteArray{});
}

QString RecipeWorld::onlyAnswer(const QString& extension) const
{
    const auto names
        = namesIn(QStringLiteral("site/answers")).filter(QRegularExpression{QStringLiteral("\\.%1$").arg(extension)});
    return names.size() == 1 ? QStringLiteral("site/answers/") + names.first() : QString{};
}

bool RecipeWorld::shell(const QString& station, const QByteArray& script, const QStringList& more) const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"),
        QFileInfo{Program::file()}.absolutePath() + QLatin1Char(':') + environment.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("SATCHEL_HOME"), path(station + QStringLiteral("/station")));
    for (const auto& variable : more) {
        environment.insert(variable.section(QLatin1Char('='), 0, 0), variable.section(QLatin1Char('='), 1));
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(path(station));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("sh"), {QStringLiteral("-eu"), QStringLiteral("-c"), QString::fromUtf8(script)});
    process.closeWriteChannel();
    const bool good = !script.isEmpty() && process.waitForFinished(120'000)
        && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!good) {
        qWarning("%s: %s", script.constData(), process.readAll().constData());
    }
    return good;
}

bool RecipeWorld::satchel(const QString& station, const QByteArray& words) const
{
    return shell(station, "satchel " + words);
}

bool RecipeWorld::carry(const QString& from, const QString& to) const
{
    const QByteArray stick = "../stick-of-" + from.toUtf8();
    return satchel(from, "export --out " + stick) && satchel(to, "import " + stick);
}

} // namespace satchel::test
