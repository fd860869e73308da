#include "TrainDemo.h"

#include "DemoPki.h"
#include "SameFiles.h"

#include <cli/Amounts.h>

#include <QDir>

#include <algorithm>

namespace satchel {

namespace {

constexpr qint64 RestoredCar = 1;
constexpr qint64 MissedCar = 2; // nobody gets to it at the second stop
constexpr qint64 ForgottenCar = 3; // its stick is left behind at the first stop

// Where in the list `name` of what a command printed is the element whose `member` is this? -1 if nowhere.
int indexOf(const CommandResult& result, const QString& member, const QString& value)
{
    const int count = result.text(u"bundles#").toInt();
    for (int i = 0; i < count; ++i) {
        if (result.text(QStringLiteral("bundles[%1].%2").arg(i).arg(member)) == value) {
            return i;
        }
    }
    return -1;
}

} // namespace

TrainDemo::TrainDemo(QString folder, qint64 cars, DemoStage& stage, const Clock& clock)
    : m_folder{std::move(folder)}
    , m_stage{stage}
    , m_clock{clock}
    , m_office{stage, QStringLiteral("office"), QStringLiteral("Office"), QStringLiteral("backend")}
{
    for (qint64 number = 1; number <= cars; ++number) {
        m_cars.emplace_back(m_folder, number, stage, clock);
    }
}

DemoReport TrainDemo::play()
{
    makeWorld();
    meet();
    firstStop();
    secondStop();
    thirdStop();
    fourthStop();
    fifthStop();
    lookBack();
    return {{{u"cars", std::ssize(m_cars)}, {u"requests", sumOf(&TrainCar::arrived)}, {u"answers", m_accepted},
                {u"renewals", m_renewed}},
        m_stage.steps(), m_folder, false, m_stage.failure()};
}

qint64 TrainDemo::sumOf(qint64 (TrainCar::*count)() const) const
{
    qint64 sum = 0;
    for (const auto& car : m_cars) {
        sum += (car.*count)();
    }
    return sum;
}

void TrainDemo::inCars(const Choice& which, qint64 told, const Work& work)
{
    qint64 others = 0;
    for (auto& car : m_cars) {
        if (which(car)) {
            others += car.number() == told ? 0 : 1;
            m_stage.setSilent(car.number() != told);
            work(car);
        }
    }
    m_stage.setSilent(false);
    if (others > 0) {
        m_stage.checked(QStringLiteral("and likewise in %1, checked as well")
                .arg(countOf(others, QStringLiteral("other car"), QStringLiteral("other cars"))));
    }
}

// --- Before the journey ---

void TrainDemo::makeWorld()
{
    const QDateTime now = m_clock();
    const auto pki = DemoPki::make(m_folder, QStringLiteral("Registrar of the train"), now);
    if (!pki) {
        m_stage.fail(pki.error());
        return;
    }
    for (auto& car : m_cars) {
        if (const auto made = car.makeDevices(*pki); !made) {
            m_stage.fail(made.error());
            return;
        }
    }
    m_stage.say(QStringLiteral("A train without any network (cars: %1). Each car has a station beside its "
                               "registrar, and two devices that need vouchers and certificates; later the first of "
                               "them renews its certificate. At a stop somebody walks along the train, takes a stick "
                               "out of each car and leaves another there. Requests are prepared under way, whoever "
                               "comes or does not come.")
            .arg(m_cars.size()));
    m_stage.say(QStringLiteral("Everything below happens in %1, by the commands shown (with --json besides, so that "
                               "their results can be checked). What is the same in every car is shown once.")
            .arg(m_folder));
}

void TrainDemo::meet()
{
    m_stage.heading(QStringLiteral("In the depot: the stations get to know each other"));
    m_office.setUp();
    m_office.trustAnchors();
    inCars([](const TrainCar&) { return true; }, RestoredCar,
        [this](TrainCar& car) {
            car.station().setUp();
            car.station().meet(m_office);
            m_office.meet(car.station());
            car.station().trustAnchors();
        });
}

// --- The office ---

void TrainDemo::serveInOffice(int stop)
{
    const bool anything
        = std::any_of(m_cars.begin(), m_cars.end(), [](const TrainCar& car) { return car.isOnStick(); });
    if (!anything) {
        return;
    }
    m_stage.say(QStringLiteral("In the office:"));
    const qint64 before = sumOf(&TrainCar::arrived);
    importInOffice(QStringLiteral("stick-%1").arg(stop));
    const qint64 fresh = sumOf(&TrainCar::arrived) - before;
    answerInOffice(fresh);
    sendFromOffice(stop, fresh);
}

void TrainDemo::importInOffice(const QString& stick)
{
    const auto imported = m_office.run({QStringLiteral("import"), stick});
    qint64 bundles = 0;
    for (auto& car : m_cars) {
        if (!car.isOnStick()) {
            continue;
        }
        ++bundles;
        const int index = indexOf(imported, QStringLiteral("from"), car.station().fingerprint());
        const auto at = [index](const char* member) {
            return QStringLiteral("bundles[%1].%2").arg(index).arg(QLatin1StringView{member});
        };
        m_stage.expectThat(index >= 0, QStringLiteral("a bundle of %1 lies on the stick").arg(car.station().name()));
        m_stage.expect(at("verdict"), QStringLiteral("imported"));
        m_stage.expect(at("new"), car.requestFiles().size() - car.arrived());
        if (car.number() == ForgottenCar && car.arrived() == 0) {
            m_stage.expect(at("missingSequences[0]"), 1);
            m_stage.checked(QStringLiteral("number 1 of car %1 is missing, and the office says so; all that was in it "
                                           "has come with number 2")
                    .arg(car.number()));
        }
        car.noteArrived();
    }
    m_stage.expect(u"bundles#", bundles);
    m_stage.checked(QStringLiteral("bundles taken in: %1").arg(bundles));
}

void TrainDemo::answerInOffice(qint64 fresh)
{
    m_office.run({QStringLiteral("deliver"), QStringLiteral("--out"), QStringLiteral("to-issuer")});
    m_stage.expect(u"delivered", fresh);
    m_stage.run({QStringLiteral("issue"), QStringLiteral("--ca"), QStringLiteral("issuer"), QStringLiteral("--in"),
        QStringLiteral("to-issuer"), QStringLiteral("--out"), QStringLiteral("from-issuer")});
    m_stage.expect(u"issued", fresh);
    m_stage.expect(u"refused#", 0);
    m_stage.expect(u"warnings#", 0);
    m_office.run({QStringLiteral("gather"), QStringLiteral("from-issuer")});
    m_stage.expect(u"gathered", fresh);
    m_stage.expect(u"paired", fresh);
    m_stage.expect(u"held", 0);
    m_stage.checked(QStringLiteral("new requests: %1, each answered, each answer paired with its request").arg(fresh));
}

void TrainDemo::sendFromOffice(int stop, qint64 fresh)
{
    const auto exported = m_office.run(
        {QStringLiteral("export"), QStringLiteral("--out"), QStringLiteral("office-stick-%1").arg(stop)});
    m_stage.expect(u"new", fresh);
    for (auto& car : m_cars) {
        const int index = indexOf(exported, QStringLiteral("to"), car.station().fingerprint());
        const QString bundle = exported.text(QStringLiteral("bundles[%1].path").arg(index));
        car.noteAnswered(index < 0 ? QString{} : QDir{m_folder}.relativeFilePath(bundle));
        m_stage.expectThat(
            index >= 0 || car.hasAllAnswers(), QStringLiteral("there is a bundle for %1").arg(car.station().name()));
    }
    m_stage.checked(QStringLiteral("a bundle for every car that waits, or has not said yet that it has its answers"));
}

// --- The journey ---

void TrainDemo::firstStop()
{
    m_stage.heading(QStringLiteral("First stop"));
    inCars([](const TrainCar&) { return true; }, RestoredCar, [](TrainCar& car) { car.prepare(TrainCar::Renewing); });
    inCars([](const TrainCar& car) { return car.number() != ForgottenCar; }, RestoredCar,
        [](TrainCar& car) { car.sendOff(QStringLiteral("stick-1")); });
    inCars([](const TrainCar& car) { return car.number() == ForgottenCar; }, ForgottenCar,
        [](TrainCar& car) { car.leaveStickBehind(); });
    serveInOffice(1);
}

void TrainDemo::secondStop()
{
    m_stage.heading(QStringLiteral("Second stop"));
    m_stage.say(QStringLiteral("Under way the second device of each car has asked."));
    inCars([](const TrainCar&) { return true; }, RestoredCar, [](TrainCar& car) { car.prepare(TrainCar::Second); });
    if (std::ssize(m_cars) >= MissedCar) {
        m_stage.say(QStringLiteral("Nobody gets to car %1 in time. It goes on collecting.").arg(MissedCar));
    }
    const auto work = [this](TrainCar& car) {
        car.takeIn();
        if (car.number() != ForgottenCar) {
            m_accepted += car.letDeviceLook(TrainCar::Renewing);
        }
        if (car.number() == RestoredCar) {
            car.takeImage();
        }
        car.sendOff(QStringLiteral("stick-2"));
    };
    inCars([](const TrainCar& car) { return car.number() != MissedCar && car.number() != ForgottenCar; }, RestoredCar,
        work);
    if (std::ssize(m_cars) >= ForgottenCar) {
        m_stage.say(QStringLiteral("Car %1 sends again what was left behind, together with what is new. Nobody had to "
                                   "tell it:")
                .arg(ForgottenCar));
    }
    inCars([](const TrainCar& car) { return car.number() == ForgottenCar; }, ForgottenCar, work);
    serveInOffice(2);
}

void TrainDemo::thirdStop()
{
    m_stage.heading(QStringLiteral("Third stop"));
    m_cars.front().putImageBack();
    m_stage.say(QStringLiteral("Devices that have their certificates renew them under way, with a CMP kur: signed with "
                               "the key that goes, for a key that is new."));
    inCars([](const TrainCar& car) { return car.number() != MissedCar && car.number() != ForgottenCar; }, RestoredCar,
        [](TrainCar& car) { car.prepareRenewal(); });
    inCars([](const TrainCar& car) { return car.number() == RestoredCar; }, RestoredCar,
        [this](TrainCar& car) {
            car.findOutAndRestore();
            car.sendOff(QStringLiteral("stick-3"));
            m_stage.say(QStringLiteral("Now the same bundle is welcome:"));
            car.takeIn();
            m_accepted += car.letDeviceLook(TrainCar::Second);
        });
    inCars([](const TrainCar& car) { return car.number() != RestoredCar; }, MissedCar,
        [this](TrainCar& car) {
            car.takeIn();
            m_accepted += car.letDeviceLook(car.number() == MissedCar ? TrainCar::Renewing : TrainCar::Second);
            if (car.number() == ForgottenCar) {
                m_accepted += car.letDeviceLook(TrainCar::Renewing);
            }
            car.sendOff(QStringLiteral("stick-3"));
        });
    serveInOffice(3);
}

void TrainDemo::fourthStop()
{
    const auto isLate = [](const TrainCar& car) { return car.number() == MissedCar || car.number() == ForgottenCar; };
    m_stage.heading(QStringLiteral("Fourth stop"));
    if (std::ssize(m_cars) >= MissedCar) {
        m_stage.say(QStringLiteral("What was missed at a stop comes one or two stops later, and nothing else changes: "
                                   "now these renew too."));
    }
    inCars(isLate, MissedCar, [](TrainCar& car) { car.prepareRenewal(); });
    inCars([](const TrainCar&) { return true; }, std::min<qint64>(MissedCar, std::ssize(m_cars)),
        [this](TrainCar& car) {
            car.takeIn();
            if (car.number() == MissedCar) {
                m_accepted += car.letDeviceLook(TrainCar::Second);
            }
            car.sendOff(QStringLiteral("stick-4"));
        });
    serveInOffice(4);
}

void TrainDemo::fifthStop()
{
    if (std::ssize(m_cars) < MissedCar) {
        return;
    }
    m_stage.heading(QStringLiteral("Fifth stop"));
    inCars([](const TrainCar& car) { return car.number() == MissedCar || car.number() == ForgottenCar; }, MissedCar,
        [](TrainCar& car) {
            car.takeIn();
            car.sendOff(QStringLiteral("stick-5"));
        });
}

// --- At the terminus ---

void TrainDemo::lookBack()
{
    m_stage.heading(QStringLiteral("What came of it"));
    inCars([](const TrainCar&) { return true; }, RestoredCar,
        [this](TrainCar& car) {
            car.station().run({QStringLiteral("status")});
            m_stage.expect(u"counts.answered", car.requestFiles().size());
            m_stage.expect(u"counts.delivered", car.requestFiles().size());
            car.station().run({QStringLiteral("receipt"), QStringLiteral("-o"), QStringLiteral("receipts")});
            car.station().checkLog();
        });
    m_office.run({QStringLiteral("import"), QStringLiteral("receipts")});
    m_office.run({QStringLiteral("status")});
    m_stage.expect(u"counts.answered", sumOf(&TrainCar::arrived));
    m_stage.expect(u"counts.received", sumOf(&TrainCar::answered));
    m_office.checkLog();
    m_stage.checked(QStringLiteral("%1 requests, all answered, and the office knows that all answers have arrived")
            .arg(sumOf(&TrainCar::arrived)));
    compareBytes();
    letDevicesLook();
}

void TrainDemo::compareBytes()
{
    if (!m_stage.isGood()) {
        return;
    }
    QStringList requests;
    QStringList answerFolders;
    for (const auto& car : m_cars) {
        requests += car.requestFiles();
        answerFolders += car.answerFolder();
    }
    QStringList answers;
    const QDir made{path(QStringLiteral("from-issuer"))};
    for (const auto& name : made.entryList(QDir::Files)) {
        answers += made.filePath(name);
    }
    for (const auto& same :
        {haveSameContents(requests, {path(QStringLiteral("to-issuer"))}), haveSameContents(answers, answerFolders)}) {
        m_stage.expectThat(same.has_value(), same ? QString{} : same.error().message);
    }
    m_stage.checked(QStringLiteral("every request came to the issuer exactly once and every answer to its car exactly "
                                   "once, each byte as it was made"));
}

void TrainDemo::letDevicesLook()
{
    for (const auto& car : m_cars) {
        if (!m_stage.isGood()) {
            return;
        }
        const auto renewed = car.letRenewedDeviceLook();
        if (!renewed) {
            m_stage.fail(renewed.error());
            return;
        }
        ++m_accepted;
        ++m_renewed;
        m_stage.checked(*renewed);
    }
    m_stage.expectThat(m_accepted == sumOf(&TrainCar::answered),
        QStringLiteral("the devices accepted %1 answers").arg(sumOf(&TrainCar::answered)));
}

} // namespace satchel
