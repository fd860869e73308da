#include "DesktopDemo.h"

#include <core/issuer/Issuer.h>

namespace satchel {

namespace {

constexpr int CardEndsIn = 12; // days

Clock clockOf(const std::shared_ptr<QDateTime>& now)
{
    return [now] { return *now; };
}

QString requestsOf(const QString& name)
{
    return QStringLiteral("registrar/requests/") + name;
}

QString answersFor(const QString& name)
{
    return QStringLiteral("registrar/answers/") + name;
}

} // namespace

DesktopDemo::DesktopDemo(QString folder, DemoStage& stage, const Clock& clock)
    : m_folder{std::move(folder)}
    , m_stage{stage}
    , m_start{clock()}
    , m_now{std::make_shared<QDateTime>(m_start.addDays(-30))}
    , m_world{m_folder, clockOf(m_now)}
    , m_site{stage, m_folder, QStringLiteral("basement"), QStringLiteral("Basement"), StationRole::Site, clockOf(m_now)}
    , m_office{stage, m_folder, QStringLiteral("office"), QStringLiteral("Office"), StationRole::Backend,
          clockOf(m_now)}
    , m_depot{stage, m_folder, QStringLiteral("depot"), QStringLiteral("Depot"), StationRole::Site, clockOf(m_now)}
{
}

DemoReport DesktopDemo::play()
{
    m_stage.say(QStringLiteral("A month in a basement without network and in its office, as the desktop app shows it "
                               "on the last day: %1 devices, and whatever may become of what they ask. The stations "
                               "live through it now, in some seconds: each command below is done by the same code, "
                               "with a clock that stands where it says.")
            .arg(Devices));
    meet();
    carryOftenAndWell();
    confirmCertificates();
    refuse();
    leaveUnanswered();
    loseAStick();
    answerInTime();
    sendToNowhere();
    askOnceMore();
    takeReceiptsHome();
    endToday();
    lookAround();
    return {{{u"pledges", Devices}}, m_stage.steps(), m_folder, false, m_stage.failure()};
}

// --- What happens again and again ---

void DesktopDemo::at(double daysAgo, const QString& what)
{
    constexpr double SecondsOfADay = 86'400;
    *m_now = m_start.addSecs(-static_cast<qint64>(daysAgo * SecondsOfADay));
    m_stage.heading(QStringLiteral("%1: %2").arg(toUtcText(*m_now).left(10), what));
}

void DesktopDemo::require(const Result<void>& done)
{
    if (!done) {
        m_stage.fail(done.error());
    }
}

DesktopDemo::Group DesktopDemo::ask(
    const QString& name, int count, DemoPledge::Protocol protocol, DesktopWorld::Maker maker)
{
    if (!m_stage.isGood()) {
        return {};
    }
    auto devices = m_world.ask(requestsOf(name), count, protocol, maker);
    if (!devices) {
        m_stage.fail(devices.error());
        return {};
    }
    return *std::move(devices);
}

void DesktopDemo::gatherRequests(const QString& name, qint64 due)
{
    m_site.gather(requestsOf(name), QStringLiteral("registrar"));
    m_stage.expect(u"gathered", due);
    m_stage.expect(u"refused#", 0);
}

// From the basement to the office, on a stick of its own.
void DesktopDemo::carryOut(const QString& name)
{
    const QString stick = QStringLiteral("sticks/%1-out").arg(name);
    m_site.exportTo(stick);
    m_stage.expect(u"bundles[0].readBack.verified", QStringLiteral("true"));
    after(9);
    m_office.import(stick);
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
}

// All that is ready goes to RA and MASA, who answer at once.
void DesktopDemo::answer(const QString& name, qint64 due)
{
    const QString out = QStringLiteral("authorities/%1/requests").arg(name);
    for (const auto& recipient : {QStringLiteral("ra"), QStringLiteral("masa")}) {
        m_office.deliver(out, recipient);
    }
    after(2);
    issueFor(name, due);
}

void DesktopDemo::issueFor(const QString& name, qint64 due)
{
    const QString out = QStringLiteral("authorities/%1/requests").arg(name);
    const QString in = QStringLiteral("authorities/%1/answers").arg(name);
    IssueOrder order;
    order.authority = m_folder + QStringLiteral("/issuer");
    order.requests = m_folder + QLatin1Char('/') + out;
    order.answers = m_folder + QLatin1Char('/') + in;
    order.clock = clockOf(m_now);
    m_stage.perform({QStringLiteral("issue"), QStringLiteral("--ca"), QStringLiteral("issuer"), QStringLiteral("--in"),
                        out, QStringLiteral("--out"), in},
        [&order](CommandResult& result) { result.take(issue(order, {})); });
    m_stage.expect(u"issued", due);
    m_office.gather(in);
    m_stage.expect(u"paired", due);
}

// What the office has goes to the basement, and from there to the registrar.
void DesktopDemo::carryHome(const QString& name)
{
    const QString stick = QStringLiteral("sticks/%1-back").arg(name);
    m_office.exportTo(stick);
    after(6);
    m_site.import(stick);
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
    m_site.deliver(answersFor(name), QStringLiteral("registrar"));
}

// --- The month ---

void DesktopDemo::meet()
{
    at(30, QStringLiteral("the stations get to know each other"));
    require(m_world.make());
    if (!m_stage.isGood()) {
        return;
    }
    m_site.setUp();
    m_office.setUp();
    const auto ending = m_world.makeEndingKeys(m_depot.home(), m_start.addDays(CardEndsIn));
    if (!ending) {
        m_stage.fail(ending.error());
        return;
    }
    m_stage.say(QStringLiteral("A third one has a certificate that ends in %1 days from now:").arg(CardEndsIn));
    m_depot.setUp(*ending);
    m_site.meet(m_office);
    m_office.meet(m_site);
    m_office.meet(m_depot);
    m_depot.meet(m_office);
    for (const auto* const station : {&m_site, &m_office}) {
        station->trustAnchors();
    }
}

void DesktopDemo::carryOftenAndWell()
{
    for (const int day : {28, 20, 16, 13}) {
        at(day, QStringLiteral("four devices get their vouchers and certificates"));
        const QString name = QStringLiteral("day-%1").arg(day);
        ask(name, 4, day == 16 ? DemoPledge::Protocol::Cmp : DemoPledge::Protocol::Est);
        gatherRequests(name, 8);
        carryOut(name);
        answer(name, 8);
        carryHome(name);
    }
}

// Three legs of CMP: what was asked, answered, and confirmed.
void DesktopDemo::confirmCertificates()
{
    at(12, QStringLiteral("four devices that want to confirm their certificates"));
    const auto name = QStringLiteral("confirmed");
    const auto devices = ask(name, 4, DemoPledge::Protocol::CmpConfirmed);
    gatherRequests(name, 8);
    carryOut(name);
    answer(name, 8);
    carryHome(name);
    after(1);
    const auto confirmations = QStringLiteral("confirmations");
    if (m_stage.isGood()) {
        require(m_world.confirm(requestsOf(confirmations), devices, answersFor(name)));
    }
    gatherRequests(confirmations, 4);
    carryOut(confirmations);
    m_office.deliver(QStringLiteral("authorities/confirmations/requests"), QStringLiteral("ra"));
    m_stage.expect(u"delivered", 4);
    if (m_stage.isGood()) {
        require(m_world.acknowledge(QStringLiteral("authorities/confirmations/answers"), devices,
            QStringLiteral("authorities/confirmations/requests")));
    }
    m_office.gather(QStringLiteral("authorities/confirmations/answers"), QStringLiteral("ra"));
    m_stage.expect(u"paired", 4);
    carryHome(confirmations);
}

void DesktopDemo::refuse()
{
    at(10, QStringLiteral("four devices that nobody has ordered"));
    const auto name = QStringLiteral("not-ordered");
    const auto devices = ask(name, 4);
    gatherRequests(name, 8);
    carryOut(name);
    if (m_stage.isGood()) {
        m_office.reject(m_office.itemsOf(DesktopWorld::serialsOf(devices)), ErrorCode::NotInInventory,
            QStringLiteral("no such device was ordered"));
        m_stage.expect(u"rejected#", 8);
    }
    carryHome(name);
}

void DesktopDemo::leaveUnanswered()
{
    at(8, QStringLiteral("three devices whose manufacturer does not answer in time"));
    const auto name = QStringLiteral("unanswered");
    ask(name, 3);
    gatherRequests(name, 6);
    carryOut(name);
    for (const auto& recipient : {QStringLiteral("ra"), QStringLiteral("masa")}) {
        m_office.deliver(QStringLiteral("authorities/slow/requests"), recipient);
    }
}

void DesktopDemo::loseAStick()
{
    at(6.5, QStringLiteral("three devices whose first stick is lost"));
    const auto name = QStringLiteral("lost");
    ask(name, 3);
    gatherRequests(name, 6);
    m_site.exportTo(QStringLiteral("sticks/lost"));
    m_stage.say(QStringLiteral("It never arrives. All that was on it is due again:"));
    after(12);
    carryOut(name);
    m_stage.expect(u"bundles[0].missingSequences#", 1);
    answer(name, 6);
    carryHome(name);
}

// Their answers reach the basement on its last trip, and wait there for the registrar. A voucher of somebody else's is
// held at the office.
void DesktopDemo::answerInTime()
{
    at(4, QStringLiteral("five devices that are answered in time"));
    const auto name = QStringLiteral("in-time");
    const auto devices = ask(name, 5);
    gatherRequests(name, 10);
    carryOut(name);
    const auto strange = QStringLiteral("authorities/strange/answers");
    if (m_stage.isGood()) {
        require(m_world.issueStrangely(strange, {devices.begin(), devices.begin() + 2}));
    }
    m_office.gather(strange, QStringLiteral("masa"));
    m_stage.expect(u"held", 2);
    answer(name, 10);
}

void DesktopDemo::sendToNowhere()
{
    at(3.4, QStringLiteral("six devices whose bundle has had no receipt since; soon they give up"));
    const auto name = QStringLiteral("no-receipt");
    ask(name, 6);
    gatherRequests(name, 12);
    m_site.exportTo(QStringLiteral("sticks/no-receipt"));
    m_stage.expect(u"new", 12);
}

void DesktopDemo::askOnceMore()
{
    at(2.5, QStringLiteral("four devices are reset and ask once more; two come without the record of who asked"));
    const auto first = ask(QStringLiteral("reset"), 4);
    gatherRequests(QStringLiteral("reset"), 8);
    after(6);
    if (m_stage.isGood()) {
        const auto again = m_world.askAnew(requestsOf(QStringLiteral("once-more")), first);
        if (!again) {
            m_stage.fail(again.error());
        }
    }
    gatherRequests(QStringLiteral("once-more"), 8);
    m_stage.expect(u"superseded", 8);
    const auto waiting = ask(QStringLiteral("waiting"), 4);
    gatherRequests(QStringLiteral("waiting"), 8);
    const auto unknown = ask(QStringLiteral("unknown-requester"), 2);
    if (m_stage.isGood()) {
        require(m_world.loseRecords(requestsOf(QStringLiteral("unknown-requester"))));
    }
    gatherRequests(QStringLiteral("unknown-requester"), 4);
    after(2);
    m_stage.say(QStringLiteral("Only these fit on the stick that is at hand:"));
    m_site.exportTo(QStringLiteral("sticks/small"),
        DesktopWorld::serialsOf(first) + DesktopWorld::serialsOf(waiting) + DesktopWorld::serialsOf(unknown));
    m_stage.expect(u"new", 20);
    after(9);
    m_office.import(QStringLiteral("sticks/small"));
    m_stage.expect(u"bundles[0].new", 20);
    m_office.deliver(QStringLiteral("authorities/waiting/requests"), QStringLiteral("masa"));
    m_stage.expect(u"delivered", 10);
}

void DesktopDemo::takeReceiptsHome()
{
    at(1.1, QStringLiteral("answers and receipts come home, and three devices of a maker that nobody knows"));
    const QString stick = QStringLiteral("sticks/receipts-back");
    m_office.exportTo(stick);
    after(4);
    m_site.import(stick);
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
    ask(QStringLiteral("strange"), 3, DemoPledge::Protocol::Est, DesktopWorld::Maker::Stranger);
    gatherRequests(QStringLiteral("strange"), 6);
}

void DesktopDemo::endToday()
{
    at(0.2, QStringLiteral("today"));
    m_stage.say(QStringLiteral("The MASA has answered the first of what waits for it, and then the rest:"));
    if (m_stage.isGood()) {
        require(m_world.copyHalf(
            QStringLiteral("authorities/first/requests"), QStringLiteral("authorities/waiting/requests")));
    }
    issueFor(QStringLiteral("first"), 5);
    m_office.exportTo(stick());
    after(1);
    issueFor(QStringLiteral("waiting"), 5);
    m_site.exportTo(stick());
    after(2);
    ask(QStringLiteral("today"), 6);
    gatherRequests(QStringLiteral("today"), 12);
    m_stage.say(QStringLiteral("A stick lies ready, with a bundle for each of the two."));
}

void DesktopDemo::lookAround()
{
    *m_now = m_start;
    if (!m_stage.isGood()) {
        return;
    }
    m_stage.heading(QStringLiteral("What stands where"));
    const auto site = m_site.counts();
    const auto office = m_office.counts();
    for (const ItemState state : allItemStates()) {
        m_stage.say(QStringLiteral("  %1 %2 in the basement, %3 in the office")
                .arg(itemStateName(state), -11)
                .arg(site.value(state), 3)
                .arg(office.value(state), 3));
        m_stage.expectThat(
            site.value(state) > 0, QStringLiteral("something in the basement is %1").arg(itemStateName(state)));
    }
}

} // namespace satchel
