#include "IssuerWorld.h"

#include <core/crypto/Digest.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

#include <fcntl.h>
#include <sys/file.h>

using namespace satchel;
using namespace satchel::test;

// What holds for requests of every kind: once and only once, whatever happens in between.
class TestIssueRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondRunChangesNothing();
    void anAnswerThatWasPickedUpIsNotWrittenAgain();
    void againWritesTheSameBytes();
    void anAnswerThatNeverArrivedIsHandedOver();
    void oneRequestUnderTwoNamesIsAnsweredOnce();
    void twoRequestsNeverShareAName();
    void everyFileIsJudgedByItself();
    void whatIsNoRequestIsLeftAlone();
    void hiddenFilesAndLinksAreLeftAlone();
    void sourcesStay();
    void aNewIssuerIsTold();
    void stoppingKeepsWhatWasDone();
    void onlyOneProcessIssues();
    void aMissingFolderIsTold();
    void halfAnIssuerAnswersNothing();
    void theReportHasItsKeys();
};

namespace {

const QString Stem = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
const QString StemRequest = Stem + QStringLiteral(".p10");
const QString StemAnswer = Stem + QStringLiteral(".p7c");

QByteArray pkcs10(const IssuerWorld& world, const QString& commonName = QStringLiteral("pledge"))
{
    return makePkcs10({.commonName = commonName, .key = world.forge.newKey});
}

} // namespace

void TestIssueRun::aSecondRunChangesNothing()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    QCOMPARE(world.issue().issued, 1);
    const QByteArray first = world.answerBytes(StemAnswer);

    const auto second = world.issue();

    QCOMPARE(second.outcome(), Outcome::Done);
    QCOMPARE(second.issued, 0);
    QCOMPARE(second.already, 1);
    QVERIFY(second.answers.isEmpty());
    QCOMPARE(world.answerBytes(StemAnswer), first);
    QCOMPARE(QDir{world.authority() + QStringLiteral("/certificates")}.entryList(QDir::Files).size(), 1);
}

void TestIssueRun::anAnswerThatWasPickedUpIsNotWrittenAgain()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    QCOMPARE(world.issue().issued, 1);
    QVERIFY(QFile::remove(world.answers() + QLatin1Char('/') + StemAnswer));

    const auto second = world.issue();

    QCOMPARE(second.already, 1);
    QVERIFY(world.answerNames().isEmpty());
}

void TestIssueRun::againWritesTheSameBytes()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    QCOMPARE(world.issue().issued, 1);
    const QByteArray first = world.answerBytes(StemAnswer);
    QVERIFY(QFile::remove(world.answers() + QLatin1Char('/') + StemAnswer));

    const auto second = world.issue(true);

    QCOMPARE(second.issued, 0);
    QCOMPARE(second.already, 1);
    QCOMPARE(second.answers.size(), 1);
    QCOMPARE(world.answerBytes(StemAnswer), first);
}

void TestIssueRun::anAnswerThatNeverArrivedIsHandedOver()
{
    const IssuerWorld world;
    const QByteArray request = pkcs10(world);
    world.request(StemRequest, request);
    QCOMPARE(world.issue().issued, 1);
    const QByteArray first = world.answerBytes(StemAnswer);
    // As a power cut leaves it: the answer is on record and has reached nobody.
    const QString record
        = world.authority() + QStringLiteral("/issued/") + sha256(request).toString() + QStringLiteral(".p7c");
    QVERIFY(QFile::rename(record, record + QStringLiteral(".pending")));
    QVERIFY(QFile::remove(world.answers() + QLatin1Char('/') + StemAnswer));

    const auto second = world.issue();

    QCOMPARE(second.issued, 1);
    QCOMPARE(world.answerBytes(StemAnswer), first);
    QVERIFY(QFile::exists(record));
}

void TestIssueRun::oneRequestUnderTwoNamesIsAnsweredOnce()
{
    const IssuerWorld world;
    world.request(QStringLiteral("a.p10"), pkcs10(world));
    world.request(QStringLiteral("b.p10"), pkcs10(world));
    world.request(QStringLiteral("b.p10"), readFile(world.requests() + QStringLiteral("/a.p10"), 10000).value());

    const auto report = world.issue();

    QCOMPARE(report.issued, 1);
    QCOMPARE(report.already, 1);
    QCOMPARE(world.answerNames().size(), 1);
}

void TestIssueRun::twoRequestsNeverShareAName()
{
    const IssuerWorld world;
    world.request(QStringLiteral("pump.p10"), pkcs10(world, QStringLiteral("pump")));
    world.request(QStringLiteral("pump.csr"), pkcs10(world, QStringLiteral("fan")));

    const auto report = world.issue();

    QCOMPARE(report.issued, 2);
    const auto names = world.answerNames();
    QCOMPARE(names.size(), 2);
    QVERIFY(names[0].startsWith(QStringLiteral("pump-")) && names[1].startsWith(QStringLiteral("pump-")));
    QVERIFY(world.answerBytes(names[0]) != world.answerBytes(names[1]));
}

void TestIssueRun::everyFileIsJudgedByItself()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    world.request(QStringLiteral("empty.p10"), {});
    world.request(QStringLiteral("photograph.jpg"), "\xff\xd8\xff\xe0 a photograph of the stick");
    world.request(QStringLiteral("huge.p10"), QByteArray(4 * 1024 * 1024 + 1, 'x'));

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::DoneInPart);
    QCOMPARE(report.issued, 1);
    QStringList codes;
    for (const auto& row : report.refused.values()) {
        codes.append(textOf(row, u"code"));
    }
    codes.sort();
    QCOMPARE(
        codes, (QStringList{QStringLiteral("empty"), QStringLiteral("not-recognised"), QStringLiteral("too-large")}));
}

void TestIssueRun::whatIsNoRequestIsLeftAlone()
{
    const IssuerWorld world;
    world.request(QStringLiteral("voucher.vcj"), world.forge.voucher());
    world.request(QStringLiteral("answer.pki"), makeCmp(world.forge.initialAnswer()));

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.otherFiles, 2);
    QVERIFY(world.answerNames().isEmpty());
}

void TestIssueRun::hiddenFilesAndLinksAreLeftAlone()
{
    const IssuerWorld world;
    world.request(QStringLiteral(".half-written.part"), "half");
    QVERIFY(QFile::link(QStringLiteral("/etc/hostname"), world.requests() + QStringLiteral("/link.p10")));

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Done);
    QVERIFY(report.refused.isEmpty());
}

void TestIssueRun::sourcesStay()
{
    const IssuerWorld world;
    const QByteArray request = pkcs10(world);
    world.request(StemRequest, request);

    QCOMPARE(world.issue().issued, 1);

    const auto still = readFile(world.requests() + QLatin1Char('/') + StemRequest, 10000);
    QVERIFY(still.has_value());
    QCOMPARE(*still, request);
}

void TestIssueRun::aNewIssuerIsTold()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));

    QVERIFY(world.issue().madeIssuer);
    QVERIFY(!world.issue().madeIssuer);
}

void TestIssueRun::stoppingKeepsWhatWasDone()
{
    const IssuerWorld world;
    world.request(QStringLiteral("a.p10"), pkcs10(world, QStringLiteral("a")));
    world.request(QStringLiteral("b.p10"), pkcs10(world, QStringLiteral("b")));
    std::stop_source stop;

    const auto report
        = issue(world.order(), {.report = [&](const Progress&) { stop.request_stop(); }, .stop = stop.get_token()});

    QCOMPARE(report.outcome(), Outcome::Interrupted);
    QCOMPARE(report.issued, 1);
    QCOMPARE(world.answerNames().size(), 1);
    QCOMPARE(world.issue().issued, 1);
}

void TestIssueRun::onlyOneProcessIssues()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    QCOMPARE(world.issue().issued, 1);
    const auto holder = FileDescriptor::open(world.authority() + QStringLiteral("/lock"), O_RDWR);
    QVERIFY(holder.has_value());
    QCOMPARE(::flock(holder->get(), LOCK_EX | LOCK_NB), 0);

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::InUse);
    QVERIFY(report.failure.has_value());
    QCOMPARE(report.failure->file, world.authority());
}

void TestIssueRun::aMissingFolderIsTold()
{
    const IssuerWorld world;

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Failed);
    QVERIFY(report.failure.has_value());
    QCOMPARE(report.failure->code, ErrorCode::NotFound);
    QCOMPARE(report.failure->file, world.requests());
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text(), JsonDialect::Lenient);
    QCOMPARE(*json->find(u"error")->find(u"code")->string(), QStringLiteral("not-found"));
}

void TestIssueRun::halfAnIssuerAnswersNothing()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    world.writeIssuer(QStringLiteral("ca.pem"), "no key for this one");

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Failed);
    QCOMPARE(report.failure->code, ErrorCode::NotFound);
    QVERIFY(world.answerNames().isEmpty());
}

void TestIssueRun::theReportHasItsKeys()
{
    const IssuerWorld world;
    world.request(StemRequest, pkcs10(world));
    world.request(QStringLiteral("empty"), {});

    JsonWriter writer;
    writer.beginObject();
    world.issue().writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text());

    QVERIFY(json.has_value());
    QCOMPARE(*json->find(u"issued")->integer(), 1);
    QCOMPARE(*json->find(u"already")->integer(), 0);
    QCOMPARE(*json->find(u"otherFiles")->integer(), 0);
    QCOMPARE(*json->find(u"madeIssuer")->boolean(), true);
    QCOMPARE(json->find(u"refused")->array()->size(), std::size_t{1});
    QCOMPARE(json->find(u"warnings")->array()->size(), std::size_t{1});
    const auto& answer = json->find(u"answers")->array()->front();
    QCOMPARE(textOf(answer, u"kind"), QStringLiteral("certification-request"));
    QVERIFY(textOf(answer, u"request").endsWith(StemRequest));
    QVERIFY(textOf(answer, u"path").endsWith(StemAnswer));
    QVERIFY(json->find(u"error") == nullptr);
}

SATCHEL_TEST(TestIssueRun)
#include "TestIssueRun.moc"
