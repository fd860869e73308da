#include "VectorRun.h"

#include <core/base/File.h>
#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/exchange/export/Export.h>
#include <core/exchange/gather/Gather.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/session/Session.h>
#include <core/exchange/station/Peering.h>
#include <core/exchange/verify/Verify.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

#include <memory>

using namespace satchel;
using namespace satchel::vectors;

namespace {

constexpr qint64 LargestFile = 16 * 1024 * 1024;

template <typename Report> Said said(const Report& report, Outcome outcome)
{
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    return {static_cast<int>(outcome), parseJson(writer.text(), JsonDialect::Lenient).value_or(JsonValue{})};
}

template <typename Report> Said said(const Report& report)
{
    return said(report, report.outcome());
}

struct Failure {
    const Error& error;

    void writeJson(JsonWriter& writer) const { writeError(writer, error); }
};

template <typename Report> Said said(const Result<Report>& result)
{
    return result ? said(*result, Outcome::Done) : said(Failure{result.error()}, outcomeOf(result.error()));
}

// Every call opens the station anew, as every command does.
class InProcess final : public Face {
public:
    Said init(const QString& home, const ReaderRow& reader, const QString& signing, const QString& decryption) override
    {
        StationInit wishes;
        wishes.role = stationRoleFromName(reader.role).value();
        wishes.name = reader.displayName;
        wishes.signing = Settings::KeyPair{signing, signing};
        wishes.decryption = Settings::KeyPair{decryption, decryption};
        const auto made = initStation({home}, wishes);
        return made ? Said{0, {}} : said(Failure{made.error()}, outcomeOf(made.error()));
    }

    Said trust(const QString& home, const QString& use, const QString& file) override
    {
        auto session = write(home);
        return said(addAnchors(session, {anchorUseFromName(use).value(), {file}, {}}));
    }

    Said addPeer(const QString& home, const QString& card, const QString& alias, const QString& fingerprint) override
    {
        const auto added = readFile(card, LargestFile)
                               .and_then([&](const QByteArray& bytes) {
                                   return readCard(bytes, StationId::parse(fingerprint).value());
                               })
                               .and_then([&](const Card& read) {
                                   auto session = write(home);
                                   return satchel::addPeer(session, read, alias);
                               });
        return said(added);
    }

    Said revoke(const QString& home, const QString& alias) override
    {
        auto session = write(home);
        return said(revokePeer(session, alias));
    }

    Said gather(const QString& home, const QString& file) override
    {
        auto session = write(home);
        GatherOrder order;
        order.paths = {file};
        return said(satchel::gather(session, order, {}));
    }

    Said exportTo(const QString& home, const QString& peer, const QString& folder) override
    {
        auto session = write(home);
        ExportOrder order;
        order.folder = folder;
        order.to = peer;
        return said(exportBundles(session, order, {}));
    }

    Said verify(const QString& home, const QStringList& files) override
    {
        auto session = Session::forReading({home});
        return session ? said(verifyFiles(&*session, {}, files, {})) : Said{};
    }

    Said import(const QString& home, const QStringList& files) override
    {
        auto session = write(home);
        return said(importBundles(session, {files, false}, {}));
    }

private:
    static Session write(const QString& home)
    {
        auto session = Session::forWriting({home}, QStringLiteral("test"));
        if (!session) {
            qFatal("%s", qPrintable(session.error().message));
        }
        return *std::move(session);
    }
};

} // namespace

// Every vector of tests/vectors gets the verdict and the code of its row in index.tsv.
class TestVectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_run = std::make_unique<VectorRun>(VectorRun::folder(), m_face); }
    void isReadAsTheIndexSays_data();
    void isReadAsTheIndexSays();

private:
    InProcess m_face;
    std::unique_ptr<VectorRun> m_run;
};

void TestVectors::isReadAsTheIndexSays_data()
{
    QTest::addColumn<qsizetype>("number");
    for (qsizetype i = 0; i < m_run->rows().size(); ++i) {
        QTest::newRow(qPrintable(m_run->rows().at(i).name)) << i;
    }
}

void TestVectors::isReadAsTheIndexSays()
{
    QFETCH(qsizetype, number);
    QCOMPARE(m_run->check(m_run->rows().at(number)), QString{});
}

SATCHEL_TEST(TestVectors)
#include "TestVectors.moc"
