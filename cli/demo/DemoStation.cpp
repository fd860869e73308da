#include "DemoStation.h"

namespace satchel {

DemoStation::DemoStation(DemoStage& stage, QString home, QString name, QString role)
    : m_stage{stage}
    , m_home{std::move(home)}
    , m_name{std::move(name)}
    , m_role{std::move(role)}
{
}

CommandResult DemoStation::run(const QStringList& arguments, int exitCode) const
{
    return m_stage.run(arguments + QStringList{QStringLiteral("--home"), m_home}, exitCode);
}

void DemoStation::setUp()
{
    const auto made = run({QStringLiteral("init"), QStringLiteral("--role"), m_role, QStringLiteral("--name"), m_name});
    m_stage.expect(u"station.role", m_role);
    m_fingerprint = made.text(u"station.fingerprint");
    run({QStringLiteral("card"), QStringLiteral("-o"), m_home + QStringLiteral(".satchel-card")});
    m_stage.expect(u"station.fingerprint", m_fingerprint);
    m_stage.checked(QStringLiteral("made keys and a card; its fingerprint starts with %1").arg(m_fingerprint.left(16)));
}

void DemoStation::meet(const DemoStation& other) const
{
    run({QStringLiteral("peer"), QStringLiteral("add"), other.m_home + QStringLiteral(".satchel-card"),
        QStringLiteral("--name"), other.m_home, QStringLiteral("--fingerprint"), other.m_fingerprint});
    m_stage.expect(u"peers[0].fingerprint", other.m_fingerprint);
    m_stage.expect(u"peers[0].role", other.m_role);
    m_stage.checked(QStringLiteral("%1 knows %2 by the fingerprint that was compared").arg(m_name, other.m_name));
}

void DemoStation::trustAnchors() const
{
    for (const auto& use : {QStringLiteral("manufacturer"), QStringLiteral("domain"), QStringLiteral("masa")}) {
        run({QStringLiteral("trust"), QStringLiteral("add"), QStringLiteral("--for"), use,
            QStringLiteral("pki/%1.pem").arg(use)});
        m_stage.expect(u"anchors[0].for", use);
    }
}

void DemoStation::checkLog() const
{
    run({QStringLiteral("log"), QStringLiteral("--verify")});
    m_stage.expect(u"intact", QStringLiteral("true"));
}

} // namespace satchel
