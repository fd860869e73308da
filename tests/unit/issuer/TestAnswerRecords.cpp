#include <core/crypto/Digest.h>
#include <core/issuer/AnswerRecords.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>
#include <QTest>

using namespace satchel;

class TestAnswerRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasNeverAnsweredIsNotFound();
    void anAnswerIsPendingUntilItIsHandedOver();
    void handingOverTwiceIsHandingOverOnce();
    void handingOverWhatIsNotThereFails();
    void theExtensionIsPartOfTheName();
};

namespace {

const QString P7c = QStringLiteral("p7c");

} // namespace

void TestAnswerRecords::whatWasNeverAnsweredIsNotFound()
{
    const QTemporaryDir folder;
    const auto records = AnswerRecords::open(folder.filePath(QStringLiteral("issued")));
    QVERIFY(records.has_value());

    const auto found = records->find(sha256("request"), P7c);

    QVERIFY(found.has_value());
    QVERIFY(!found->has_value());
}

void TestAnswerRecords::anAnswerIsPendingUntilItIsHandedOver()
{
    const QTemporaryDir folder;
    const auto records = AnswerRecords::open(folder.path());
    QVERIFY(records->remember(sha256("request"), P7c, "answer").has_value());

    const auto pending = records->find(sha256("request"), P7c);
    QVERIFY(pending.has_value() && pending->has_value());
    QVERIFY(!(*pending)->isHandedOver);
    QCOMPARE((*pending)->answer, QByteArray{"answer"});

    QVERIFY(records->markHandedOver(sha256("request"), P7c).has_value());
    const auto done = records->find(sha256("request"), P7c);
    QVERIFY(done.has_value() && done->has_value());
    QVERIFY((*done)->isHandedOver);
    QCOMPARE((*done)->answer, QByteArray{"answer"});
}

void TestAnswerRecords::handingOverTwiceIsHandingOverOnce()
{
    const QTemporaryDir folder;
    const auto records = AnswerRecords::open(folder.path());
    QVERIFY(records->remember(sha256("request"), P7c, "answer").has_value());

    QVERIFY(records->markHandedOver(sha256("request"), P7c).has_value());
    QVERIFY(records->markHandedOver(sha256("request"), P7c).has_value());
}

void TestAnswerRecords::handingOverWhatIsNotThereFails()
{
    const QTemporaryDir folder;
    const auto records = AnswerRecords::open(folder.path());

    QVERIFY(!records->markHandedOver(sha256("request"), P7c).has_value());
}

void TestAnswerRecords::theExtensionIsPartOfTheName()
{
    const QTemporaryDir folder;
    const auto records = AnswerRecords::open(folder.path());
    QVERIFY(records->remember(sha256("request"), P7c, "answer").has_value());

    const auto found = records->find(sha256("request"), QStringLiteral("pki"));

    QVERIFY(found.has_value());
    QVERIFY(!found->has_value());
}

SATCHEL_TEST(TestAnswerRecords)
#include "TestAnswerRecords.moc"
