#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/objects/cmp/CmpMessage.h>
#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>
#include <tests/support/SignedForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

QByteArray tagged(unsigned number, const QByteArray& content)
{
    return derElement(der::contextConstructed(number), content);
}

QByteArray name()
{
    return tagged(4, makeName(QStringLiteral("somebody")));
}

const QByteArray Pkiconf = tagged(19, hex("0500"));

// A message without protection from the fields of its header.
QByteArray message(const QByteArray& fields, const QByteArray& body = Pkiconf, const QByteArray& rest = {})
{
    return sequence(sequence(fields) + body + rest);
}

QByteArray withBody(unsigned tag, const QByteArray& body)
{
    return message(hex("020102") + name() + name() + tagged(4, octets("transaction")), tagged(tag, body));
}

} // namespace

// Messages that are none: each must be refused, by the code that says how.
class TestCmpBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBareMessagesAreGood();
    void refusesBadForms_data();
    void refusesBadForms();
    void refusesBadHeaders_data();
    void refusesBadHeaders();
    void refusesBadBodies_data();
    void refusesBadBodies();
    void refusesBadNesting_data();
    void refusesBadNesting();
    void warnsOfTextThatIsNotUtf8_data();
    void warnsOfTextThatIsNotUtf8();

private:
    void refuses();

    MessageForge m_forge;
};

void TestCmpBadInput::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, code);

    const auto parsed = CmpMessage::parse(bytes);

    QVERIFY(!parsed.has_value());
    QCOMPARE(errorCodeName(parsed.error().code), code);
    QVERIFY(!parsed.error().message.isEmpty());
}

// So that what the tables change is what is wrong.
void TestCmpBadInput::theBareMessagesAreGood()
{
    QVERIFY(CmpMessage::parse(message(hex("020102") + name() + name())).has_value());
    QVERIFY(CmpMessage::parse(withBody(19, hex("0500"))).has_value());
    QVERIFY(CmpMessage::parse(withBody(24, sequence(sequence(octets("hash") + hex("020100"))))).has_value());
    QVERIFY(CmpMessage::parse(withBody(1, sequence(sequence(sequence(hex("020100 3003020102")))))).has_value());
    QVERIFY(CmpMessage::parse(withBody(20, sequence(withBody(19, hex("0500"))))).has_value());
}

void TestCmpBadInput::refusesBadForms_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const QByteArray good = withBody(19, hex("0500"));
    const auto row = [](const char* name, const QByteArray& bytes, const char* code = "malformed") {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    QByteArray deep = hex("0500");
    for (int i = 0; i < 70; ++i) {
        deep = sequence(deep);
    }
    row("nothing", {});
    row("an empty sequence", hex("3000"));
    row("cut off in the middle", good.first(good.size() / 2));
    row("cut off at the end", good.chopped(1));
    row("a byte after it", good + 'x', "trailing-data");
    row("itself once more", good + good, "trailing-data");
    row("indefinite length", hex("3080") + good.sliced(2) + hex("0000"));
    row("longer length than needed", hex("3081") + good.sliced(1));
    row("a length beyond all bytes", hex("30847fffffff") + good.sliced(2));
    row("a length of more octets than a number has", hex("3089010000000000000000") + good.sliced(2));
    row("a set", derElement(der::Set, good.sliced(2)));
    row("nested deeper than anybody nests", withBody(19, deep));
    const auto endless = tagged(4, makeName(QString(LongestName, QLatin1Char('x'))));
    row("a sender without end", message(hex("020102") + endless + name(), Pkiconf));
    row("a header alone", sequence(sequence(hex("020102") + name() + name())));
    row("a high tag number", message(hex("020102") + name() + name(), hex("bf1f020500")));
    row("something after the certificates", message(hex("020102") + name() + name(), Pkiconf, hex("0500")));
    row("protection of another type",
        message(hex("020102") + name() + name(), Pkiconf, tagged(0, octets("signature"))));
    row("protection that is not whole octets",
        message(hex("020102") + name() + name(), Pkiconf, tagged(0, hex("03020180"))));
    row("protection without octets", message(hex("020102") + name() + name(), Pkiconf, tagged(0, hex("0300"))));
    row("certificates that are no list", message(hex("020102") + name() + name(), Pkiconf, tagged(1, hex("0500"))));
    row("more certificates than anybody needs",
        message(hex("020102") + name() + name(), Pkiconf, tagged(1, sequence(m_forge.ldevid.der().repeated(65)))));
}

void TestCmpBadInput::refusesBadForms()
{
    refuses();
}

void TestCmpBadInput::refusesBadHeaders_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* title, const QByteArray& fields, const char* code = "malformed") {
        QTest::newRow(title) << message(fields) << QString::fromLatin1(code);
    };
    const QByteArray start = hex("020102") + name() + name();
    row("nothing in it", {});
    row("version 0", hex("020100") + name() + name(), "unsupported-version");
    row("version 1", hex("020101") + name() + name(), "unsupported-version");
    row("version 4", hex("020104") + name() + name(), "unsupported-version");
    row("version -1", hex("0201ff") + name() + name());
    row("version with a zero too many", hex("02020002") + name() + name());
    row("version of nine octets", hex("02097fffffffffffffffff") + name() + name());
    row("version as text", hex("0c0132") + name() + name());
    row("no recipient", hex("020102") + name());
    row("a sender that is no name", hex("020102") + tagged(4, hex("0500")) + name());
    row("time of the wrong type", start + tagged(0, derElement(der::UtcTime, "260601120000Z")));
    row("two times", start + tagged(0, derElement(der::GeneralizedTime, "20260601120000Z") + hex("0500")));
    row("algorithm that is none", start + tagged(1, hex("0500")));
    row("transaction as a number", start + tagged(4, hex("020101")));
    row("transaction in pieces", start + tagged(4, derElement(0x24, octets("trans") + octets("action"))));
    row("transaction twice", start + tagged(4, octets("a")) + tagged(4, octets("b")));
    row("two transactions in one", start + tagged(4, octets("a") + octets("b")));
    row("fields out of their order", start + tagged(5, octets("nonce")) + tagged(4, octets("transaction")));
    row("free text of the wrong type", start + tagged(7, sequence(derElement(0x16, "IA5"))));
    row("an entry of general information that is none", start + tagged(8, sequence(hex("0500"))));
    row("an entry of general information without a type", start + tagged(8, sequence(sequence(hex("0500")))));
    row("an entry of general information of a type that is none",
        start + tagged(8, sequence(sequence(hex("0601 80")))));
    row("more general information than anybody needs", start + tagged(8, sequence(makeInfo(13).repeated(65))));
    row("a field that the standard does not know", start + tagged(9, hex("0500")));
}

void TestCmpBadInput::refusesBadHeaders()
{
    refuses();
}

void TestCmpBadInput::refusesBadBodies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* title, unsigned tag, const QByteArray& body, const char* code = "malformed") {
        QTest::newRow(title) << withBody(tag, body) << QString::fromLatin1(code);
    };
    const QByteArray response = sequence(hex("020100 3003020102"));
    const QByteArray status = sequence(octets("hash") + hex("020100"));
    row("empty", 0, {});
    row("of a kind that nobody knows", 27, sequence({}));
    row("ir that asks for nothing", 0, sequence({}));
    row("ir whose request is none", 0, sequence(hex("0500")));
    row("ir without a template", 0, sequence(sequence(sequence(hex("020100")))));
    row("ir with a proof of a kind that nobody knows", 0,
        sequence(sequence(sequence(hex("020100 3000")) + hex("a4020500"))));
    row("ir and more", 0, sequence(sequence(sequence(hex("020100 3000")))) + hex("0500"));
    row("p10cr that is no PKCS #10", 4, sequence(hex("0500")));
    row("ip without answers", 1, sequence({}));
    row("ip whose status is missing", 1, sequence(sequence(sequence(hex("020100")))));
    row("ip whose status is negative", 1, sequence(sequence(sequence(hex("020100 30030201ff")))));
    row("ip with more answers than anybody needs", 1, sequence(sequence(response.repeated(33))));
    row("ip with a broken certificate", 1,
        sequence(sequence(sequence(hex("020100 3003020100") + sequence(tagged(0, sequence(hex("0500"))))))));
    row("rp without a list", 12, hex("0500"));
    row("rr whose certificate is none", 11, sequence(sequence(hex("0500"))));
    row("rr that revokes more than anybody has", 11, sequence(sequence(sequence({})).repeated(33)));
    row("certConf whose hash is a number", 24, sequence(sequence(hex("020100 020100"))));
    row("certConf without a request's number", 24, sequence(sequence(octets("hash"))));
    row("certConf whose digest is none", 24, sequence(sequence(octets("hash") + hex("020100 a0020500"))));
    row("certConf for more than anybody has", 24, sequence(status.repeated(33)));
    row("pkiconf that says something", 19, hex("050100"));
    row("pkiconf of another type", 19, sequence({}));
    row("error without a status", 23, sequence({}));
    row("error with text of the wrong type", 23, sequence(sequence(hex("020102")) + sequence(hex("0500"))));
    row("genm that is no list", 21, hex("0500"));
    row("genm with more than anybody asks", 21, sequence(makeInfo(17).repeated(65)));
    row("two bodies", 19, hex("05000500"));
}

void TestCmpBadInput::refusesBadBodies()
{
    refuses();
}

void TestCmpBadInput::refusesBadNesting_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const QByteArray inner = withBody(19, hex("0500"));
    const auto row = [](const char* title, const QByteArray& messages, const char* code = "malformed") {
        QTest::newRow(title) << withBody(20, sequence(messages)) << QString::fromLatin1(code);
    };
    row("nothing", {});
    row("something else", hex("0500"));
    row("a message that is none", sequence(hex("0500")));
    row("a good one and a broken one", inner + inner.chopped(2) + hex("0501"));
    row("a good one and one of another version", inner + message(hex("020104") + name() + name()),
        "unsupported-version");
    row("a good one and one that is not carried", inner + withBody(17, sequence({})), "not-recognised");
    row("a nested one", withBody(20, sequence(inner)));
    row("a good one and a nested one", inner + withBody(20, sequence(inner)));
    row("more than anybody needs", inner.repeated(33));
}

void TestCmpBadInput::refusesBadNesting()
{
    refuses();
}

void TestCmpBadInput::warnsOfTextThatIsNotUtf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word"); // of the only such warning; empty: none

    const auto row = [](const char* title, const QByteArray& bytes, const char* word) {
        QTest::newRow(title) << bytes << QString::fromLatin1(word);
    };
    const auto named = [](const QByteArray& text) {
        const QByteArray attribute = oidOf("2.5.4.3") + derElement(der::Utf8String, text);
        return tagged(4, sequence(derElement(der::Set, sequence(attribute))));
    };
    const QByteArray transaction = tagged(4, octets("transaction"));
    const QByteArray start = hex("020102") + name() + name() + transaction;
    const QByteArray bad = derElement(der::Utf8String, "caf\xe9");
    const QByteArray good = derElement(der::Utf8String, "caf\xc3\xa9");
    const auto status = [](const QByteArray& texts) { return sequence(hex("020102") + sequence(texts)); };
    row("freeText, sound", message(start + tagged(7, sequence(good + good))), "");
    row("freeText", message(start + tagged(7, sequence(bad))), "the freeText of the header is not UTF-8");
    row("freeText, the second of two", message(start + tagged(7, sequence(good + bad))), "the freeText");
    row("freeText with an overlong form", message(start + tagged(7, sequence(derElement(der::Utf8String, "\xc0\xaf")))),
        "the freeText");
    row("freeText with half of a pair",
        message(start + tagged(7, sequence(derElement(der::Utf8String, "\xed\xa0\x80")))), "the freeText");
    row("statusString of an error", withBody(23, sequence(status(bad))), "the statusString is not UTF-8");
    row("statusString of an error, sound", withBody(23, sequence(status(good))), "");
    row("errorDetails", withBody(23, sequence(status(good) + sequence(bad))), "the errorDetails is not UTF-8");
    row("statusString of an ip", withBody(1, sequence(sequence(sequence(hex("020100") + status(bad))))),
        "the statusString");
    row("statusString of an rp", withBody(12, sequence(sequence(status(bad)))), "the statusString");
    row("statusString of a certConf", withBody(24, sequence(sequence(octets("hash") + hex("020100") + status(bad)))),
        "the statusString");
    row("sender, sound", message(hex("020102") + named("caf\xc3\xa9") + name() + transaction), "");
    row("sender", message(hex("020102") + named("caf\xe9") + name() + transaction),
        "the name of the sender cannot be read");
    row("recipient", message(hex("020102") + name() + named("caf\xe9") + transaction),
        "the name of the recipient cannot be read");
    row("sender without a name", message(hex("020102") + tagged(4, sequence({})) + name() + transaction), "");
}

// It only informs, so the message goes its way.
void TestCmpBadInput::warnsOfTextThatIsNotUtf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const auto parsed = CmpMessage::parse(bytes);
    QVERIFY(parsed.has_value());

    const auto warnings = (*parsed)->assess(m_forge.context()).warnings;

    const auto found = warnings.filter(QStringLiteral("UTF-8"));
    QCOMPARE(found.size(), word.isEmpty() ? 0 : 1);
    QVERIFY(word.isEmpty() || found.first().startsWith(word));
}

SATCHEL_TEST(TestCmpBadInput)
#include "TestCmpBadInput.moc"
