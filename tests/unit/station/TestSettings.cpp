#include "StationFixture.h"

#include <core/station/Settings.h>
#include <core/station/StrictToml.h>

#include <tests/support/TestRegistry.h>

#include <QRegularExpression>
#include <QTemporaryDir>

using satchel::ErrorCode;
using satchel::Settings;
using satchel::StationRole;
using satchel::StrictToml;

namespace {

const QByteArray Good = R"(role = "site"
name = "Depot"
[signing]
key = "keys/s.pem"
certificate = "keys/s.cer"
[[decryption]]
key = "keys/d.pem"
certificate = "keys/d.cer"
[policy]
refuse-expired-senders = true
voucher-request-days = 7
item-bytes = 1048576
threads = 3
cmp-nested = 8
[registration-authority]
key = "keys/r.pem"
certificate = "keys/r.cer"
)";

QByteArray without(const char* line)
{
    return QByteArray{Good}.replace(line, "");
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKey();
    void aPolicyLeftOutHasItsDefault();
    void loadsWhatItSaves();
    void savesWithModeAndComments();
    void tellsWhatChanges();
    void refuses_data();
    void refuses();
    void refusesAFileThatIsNotThere();
    void theDocumentedExampleLoads();
    void everyKeyIsDocumented();
    void quotesComeBack();

private:
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("settings.toml")); }

    QTemporaryDir m_folder;
};

void TestSettings::readsEveryKey()
{
    fixture::put(file(), Good);
    const auto settings = Settings::load(file());
    QVERIFY2(settings.has_value(), settings ? "" : qPrintable(settings.error().message));
    QCOMPARE(settings->role, StationRole::Site);
    QCOMPARE(settings->name, QStringLiteral("Depot"));
    QCOMPARE(settings->signing.key, QStringLiteral("keys/s.pem"));
    QCOMPARE(settings->signing.certificate, QStringLiteral("keys/s.cer"));
    QCOMPARE(settings->decryption.size(), 1);
    QCOMPARE(settings->decryption[0].key, QStringLiteral("keys/d.pem"));
    QCOMPARE(settings->decryption[0].certificate, QStringLiteral("keys/d.cer"));
    QVERIFY(settings->policy.refuseExpiredSenders);
    QCOMPARE(settings->policy.voucherRequestDays, 7);
    QCOMPARE(settings->policy.itemBytes, qint64{1048576});
    QCOMPARE(settings->policy.threads, 3);
    QCOMPARE(settings->policy.cmpNested, 8);
    QVERIFY(settings->registrationAuthority.has_value());
    QCOMPARE(settings->registrationAuthority->key, QStringLiteral("keys/r.pem"));
    QCOMPARE(settings->registrationAuthority->certificate, QStringLiteral("keys/r.cer"));
}

void TestSettings::aPolicyLeftOutHasItsDefault()
{
    fixture::put(file(), Good.left(Good.indexOf("[policy]")));
    const auto settings = Settings::load(file());
    QVERIFY(settings.has_value());
    QVERIFY(!settings->policy.refuseExpiredSenders);
    QCOMPARE(settings->policy.voucherRequestDays, 4);
    QCOMPARE(settings->policy.itemBytes, qint64{4} * 1024 * 1024);
    QCOMPARE(settings->policy.threads, 0);
    QCOMPARE(settings->policy.cmpNested, 0);
    QVERIFY(!settings->registrationAuthority);
}

void TestSettings::loadsWhatItSaves()
{
    Settings settings;
    settings.role = StationRole::Backend;
    settings.name = QStringLiteral(u"\"K\u00f6ln\" \\ 2");
    settings.signing = {QStringLiteral("pkcs11:object=a;type=private"), QStringLiteral("/etc/a b.cer")};
    settings.decryption = {{QStringLiteral("k1"), QStringLiteral("c1")}, {QStringLiteral("k2"), QStringLiteral("c2")}};
    settings.policy = {true, 9, 2048, 5, 1};
    settings.registrationAuthority = {QStringLiteral("r"), QStringLiteral("q")};
    QVERIFY(settings.save(file()).has_value());

    const auto loaded = Settings::load(file());
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
    QCOMPARE(loaded->role, settings.role);
    QCOMPARE(loaded->name, settings.name);
    QCOMPARE(loaded->signing.key, settings.signing.key);
    QCOMPARE(loaded->signing.certificate, settings.signing.certificate);
    QCOMPARE(loaded->decryption.size(), 2);
    QCOMPARE(loaded->decryption[1].key, QStringLiteral("k2"));
    QCOMPARE(loaded->decryption[1].certificate, QStringLiteral("c2"));
    QVERIFY(loaded->policy.refuseExpiredSenders);
    QCOMPARE(loaded->policy.voucherRequestDays, 9);
    QCOMPARE(loaded->policy.itemBytes, qint64{2048});
    QCOMPARE(loaded->policy.threads, 5);
    QCOMPARE(loaded->policy.cmpNested, 1);
    QCOMPARE(loaded->registrationAuthority->key, QStringLiteral("r"));
    QCOMPARE(loaded->registrationAuthority->certificate, QStringLiteral("q"));
}

void TestSettings::savesWithModeAndComments()
{
    Settings settings;
    settings.name = QStringLiteral("Depot");
    settings.decryption = {{QStringLiteral("k"), QStringLiteral("c")}};
    QVERIFY(settings.save(file()).has_value());
    QCOMPARE(fixture::modeOf(file()), mode_t{0600});
    QVERIFY(fixture::contentOf(file()).startsWith("# "));
    QVERIFY(fixture::contentOf(file()).count("\n# ") >= 8);
}

void TestSettings::tellsWhatChanges()
{
    const auto before = Settings::parse(Good, QStringLiteral("memory")).value();
    QVERIFY(before.changesTo(before).isEmpty());

    auto wanted = before;
    wanted.name = QStringLiteral("Depot 4");
    wanted.policy.threads = 0;
    wanted.decryption.prepend({QStringLiteral("keys/n.pem"), QStringLiteral("keys/n.cer")});
    QCOMPARE(before.changesTo(wanted),
        (QStringList{QStringLiteral("name = \"Depot 4\""), QStringLiteral("decryption[0].key = \"keys/n.pem\""),
            QStringLiteral("decryption[0].certificate = \"keys/n.cer\""),
            QStringLiteral("decryption[1].key = \"keys/d.pem\""),
            QStringLiteral("decryption[1].certificate = \"keys/d.cer\""), QStringLiteral("policy.threads = 0")}));
    QCOMPARE(wanted.changesTo(before).last(), QStringLiteral("decryption[1].certificate is gone"));
}

void TestSettings::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");

    const auto row
        = [](const char* name, const QByteArray& text, const char* word, ErrorCode code = ErrorCode::Malformed) {
              QTest::newRow(name) << text << code << QString::fromLatin1(word);
          };
    const auto changed = [](const char* from, const char* to) { return QByteArray{Good}.replace(from, to); };
    row("no TOML", "role = ", "line 1");
    row("not UTF-8", "role = \"\xFF\"\n", "line 1");
    row("no key after a bracket", "[,", "line 1");
    row("letter beyond ASCII outside quotes", "\u00E4 = 1\n" + Good, "line 1");
    row("letter beyond ASCII after a value", "role = \"site\" \uFE00\n", "line 1");
    row("key twice", "role = \"site\"\n" + Good, "line 2");
    row("unknown key", "nmae = \"x\"\n" + Good, "line 1: there is no setting \"nmae\"", ErrorCode::UnknownField);
    row("unknown policy", changed("threads = 3\n", "threads = 3\nrefuse-expird-senders = true\n"),
        "\"policy.refuse-expird-senders\"", ErrorCode::UnknownField);
    row("unknown table", Good + "[polcy]\nthreads = 1\n", "line 18: there is no setting \"polcy\"",
        ErrorCode::UnknownField);
    row("unknown key in a list", changed("key = \"keys/d.pem\"", "kye = 1\nkey = \"k\""), "\"decryption[0].kye\"",
        ErrorCode::UnknownField);
    row("no role", without("role = \"site\"\n"), "\"role\"");
    row("another role", changed("\"site\"", "\"middle\""), "line 1: \"role\" is neither");
    row("role is no text", changed("\"site\"", "1"), "\"role\" is not a text in quotes");
    row("no name", without("name = \"Depot\"\n"), "\"name\" is missing");
    row("name with a control", changed("\"Depot\"", "\"De\\u001bpot\""), "line 2: \"name\" has 1 to 64");
    row("no signing key", without("key = \"keys/s.pem\"\n"), "\"signing.key\" is missing");
    row("no signing certificate", without("certificate = \"keys/s.cer\"\n"), "\"signing.certificate\" is missing");
    row("no decryption", changed("[[decryption]]", "[elsewhere]"), "\"decryption\" needs 1 to 64 entries");
    row("decryption is one table", changed("[[decryption]]", "[decryption]"), "\"decryption\" is not a list");
    row("no decryption key", without("key = \"keys/d.pem\"\n"), "\"decryption[0].key\" is missing");
    row("truth as a text", changed("= true", "= \"true\""), "line 10: \"policy.refuse-expired-senders\" is not true");
    row("days as a text", changed("= 7", "= \"7\""), "\"policy.voucher-request-days\" is not a whole number");
    row("days with a fraction", changed("= 7", "= 7.5"), "\"policy.voucher-request-days\"");
    row("no days", changed("= 7", "= 0"), "line 11: \"policy.voucher-request-days\" is not a whole number from 1");
    row("too many days", changed("= 7", "= 3651"), "\"policy.voucher-request-days\"");
    row("items too small", changed("1048576", "1023"), "\"policy.item-bytes\"");
    row("items larger than a bundle takes", changed("1048576", "4194305"), "\"policy.item-bytes\"");
    row("threads below zero", changed("= 3", "= -1"), "\"policy.threads\" is not a whole number from 0 to 256");
    row("too many threads", changed("= 3", "= 257"), "\"policy.threads\"");
    row("larger batches than anybody reads", changed("= 8", "= 33"), "\"policy.cmp-nested\"");
    row("nobody to consent",
        changed("[registration-authority]\nkey = \"keys/r.pem\"\ncertificate = \"keys/r.cer\"\n", ""),
        "\"policy.cmp-nested\" needs a [registration-authority]");
    row("a consent without its certificate", without("certificate = \"keys/r.cer\"\n"),
        "\"registration-authority.certificate\" is missing");
    row("too large", Good + QByteArray(64 * 1024, '#'), "at most", ErrorCode::TooLarge);
}

void TestSettings::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(ErrorCode, code);
    QFETCH(QString, word);
    fixture::put(file(), text);
    const auto settings = Settings::load(file());
    QVERIFY(!settings.has_value());
    QVERIFY2(settings.error().message.contains(word), qPrintable(settings.error().message));
    QCOMPARE(settings.error().code, code);
    QCOMPARE(settings.error().file, file());
}

void TestSettings::refusesAFileThatIsNotThere()
{
    const auto settings = Settings::load(m_folder.filePath(QStringLiteral("absent.toml")));
    QVERIFY(!settings.has_value());
    QCOMPARE(settings.error().code, ErrorCode::Unreadable);
}

void TestSettings::theDocumentedExampleLoads()
{
    const auto page = fixture::contentOf(QStringLiteral(SATCHEL_SOURCE_DIR "/docs/settings.md"));
    const auto begin = page.indexOf("```toml\n");
    QVERIFY(begin >= 0);
    const auto example = page.mid(begin + 8, page.indexOf("```", begin + 8) - begin - 8);
    fixture::put(file(), example);
    const auto settings = Settings::load(file());
    QVERIFY2(settings.has_value(), settings ? "" : qPrintable(settings.error().message));
}

void TestSettings::everyKeyIsDocumented()
{
    Settings settings;
    settings.decryption = {{QStringLiteral("k"), QStringLiteral("c")}};
    settings.registrationAuthority = settings.decryption.first();
    QVERIFY(settings.save(file()).has_value());
    const auto page = QString::fromUtf8(fixture::contentOf(QStringLiteral(SATCHEL_SOURCE_DIR "/docs/settings.md")));
    static const QRegularExpression line{QStringLiteral("^(?:\\[+([a-z-]+)\\]+|([a-z-]+) = .*)$")};
    QString table;
    int keys = 0;
    for (const auto& text : QString::fromUtf8(fixture::contentOf(file())).split(QLatin1Char('\n'))) {
        const auto match = line.match(text);
        if (!match.captured(1).isEmpty()) {
            table = match.captured(1) + QLatin1Char('.');
        } else if (match.hasMatch()) {
            ++keys;
            const auto key = table + match.captured(2);
            QVERIFY2(page.contains(QStringLiteral("| `%1` |").arg(key)), qPrintable(key));
        }
    }
    QCOMPARE(keys, 13);
}

void TestSettings::quotesComeBack()
{
    const auto text = QStringLiteral(u"a\"b\\c\n\x01\x7F\u00e9");
    auto toml = StrictToml::parse("x = " + satchel::tomlQuoted(text), QStringLiteral("memory"));
    QVERIFY(toml.has_value());
    QCOMPARE(toml->string(QStringLiteral("x")), text);
    QVERIFY(toml->finish().has_value());
}

SATCHEL_TEST(TestSettings)
#include "TestSettings.moc"
