#include <core/base/StrictJson.h>
#include <core/exchange/report/Concern.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

#include <functional>

using namespace satchel;

Q_DECLARE_METATYPE(Concern)

// What is said of each concern, and what is to be done about it.
class TestConcern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsToBeDoneIsSaid_data();
    void whatIsToBeDoneIsSaid();
    void whatIsSaidOfTheRest();
};

void TestConcern::whatIsToBeDoneIsSaid_data()
{
    QTest::addColumn<Concern>("concern");
    QTest::addColumn<QString>("text");

    const auto row = [](
                         const char* name, Concern::Kind kind, const char* text,
                         const std::function<void(Concern&)>& change = [](Concern&) {}) {
        Concern concern;
        concern.kind = kind;
        concern.at = QDateTime{QDate{2026, 6, 1}, QTime{12, 0}, Qt::UTC};
        concern.device = QStringLiteral("SN-1");
        concern.peerName = QStringLiteral("backend");
        concern.subject = QStringLiteral("CN=it");
        change(concern);
        QTest::newRow(name) << concern << QString::fromLatin1(text);
    };
    const auto of = [&row](const char* name, ItemState state, const char* text) {
        row(name, Concern::Kind::ConfirmationDue, text, [state](Concern& concern) { concern.state = state; });
    };
    of("held", ItemState::Held,
        "the confirmation of device SN-1 is due at 2026-06-01T12:00:00Z: it is held: release or reject it");
    of("pending", ItemState::Pending, "the confirmation of device SN-1 is due at 2026-06-01T12:00:00Z: export it");
    of("packed", ItemState::Packed,
        "the confirmation of device SN-1 is due at 2026-06-01T12:00:00Z: bring the medium to the other side, or export "
        "again");
    of("received", ItemState::Received,
        "the confirmation of device SN-1 is due at 2026-06-01T12:00:00Z: the other side has it: fetch the answer");
    of("ready", ItemState::Ready, "the confirmation of device SN-1 is due at 2026-06-01T12:00:00Z: deliver it");
    of("handed over", ItemState::Delivered,
        "the confirmation of device SN-1 is due at 2026-06-01T12:00:00Z: it was handed over: its answer must come");
    row("voucher", Concern::Kind::VoucherEnds, "the voucher of device SN-1 ends at 2026-06-01T12:00:00Z: deliver it",
        [](Concern& concern) { concern.state = ItemState::Ready; });
    row("own certificate", Concern::Kind::OwnCertificateEnds,
        "the certificate CN=it of this station ends at 2026-06-01T12:00:00Z: have it renewed, and give the new card to "
        "the other stations");
    row("a peer's certificate", Concern::Kind::PeerCertificateEnds,
        "the certificate CN=it of backend ends at 2026-06-01T12:00:00Z: ask for its new card");
    row("a device's certificate", Concern::Kind::DeviceCertificateEnds,
        "the certificate CN=it of device SN-1 ends at 2026-06-01T12:00:00Z: it must ask for a new one");
    row("a device's certificate that is being renewed", Concern::Kind::DeviceCertificateEnds,
        "the certificate CN=it of device SN-1 ends at 2026-06-01T12:00:00Z: its renewal is under way",
        [](Concern& concern) { concern.isRenewing = true; });
    row("one bundle", Concern::Kind::NoReceipt,
        "1 bundle for backend without a receipt, the oldest of 2026-06-01T12:00:00Z: export again, or ask what became "
        "of the medium",
        [](Concern& concern) { concern.count = 1; });
    row("two bundles", Concern::Kind::NoReceipt,
        "2 bundles for backend without a receipt, the oldest of 2026-06-01T12:00:00Z: export again, or ask what became "
        "of the medium",
        [](Concern& concern) { concern.count = 2; });
    row("minutes", Concern::Kind::PeerClock,
        "the clock of backend was at least 90 minutes ahead when it wrote bundle 7 or its receipt: tell them",
        [](Concern& concern) {
            concern.offset = 90 * 60;
            concern.sequence = 7;
        });
}

void TestConcern::whatIsToBeDoneIsSaid()
{
    QFETCH(Concern, concern);
    QTEST(concern.text(), "text");
    JsonWriter writer;
    concern.writeJson(writer);
    const auto json = parseJson(writer.text());
    QVERIFY(json.has_value());
    QCOMPARE(*json->find(u"text")->string(), concern.text());
    QCOMPARE(json->find(u"clockOffset") != nullptr, concern.offset != 0);
}

void TestConcern::whatIsSaidOfTheRest()
{
    const auto text = [](Concern::Kind kind, qint64 count) { return FurtherConcerns{kind, count}.text(); };
    QCOMPARE(text(Concern::Kind::ConfirmationDue, 1), QStringLiteral("and 1 more confirmation that is due"));
    QCOMPARE(text(Concern::Kind::ConfirmationDue, 2), QStringLiteral("and 2 more confirmations that are due"));
    QCOMPARE(text(Concern::Kind::VoucherEnds, 1), QStringLiteral("and 1 more voucher that ends"));
    QCOMPARE(text(Concern::Kind::VoucherEnds, 2), QStringLiteral("and 2 more vouchers that end"));
    for (const bool isAtLeast : {false, true}) {
        JsonWriter writer;
        FurtherConcerns{Concern::Kind::VoucherEnds, 990, isAtLeast}.writeJson(writer);
        const auto json = parseJson(writer.text());
        QVERIFY(json.has_value());
        QCOMPARE(json->find(u"atLeast") != nullptr, isAtLeast);
    }
}

SATCHEL_TEST(TestConcern)
#include "TestConcern.moc"
