#include <core/media/Volume.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

#include <algorithm>

using namespace satchel;

Q_DECLARE_METATYPE(satchel::Volume)

namespace {

Volume stick()
{
    Volume volume;
    volume.device = QStringLiteral("/dev/sdb1");
    volume.label = QStringLiteral("DEPOT");
    volume.vendor = QStringLiteral("Acme");
    volume.model = QStringLiteral("Stick 3000");
    volume.serial = QStringLiteral("4C530001");
    volume.uuid = QStringLiteral("5A3F-11D2");
    volume.fileSystem = QStringLiteral("vfat");
    volume.size = 8'000'000'000;
    return volume;
}

Volume changed(void (*change)(Volume&))
{
    auto volume = stick();
    change(volume);
    return volume;
}

QStringList idsOf(QList<Volume> volumes)
{
    identify(volumes);
    QStringList ids;
    std::transform(volumes.begin(), volumes.end(), std::back_inserter(ids), [](const Volume& one) { return one.id; });
    return ids;
}

} // namespace

class TestVolume : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idIsMadeOfWhatStays_data();
    void idIsMadeOfWhatStays();
    void clonesAreToldApart();
    void isFoundByAnyName_data();
    void isFoundByAnyName();
    void ambiguityIsAQuestion();
    void custodyNameDescribesTheMedium_data();
    void custodyNameDescribesTheMedium();
    void writesNullForWhatIsNotKnown();
};

void TestVolume::idIsMadeOfWhatStays_data()
{
    QTest::addColumn<Volume>("volume");
    QTest::addColumn<QString>("id");

    QTest::newRow("serial and file system") << stick() << QStringLiteral("4C530001:5A3F-11D2");
    QTest::newRow("no serial") << changed([](Volume& v) { v.serial.clear(); }) << QStringLiteral("5A3F-11D2");
    QTest::newRow("no file system") << changed([](Volume& v) { v.uuid.clear(); }) << QStringLiteral("4C530001:sdb1");
    QTest::newRow("neither") << changed([](Volume& v) {
        v.serial.clear();
        v.uuid.clear();
    }) << QStringLiteral("sdb1");
    QTest::newRow("what a shell would take amiss")
        << changed([](Volume& v) { v.serial = QStringLiteral("a b;$(rm)/\u00e9"); })
        << QStringLiteral("a_b___rm___:5A3F-11D2");
}

void TestVolume::idIsMadeOfWhatStays()
{
    QFETCH(Volume, volume);
    QFETCH(QString, id);
    QCOMPARE(idsOf({volume}), QStringList{id});
}

void TestVolume::clonesAreToldApart()
{
    const auto clone = changed([](Volume& v) { v.device = QStringLiteral("/dev/sda1"); });
    QCOMPARE(idsOf({stick(), clone}),
        (QStringList{QStringLiteral("4C530001:5A3F-11D2:sda1"), QStringLiteral("4C530001:5A3F-11D2:sdb1")}));
}

void TestVolume::isFoundByAnyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("found");

    QTest::newRow("id") << QStringLiteral("4C530001:5A3F-11D2") << true;
    QTest::newRow("id, shortened") << QStringLiteral("4C53") << true;
    QTest::newRow("device") << QStringLiteral("/dev/sdb1") << true;
    QTest::newRow("mount point") << QStringLiteral("/media/DEPOT/") << true;
    QTest::newRow("serial number") << QStringLiteral("4C530001") << true;
    QTest::newRow("label") << QStringLiteral("DEPOT") << true;
    QTest::newRow("label, shortened") << QStringLiteral("DEP") << false;
    QTest::newRow("nothing") << QString{} << false;
    QTest::newRow("another") << QStringLiteral("/dev/sdc1") << false;
}

void TestVolume::isFoundByAnyName()
{
    QFETCH(QString, name);
    QFETCH(bool, found);
    QList<Volume> volumes{
        changed([](Volume& v) { v.mountPoints = QStringList{QStringLiteral("/media/DEPOT")}; }), changed([](Volume& v) {
            v.device = QStringLiteral("/dev/sdz1");
            v.serial = QStringLiteral("9");
            v.label.clear(); // an empty name must not find it
        })};
    identify(volumes);
    const auto volume = findVolume(volumes, name);
    QCOMPARE(volume.has_value(), found);
    if (found) {
        QCOMPARE(volume->device, QStringLiteral("/dev/sdb1"));
    } else {
        QCOMPARE(volume.error().code, ErrorCode::NotFound);
    }
}

void TestVolume::ambiguityIsAQuestion()
{
    QList<Volume> volumes{stick(), changed([](Volume& v) {
                              v.device = QStringLiteral("/dev/sdc1");
                              v.serial = QStringLiteral("4C530002");
                          })};
    identify(volumes);
    const auto byLabel = findVolume(volumes, QStringLiteral("DEPOT"));
    QCOMPARE(byLabel.error().code, ErrorCode::Usage);
    QVERIFY(byLabel.error().message.contains(QStringLiteral("4C530002:5A3F-11D2")));
    QCOMPARE(findVolume(volumes, QStringLiteral("4C53")).error().code, ErrorCode::Usage);
    QCOMPARE(findVolume(volumes, QStringLiteral("4C530002"))->device, QStringLiteral("/dev/sdc1"));
}

void TestVolume::custodyNameDescribesTheMedium_data()
{
    QTest::addColumn<Volume>("volume");
    QTest::addColumn<QString>("text");

    QTest::newRow("all") << stick() << QStringLiteral(R"([serial "4C530001", label "DEPOT", "Acme Stick 3000"])");
    QTest::newRow("no serial") << changed([](Volume& v) { v.serial.clear(); })
                               << QStringLiteral(R"([label "DEPOT", file system "5A3F-11D2", "Acme Stick 3000"])");
    QTest::newRow("only a device") << [] {
        Volume volume;
        volume.device = QStringLiteral("/dev/sdb1");
        return volume;
    }() << QStringLiteral(R"([device "/dev/sdb1"])");
    QTest::newRow("label that lies") << changed([](Volume& v) {
        v.label = QStringLiteral(R"(X", serial "1\)");
        v.vendor.clear();
        v.model.clear();
    }) << QStringLiteral(R"([serial "4C530001", label "X\", serial \"1\\"])");
}

void TestVolume::custodyNameDescribesTheMedium()
{
    QFETCH(Volume, volume);
    QFETCH(QString, text);
    const auto written = pathOnMedium(QStringLiteral("/m/x.satchel"), volume);
    QCOMPARE(written, QStringLiteral("/m/x.satchel ") + text);
    QCOMPARE(serialOf(written), volume.serial);
    // What the name of a folder pretends to be is none, and neither is what a label does.
    const auto folder = QStringLiteral("/m/y [serial \"FAKE\"]");
    QCOMPARE(serialOf(pathOnMedium(folder, volume)), volume.serial);
    volume.serial.clear();
    volume.label = QStringLiteral("x [serial \"FAKE\"]");
    QCOMPARE(serialOf(pathOnMedium(folder, volume)), QString{});
}

void TestVolume::writesNullForWhatIsNotKnown()
{
    JsonWriter writer;
    writer.beginObject();
    VolumesReport{{stick()}}.writeJson(writer);
    writer.endObject();
    const auto json = QString::fromUtf8(writer.text());
    QVERIFY2(json.contains(QStringLiteral(R"("free":null)")), qPrintable(json));
    QVERIFY2(json.contains(QStringLiteral(R"("mountPoint":null)")), qPrintable(json));
    QVERIFY2(json.contains(QStringLiteral(R"("readOnly":false)")), qPrintable(json));
}

SATCHEL_TEST(TestVolume)
#include "TestVolume.moc"
