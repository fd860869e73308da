#include <core/bundle/BundleReader.h>
#include <core/bundle/BundleWriter.h>
#include <core/crypto/Digest.h>
#include <core/station/Card.h>
#include <tests/support/BundleForge.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestFiles.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// Runs the recipes of docs/bundle-format.md as they stand there: other people's tools take our bundles apart, and we
// read what they make.
class TestByHand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void opensWithTheRecipe_data();
    void opensWithTheRecipe();
    void recipeRefusesAnAlteredBundle_data();
    void recipeRefusesAnAlteredBundle();
    void otherToolsReadTheContainer_data();
    void otherToolsReadTheContainer();
    void tarWritesTheSameBytes();
    void readsABundleMadeByHand();
};

namespace {

struct Shell {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

Shell run(const QByteArray& script, const QString& folder, const QMap<QString, QString>& variables)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable) {
        environment.insert(variable.key(), variable.value());
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("sh"), {QStringLiteral("-eu"), QStringLiteral("-c"), QString::fromUtf8(script)});
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) {
        return {-1, {}, process.errorString().toUtf8()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

// The shell code below a heading of the format's description.
QList<QByteArray> scriptsOf(const QByteArray& heading)
{
    const auto text = contentOf(QStringLiteral(SATCHEL_SOURCE_DIR "/docs/bundle-format.md"));
    auto section = text.mid(text.indexOf("\n## " + heading + '\n') + 1);
    if (const auto next = section.indexOf("\n## "); next >= 0) {
        section.truncate(next);
    }
    QList<QByteArray> scripts;
    const QByteArray begin = "\n```sh\n";
    for (auto at = section.indexOf(begin); at >= 0; at = section.indexOf(begin, at + 1)) {
        const auto start = at + begin.size();
        scripts.append(section.mid(start, section.indexOf("\n```", start) - start));
    }
    return scripts;
}

QByteArray pemOf(const Certificate& certificate)
{
    return "-----BEGIN CERTIFICATE-----\n" + certificate.der().toBase64() + "\n-----END CERTIFICATE-----\n";
}

// Two stations on a medium: their bundle, the sender's card, the addressee's certificate and key.
class Medium final {
public:
    explicit Medium(KeyType type = KeyType::P256)
        : m_from{ForgedStation::make(QStringLiteral("Depot"), type)}
        , m_to{ForgedStation::make(QStringLiteral("Head office"), type)}
    {
        const Card::Facts facts{m_from.id, StationRole::Site, QStringLiteral("Depot"), 1, forgeTime(), {m_from.signing},
            {m_from.decryption}};
        putFile(path("sender.satchel-card"), Card::create(facts, m_from.signingKey, m_from.signing).value().file());
        putFile(path("decryption.pem"), pemOf(m_to.decryption));
        putFile(path("decryption.key"), m_to.decryptionKey.toPkcs8Pem(Secret{}).value().reveal());
        putFile(path("signing.pem"), pemOf(m_from.signing));
        putFile(path("signing.key"), m_from.signingKey.toPkcs8Pem(Secret{}).value().reveal());
        QDir{m_folder.path()}.mkdir(QStringLiteral("open"));
    }

    void writeBundle(std::vector<PartItem> items)
    {
        ListSource source{std::move(items)};
        auto file = MediumFile::create(m_folder.path(), QStringLiteral("bundle.satchel")).value();
        const auto written = satchel::writeBundle(
            planFor(m_from, m_to), source, file, [](std::span<const qint64>) { return Result<void>{}; }, {});
        if (!written || !file.publish()) {
            qFatal("cannot write a bundle: %s", written ? "publish" : qPrintable(written.error().message));
        }
    }

    [[nodiscard]] Shell follow(const QByteArray& recipe) const
    {
        return run(recipe, opened(),
            {{QStringLiteral("BUNDLE"), path("bundle.satchel")}, {QStringLiteral("CARD"), path("sender.satchel-card")},
                {QStringLiteral("CERTIFICATE"), path("decryption.pem")},
                {QStringLiteral("KEY"), path("decryption.key")}, {QStringLiteral("SIGNER"), path("signing.pem")},
                {QStringLiteral("SIGNERKEY"), path("signing.key")}});
    }

    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String{name}); }
    [[nodiscard]] QString opened() const { return path("open"); }
    [[nodiscard]] const ForgedStation& from() const { return m_from; }
    [[nodiscard]] const ForgedStation& to() const { return m_to; }

private:
    QTemporaryDir m_folder;
    ForgedStation m_from;
    ForgedStation m_to;
};

void keyRows()
{
    QTest::addColumn<KeyType>("type");
    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("P-384") << KeyType::P384;
    QTest::newRow("RSA of 3072 bits") << KeyType::Rsa3072;
}

bool hasProgram(const char* name)
{
    return !QStandardPaths::findExecutable(QLatin1String{name}).isEmpty();
}

} // namespace

void TestByHand::initTestCase()
{
    for (const auto* const program : {"sh", "tar", "sha256sum", "openssl", "zstd"}) {
        if (!hasProgram(program)) {
            LACKING_TOOL(qPrintable(QStringLiteral("there is no %1 here").arg(QLatin1String{program})));
        }
    }
    QCOMPARE(scriptsOf("Opening a bundle by hand").size(), 1);
    QCOMPARE(scriptsOf("Making a bundle by hand").size(), 2);
}

void TestByHand::opensWithTheRecipe_data()
{
    keyRows();
}

void TestByHand::opensWithTheRecipe()
{
    QFETCH(KeyType, type);
    Medium medium{type};
    std::vector<PartItem> items;
    for (int i = 0; i < 1500; ++i) {
        items.push_back(someItem(medium.from(), randomBytes(1000)));
    }
    medium.writeBundle(items);

    const auto shell = medium.follow(scriptsOf("Opening a bundle by hand").first());

    QVERIFY2(shell.exitCode == 0, shell.errors.constData());
    QVERIFY2(shell.output.contains(medium.from().id.toString().toLatin1()), shell.output.constData());
    QList<QByteArray> found;
    const QDir opened{medium.opened()};
    const auto parts = opened.entryList({QStringLiteral("00000?")}, QDir::Dirs, QDir::Name);
    QVERIFY(parts.size() > 1);
    for (const auto& part : parts) {
        QVERIFY(contentOf(opened.filePath(part + QStringLiteral("/part.json"))).contains("satchel-part"));
        const QDir folder{opened.filePath(part + QStringLiteral("/items"))};
        for (const auto& name : folder.entryList(QDir::Files, QDir::Name)) {
            found.append(contentOf(folder.filePath(name)));
        }
    }
    QCOMPARE(found.size(), static_cast<qsizetype>(items.size()));
    for (std::size_t i = 0; i < items.size(); ++i) {
        QCOMPARE(found.at(static_cast<qsizetype>(i)), items[i].bytes);
    }
}

void TestByHand::recipeRefusesAnAlteredBundle_data()
{
    QTest::addColumn<QByteArray>("entry");

    QTest::newRow("part") << QByteArray("parts/000001.p7m");
    QTest::newRow("label") << QByteArray("label.json");
    QTest::newRow("signature") << QByteArray("label.p7s");
}

void TestByHand::recipeRefusesAnAlteredBundle()
{
    QFETCH(QByteArray, entry);
    Medium medium;
    medium.writeBundle({someItem(medium.from(), "what a device asked")});
    auto entries = entriesOf(contentOf(medium.path("bundle.satchel")));
    for (auto& candidate : entries) {
        if (candidate.name == entry) {
            auto& byte = candidate.content[candidate.content.size() - 20];
            byte = static_cast<char>(byte ^ 1);
        }
    }
    putFile(medium.path("bundle.satchel"), archiveOf(entries));

    const auto shell = medium.follow(scriptsOf("Opening a bundle by hand").first());

    QVERIFY(shell.exitCode > 0);
}

void TestByHand::otherToolsReadTheContainer_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("script");

    QTest::newRow("GNU tar") << QByteArray("tar") << QByteArray("tar -tf \"$BUNDLE\"");
    QTest::newRow("bsdtar") << QByteArray("bsdtar") << QByteArray("bsdtar -tf \"$BUNDLE\"");
    QTest::newRow("Python") << QByteArray("python3")
                            << QByteArray("python3 -c 'import sys, tarfile; "
                                          "[print(m.name) for m in tarfile.open(sys.argv[1], \"r:\")]' \"$BUNDLE\"");
}

void TestByHand::otherToolsReadTheContainer()
{
    QFETCH(QByteArray, program);
    QFETCH(QByteArray, script);
    if (!hasProgram(program.constData())) {
        QSKIP("that program is not here");
    }
    Medium medium;
    medium.writeBundle({someItem(medium.from(), "what a device asked")});

    const auto shell = medium.follow(script);

    QVERIFY2(shell.exitCode == 0, shell.errors.constData());
    QCOMPARE(shell.output, QByteArray("mimetype\nparts/000001.p7m\nlabel.json\nlabel.p7s\n"));
    QCOMPARE(shell.errors, QByteArray());
}

void TestByHand::tarWritesTheSameBytes()
{
    Medium medium;
    medium.writeBundle({someItem(medium.from(), "what a device asked")});

    // The lines of the recipe, on what came out of our own bundle.
    const auto shell = medium.follow("tar -xf \"$BUNDLE\"\n"
                                     "tar --format=ustar --blocking-factor=1 --numeric-owner --owner=0 --group=0 "
                                     "--mode=0644 --mtime=@0 -cf again.tar mimetype parts/*.p7m label.json label.p7s");
    if (shell.errors.contains("unrecognized option") || shell.errors.contains("not supported")) {
        LACKING_TOOL("this tar is not GNU tar");
    }

    QVERIFY2(shell.exitCode == 0, shell.errors.constData());
    QCOMPARE(contentOf(medium.opened() + QStringLiteral("/again.tar")), contentOf(medium.path("bundle.satchel")));
}

void TestByHand::readsABundleMadeByHand()
{
    const Medium medium; // other kinds of keys need other options than the recipe's
    const auto scripts = scriptsOf("Making a bundle by hand");
    const QDir folder{medium.opened()};
    const QByteArray stations = R"("from": {"station": ")" + medium.from().id.toString().toLatin1()
        + R"(", "ledger": ")" + medium.from().ledger.toString().toLatin1() + R"("}, "to": {"station": ")"
        + medium.to().id.toString().toLatin1() + R"("}, "bundle": "01KAP4T8N0M2V6Q9X3C7RZ5B1D", "sequence": 3)";
    QVERIFY(folder.mkdir(QStringLiteral("items")));
    putFile(folder.filePath(QStringLiteral("items/000001.p10")), "by hand");
    putFile(folder.filePath(QStringLiteral("part.json")),
        R"({"type": "satchel-part", "version": 1, )" + stations
            + R"(, "part": 1, "items": [{"kind": "certification-request", "protocol": "est", "origin": ")"
            + medium.from().id.toString().toLatin1() + R"(", "gathered": "2026-11-22T08:41:07Z"}]})" + '\n');
    const auto packed = medium.follow(scripts.first());
    QVERIFY2(packed.exitCode == 0, packed.errors.constData());

    const auto part = contentOf(folder.filePath(QStringLiteral("parts/000001.p7m")));
    const auto plainSize = contentOf(folder.filePath(QStringLiteral("part.tar"))).size();
    putFile(folder.filePath(QStringLiteral("label.json")),
        R"({"type": "satchel-label", "version": 1, )" + stations
            + R"(, "shipment": {"id": "01KAP4T8N07S4Y1K8W2E5H9JGT", "index": 1, "last": true},)"
            + R"( "created": "2026-11-22T09:00:00Z", "parts": [{"name": "parts/000001.p7m", "size": )"
            + QByteArray::number(part.size()) + R"(, "sha256": ")" + sha256(part).toString().toLatin1()
            + R"(", "plainSize": )" + QByteArray::number(plainSize) + R"(}], "producer": "by hand"})" + '\n');
    const auto signedAndPacked = medium.follow(scripts.first().split('\n').first() + '\n' + scripts.last());
    QVERIFY2(signedAndPacked.exitCode == 0, signedAndPacked.errors.constData());

    const auto bundle = UntrustedBundle::open(medium.path("bundle.satchel")).and_then([&](UntrustedBundle opened) {
        return VerifiedBundle::verify(std::move(opened), {medium.from().signing});
    });
    QVERIFY2(bundle.has_value(), bundle ? "" : qPrintable(bundle.error().message));
    QCOMPARE(bundle->label().producer, QStringLiteral("by hand"));
    std::vector<PartItem> items;
    const auto read = bundle->readParts({medium.to().decrypter()}, 1,
        [&](PartContent content) -> Result<void> {
            items = std::move(content.items);
            return {};
        },
        {});
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(items.size(), std::size_t{1});
    QCOMPARE(items.front().bytes, QByteArray("by hand"));
}

SATCHEL_TEST(TestByHand)
#include "TestByHand.moc"
