#include "VectorRun.h"

#include <tests/e2e/Program.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

#include <memory>

using namespace satchel;
using namespace satchel::vectors;

namespace {

// The built program as users run it.
class ByProgram final : public Face {
public:
    Said init(const QString& home, const ReaderRow& reader, const QString& signing, const QString& decryption) override
    {
        return run(home,
            {QStringLiteral("init"), QStringLiteral("--role"), reader.role, QStringLiteral("--name"),
                reader.displayName, QStringLiteral("--key"), signing, QStringLiteral("--cert"), signing,
                QStringLiteral("--decryption-key"), decryption, QStringLiteral("--decryption-cert"), decryption});
    }

    Said trust(const QString& home, const QString& use, const QString& file) override
    {
        return run(home, {QStringLiteral("trust"), QStringLiteral("add"), QStringLiteral("--for"), use, file});
    }

    Said addPeer(const QString& home, const QString& card, const QString& alias, const QString& fingerprint) override
    {
        QStringList arguments{
            QStringLiteral("peer"), QStringLiteral("add"), card, QStringLiteral("--fingerprint"), fingerprint};
        if (!alias.isEmpty()) {
            arguments += {QStringLiteral("--name"), alias};
        }
        return run(home, arguments);
    }

    Said revoke(const QString& home, const QString& alias) override
    {
        return run(home, {QStringLiteral("peer"), QStringLiteral("revoke"), alias});
    }

    Said gather(const QString& home, const QString& file) override
    {
        return run(home, {QStringLiteral("gather"), file});
    }

    Said exportTo(const QString& home, const QString& peer, const QString& folder) override
    {
        return run(home, {QStringLiteral("export"), QStringLiteral("--out"), folder, QStringLiteral("--to"), peer});
    }

    Said verify(const QString& home, const QStringList& files) override
    {
        return run(home, QStringList{QStringLiteral("verify")} + files);
    }

    Said import(const QString& home, const QStringList& files) override
    {
        return run(home, QStringList{QStringLiteral("import")} + files);
    }

private:
    Said run(const QString& home, const QStringList& arguments) const
    {
        const auto ended = m_program.run(
            QStringList{QStringLiteral("--home"), home, QStringLiteral("--json"), QStringLiteral("--no-input")}
            + arguments);
        return {ended.exitCode, ended.json()};
    }

    test::Program m_program;
};

} // namespace

// The same as TestVectors, with `satchel verify`, `import` and `peer add` of this build, and their exit codes.
class TestVectorsByProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_run = std::make_unique<VectorRun>(VectorRun::folder(), m_face); }
    void isReadAsTheIndexSays_data();
    void isReadAsTheIndexSays();

private:
    ByProgram m_face;
    std::unique_ptr<VectorRun> m_run;
};

void TestVectorsByProgram::isReadAsTheIndexSays_data()
{
    QTest::addColumn<qsizetype>("number");
    for (qsizetype i = 0; i < m_run->rows().size(); ++i) {
        QTest::newRow(qPrintable(m_run->rows().at(i).name)) << i;
    }
}

void TestVectorsByProgram::isReadAsTheIndexSays()
{
    QFETCH(qsizetype, number);
    QCOMPARE(m_run->check(m_run->rows().at(number)), QString{});
}

SATCHEL_TEST(TestVectorsByProgram)
#include "TestVectorsByProgram.moc"
