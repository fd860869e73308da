#include "Profile.h"

#include "Demand.h"
#include "Stand.h"

#include <core/base/File.h>

#include <QDir>
#include <QRegularExpression>

namespace satchel::bench {

namespace {

constexpr int LibrariesShown = 7;
constexpr int FunctionsShown = 40;
constexpr int ShareWidth = 6;
constexpr double LeastShare = 2; // percent
constexpr qint64 MostBytes = 1 << 24;

const QString Silent = QStringLiteral("/dev/null");

struct ProfiledVerb {
    const char* name;
    Sample (Stand::*run)();
};

bool mayRecord(const QString& folder)
{
    const auto tried = ChildProcess::runShell(QStringLiteral("perf record -q -e cpu-clock -o %1 -- true 2>/dev/null")
                                                  .arg(quoted(folder + QStringLiteral("/try"))),
        Silent);
    return tried.exitCode == 0;
}

QString lineOf(const QString& share, const QString& name)
{
    return share.rightJustified(ShareWidth) + QStringLiteral(" %  ") + name + QLatin1Char('\n');
}

// Ours by their names alone, others with the library they are in.
QString nameOf(const QString& library, QString symbol)
{
    symbol = symbol.trimmed();
    static const QRegularExpression TemplateArguments{QStringLiteral("<[^<>]*>")};
    while (symbol.contains(TemplateArguments)) {
        symbol.remove(TemplateArguments); // the innermost first
    }
    if (library == u"satchel") {
        return symbol.remove(QStringLiteral("satchel::")).remove(QStringLiteral("(anonymous namespace)::"));
    }
    const auto plain = QString{library}.remove(QLatin1Char('[')).section(QLatin1Char('.'), 0, 0);
    return QStringLiteral("    %1, %2").arg(symbol, plain);
}

} // namespace

Profile::Profile(SizeRun::Order order)
    : m_order{std::move(order)}
{
}

QString Profile::text(const Workload& workload) const
{
    if (!ChildProcess::isThere(QStringLiteral("perf"))) {
        return QStringLiteral("no profile: perf is not installed (Debian: linux-perf)\n");
    }
    if (!mayRecord(m_order.folder)) {
        return QStringLiteral("no profile: perf may not record here (kernel.perf_event_paranoid)\n");
    }
    QString text;
    Stand stand{m_order.folder + QStringLiteral("/stand"), m_order.satchel, workload, m_order.threads};
    for (const auto& verb : {ProfiledVerb{"gather", &Stand::gather}, ProfiledVerb{"export", &Stand::exportAll},
             ProfiledVerb{"import", &Stand::import}}) {
        const auto recording = QStringLiteral("%1/%2.perf").arg(m_order.folder, QLatin1StringView{verb.name});
        stand.runThrough({QStringLiteral("perf"), QStringLiteral("record"), QStringLiteral("-q"), QStringLiteral("-e"),
            QStringLiteral("cpu-clock"), QStringLiteral("-F"), QStringLiteral("250"), QStringLiteral("--call-graph"),
            QStringLiteral("dwarf,24000"), QStringLiteral("-o"), recording, QStringLiteral("--")});
        static_cast<void>((stand.*verb.run)());
        text += QStringLiteral(
            "satchel %1, %2: share of CPU time by library\n\n%3\nand by function, with all that it calls\n\n%4\n")
                    .arg(QLatin1StringView{verb.name}, workload.plan().name(), libraries(recording),
                        functions(recording));
    }
    return text;
}

QStringList Profile::report(const QString& recording, const QString& options) const
{
    const auto output = m_order.folder + QStringLiteral("/perf.txt");
    const auto result = ChildProcess::runShell(
        QStringLiteral("perf report --stdio --no-inline -g none %1 -i %2 2>/dev/null").arg(options, quoted(recording)),
        output);
    demand(result.exitCode == 0, QStringLiteral("perf cannot read what it has recorded"));
    return QString::fromUtf8(demanded(readFile(output, MostBytes))).split(QLatin1Char('\n'));
}

QString Profile::libraries(const QString& recording) const
{
    static const QRegularExpression Line{QStringLiteral("^ +([0-9.]+)% +(\\S+)")};
    QString text;
    int shown = 0;
    for (const auto& line : report(recording, QStringLiteral("--no-children --sort dso"))) {
        const auto found = Line.match(line);
        if (found.hasMatch() && shown++ < LibrariesShown) {
            text += lineOf(found.captured(1), found.captured(2));
        }
    }
    return text;
}

QString Profile::functions(const QString& recording) const
{
    // Share with callees, share without, library, symbol. Debian's libraries have names for what they export only.
    static const QRegularExpression Line{QStringLiteral("^ +([0-9.]+)% +[0-9.]+% +(\\S+) +\\[.\\] (.+)$")};
    static const QRegularExpression Scaffold{
        QStringLiteral("^0x|^std::|\\{lambda|^clone3|^start_thread|^_start|^main$|^__libc_start|::run$")};
    QString text;
    int shown = 0;
    for (const auto& line : report(recording, QStringLiteral("--children --sort dso,sym"))) {
        const auto found = Line.match(line);
        const bool isWorthIt = found.hasMatch() && found.captured(1).toDouble() >= LeastShare
            && !Scaffold.match(found.captured(3)).hasMatch();
        if (isWorthIt && shown++ < FunctionsShown) {
            text += lineOf(found.captured(1), nameOf(found.captured(2), found.captured(3)));
        }
    }
    return text;
}

} // namespace satchel::bench
