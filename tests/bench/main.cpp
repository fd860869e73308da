#include "PlainOpenSsl.h"

#include <core/base/JsonWriter.h>
#include <core/objects/PledgeMaker.h>
#include <tests/support/TestWorld.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>

#include <cstdio>
#include <functional>

using namespace satchel;
using namespace satchel::bench;
using namespace satchel::test;

namespace {

struct Measurement {
    QString name;
    qint64 items = 0;
    double seconds = 0;
    double plainSeconds = 0; // the plain loop over the same messages

    [[nodiscard]] double ratio() const { return seconds / plainSeconds; }
};

struct Findings {
    int devices = 0;
    qint64 messageBytes = 0;
    qint64 bundleBytes = 0;
    qint64 siteLedgerBytes = 0;
    QList<Measurement> measurements;
};

double secondsOf(const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

void require(bool isTrue, const char* what)
{
    if (!isTrue) {
        qFatal("this would measure something else: %s", what);
    }
}

// Three requests of each device: for a voucher, by PKCS #10 and by CMP.
QStringList makeMessages(const TestWorld& world, int devices)
{
    QStringList files;
    for (int i = 0; i < devices; ++i) {
        const auto serial = QStringLiteral("SN-%1").arg(i, 6, 10, QLatin1Char('0'));
        const auto device = world.putDevice(serial);
        const auto request
            = makeCmpInitialRequest({device.idevid, {}, device.newKey, QStringLiteral("Device"), serial});
        require(request.has_value(), "no CMP request could be made");
        world.put(QStringLiteral("spool/%1.pki").arg(serial), *request);
        for (const auto* const extension : {"vcj", "p10", "pki"}) {
            files.append(world.path(QStringLiteral("spool/%1.%2").arg(serial, QLatin1StringView{extension})));
        }
    }
    return files;
}

qint64 sizeOf(const QStringList& files)
{
    qint64 sum = 0;
    for (const auto& file : files) {
        sum += QFileInfo{file}.size();
    }
    return sum;
}

Measurement measureGather(const TestWorld& world, const PlainOpenSsl& plain, const QStringList& files)
{
    Measurement measured{QStringLiteral("gather"), files.size()};
    measured.plainSeconds = secondsOf([&] { plain.verifyFiles(files); });
    measured.seconds = secondsOf([&] {
        const auto report = world.site.gather({world.path(QStringLiteral("spool"))});
        require(report.gathered == files.size() && report.held == 0, "not everything was gathered and due");
    });
    return measured;
}

Measurement measureExport(const TestWorld& world, const QStringList& files, QString& bundle)
{
    auto session = world.site.write();
    const auto signer = session.station().signingIdentity();
    const auto card = world.backend.card();
    Measurement measured{QStringLiteral("export"), files.size()};
    measured.plainSeconds = secondsOf([&] {
        static_cast<void>(PlainOpenSsl::sealFiles(
            files, card.facts().decryption.front(), *signer, world.path(QStringLiteral("plain.cms"))));
    });
    measured.seconds = secondsOf([&] {
        ExportOrder order;
        order.folder = world.path(QStringLiteral("stick"));
        const auto report = exportBundles(session, order, {});
        require(!report.failure && report.items == files.size() && report.bundles.size() == 1, "export");
        bundle = report.bundles.front().path;
    });
    return measured;
}

Measurement measureImport(
    const TestWorld& world, const PlainOpenSsl& plain, const QStringList& files, const QString& bundle)
{
    auto session = world.backend.write();
    const auto decrypter = session.station().decryptionIdentities()->front();
    const IssuerIdentity recipient{decrypter.certificate, decrypter.key};
    const auto signer = session.station().signingIdentity();
    const auto envelopes
        = PlainOpenSsl::sealFiles(files, recipient.certificate, *signer, world.path(QStringLiteral("plain.cms")));
    Measurement measured{QStringLiteral("import"), files.size()};
    measured.plainSeconds = secondsOf([&] {
        PlainOpenSsl::open(envelopes, recipient);
        plain.verifyFiles(files);
    });
    measured.seconds = secondsOf([&] {
        const auto report = importBundles(session, {{bundle}, false}, {});
        require(!report.failure && report.bundles.front().added == files.size(), "not everything was imported");
    });
    return measured;
}

Findings measure(int devices)
{
    const TestWorld world;
    const auto files = makeMessages(world, devices);
    const PlainOpenSsl plain{world.pki.manufacturer.certificate};
    plain.verifyFiles(files.mid(0, 3)); // so that the first loop does not pay for loading OpenSSL's algorithms

    Findings findings;
    findings.devices = devices;
    findings.messageBytes = sizeOf(files);
    findings.measurements.append(measureGather(world, plain, files));
    QString bundle;
    findings.measurements.append(measureExport(world, files, bundle));
    findings.bundleBytes = QFileInfo{bundle}.size();
    findings.measurements.append(measureImport(world, plain, files, bundle));
    findings.siteLedgerBytes = QFileInfo{world.site.home() + QStringLiteral("/ledger/ledger.sqlite")}.size();
    return findings;
}

void printJson(const Findings& findings)
{
    JsonWriter writer;
    writer.beginObject();
    writer.member(u"devices", findings.devices).member(u"messageBytes", findings.messageBytes);
    writer.member(u"bundleBytes", findings.bundleBytes).member(u"siteLedgerBytes", findings.siteLedgerBytes);
    writer.key(u"verbs").beginArray();
    for (const auto& measured : findings.measurements) {
        writer.beginObject();
        writer.member(u"name", QStringView{measured.name}).member(u"items", measured.items);
        writer.member(u"seconds", measured.seconds).member(u"plainSeconds", measured.plainSeconds);
        writer.member(u"ratio", measured.ratio());
        writer.endObject();
    }
    writer.endArray().endObject();
    std::printf("%s\n", writer.text().constData());
}

void printText(const Findings& findings)
{
    std::printf("%d devices, three requests each: %.1f MB of messages, %.1f MB of bundle, %.1f MB of ledger\n",
        findings.devices, static_cast<double>(findings.messageBytes) / 1e6,
        static_cast<double>(findings.bundleBytes) / 1e6, static_cast<double>(findings.siteLedgerBytes) / 1e6);
    std::printf("%-8s %10s %12s %14s %8s\n", "verb", "seconds", "items/s", "plain OpenSSL", "ratio");
    for (const auto& measured : findings.measurements) {
        std::printf("%-8s %10.3f %12.0f %13.3fs %8.2f\n", qPrintable(measured.name), measured.seconds,
            static_cast<double>(measured.items) / measured.seconds, measured.plainSeconds, measured.ratio());
    }
}

} // namespace

// How long the verbs take, against a plain single-threaded loop around OpenSSL over the same messages. A figure, never
// a test: machines differ.
int main(int argc, char** argv)
{
    const QCoreApplication application{argc, argv};
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("devices"), QStringLiteral("How many devices ask."), QStringLiteral("N"),
        QStringLiteral("1000")});
    parser.addOption({QStringLiteral("json"), QStringLiteral("Print one JSON object.")});
    parser.process(application);

    const int devices = parser.value(QStringLiteral("devices")).toInt();
    if (devices < 1) {
        std::fprintf(stderr, "satchel-bench: --devices takes a number from 1\n");
        return 2;
    }
    const auto findings = measure(devices);
    parser.isSet(QStringLiteral("json")) ? printJson(findings) : printText(findings);
    return 0;
}
