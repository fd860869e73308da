#include "TrainCar.h"

#include "DemoAnswers.h"

#include <cli/Amounts.h>

#include <core/base/File.h>

#include <filesystem>

namespace satchel {

namespace {

std::filesystem::path filePath(const QString& path)
{
    return {path.toStdString()};
}

Error copyError(const std::error_code& error)
{
    return {ErrorCode::Unreadable,
        QStringLiteral("the image of a car's disk: %1").arg(QString::fromStdString(error.message()))};
}

} // namespace

TrainCar::TrainCar(QString folder, qint64 number, DemoStage& stage, const Clock& clock)
    : m_folder{std::move(folder)}
    , m_number{number}
    , m_stage{stage}
    , m_clock{clock}
    , m_station{
          stage, QStringLiteral("car-%1").arg(number), QStringLiteral("Car %1").arg(number), QStringLiteral("site")}
{
}

QString TrainCar::registrar(const QString& folder) const
{
    return QStringLiteral("registrar/%1/%2").arg(m_station.home(), folder);
}

Result<void> TrainCar::makeDevices(const DemoPki& pki)
{
    for (const auto& [letter, protocol] :
        {std::pair{QStringLiteral("A"), DemoPledge::Protocol::Cmp}, {QStringLiteral("B"), DemoPledge::Protocol::Est}}) {
        const auto serialNumber = QStringLiteral("CAR%1-%2").arg(m_number).arg(letter);
        auto device = DemoPledge::make(pki, serialNumber, protocol, m_clock());
        if (!device) {
            return fail(device.error());
        }
        m_devices.push_back(*std::move(device));
    }
    return {};
}

void TrainCar::noteArrived()
{
    m_arrived = m_requestFiles.size();
    m_outward.clear();
}

void TrainCar::noteAnswered(const QString& bundle)
{
    m_answered = m_arrived;
    m_inward = bundle;
}

// --- Under way ---

void TrainCar::gather(const QStringList& files)
{
    m_station.run({QStringLiteral("gather"), registrar(QStringLiteral("requests")), QStringLiteral("--from"),
        QStringLiteral("registrar")});
    m_stage.expect(u"gathered", files.size());
    m_stage.expect(u"held", 0);
    m_stage.expect(u"refused#", 0);
    m_stage.checked(QStringLiteral("taken in: %1")
            .arg(countOf(files.size(), QStringLiteral("request"), QStringLiteral("requests"))));
    m_requestFiles += files;
    m_waiting += files.size();
}

void TrainCar::prepare(std::size_t device)
{
    if (!m_stage.isGood()) {
        return;
    }
    const QString spool = path(registrar(QStringLiteral("requests")));
    const auto made = makeFolder(spool);
    const auto written = made ? m_devices[device].writeRequests(spool) : fail(made.error());
    if (!written) {
        m_stage.fail(written.error());
        return;
    }
    gather(*written);
}

// The device signs with the key that it got at an earlier stop.
void TrainCar::prepareRenewal()
{
    if (!m_stage.isGood()) {
        return;
    }
    const auto answers = readAnswers(path(registrar(QStringLiteral("answers"))));
    auto renewal = answers ? DemoRenewal::make(m_devices[Renewing], *answers, m_clock()) : fail(answers.error());
    const auto written
        = renewal ? renewal->writeRequest(path(registrar(QStringLiteral("requests")))) : fail(renewal.error());
    if (!written) {
        m_stage.fail(written.error());
        return;
    }
    m_renewal = *std::move(renewal);
    gather({*written});
}

// --- At a stop, in a car ---

void TrainCar::takeIn()
{
    if (m_inward.isEmpty()) {
        return;
    }
    const qint64 fresh = m_answered - m_had;
    m_station.run({QStringLiteral("import"), m_inward});
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
    m_stage.expect(u"bundles[0].new", fresh);
    m_stage.expect(u"bundles[0].refused#", 0);
    m_stage.checked(QStringLiteral("new answers: %1; and word of what has come to the office").arg(fresh));
    m_had = m_answered;
    m_unheard = 0;
    m_inward.clear();
    handOut(fresh);
}

void TrainCar::handOut(qint64 answers)
{
    m_station.run({QStringLiteral("deliver"), QStringLiteral("--out"), registrar(QStringLiteral("answers")),
        QStringLiteral("--for"), QStringLiteral("registrar")});
    m_stage.expect(u"delivered", answers);
}

qint64 TrainCar::letDeviceLook(std::size_t device)
{
    if (!m_stage.isGood()) {
        return 0;
    }
    const auto answers = readAnswers(path(registrar(QStringLiteral("answers"))));
    const auto found = answers ? m_devices[device].takeAnswers(*answers, m_clock()) : fail(answers.error());
    if (!found) {
        m_stage.fail(found.error());
        return 0;
    }
    m_stage.checked(*found);
    return 2; // a voucher and a certificate
}

void TrainCar::sendOff(const QString& stick)
{
    const auto exported = m_station.run({QStringLiteral("export"), QStringLiteral("--out"), stick});
    if (m_waiting + m_unheard == 0) {
        m_stage.expect(u"bundles#", 0);
        m_stage.checked(QStringLiteral("nothing is left to be carried"));
        return;
    }
    m_stage.expect(u"new", m_waiting);
    m_stage.expect(u"again", m_unheard);
    m_stage.expect(u"bundles#", 1);
    m_stage.expect(u"bundles[0].readBack.verified", QStringLiteral("true"));
    m_stage.checked(QStringLiteral("one bundle for the office; requests in it for the first time: %1, once more: %2")
            .arg(m_waiting)
            .arg(m_unheard));
    m_outward = exported.text(u"bundles[0].path");
    m_unheard += m_waiting;
    m_waiting = 0;
}

void TrainCar::leaveStickBehind()
{
    sendOff(QStringLiteral("left-behind"));
    m_outward.clear();
    m_stage.say(QStringLiteral("The stick of car %1 stays on a seat: the train leaves before it is missed. That is no "
                               "error anywhere. No receipt will come, so everything on it stays due.")
            .arg(m_number));
}

// --- The disk of a car ---

void TrainCar::takeImage() const
{
    if (!m_stage.isGood()) {
        return;
    }
    std::error_code error;
    std::filesystem::copy(filePath(path(m_station.home())), filePath(path(QStringLiteral("image"))),
        std::filesystem::copy_options::recursive, error);
    if (error) {
        m_stage.fail(copyError(error));
    }
    m_stage.say(QStringLiteral("    (Somebody takes an image of the disk of car %1 at this moment.)").arg(m_number));
}

void TrainCar::putImageBack()
{
    if (!m_stage.isGood()) {
        return;
    }
    std::error_code error;
    std::filesystem::remove_all(filePath(path(m_station.home())), error);
    if (!error) {
        std::filesystem::rename(filePath(path(QStringLiteral("image"))), filePath(path(m_station.home())), error);
    }
    if (error) {
        m_stage.fail(copyError(error));
    }
    // What was carried at the second stop waits here as if it never had been.
    m_waiting = m_arrived - m_had;
    m_unheard = 0;
    m_stage.say(QStringLiteral("The disk of car %1 dies under way. A new one gets the old image, made before the "
                               "bundle of the second stop: of that this ledger knows nothing.")
            .arg(m_number));
    m_station.run({QStringLiteral("status")});
    m_stage.expect(u"counts.pending", m_waiting);
    m_stage.checked(QStringLiteral("%1 requests wait that came to the office long ago").arg(m_waiting));
}

void TrainCar::findOutAndRestore()
{
    m_stage.say(QStringLiteral("The office has heard two bundles of car %1, whose ledger has made one. Going on like "
                               "this would use the second number twice, so the station takes nothing and says so:")
            .arg(m_number));
    m_station.run({QStringLiteral("import"), m_inward}, 4);
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("refused"));
    m_stage.expect(u"error.code", QStringLiteral("replay-conflict"));
    m_stage.checked(QStringLiteral("refused, and nothing of it was taken"));
    const auto restored = m_station.run({QStringLiteral("station"), QStringLiteral("restored")});
    m_stage.expect(u"station.fingerprint", m_station.fingerprint());
    m_stage.expectThat(
        restored.text(u"station.ledger") != restored.text(u"formerLedger"), QStringLiteral("the ledger has a new id"));
    m_stage.checked(QStringLiteral("the ledger has a new id: nothing it sends can be taken for what the other one "
                                   "sent. What is not answered is due again"));
}

// --- At the terminus ---

Result<QString> TrainCar::letRenewedDeviceLook() const
{
    if (!m_renewal) {
        return fail(ErrorCode::Internal, QStringLiteral("%1 has not renewed").arg(m_station.name()));
    }
    const auto answers = readAnswers(answerFolder());
    return answers ? m_renewal->takeAnswer(*answers, m_clock()) : fail(answers.error());
}

} // namespace satchel
